"""What is to be made: how many cases over which months, and the random numbers of each part."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

import numpy as np

from analytics.contract.periods import Period
from analytics.demo.settings import settings

FIRST_MONTH = "2017-01"
DEFAULT_SEED = 201809
DAY_SECONDS = 86_400
FULL_CITY = 200_000  # cases in 21 months at which the city has its full number of grids


@dataclass(frozen=True)
class Plan:
    """A demo city before it is made. `core_alleys` None means the full core. Days are counted from 1970-01-01."""

    cases: int
    seed: int = DEFAULT_SEED
    months: int = 21
    core_alleys: int | None = None

    def __post_init__(self) -> None:
        if self.cases < 1 or not 1 <= self.months <= 120:
            raise ValueError("a demo city has at least one case and 1 to 120 months")

    def random(self, part: str, *numbers: int) -> np.random.Generator:
        """The random numbers of one part (and month), independent of the order in which parts are made."""
        return np.random.Generator(np.random.SFC64([self.seed, zlib.crc32(part.encode()), *numbers]))

    @cached_property
    def periods(self) -> list[Period]:
        """The months, oldest first."""
        months = [Period.parse(FIRST_MONTH)]
        while len(months) < self.months:
            months.append(months[-1].next())
        return months

    @cached_property
    def month_days(self) -> np.ndarray:
        """First day of each month and, last, the day after the last month: months + 1 day numbers."""
        return np.array([day_number(month.first) for month in self.periods] + [day_number(self.periods[-1].after)])

    @property
    def first_day(self) -> int:
        return int(self.month_days[0])

    @property
    def after_day(self) -> int:
        """The day after the last one on which anything is reported."""
        return int(self.month_days[-1])

    @property
    def now(self) -> int:
        """The second at which the files were written: nothing in them is later (due times and ends apart)."""
        return (self.after_day + 3) * DAY_SECONDS

    @cached_property
    def full_core_alleys(self) -> int:
        return settings("habits")["core"]["alleys"]

    @property
    def core_share(self) -> float:
        """How much of the full core is made: 1 unless a smaller core was asked for."""
        return 1.0 if self.core_alleys is None else self.core_alleys / self.full_core_alleys

    @cached_property
    def grids(self) -> int:
        """Number of grids: 40 cases each over 21 months at 200,000 cases; a larger city has larger grids' loads too."""
        size = self.cases * 21 / self.months / FULL_CITY
        habits = settings("habits")["grids"]
        return int(np.clip(habits["full"] * size ** (0.8 if size < 1 else 0.2), habits["least"], habits["most"]))

    @cached_property
    def cases_per_month(self) -> np.ndarray:
        """Cases per month, their sum exactly `cases`: by the month's days and season, rising a little."""
        season = np.array(settings("habits")["cases"]["season"])
        months = [month.first.month - 1 for month in self.periods]
        weights = np.diff(self.month_days) * season[months] * 1.006 ** np.arange(self.months)
        edges = np.floor(np.cumsum(weights) / weights.sum() * self.cases + 0.5).astype(np.int64)
        return np.diff(edges, prepend=0)


def day_number(day: date) -> int:
    """Days since 1970-01-01."""
    return (day - date(1970, 1, 1)).days


def day_date(number: int) -> date:
    """The date of a day number."""
    return date(1970, 1, 1) + timedelta(days=int(number))
