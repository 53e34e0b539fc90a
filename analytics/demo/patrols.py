"""Patrols: two a day on every alley by its chief, and what goes wrong with them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analytics.demo.alleys import Alleys
from analytics.demo.columns import MISSING, identifiers, numbers, times
from analytics.demo.files import Files
from analytics.demo.filled_logs import FilledLogs
from analytics.demo.plan import DAY_SECONDS, Plan, day_date
from analytics.demo.settings import settings

MINUTE = 60


@dataclass(frozen=True)
class PatrolMonth:
    """The patrols of one month that the cases of the month can come from: number, alley, start, in time order."""

    number: np.ndarray
    alley: np.ndarray
    started: np.ndarray


def write_patrols(files: Files, plan: Plan, alleys: Alleys, chief: np.ndarray, month: int) -> PatrolMonth:
    """Adds a month to patrols.parquet. `chief` is (alleys, days) as chief_by_day makes it."""
    random = plan.random("patrols", month)
    first, after = plan.month_days[month] - plan.first_day, plan.month_days[month + 1] - plan.first_day
    alley, day = np.nonzero(chief[:, first:after] != MISSING)
    day = day + first
    habits = settings("habits")["patrols"]
    slack = 1 - alleys.diligence[alley]  # the share of what can go wrong that does
    drawn = random.random(len(alley))
    done = np.where(drawn < habits["none"] * slack, 0, np.where(drawn < habits["one_only"] * slack, 1, 2))
    done[(done == 2) & (random.random(len(done)) < habits["third"])] = 3
    row = np.repeat(np.arange(len(alley)), done)
    turn = np.arange(len(row)) - np.repeat(np.cumsum(done) - done, done)
    started, ended, recorded = _times(random, habits, turn, slack[row])
    midnight = (day[row] + plan.first_day) * DAY_SECONDS
    times_of_day = started + midnight, ended + midnight, recorded + midnight
    filled = FilledLogs.drawn(plan, alleys)
    started, ended, recorded = filled.applied(alley[row], day[row] + plan.first_day, turn, times_of_day)
    order = np.argsort(started, kind="stable")
    order = order[recorded[order] < plan.now]
    row, turn = row[order], turn[order]
    number = _numbers(day[row] + plan.first_day, alley[row], turn)
    found = random.poisson(0.55, len(order))
    handled = random.binomial(found, 0.62)
    files.parquet("patrols", {
        "patrol_id": identifiers("X", number, 14),
        "person_id": identifiers("P", chief[alley[row], day[row]], 6),
        "alley_id": identifiers("A", alley[row] + 1, 6),
        "started_at": times(started[order]),
        "ended_at": times(ended[order]),
        "recorded_at": times(recorded[order]),
        "found_count": numbers(found),
        "handled_count": numbers(handled),
        "reported_count": numbers(found - handled),
    })  # fmt: skip
    return PatrolMonth(number, alley[row], started[order])


def _times(
    random: np.random.Generator, habits: dict, turn: np.ndarray, slack: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Seconds since midnight of start, end and record: morning, afternoon, evening; short, too close, late ones."""
    count = len(turn)
    hours = np.array([7.5, 13.5, 19.0])[turn] + random.random(count) * np.array([3.8, 4.5, 2.5])[turn]
    started = (hours * 3600).astype(np.int64)
    minutes = random.integers(7, 46, count)
    short = random.random(count) < habits["short"] * slack
    minutes[short] = random.integers(1, 5, int(short.sum()))
    # A second patrol of the day that follows the first at once: what a chief does who only wants the log filled.
    second = np.flatnonzero((turn == 1) & (random.random(count) < habits["close"] * slack))
    started[second] = started[second - 1] + minutes[second - 1] * MINUTE + random.integers(60, 900, len(second))
    ended = started + minutes * MINUTE + random.integers(0, 60, count)
    recorded = ended + random.integers(20, 5400, count)
    recorded = np.where(recorded < DAY_SECONDS, recorded, ended + 10)
    drawn = random.random(count)
    next_day = drawn < habits["next_day"] * slack
    recorded[next_day] = DAY_SECONDS + random.integers(7 * 3600, 10 * 3600, int(next_day.sum()))
    late = (drawn >= habits["next_day"] * slack) & (drawn < (habits["next_day"] + habits["late"]) * slack)
    recorded[late] = ended[late] + random.integers(25 * 3600, 50 * 3600, int(late.sum()))
    return started, ended, recorded


def _numbers(day: np.ndarray, alley: np.ndarray, turn: np.ndarray) -> np.ndarray:
    """A patrol's number: date, alley, turn, such as 2017 03 05 02435 1."""
    days, where = np.unique(day, return_inverse=True)
    written = np.array([int(day_date(one).strftime("%Y%m%d")) for one in days], dtype=np.int64)
    return (written[where] * 100_000 + alley + 1) * 10 + turn + 1
