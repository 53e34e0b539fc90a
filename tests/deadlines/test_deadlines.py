"""Due times against the published vectors and a minute-by-minute clock."""

from datetime import datetime, time, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.deadlines.calendar import CalendarExhausted, Sessions, WorkCalendar
from analytics.deadlines.deadlines import deadline, due_at

CALENDAR = WorkCalendar.official()

VECTORS = [
    ("09-26 09:30", 2, "09-26 11:30"),
    ("09-26 11:30", 2, "09-26 15:30"),
    ("09-26 12:30", 1, "09-26 15:00"),
    ("09-26 17:30", 4, "09-27 11:30"),
    ("09-26 18:00", 1, "09-27 09:00"),
    ("09-28 17:00", 8, "09-29 17:00"),
    ("09-30 16:00", 8, "10-08 16:00"),
    ("10-03 10:00", 4, "10-08 12:00"),
]


def at(text, year=2018):
    return datetime.fromisoformat(f"{year}-{text}")


@pytest.mark.parametrize(("start", "hours", "expected"), VECTORS)
def test_work_hours(start, hours, expected):
    assert deadline(at(start), hours, "work_hour", CALENDAR) == at(expected)


@pytest.mark.parametrize(("start", "hours", "expected"), [row for row in VECTORS if row[1] == 8])
def test_a_work_day_is_eight_work_hours(start, hours, expected):
    assert deadline(at(start), 1, "work_day", CALENDAR) == at(expected)


@pytest.mark.parametrize(
    ("start", "value", "unit", "expected"),
    [
        ("09-30 23:30", 2, "urgent_hour", "10-01 01:30"),
        ("10-01 09:00", 0.5, "urgent_hour", "10-01 09:30"),
        ("09-30 16:00", 1, "urgent_day", "10-01 16:00"),
        ("09-30 16:00", 3, "natural_day", "10-03 16:00"),
        # Ends with a session and stays there, over noon and over night.
        ("09-26 10:00", 2, "work_hour", "09-26 12:00"),
        ("09-26 16:00", 2, "work_hour", "09-26 18:00"),
        ("09-26 12:00", 4, "work_hour", "09-26 18:00"),
        ("09-26 03:00", 1, "work_day", "09-26 18:00"),
        ("09-30 18:00", 15, "work_day", "10-26 18:00"),
        ("10-03 10:00", 0, "work_hour", "10-03 10:00"),
    ],
)
def test_units(start, value, unit, expected):
    assert deadline(at(start), value, unit, CALENDAR) == at(expected)


def test_rows_are_independent_and_missing_ones_stay_missing():
    starts = np.array(
        ["2018-09-26T09:30", "NaT", *["2018-09-26T09:30"] * 6, "1989-12-29T09:00"], dtype="datetime64[us]"
    )
    values = [2, 2, np.nan, -1, 2, 2, 1, 1e12, 1]
    units = [
        "work_hour",
        "work_hour",
        "work_hour",
        "work_hour",
        None,
        "fortnight",
        "urgent_day",
        "work_day",
        "work_day",
    ]
    due, exhausted = due_at(starts, values, units, CALENDAR)
    assert due[0] == np.datetime64("2018-09-26T11:30")
    assert due[6] == np.datetime64("2018-09-27T09:30")
    assert np.flatnonzero(~np.isnat(due)).tolist() == [0, 6]
    assert not exhausted.any()
    assert due_at([], [], [], CALENDAR)[0].shape == (0,)


def test_past_the_calendar():
    """The last work hours of the last year are still due; an hour more is not known; a day and night clock goes on."""
    last = f"{CALENDAR.last_day}T17:00"
    assert CALENDAR.is_workday(CALENDAR.last_day.item())
    after = f"{CALENDAR.last_year + 1}-03-01T09:00"
    due, exhausted = due_at(
        np.array([last, last, last, after, after], dtype="datetime64[us]"),
        [1, 2, 24, 1, 1],
        ["work_hour", "work_hour", "urgent_hour", "work_hour", "natural_day"],
        CALENDAR,
    )
    assert exhausted.tolist() == [False, True, False, True, False]
    assert np.isnat(due).tolist() == [False, True, False, True, False]
    assert due[0] == np.datetime64(f"{CALENDAR.last_day}T18:00")
    with pytest.raises(CalendarExhausted):
        deadline(datetime.fromisoformat(last), 2, "work_hour", CALENDAR)


def test_no_limit_is_a_wrong_question():
    with pytest.raises(ValueError, match="no deadline"):
        deadline(at("09-26 09:30"), 2, "moon", CALENDAR)


def test_other_sessions():
    winter = WorkCalendar.official(sessions=Sessions.of([(time(9), time(17, 30))], hours_per_work_day=8.5))
    assert deadline(at("09-26 09:30"), 8.5, "work_hour", winter) == at("09-27 09:30")
    assert deadline(at("09-26 09:30"), 1, "work_day", winter) == at("09-27 09:30")


def minute_by_minute(start, minutes):
    moment = start
    while minutes:
        in_session = any(from_ <= moment.time() < to for from_, to in ((time(8), time(12)), (time(14), time(18))))
        if in_session and CALENDAR.is_workday(moment.date()):
            minutes -= 1
        moment += timedelta(minutes=1)
    return moment


@settings(max_examples=60, deadline=None)
@given(st.datetimes(datetime(2018, 9, 20), datetime(2018, 10, 12)), st.integers(1, 1200))
def test_same_as_a_clock_that_ticks(start, minutes):
    start = start.replace(second=0, microsecond=0)
    assert deadline(start, minutes / 60, "work_hour", CALENDAR) == minute_by_minute(start, minutes)
