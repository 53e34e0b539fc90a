"""Gaps and streaks: a calendar worked by hand, and all alleys against plain loops."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pandas as pd
import pytest

from analytics.chiefs import current_streak, runs, span, stretches
from analytics.contract.periods import Period
from tests.chiefs import naive
from tests.chiefs.moments import MOMENTS
from tests.naive.city import Moment


def _calendar(valid: str) -> pd.DataFrame:
    """One sign per day from 1 September 2018: how many valid patrols, or x for a day without a chief."""
    days = pd.to_datetime([date(2018, 9, 1) + timedelta(days=place) for place in range(len(valid))])
    counts = [0 if sign == "x" else int(sign) for sign in valid]
    return pd.DataFrame({"day": days, "has_chief": [sign != "x" for sign in valid], "valid": counts})


def test_runs_worked_by_hand() -> None:
    calendar = _calendar("2231002x2200")
    streaks = runs(calendar, "two")
    assert streaks["days"].tolist() == [3, 1, 2]
    assert [day.day for day in streaks["first"]] == [1, 7, 9]
    gaps = runs(calendar, "none")
    assert gaps["days"].tolist() == [2, 2] and [day.day for day in gaps["last"]] == [6, 12]


@pytest.mark.parametrize(("valid", "expected"), [("0222", 3), ("2220", 0), ("22x", 0), ("x2", 1), ("", 0), ("xxx", 0)])
def test_current_streak_ends_on_the_last_day(valid: str, expected: int) -> None:
    assert current_streak(_calendar(valid)) == expected


@pytest.mark.parametrize("moment", MOMENTS)
def test_stretches_equal_the_naive_twin(version, city, moment: Moment) -> None:
    by_alley: dict[str, dict[date, int]] = {}
    for (alley, day), level in naive.levels(city, moment).items():
        by_alley.setdefault(alley, {})[day] = level
    rows = stretches(version, moment.period, None, moment.as_of)
    assert rows["alley_id"].tolist() == sorted(by_alley)
    for row in rows.itertuples():
        days = by_alley[row.alley_id]
        of = [[day for day, level in days.items() if level == each] for each in (0, 1, 2)]
        assert (row.days, row.none, row.one, row.two) == (len(days), *map(len, of))
        assert (row.longest_gap, row.longest_streak) == (naive.longest(of[0]), naive.longest(of[2]))
        current = 0
        while days.get(moment.last - timedelta(days=current)) == 2:
            current += 1
        assert row.current_streak == current


def test_span_reaches_back_from_the_end_of_the_period() -> None:
    assert (span(Period.parse("2018-09"), 12).first, span(Period.parse("2018-09"), 12).after) == (
        date(2017, 10, 1), date(2018, 10, 1))  # fmt: skip
    assert span(Period.parse("2018Q3"), 2).first == date(2018, 7, 1)
    assert span(Period.parse("2018-W40"), 1).first == date(2018, 10, 1)
    found = span(Period.parse("2018-09"), 12)
    assert found.last_day(datetime(2018, 9, 5, 12)) == date(2018, 9, 4)
