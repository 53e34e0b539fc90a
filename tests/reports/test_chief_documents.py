"""Printable pages about chiefs: they stand alone, say what they should, and escape what comes from the data."""

from __future__ import annotations

import re
from datetime import date, datetime

import pytest

from analytics.chiefs import alley_calendar, span
from analytics.chiefs.boards import alley_record
from analytics.chiefs.four_rights import chief_sheet
from analytics.contract.labels import LANGUAGES
from analytics.contract.periods import Period
from analytics.reports.alley_board import alley_board
from analytics.reports.chief_sheet import chief_sheet_page
from tests.chiefs.test_records import _version

HARM = "<script>alert(1)</script>&\"'"
PERIOD, AS_OF = Period.parse("2018-09"), datetime(2018, 10, 4)


@pytest.fixture(scope="module")
def version(tmp_path_factory):
    return _version(tmp_path_factory.mktemp("documents"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_sheet_holds_the_four_rights_and_stands_alone(version, language: str) -> None:
    sheet = chief_sheet(version, "P1", PERIOD, AS_OF)
    days = alley_calendar(version, "A", span(PERIOD, 12), AS_OF)
    page = chief_sheet_page(sheet, {"A": days}, PERIOD, AS_OF, "v000001", language).decode()
    assert len(re.findall("<h2>", page)) == 5 and page.count("<rect ") == len(days) == 365
    for word in ("Cleaners", "010-1", "a lamp", "80.0", "91.0", "2018-09-12 10:00"):
        assert word in page
    _stands_alone(page)


@pytest.mark.parametrize(("language", "vacant"), [("zh", "暂缺"), ("en", "vacant")])
def test_board_says_who_answers_or_that_nobody_does(version, language: str, vacant: str) -> None:
    page = alley_board(alley_record(version, "A", PERIOD, AS_OF), {"S": "Street"}, date(2018, 9, 30), language).decode()
    for word in ("Alley", "One", "010-2", "General", "Office", "12345", "Street"):
        assert word in page
    assert page.count("<li>") == 10 + 4 and vacant not in page
    _stands_alone(page)
    empty = alley_board(alley_record(version, "B", PERIOD, AS_OF), {}, date(2018, 9, 30), language).decode()
    assert vacant in empty


def test_board_has_the_ten_in_the_wording_of_its_day(version) -> None:
    record = alley_record(version, "A", PERIOD, AS_OF)
    old, new = (alley_board(record, {}, date(year, 9, 30), "zh").decode() for year in (2018, 2024))
    assert "无违规经营" in old and "无违规设置城市家具" not in old
    assert "无违规设置城市家具" in new and "无违规经营" not in new


def test_texts_from_the_data_do_no_harm(version) -> None:
    record = alley_record(version, "A", PERIOD, AS_OF)
    record.alley.update(name=HARM, bounds=HARM)
    record.chiefs.loc[0, "name"] = HARM
    sheet = chief_sheet(version, "P1", PERIOD, AS_OF)
    sheet.person["name"] = HARM
    sheet.log.loc[:, "finding"] = HARM
    days = alley_calendar(version, "A", PERIOD, AS_OF)
    pages = (alley_board(record, {"S": HARM}, date(2018, 9, 30), "zh"),
             chief_sheet_page(sheet, {HARM: days}, PERIOD, AS_OF, HARM, "en"))  # fmt: skip
    for page in pages:
        assert b"<script" not in page and b"&lt;script&gt;" in page
        _stands_alone(page.decode())


def _stands_alone(page: str) -> None:
    """Nothing is loaded: no address but the name of the SVG language."""
    assert "default-src 'none'" in page
    assert not re.findall(r"\b(?:src|href)\s*=|url\(|@import", page)
    assert set(re.findall(r"https?://[^\s\"']+", page)) <= {"http://www.w3.org/2000/svg"}
