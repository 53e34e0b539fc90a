"""The work calendar: shipped years against an independent package, overriding, carrying on, the end."""

from datetime import date, time

import numpy as np
import pandas as pd
import pytest

from analytics.deadlines.calendar import CalendarExhausted, Sessions, WorkCalendar


def days(*rows):
    return pd.DataFrame(rows, columns=["date", "is_workday"])


def test_golden_week_and_its_make_up_days():
    calendar = WorkCalendar.official()
    assert not any(calendar.is_workday(date(2018, 10, day)) for day in range(1, 8))
    assert calendar.is_workday(date(2018, 9, 29))  # a Saturday
    assert calendar.is_workday(date(2018, 9, 30))  # a Sunday
    assert calendar.is_workday(date(2018, 10, 8))
    assert not calendar.is_workday(date(2018, 10, 13))


def test_every_day_of_every_shipped_year_agrees_with_the_published_calendar():
    published = pytest.importorskip("chinese_calendar")
    calendar = WorkCalendar.official()
    day, last = np.datetime64("2004-01-01"), np.datetime64(f"{calendar.last_year}-12-31")
    assert calendar.last_year >= 2026
    for moment in np.arange(day, last + 1).tolist():
        if moment.year <= 2026:
            assert calendar.is_workday(moment) == published.is_workday(moment), moment


def test_rows_override_both_ways():
    calendar = WorkCalendar.official(days((date(2018, 10, 1), True), (date(2018, 10, 8), False)))
    assert calendar.is_workday(date(2018, 10, 1))
    assert not calendar.is_workday(date(2018, 10, 8))
    assert not calendar.is_workday(date(2018, 10, 2))


def test_rows_carry_the_calendar_on_year_by_year():
    last = WorkCalendar.official().last_year
    new_year = days((date(last + 1, 1, 1), False))
    calendar = WorkCalendar.official(new_year)
    assert calendar.last_year == last + 1
    assert not calendar.is_workday(date(last + 1, 1, 1))
    assert not calendar.is_workday(date(last + 1, 1, 2 + (5 - date(last + 1, 1, 2).weekday()) % 7))
    with_a_gap = WorkCalendar.official(days((date(last + 2, 1, 1), False)))
    assert with_a_gap.last_year == last
    assert WorkCalendar.official(days()).last_year == last


def test_past_the_end_is_an_error_in_both_languages():
    calendar = WorkCalendar.official()
    with pytest.raises(CalendarExhausted) as caught:
        calendar.is_workday(date(calendar.last_year + 1, 1, 1))
    assert str(calendar.last_year) in caught.value.zh
    assert "日历" in caught.value.zh
    assert f"ends with {calendar.last_year}" in caught.value.en


def test_before_the_beginning_is_a_wrong_question():
    with pytest.raises(ValueError, match="begins with 1990-01-01"):
        WorkCalendar.official().is_workday(date(1989, 12, 31))


def test_default_sessions_make_an_eight_hour_day():
    sessions = Sessions.configured()
    assert sessions.lengths.sum() == sessions.work_day == 8 * 3_600_000_000


@pytest.mark.parametrize(
    "spans", [[], [(time(12), time(8))], [(time(8), time(12)), (time(11), time(18))], [(time(8), time(8))]]
)
def test_impossible_sessions_are_refused(spans):
    with pytest.raises(ValueError, match="session"):
        Sessions.of(spans)
