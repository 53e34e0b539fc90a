"""Periods of civil time (day, ISO week, month, quarter, year), half-open, and the as-of moments that go with them.

Months are calendar months unless the city counts otherwise (`month_starts_on`); quarters and years follow them.
"""

from __future__ import annotations

import os
import re
import tomllib
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache

from analytics.contract.labels import both
from analytics.contract.schema import DATA

MONTH_STARTS_ON = "LASTMILE_MONTH_STARTS_ON"
KINDS = ("day", "week", "month", "quarter", "year")
_PATTERNS = {
    "day": r"(\d{4})-(\d{2})-(\d{2})",
    "week": r"(\d{4})-W(\d{2})",
    "month": r"(\d{4})-(\d{2})",
    "quarter": r"(\d{4})Q([1-4])",
    "year": r"(\d{4})",
}


class BadPeriod(ValueError):
    """A period or moment that is not written in one of the accepted forms."""


@cache
def month_starts_on() -> int:
    """The day of the month, 1–28, on which a statistical month starts; 1 = calendar months.

    From the environment, else data/periods.toml. A later start names the month after the calendar month in which it
    ends: with 26, September runs from 26 August to 25 September. Raises ValueError.
    """
    said = os.environ.get(MONTH_STARTS_ON)
    try:
        day = int(said or tomllib.loads((DATA / "periods.toml").read_text(encoding="utf-8"))["month_starts_on"])
    except (KeyError, TypeError, ValueError) as error:
        raise ValueError(f"month_starts_on must be a day from 1 to 28 ({MONTH_STARTS_ON}, periods.toml)") from error
    if not 1 <= day <= 28:
        raise ValueError(f"month_starts_on must be a day from 1 to 28, not {day} ({MONTH_STARTS_ON}, periods.toml)")
    return day


@dataclass(frozen=True, order=True)
class Period:
    """A stretch of days `[first, after)`; `text` is its written form, such as ``2018-09`` or ``2018Q3``."""

    first: date
    after: date
    kind: str
    text: str

    @classmethod
    def parse(cls, text: str) -> Period:
        """The period written as ``2018-09``, ``2018Q3``, ``2018``, ``2018-09-17`` or ``2018-W38``. Raises BadPeriod."""
        for kind, pattern in _PATTERNS.items():
            match = re.fullmatch(pattern, text.strip())
            if match:
                try:
                    return cls._of(kind, [int(part) for part in match.groups()])
                except ValueError as error:
                    raise BadPeriod(both("refusals.no_such_period", text=text)) from error
        raise BadPeriod(both("refusals.not_a_period", text=repr(text)))

    @classmethod
    def _of(cls, kind: str, numbers: list[int]) -> Period:
        year = numbers[0]
        if kind == "day":
            first = date(*numbers)
            return cls(first, first + timedelta(days=1), kind, first.isoformat())
        if kind == "week":
            first = date.fromisocalendar(year, numbers[1], 1)
            return cls(first, first + timedelta(days=7), kind, f"{year:04d}-W{numbers[1]:02d}")
        if kind == "month":
            last, months, text = date(year, numbers[1], 1), 1, f"{year:04d}-{numbers[1]:02d}"
        elif kind == "quarter":
            last, months, text = date(year, 3 * numbers[1], 1), 3, f"{year:04d}Q{numbers[1]}"
        else:
            last, months, text = date(year, 12, 1), 12, f"{year:04d}"
        return cls(_month_start(_months_later(last, 1 - months)), _month_start(_months_later(last, 1)), kind, text)

    @classmethod
    def holding(cls, day: date, kind: str) -> Period:
        """The period of that kind which holds the day."""
        iso = day.isocalendar()
        month = _months_later(day, 1) if 1 < month_starts_on() <= day.day else day
        numbers = {
            "day": [day.year, day.month, day.day],
            "week": [iso.year, iso.week],
            "month": [month.year, month.month],
            "quarter": [month.year, (month.month + 2) // 3],
            "year": [month.year],
        }[kind]
        return cls._of(kind, numbers)

    @property
    def start(self) -> datetime:
        """00:00 of the first day."""
        return datetime.combine(self.first, time())

    @property
    def end(self) -> datetime:
        """00:00 of the day after the last: the first moment that is no longer inside."""
        return datetime.combine(self.after, time())

    def previous(self) -> Period:
        """The period of the same kind that ends where this one starts."""
        return Period.holding(self.first - timedelta(days=1), self.kind)

    def next(self) -> Period:
        """The period of the same kind that starts where this one ends."""
        return Period.holding(self.after, self.kind)

    def year_before(self) -> Period:
        """The same period a year earlier (29 February becomes the 28th, week 53 the last week of its year)."""
        if self.kind == "week":
            year, week, _ = self.first.isocalendar()
            last = date(year - 1, 12, 28).isocalendar().week
            return Period._of("week", [year - 1, min(week, last)])
        day = self.first
        if (day.month, day.day) == (2, 29):
            day = day.replace(day=28)
        return Period.holding(day.replace(year=day.year - 1), self.kind)

    def months(self) -> list[Period]:
        """The months that this period touches, in order."""
        found = [Period.holding(self.first, "month")]
        while found[-1].after < self.after:
            found.append(found[-1].next())
        return found

    def default_as_of(self, newest: datetime | None) -> datetime:
        """00:00 of the third day after the first day that follows the period, or the newest known moment if earlier."""
        usual = self.end + timedelta(days=3)
        return usual if newest is None else min(usual, newest)

    def is_finished(self, as_of: datetime) -> bool:
        """Whether every day of the period has ended at that moment."""
        return as_of >= self.end

    def last_day(self, as_of: datetime) -> date | None:
        """The latest day of the period that has ended by `as_of`; None if not even the first has."""
        last = min(self.after, as_of.date()) - timedelta(days=1)
        return last if last >= self.first else None

    def ended_days(self, as_of: datetime) -> int:
        """How many days of the period have ended by `as_of`."""
        last = self.last_day(as_of)
        return 0 if last is None else (last - self.first).days + 1


def parse_as_of(text: str) -> datetime:
    """The moment written in ISO 8601; a bare date means its 00:00. Raises BadPeriod."""
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError as error:
        raise BadPeriod(both("refusals.not_a_moment", text=repr(text))) from error
    return moment.replace(tzinfo=None)


def _month_start(first: date) -> date:
    """The first day of the statistical month that is named after the calendar month starting at `first`."""
    day = month_starts_on()
    return first if day == 1 else _months_later(first, -1).replace(day=day)


def _months_later(first: date, months: int) -> date:
    index = first.year * 12 + first.month - 1 + months
    return date(index // 12, index % 12 + 1, 1)
