"""Months from the 26th to the 25th, by hand across years; out of the box months are the calendar's."""

from datetime import date, datetime, timedelta

import pytest

from analytics.contract import periods
from analytics.contract.periods import Period
from analytics.contract.wording import period_in_words


@pytest.fixture
def from_26(monkeypatch):
    monkeypatch.setenv(periods.MONTH_STARTS_ON, "26")
    periods.month_starts_on.cache_clear()
    yield
    monkeypatch.undo()
    periods.month_starts_on.cache_clear()


def test_out_of_the_box_months_are_the_calendars():
    assert periods.month_starts_on() == 1


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2018-09", date(2018, 8, 26), date(2018, 9, 25)),
        ("2018-01", date(2017, 12, 26), date(2018, 1, 25)),
        ("2018-12", date(2018, 11, 26), date(2018, 12, 25)),
        ("2018-03", date(2018, 2, 26), date(2018, 3, 25)),
        ("2018Q1", date(2017, 12, 26), date(2018, 3, 25)),
        ("2018Q3", date(2018, 6, 26), date(2018, 9, 25)),
        ("2018Q4", date(2018, 9, 26), date(2018, 12, 25)),
        ("2018", date(2017, 12, 26), date(2018, 12, 25)),
        ("2018-09-17", date(2018, 9, 17), date(2018, 9, 17)),
        ("2018-W38", date(2018, 9, 17), date(2018, 9, 23)),
    ],
)
def test_written_periods(from_26, text, first, last):
    period = Period.parse(text)
    assert (period.first, period.after - timedelta(days=1), period.text) == (first, last, text)
    assert Period.holding(first, period.kind) == Period.holding(last, period.kind) == period
    assert period.next().previous() == period
    assert period.previous().after == period.first


@pytest.mark.parametrize(
    ("day", "month", "quarter", "year"),
    [
        (date(2018, 9, 25), "2018-09", "2018Q3", "2018"),
        (date(2018, 9, 26), "2018-10", "2018Q4", "2018"),
        (date(2018, 12, 25), "2018-12", "2018Q4", "2018"),
        (date(2018, 12, 26), "2019-01", "2019Q1", "2019"),
        (date(2018, 12, 31), "2019-01", "2019Q1", "2019"),
        (date(2020, 2, 29), "2020-03", "2020Q1", "2020"),
    ],
)
def test_the_period_that_holds_a_day(from_26, day, month, quarter, year):
    assert [Period.holding(day, kind).text for kind in ("month", "quarter", "year")] == [month, quarter, year]


def test_every_day_lies_in_one_month_and_its_quarter_and_year(from_26):
    for number in range(800):
        day = date(2017, 11, 1) + timedelta(days=number)
        for kind in ("month", "quarter", "year"):
            held = Period.holding(day, kind)
            assert held.first <= day < held.after
    assert [month.text for month in Period.parse("2018Q1").months()] == ["2018-01", "2018-02", "2018-03"]
    assert len(Period.parse("2018").months()) == 12


def test_a_year_before_and_the_usual_as_of(from_26):
    assert Period.parse("2018Q1").year_before().text == "2017Q1"
    assert Period.parse("2018-01").year_before().text == "2017-01"
    assert Period.parse("2018").year_before().text == "2017"
    # The first day that follows September is the 26th, the third day after it the 29th.
    assert Period.parse("2018-09").default_as_of(None) == datetime(2018, 9, 29)


def test_a_month_is_called_after_the_calendar_month_in_which_it_ends(from_26):
    assert period_in_words(Period.parse("2018-01"), "zh") == "2018年1月"
    assert period_in_words(Period.parse("2018Q1"), "zh") == "2018年第一季度"
    assert period_in_words(Period.parse("2018-12"), "en") == "Dec 2018"


@pytest.mark.parametrize("said", ["0", "29", "last"])
def test_a_day_that_not_every_month_has_is_refused(monkeypatch, said):
    monkeypatch.setenv(periods.MONTH_STARTS_ON, said)
    with pytest.raises(ValueError, match=periods.MONTH_STARTS_ON):
        periods.month_starts_on.__wrapped__()
