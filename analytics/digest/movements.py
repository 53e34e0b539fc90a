"""A day's movements beside what is usual on that day of the week, and whether the difference could be chance."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from scipy.stats import nbinom

from analytics.indicators.facts import with_steps
from analytics.store.versions import Version

STAGES = ("reported", "filed", "disposed", "closed", "voided")
WEEKS = 4
_SURE = 0.95

# One row per stage and day that has such cases: what happened on the day and on the same weekday of the weeks before.
_OF_STAGE = """select '{0}' as stage, cast({0}_at as date) as day, count(*) as cases from known_cases
    where {0}_at >= $start and {0}_at < $as_of and ('{0}' = 'voided' or voided_at is null or voided_at > $as_of)
      and ($within is null or $within in (city, district, subdistrict, community)) group by all"""
_COUNTS = " union all ".join(_OF_STAGE.format(stage) for stage in STAGES)


@dataclass(frozen=True)
class Movement:
    """How many cases reached a stage on the day; `usual` the mean of the same weekday of the weeks before (None: the
    store does not reach back so far); from `low` to `high` a day like those lies 19 times in 20."""

    stage: str
    cases: int
    usual: float | None = None
    low: int | None = None
    high: int | None = None

    @property
    def is_unusual(self) -> bool:
        """Whether the day lies outside what such days are like."""
        return self.low is not None and self.high is not None and not self.low <= self.cases <= self.high


def movements(version: Version, as_of: datetime, within: str | None, first: datetime | None) -> list[Movement]:
    """One per stage, of the day that ended at `as_of` (a midnight); `first`: since when the store tells of cases."""
    day = as_of - timedelta(days=1)
    bound = {"start": day - timedelta(weeks=WEEKS), "as_of": as_of, "within": within}
    rows = version.rows(with_steps(_COUNTS), bound)
    counted = {(row["stage"], row["day"]): row["cases"] for row in rows}
    days = [(day - timedelta(weeks=week)).date() for week in range(1, WEEKS + 1)]
    reaches_back = first is not None and first.date() <= days[-1]
    found = []
    for stage in STAGES:
        cases = counted.get((stage, day.date()), 0)
        before = [counted.get((stage, each), 0) for each in days]
        found.append(Movement(stage, cases, *(_usual(before) if reaches_back else ())))
    return found


def _usual(before: list[int]) -> tuple[float, int, int]:
    """The mean of some days' counts, and where the next such day's lies 19 times in 20.

    Predictive distribution of a Poisson count after n counts with sum s under Jeffreys' prior: negative binomial with
    shape s + 1/2 and probability n / (n + 1).
    """
    low, high = nbinom.interval(_SURE, sum(before) + 0.5, len(before) / (len(before) + 1))
    return sum(before) / len(before), int(low), int(high)
