"""Working days and the deadlines that follow from them, for whole columns at once."""

from __future__ import annotations

from datetime import date

import numpy as np
import pyarrow as pa

from analytics.demo.columns import days, numbers
from analytics.demo.files import Files
from analytics.demo.plan import DAY_SECONDS, Plan, day_number
from analytics.demo.settings import settings

HOUR = 3600
SESSIONS = ((8 * HOUR, 12 * HOUR), (14 * HOUR, 18 * HOUR))
WORK_SECONDS = 8 * HOUR
CONTINUOUS = {"urgent_hour": HOUR, "urgent_day": DAY_SECONDS, "natural_day": DAY_SECONDS}
WORKING = {"work_hour": HOUR, "work_day": WORK_SECONDS}


class Workdays:
    """The days from the first month to the end of the year after the last one, and which of them are worked."""

    def __init__(self, plan: Plan) -> None:
        last = date(plan.periods[-1].first.year + 1, 12, 31)
        self.first = plan.first_day
        number = np.arange(self.first, day_number(last) + 1)
        self.worked = (number + 3) % 7 < 5  # 1970-01-01 was a Thursday
        self.names: list[str | None] = [None] * len(number)
        words = settings("holidays")
        for start, end, name in words["holidays"]:
            for day in range(day_number(start), day_number(end) + 1):
                self._mark(day, False, name)
        for day in words["worked"]:
            self._mark(day_number(day), True, words["worked_name"])
        self.before = np.concatenate([[0], np.cumsum(self.worked)]) * WORK_SECONDS

    def _mark(self, day: int, worked: bool, name: str) -> None:
        if 0 <= day - self.first < len(self.worked):
            self.worked[day - self.first] = worked
            self.names[day - self.first] = name

    def due(self, start: np.ndarray, seconds: np.ndarray, working: np.ndarray) -> np.ndarray:
        """`seconds` after `start`: of working time where `working`, of the continuous clock elsewhere."""
        day, second = np.divmod(start, DAY_SECONDS)
        day -= self.first
        morning = np.clip(second - SESSIONS[0][0], 0, 4 * HOUR)
        afternoon = np.clip(second - SESSIONS[1][0], 0, 4 * HOUR)
        target = self.before[day] + (morning + afternoon) * self.worked[day] + seconds
        end = np.searchsorted(self.before, target, side="left") - 1
        rest = target - self.before[end]
        clock = rest + np.where(rest <= 4 * HOUR, SESSIONS[0][0], SESSIONS[1][0] - 4 * HOUR)
        return np.where(working, (end + self.first) * DAY_SECONDS + clock, start + seconds)

    def write(self, files: Files) -> None:
        """calendar_days.csv: every day, named where it is a holiday or a weekend that is worked."""
        number = np.arange(self.first, self.first + len(self.worked))
        columns = {"date": days(number), "is_workday": numbers(self.worked), "name": pa.array(self.names, pa.string())}
        files.csv("calendar_days", columns)


def limit_seconds(value: float, unit: str) -> int:
    """A limit in seconds of its own clock."""
    return round(value * {**CONTINUOUS, **WORKING}[unit])


def weekday(day: np.ndarray) -> np.ndarray:
    """0 Monday … 6 Sunday."""
    return (day + 3) % 7
