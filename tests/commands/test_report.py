"""The verb `report`: one document on standard output, files of four kinds, clear refusals."""

from __future__ import annotations

import json

import docx
import pytest

from analytics.commands.running import main
from tests.pages import city


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    return city.make_store(tmp_path_factory.mktemp("report"))


def run(capsys, store, *words):
    code = main(["report", *map(str, words), "--store", str(store.path), "--json"])
    said = capsys.readouterr()
    return code, json.loads(said.out) if said.out else None, said.err


@pytest.mark.parametrize("kind", ["monthly", "quarterly"])
@pytest.mark.parametrize(("form", "head"), [("docx", b"PK"), ("xlsx", b"PK"), ("pptx", b"PK"), ("pdf", b"%PDF")])
def test_every_kind_in_every_form(capsys, store, tmp_path, kind, form, head):
    target = tmp_path / f"meeting.{form}"
    period = "2018-08" if kind == "monthly" else "2018Q3"
    code, document, _ = run(capsys, store, kind, "--period", period, "--out", target)
    assert (code, document) == (0, {"file": str(target), "bytes": target.stat().st_size})
    assert target.read_bytes().startswith(head)


def test_a_district_of_its_own_and_in_english(capsys, store, tmp_path):
    target = tmp_path / "district.DOCX"
    words = ("monthly", "--period", "2018-08", "--tier", "subdistrict", "--within", "110101", "--lang", "en")
    assert run(capsys, store, *words, "--out", target)[0] == 0


@pytest.mark.parametrize(("kind", "period"), [("monthly", "2018-08"), ("quarterly", "2018Q3")])
def test_a_district_alone_is_told_by_its_streets(capsys, store, tmp_path, kind, period):
    target = tmp_path / "district.docx"
    assert run(capsys, store, kind, "--period", period, "--within", "110101", "--out", target)[0] == 0
    told = [cell.text for table in docx.Document(target).tables for row in table.rows for cell in row.cells]
    streets = store.version().frame(
        "select name from units where tier = 'subdistrict' and unit like '110101%'", {})["name"]
    assert len(streets) > 1 and set(streets) <= set(told)


@pytest.mark.parametrize(("words", "out", "code"), [
    (("monthly", "--period", "2018Q3"), "a.docx", 2),
    (("quarterly", "--period", "2018-08"), "a.docx", 2),
    (("monthly", "--period", "2018-08"), "a.odt", 2),
    (("monthly", "--period", "2018-08", "--scorecard", "nothing"), "a.docx", 2),
    (("monthly", "--period", "2018-08", "--within", "999999"), "a.docx", 1),
    (("monthly", "--period", "2018-08"), "nowhere/a.docx", 1),
])  # fmt: skip
def test_what_cannot_be_is_told_and_writes_nothing(capsys, store, tmp_path, words, out, code):
    found, document, error = run(capsys, store, *words, "--out", tmp_path / out)
    assert (found, document) == (code, None)
    assert len(error.strip().splitlines()) == 1
    assert not list(tmp_path.iterdir())
