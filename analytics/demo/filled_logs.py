"""Logs that were filled in instead of walked: on a few alleys, from some day on, every patrol follows a pattern."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analytics.demo.alleys import Alleys
from analytics.demo.plan import DAY_SECONDS, Plan
from analytics.demo.settings import settings

HABITS = ("close_together", "midnight", "bulk_entry")
_HALF_AN_HOUR, _EIGHT_HOURS = 1800, 8 * 3600
_MONDAY = 4  # 1970-01-01 was a Thursday


@dataclass(frozen=True)
class FilledLogs:
    """Per alley of the core: which of HABITS its log has (−1 = none), and from which day."""

    habit: np.ndarray
    since: np.ndarray

    @classmethod
    def drawn(cls, plan: Plan, alleys: Alleys) -> FilledLogs:
        """As many alleys of each habit as data/demo/habits.toml says, but never more than the core has."""
        random = plan.random("filled logs")
        wanted = np.repeat(np.arange(len(HABITS)), [settings("habits")["patrols"]["filled"][name] for name in HABITS])
        chosen = random.permutation(alleys.core)[: len(wanted)]
        habit = np.full(len(alleys.grid), -1)
        habit[chosen] = wanted[: len(chosen)]
        since = plan.first_day + random.integers(0, max(1, (plan.after_day - plan.first_day) // 2), len(habit))
        return cls(habit, since)

    def applied(
        self, alley: np.ndarray, day: np.ndarray, turn: np.ndarray, times: tuple[np.ndarray, np.ndarray, np.ndarray]
    ) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Start, end and record of patrols (seconds since 1970, sorted by alley, day and turn), rewritten by the habit.

        `day` counts from 1970-01-01.
        """
        started, ended, recorded = (part.copy() for part in times)
        habit = np.where(day >= self.since[alley], self.habit[alley], -1)
        second = np.flatnonzero((habit == HABITS.index("close_together")) & (turn == 1))
        minutes = ended[second] - started[second]
        started[second] = ended[second - 1] + 60 + 20 * (second % 5)
        ended[second] = started[second] + minutes
        recorded[second] = np.maximum(recorded[second], ended[second] + 30)
        at_midnight = habit == HABITS.index("midnight")
        started[at_midnight] = day[at_midnight] * DAY_SECONDS
        ended[at_midnight] = started[at_midnight] + _HALF_AN_HOUR
        in_bulk = np.flatnonzero(habit == HABITS.index("bulk_entry"))
        monday = (day[in_bulk] - _MONDAY) // 7 * 7 + _MONDAY + 7
        recorded[in_bulk] = monday * DAY_SECONDS + _EIGHT_HOURS + 90 * (day[in_bulk] % 7 * 3 + turn[in_bulk])
        return started, ended, recorded
