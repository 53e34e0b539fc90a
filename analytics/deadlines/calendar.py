"""The work calendar: official holidays, weekends worked in exchange, the sessions of a working day."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cache

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analytics.contract.messages import message
from analytics.contract.schema import DATA

# The earliest time that an input may have; weekends alone decide before the first year of data.
_FIRST_DAY = np.datetime64("1990-01-01", "D")
_FOLDER = DATA / "calendar"
_MICROSECONDS_PER_HOUR = 3_600_000_000

Days = NDArray[np.datetime64]


class CalendarExhausted(LookupError):
    """A working day was asked for after the calendar's last year; `zh` and `en` say so."""

    def __init__(self, last_year: int) -> None:
        self.last_year = last_year
        self.zh, self.en = message("calendar_exhausted", last=last_year)
        super().__init__(f"{self.zh} / {self.en}")


@dataclass(frozen=True)
class Sessions:
    """The stretches of a working day during which work hours count: microseconds after midnight, in order."""

    starts: NDArray[np.int64]
    ends: NDArray[np.int64]
    work_day: int

    @property
    def lengths(self) -> NDArray[np.int64]:
        return self.ends - self.starts

    @classmethod
    def of(cls, spans: Sequence[tuple[time, time]], hours_per_work_day: float = 8) -> Sessions:
        """Sessions from (start, end) times of day. Raises ValueError unless they are in order and do not overlap."""
        moments = [_microseconds(moment) for span in spans for moment in span]
        if not moments or any(later <= earlier for earlier, later in zip(moments[::2], moments[1::2], strict=True)):
            raise ValueError("every session must end after it starts")
        if moments != sorted(moments):
            raise ValueError("sessions must be in order and must not overlap")
        edges = np.array(moments, dtype=np.int64)
        return cls(edges[::2], edges[1::2], round(hours_per_work_day * _MICROSECONDS_PER_HOUR))

    @classmethod
    @cache
    def configured(cls) -> Sessions:
        """The sessions of data/calendar/sessions.toml."""
        with (_FOLDER / "sessions.toml").open("rb") as file:
            found = tomllib.load(file)
        return cls.of([(entry["start"], entry["end"]) for entry in found["session"]], found["hours_per_work_day"])


@dataclass(frozen=True)
class WorkCalendar:
    """Which days from `first_day` to the end of `last_year` are worked, and when. One flag per day."""

    first_day: np.datetime64
    workday: NDArray[np.bool_]
    sessions: Sessions

    @classmethod
    def official(cls, days: pd.DataFrame | None = None, sessions: Sessions | None = None) -> WorkCalendar:
        """The shipped calendar, overridden and carried on by `days` (date, is_workday), such as table calendar_days.

        A year after the shipped ones is known as soon as `days` has a row in it and in each year between; its other
        days follow the weekends.
        """
        shipped = _shipped()
        added = _given(days)
        last_year = max(year for year, _, _ in shipped)
        years = {int(str(day)[:4]) for day, _ in added}
        while last_year + 1 in years:
            last_year += 1
        calendar = np.arange(_FIRST_DAY, np.datetime64(f"{last_year + 1}-01-01", "D"))
        worked = np.is_busday(calendar)
        for _, days_off, workdays in shipped:
            worked[_positions(days_off)] = False
            worked[_positions(workdays)] = True
        for day, is_workday in added:
            position = int((day - _FIRST_DAY).astype(np.int64))
            if 0 <= position < len(worked):
                worked[position] = is_workday
        return cls(_FIRST_DAY, worked, sessions or Sessions.configured())

    @property
    def last_day(self) -> np.datetime64:
        return self.first_day + np.timedelta64(len(self.workday) - 1, "D")

    @property
    def last_year(self) -> int:
        return int(str(self.last_day)[:4])

    def is_workday(self, day: date) -> bool:
        """Whether the day is worked. Raises CalendarExhausted after the last year, ValueError before 1990."""
        position = int((np.datetime64(day, "D") - self.first_day).astype(np.int64))
        if position < 0:
            raise ValueError(f"the work calendar begins with {self.first_day}, asked for {day}")
        if position >= len(self.workday):
            raise CalendarExhausted(self.last_year)
        return bool(self.workday[position])


@cache
def _shipped() -> list[tuple[int, Days, Days]]:
    """Per year of data/calendar: (year, days off, weekend days worked)."""
    found = []
    for path in sorted(_FOLDER.glob("[0-9][0-9][0-9][0-9].toml")):
        with path.open("rb") as file:
            entry = tomllib.load(file)
        days_off, workdays = (np.array(entry[name], dtype="datetime64[D]") for name in ("days_off", "workdays"))
        found.append((int(path.stem), days_off, workdays))
    return found


def _given(days: pd.DataFrame | None) -> list[tuple[np.datetime64, bool]]:
    if days is None or days.empty:
        return []
    kept = days.dropna(subset=["date", "is_workday"])
    moments = pd.to_datetime(kept["date"]).to_numpy().astype("datetime64[D]")
    return list(zip(moments, kept["is_workday"].astype(bool).tolist(), strict=True))


def _positions(days: Days) -> NDArray[np.int64]:
    return (days - _FIRST_DAY).astype(np.int64)


def _microseconds(moment: time) -> int:
    return int((datetime.combine(date.min, moment) - datetime.min).total_seconds() * 1_000_000)
