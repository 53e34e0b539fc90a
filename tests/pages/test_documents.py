"""The buttons of a meeting's documents, and that what they make is the page's own ranking."""

import io

import docx
import pytest

from analytics.reports.documents import Basis, write_document
from analytics.scoring import rank
from analytics.store.versions import Store
from pages.widgets import documents


def labels(test) -> list[str]:
    return [each.label for each in test.get("download_button")]


def test_ranking_page_offers_all_four(page, city_store) -> None:
    test = page("ranking", city_store, area="110101", tier="subdistrict", period="2018-08")
    assert not test.exception
    assert {"通报（Word）", "通报（PDF）", "汇报（PPT）", "工作簿（Excel）"} <= set(labels(test))


def test_roll_call_page_offers_all_four_in_english(page, city_store) -> None:
    test = page("roll_call", city_store, lang="en")
    assert not test.exception
    assert {"Notice (Word)", "Notice (PDF)", "Deck (PowerPoint)", "Workbook (Excel)"} <= set(labels(test))


@pytest.mark.parametrize("form", ["docx", "xlsx", "pptx", "pdf"])
def test_what_a_button_makes_is_the_document_of_the_verb(city_store, form, monkeypatch) -> None:
    version = Store(city_store).version()
    ranking = rank(version, "2018-08", "subdistrict", within="110101")
    monkeypatch.setattr(documents.answers, "ranking", lambda view, tier, scorecard: ranking)

    class View:
        language = "zh"

    View.version = version
    made = documents._made(View(), "subdistrict", "monthly", "monthly", form)
    buffer = io.BytesIO()
    write_document(Basis(version, ranking, "monthly", "zh"), form, buffer)
    if form == "docx":
        texts = [[paragraph.text for paragraph in docx.Document(each).paragraphs]
                 for each in (io.BytesIO(made), buffer)]  # fmt: skip
        assert texts[0] == texts[1]
        assert any("东城区" in words for words in texts[0])
    assert made[:4] == buffer.getvalue()[:4]
