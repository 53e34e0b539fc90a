"""Due times: a limit counted from a start, on the continuous clock or on the sessions of the work calendar."""

from __future__ import annotations

from datetime import datetime

import numpy as np
from numpy.typing import ArrayLike, NDArray

from analytics.deadlines.calendar import CalendarExhausted, WorkCalendar

_HOUR = 3_600_000_000
_DAY = 24 * _HOUR
_CONTINUOUS = {"urgent_hour": _HOUR, "urgent_day": _DAY, "natural_day": _DAY}
# No limit is longer than a century; this keeps the sums far from the end of the integers.
_LONGEST = 100 * 366 * _DAY

Moments = NDArray[np.datetime64]
Flags = NDArray[np.bool_]
Integers = NDArray[np.int64]


def due_at(
    starts: ArrayLike, limit_value: ArrayLike, limit_unit: ArrayLike, calendar: WorkCalendar
) -> tuple[Moments, Flags]:
    """When each limit runs out: (datetime64[us], whether the calendar ended before that), one per row.

    Units: urgent_hour, urgent_day and natural_day run day and night; work_hour and work_day only during the sessions
    of working days. A limit that ends with a session is due at that end, not at the next beginning; a limit of 0 is due
    at its start. NaT for a missing start, value or unit, a negative value or one over a century, an unknown unit, and,
    for work units, a start before the calendar; NaT and True where the work calendar ends too early.
    """
    moments = np.asarray(starts).astype("datetime64[us]")
    values = np.asarray(limit_value, dtype=np.float64)
    units = np.asarray(limit_unit, dtype=object)
    lengths = {
        **_CONTINUOUS,
        "work_hour": _HOUR,
        "work_day": calendar.sessions.work_day,
    }
    due = np.full(moments.shape, np.datetime64("NaT", "us"))
    exhausted = np.zeros(moments.shape, dtype=bool)
    for unit, length in lengths.items():
        with np.errstate(invalid="ignore"):
            rows = np.flatnonzero((units == unit) & ~np.isnat(moments) & (values >= 0) & (values * length <= _LONGEST))
        limits = np.rint(values[rows] * length).astype(np.int64)
        if unit in _CONTINUOUS:
            due[rows] = moments[rows] + limits.astype("timedelta64[us]")
        else:
            due[rows], exhausted[rows] = _work_due(moments[rows], limits, calendar)
    return due, exhausted


def deadline(start: datetime, limit_value: float, limit_unit: str, calendar: WorkCalendar) -> datetime:
    """When one limit runs out. Raises CalendarExhausted past the calendar's last year, ValueError for no real limit."""
    due, exhausted = due_at([np.datetime64(start, "us")], [limit_value], [limit_unit], calendar)
    if exhausted[0]:
        raise CalendarExhausted(calendar.last_year)
    if np.isnat(due[0]):
        raise ValueError(f"no deadline {limit_value!r} {limit_unit!r} after {start}")
    return due[0].item()


def _work_due(starts: Moments, limits: Integers, calendar: WorkCalendar) -> tuple[Moments, Flags]:
    """The moment at which as much work time has passed since the start as the limit asks for."""
    sessions = calendar.sessions
    # Work time from the calendar's first day to the end of each session of a day, and to the end of each day.
    by_session = np.cumsum(sessions.lengths)
    to_day_end = np.cumsum(calendar.workday * by_session[-1])
    origin = calendar.first_day.astype("datetime64[us]")
    day, in_day = np.divmod((starts - origin).astype(np.int64), _DAY)
    outside = (day < 0) | (day >= len(to_day_end))
    day = np.where(outside, 0, day)
    worked = np.clip(in_day[:, None] - sessions.starts, 0, sessions.lengths).sum(axis=1)
    wanted = to_day_end[day] + np.where(calendar.workday[day], worked - by_session[-1], 0) + limits
    due_day = np.searchsorted(to_day_end, wanted, side="left")
    exhausted = (starts >= origin + np.timedelta64(len(to_day_end), "D")) | (~outside & (due_day >= len(to_day_end)))
    due_day = np.minimum(due_day, len(to_day_end) - 1)
    left = wanted - (to_day_end[due_day] - by_session[-1])
    session = np.minimum(np.searchsorted(by_session, left, side="left"), len(by_session) - 1)
    moment = due_day * _DAY + sessions.ends[session] - (by_session[session] - left)
    due = np.where(limits == 0, starts, origin + moment.astype("timedelta64[us]"))
    return np.where(outside | exhausted, np.datetime64("NaT", "us"), due), exhausted
