"""The page of inspectors and shifts: every section on every kind of store, refusals in words, the file."""

import io

import openpyxl
import pytest

from analytics.contract.labels import LANGUAGES
from analytics.contract.periods import Period
from analytics.reports.staffing_workbook import write_timetable
from analytics.staffing import plan
from analytics.store.versions import Store
from pages.widgets import staff_answers

SECTIONS = ("week", "places", "back_test", "constraints")
ASKED = {"period": "2018Q2", "inspectors": "6"}


@pytest.fixture(autouse=True)
def forget() -> None:
    """The stores of the tests share the id of their version: what was kept of one must not answer for another."""
    staff_answers._plans().clear()


def test_without_a_store(page, tmp_path, written) -> None:
    assert "还没有数据" in written(page("staffing", tmp_path / "nothing"))


def test_without_cases(page, areas_only_store, written) -> None:
    assert "无法估计" in written(page("staffing", areas_only_store))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("section", SECTIONS)
def test_every_section_draws(page, city_store, written, section: str, language: str) -> None:
    test = page("staffing", city_store, show=section, area="110101", lang=language, **ASKED)
    assert not test.exception
    version = Store(city_store).version()
    found = plan(version, "110101", Period.parse("2018Q2"), 6)
    told = written(test)
    assert f"{found.covered.sum():,.1f}" in told and f"{found.baseline.sum():,.1f}" in told
    assert f"{found.inspector_hours:,}" in told


def test_a_store_of_cases_alone_plans_by_area(page, cases_only_store) -> None:
    assert not page("staffing", cases_only_store, area="110101", **ASKED).exception


def test_the_constraint_in_the_way_is_named(page, city_store, written) -> None:
    test = page("staffing", city_store, area="110101", everywhere="1", **ASKED)
    assert not test.exception
    assert "每个地点每小时至少 1 人" in written(test)
    test = page("staffing", city_store, area="110101", period="2018Q2", inspectors="zero", hours="99")
    assert not test.exception  # words that are no numbers give the usual ones


def test_later_months_judge_the_plan_or_else_the_one_before(page, city_store, written) -> None:
    later = page("staffing", city_store, area="110101", show="back_test", **ASKED)
    assert "用2018年第二季度的历史排班" in written(later)
    newest = page("staffing", city_store, area="110101", show="back_test", period="2018Q3", inspectors="6")
    assert "用2018年第二季度的历史排班" in written(newest)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_timetable_holds_every_shift(city_store, language: str) -> None:
    found = plan(Store(city_store).version(), "110101", Period.parse("2018Q2"), 6)
    names = {code: f"=HYPERLINK({code})" for code in found.places.codes}
    buffer = io.BytesIO()
    write_timetable(found, names, buffer, language, ["title", "told"])
    book = openpyxl.load_workbook(buffer)
    shifts = list(book.worksheets[0].iter_rows(min_row=4, values_only=True))
    assert [(row[1], int(row[3][:2]), row[4], row[5]) for row in shifts] == [
        (row["place"], row["start"], row["hours"], row["inspectors"]) for row in found.shifts()
    ]
    assert all(cell.data_type != "f" for cell in book.worksheets[0]["A"])
    week = [row[1:] for row in book.worksheets[1].iter_rows(min_row=4, values_only=True)]
    assert sum(map(sum, week)) == found.inspector_hours
    assert sum(row[3] for row in book.worksheets[2].iter_rows(min_row=4, values_only=True)) == pytest.approx(
        found.covered.sum()
    )
