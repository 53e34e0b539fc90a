"""A document of an edition holds its figures, whatever was imported since, and names it on every page."""

from __future__ import annotations

import docx
import pytest

from analytics.commands.running import main
from analytics.contract.periods import Period
from analytics.editions import opened, publish
from analytics.reports.documents import NotTheEdition, basis_of_edition
from analytics.reports.documents.calling import fallen, naming
from analytics.scoring import roll_call
from analytics.store.versions import Store
from tests.editions.city import import_rows, make_store, write
from tests.pages.city import rows
from tests.reports.documents.test_figures import expected_places, table_with, told_places, word_tables

AREA = ("--tier", "subdistrict", "--within", "110102")


@pytest.fixture(scope="module")
def store(tmp_path_factory) -> Store:
    """An edition of each kind, then a correction of the cases."""
    folder = tmp_path_factory.mktemp("sealed")
    store = make_store(folder)
    publish(store, "monthly", Period.parse("2018-08"), tier="subdistrict", within="110102", by="clerk")
    publish(store, "quarterly", Period.parse("2018Q2"), by="clerk")
    late = [case | {"rework_count": 3} for case in rows()["cases"] if case["area_code"] == "110102001"]
    import_rows(store, [write(folder / "cases_later.csv", late)])
    return store


def report(store, *words):
    return main(["report", *map(str, words), "--store", str(store.path), "--json"])


def test_the_document_is_the_editions(store, tmp_path, capsys):
    target = tmp_path / "notice.docx"
    assert report(store, "monthly", "--edition", "e000001", "--out", target) == 0
    edition = opened(store, "e000001")
    basis = basis_of_edition(edition, "zh")
    assert basis.ranking.as_json()["rows"] == edition.document["rows"]
    with target.open("rb") as file:
        assert told_places(table_with(word_tables(file), "名次区间", "环比得分")) == expected_places(basis)
    for section in docx.Document(target).sections:
        said = "".join(paragraph.text for paragraph in section.footer.paragraphs)
        assert "e000001（已封存）" in said and edition.sha256 in said
    # The served version says otherwise by now.
    other = tmp_path / "other.docx"
    assert report(store, "monthly", "--period", "2018-08", *AREA, "--out", other) == 0
    texts = [str(word_tables(open(path, "rb"))) for path in (target, other)]  # noqa: SIM115
    assert texts[0] != texts[1]
    capsys.readouterr()


def test_who_is_named_is_what_the_roll_call_says(store):
    edition = opened(store, "e000002")
    basis = basis_of_edition(edition, "zh")
    assert edition.document["named"] == roll_call(basis.version, "2018Q2", basis.ranking.as_of)["named"]
    said = "".join(naming(basis, fallen(basis)))
    for line in edition.document["named"]:
        assert basis.names[line["unit"]] in said
    assert said.count("：") == len(edition.document["named"])


def test_figures_that_are_not_the_editions_are_refused(store, monkeypatch):
    edition = opened(store, "e000001")
    edition.paper["result"]["rows"][0]["score"] = 99.0
    with pytest.raises(NotTheEdition, match="e000001"):
        basis_of_edition(edition, "zh")


@pytest.mark.parametrize(("words", "code"), [
    (("monthly", "--edition", "e000009"), 1),
    (("quarterly", "--edition", "e000001"), 2),
    (("monthly", "--edition", "e000001", "--period", "2018-07"), 2),
    (("monthly",), 2),
])  # fmt: skip
def test_an_edition_that_is_not_there_or_another_one(store, tmp_path, capsys, words, code):
    assert report(store, *words, "--out", tmp_path / "x.docx") == code
    assert not (tmp_path / "x.docx").exists()
    capsys.readouterr()
