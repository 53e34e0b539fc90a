from datetime import date, datetime

import pytest

from analytics.contract.periods import BadPeriod, Period, parse_as_of


@pytest.mark.parametrize(
    ("text", "first", "after", "kind"),
    [
        ("2018-09", date(2018, 9, 1), date(2018, 10, 1), "month"),
        ("2018-12", date(2018, 12, 1), date(2019, 1, 1), "month"),
        ("2018Q3", date(2018, 7, 1), date(2018, 10, 1), "quarter"),
        ("2018Q4", date(2018, 10, 1), date(2019, 1, 1), "quarter"),
        ("2018", date(2018, 1, 1), date(2019, 1, 1), "year"),
        ("2018-09-17", date(2018, 9, 17), date(2018, 9, 18), "day"),
        ("2018-W38", date(2018, 9, 17), date(2018, 9, 24), "week"),
        ("2018-W01", date(2018, 1, 1), date(2018, 1, 8), "week"),
    ],
)
def test_written_periods(text, first, after, kind):
    period = Period.parse(text)
    assert (period.first, period.after, period.kind, period.text) == (first, after, kind, text)
    assert Period.holding(first, kind) == period
    assert period.next().previous() == period


@pytest.mark.parametrize("text", ["", "2018-13", "2018Q5", "2018-02-30", "2018-W54", "September", "2018-9", "18-09"])
def test_what_is_not_a_period_says_so(text):
    with pytest.raises(BadPeriod):
        Period.parse(text)


def test_a_year_before():
    assert Period.parse("2018-09").year_before().text == "2017-09"
    assert Period.parse("2018Q1").year_before().text == "2017Q1"
    assert Period.parse("2020-02-29").year_before().text == "2019-02-28"
    assert Period.parse("2020-W53").year_before().text == "2019-W52"


def test_default_as_of_is_the_third_day_after_the_first_day_that_follows():
    september = Period.parse("2018-09")
    assert september.default_as_of(None) == datetime(2018, 10, 4)
    assert september.default_as_of(datetime(2019, 5, 1)) == datetime(2018, 10, 4)
    assert september.default_as_of(datetime(2018, 9, 20, 15)) == datetime(2018, 9, 20, 15)


def test_only_ended_days_count():
    september = Period.parse("2018-09")
    assert september.last_day(datetime(2018, 10, 4)) == date(2018, 9, 30)
    assert september.last_day(datetime(2018, 10, 1)) == date(2018, 9, 30)
    assert september.last_day(datetime(2018, 9, 20, 15)) == date(2018, 9, 19)
    assert september.last_day(datetime(2018, 9, 1, 23)) is None
    assert september.ended_days(datetime(2018, 9, 20, 15)) == 19
    assert september.ended_days(datetime(2018, 8, 1)) == 0
    assert not september.is_finished(datetime(2018, 9, 30, 23))
    assert september.is_finished(datetime(2018, 10, 1))


def test_months_of_a_quarter():
    assert [month.text for month in Period.parse("2018Q3").months()] == ["2018-07", "2018-08", "2018-09"]


def test_as_of():
    assert parse_as_of("2018-10-04") == datetime(2018, 10, 4)
    assert parse_as_of("2018-10-04T08:30") == datetime(2018, 10, 4, 8, 30)
    with pytest.raises(BadPeriod):
        parse_as_of("yesterday")
