"""The allocation of inspectors: from a period's history to shifts, beside an even spread of the same hours."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import numpy as np
from numpy.typing import NDArray

from analytics.contract.periods import Period
from analytics.indicators.moments import unit_day
from analytics.staffing.coverage import covered
from analytics.staffing.history import WEEK, History, cases_by_hour, inspectors_by_hour
from analytics.staffing.places import Places, choose_places
from analytics.staffing.programme import Task, on_duty, start_every
from analytics.staffing.rates import expected_problems, exposure, watched_ratio
from analytics.staffing.refusing import NoPlan
from analytics.staffing.settings import Demands, settings, shifts_a_week
from analytics.staffing.solving import Answer, Progress, solve
from analytics.store.versions import Version

FloatArray = NDArray[np.float64]


@dataclass(frozen=True)
class Plan:
    """Shifts for a week and what they find, per place and hour of the week (places, 168), in problems a week.

    `expected` is what is there to be found, `present` the inspectors at work in the history and `watched` the share of
    these hours with anybody at all (None where unknown), `on_duty` those planned; the baseline is `even` inspectors at
    every place and hour, of the same inspector-hours.
    """

    area: str
    history: Period
    as_of: datetime
    places: Places
    task: Task
    answer: Answer
    expected: FloatArray
    present: FloatArray | None
    watched: FloatArray | None
    ratio: float
    unplaced: int

    @property
    def on_duty(self) -> NDArray[np.int64]:
        return on_duty(self.answer.planned, self.task)

    @property
    def inspector_hours(self) -> int:
        """Inspector-hours a week, of the plan and of the baseline alike."""
        return self.task.shifts * self.task.hours

    @property
    def even(self) -> float:
        return self.inspector_hours / (len(self.places) * WEEK)

    def found_by(self, inspectors: FloatArray) -> FloatArray:
        """Problems found a week per place and hour of the week by so many inspectors in each."""
        return covered(self.expected, inspectors, self.places.cells)

    @property
    def covered(self) -> FloatArray:
        return self.found_by(self.on_duty)

    @property
    def baseline(self) -> FloatArray:
        return self.found_by(np.full(self.expected.shape, self.even))

    @property
    def today(self) -> FloatArray | None:
        """What the inspectors of the history would find; None where nothing is known of them."""
        return None if self.present is None else self.found_by(self.present)

    @property
    def status(self) -> str:
        """`optimal`; `within_gap` where no plan is better by more than the gap of the settings; else `best_found`."""
        if self.answer.gap < 1e-6:
            return "optimal"
        return "within_gap" if self.answer.gap <= settings("search")["gap"] else "best_found"

    def shifts(self) -> list[dict[str, Any]]:
        """One dict per place and start: place, weekday (0 = Monday), start (hour of the day), hours, inspectors."""
        place, start = np.nonzero(self.answer.planned)
        return [
            {
                "place": self.places.codes[row], "weekday": int(begin // 24), "start": int(begin % 24),
                "hours": self.task.hours, "inspectors": int(count),
            }
            for row, begin, count in zip(place, self.task.starts[start], self.answer.planned[place, start], strict=True)
        ]  # fmt: skip

    def as_json(self) -> dict[str, Any]:
        """The document of the verb `staff`."""
        today = self.today
        return {
            "expected_covered": float(self.covered.sum()),
            "baseline_covered": float(self.baseline.sum()),
            "today_covered": None if today is None else float(today.sum()),
            "expected_problems": float(self.expected.sum()),
            "inspector_hours": self.inspector_hours,
            "today_inspector_hours": None if self.present is None else float(self.present.sum()),
            "hours_and_places_watched": float((self.on_duty > 0).mean()),
            "hours_and_places_watched_today": None if self.watched is None else float(self.watched.mean()),
            "place_tier": self.places.tier,
            "places": len(self.places),
            "status": self.status,
            "objective": self.answer.worth,
            "bound": self.answer.bound,
            "gap": self.answer.gap,
            "cases_without_a_place": self.unplaced,
            "shifts": self.shifts(),
        }


def plan(
    version: Version, area: str, period: Period, inspectors: int, hours: int | None = None,
    as_of: datetime | None = None, demands: Demands | None = None, tier: str | None = None,
    progress: Progress = lambda step, share: None,
) -> Plan:  # fmt: skip
    """The best shifts of so many inspectors in the area, learned from the period as it was known at as-of.

    Shifts of `hours` (the usual length if None), places of `tier` (chosen by their number if None). Raises NoPlan.
    """
    moment = as_of or period.default_as_of(version.newest_known_at)
    demands, hours = demands or Demands.usual(), settings("shifts")["usual_hours"] if hours is None else hours
    each = _shifts_each(inspectors, hours)
    progress("places", 0.0)
    visits = max(1, demands.shifts_a_place)
    offered = choose_places(version, area, unit_day(period, moment), visits, inspectors * each, tier)
    _check(len(offered[0]), inspectors, each, hours, demands)
    progress("history", 0.05)
    places, history = read_history(version, offered, area, period, moment)
    ratio = watched_ratio(history, settings("exposure")["most_ratio"])
    expected = expected_problems(history.by_week(history.cases), exposure(history, ratio), places.cells)
    present, watched = _presence(history)
    little_seen = _little_seen(history, present, places, demands.little_seen_share)
    task = Task(
        worth=expected * places.weights[:, None], cells=places.cells, inspectors=inspectors, shifts_each=each,
        hours=hours, shifts_a_place=demands.shifts_a_place, on_duty=demands.on_duty(inspectors),
        everywhere=demands.at_every_place_and_hour, little_seen=little_seen,
        explore_hours=demands.explore_share * inspectors * each * hours, start_every=start_every(places.cells),
    )  # fmt: skip
    answer = solve(task, progress)
    progress("done", 1.0)
    return Plan(area, period, moment, places, task, answer, expected, present, watched, ratio, history.unplaced)


def read_history(
    version: Version, offered: Sequence[Places], area: str, period: Period, as_of: datetime
) -> tuple[Places, History]:
    """Cases and inspectors in the days of the period that have ended by as-of, in the first of the places offered to
    which enough of the area's cases belong, else in the last. Raises NoPlan without any day or case."""
    end = period.start + timedelta(days=period.ended_days(as_of))
    if end == period.start:
        raise NoPlan("no_ended_day", period=period.text)
    for places in offered:
        cases, brought, unplaced = cases_by_hour(version, places, area, period.start, end, as_of)
        if cases.sum() and cases.sum() >= settings("places")["share_of_cases"] * (cases.sum() + unplaced):
            break
    if cases.sum() == 0:
        raise NoPlan("no_cases", period=period.text, area=area)
    present = inspectors_by_hour(version, places, period.start, end, as_of)
    return places, History(period.start, cases, brought, present, unplaced)


def _shifts_each(inspectors: int, hours: int) -> int:
    rules = settings("shifts")
    if inspectors < 1:
        raise NoPlan("no_inspectors")
    if not rules["shortest_hours"] <= hours <= rules["longest_hours"]:
        raise NoPlan("shift_length", hours=hours, least=rules["shortest_hours"], most=rules["longest_hours"])
    return shifts_a_week(hours)


def _check(places: int, inspectors: int, each: int, hours: int, demands: Demands) -> None:
    """Raises NoPlan for a constraint that by itself asks for more shifts than there are."""
    shifts, duty = inspectors * each, demands.on_duty(inspectors)
    needed = {
        "every_place": places * demands.shifts_a_place,
        "every_hour": -(-WEEK * duty // hours),
        "every_place_and_hour": places * -(-WEEK * demands.at_every_place_and_hour // hours),
    }
    for name, least in needed.items():
        if least > shifts:
            figures = {"places": places, "shifts": shifts, "needed": least, "inspectors": inspectors,
                       "more": -(-least // each), "visits": demands.shifts_a_place, "duty": duty,
                       "everywhere": demands.at_every_place_and_hour}  # fmt: skip
            raise NoPlan(name, **figures)


def _presence(history: History) -> tuple[FloatArray | None, FloatArray | None]:
    """Inspectors at work, and the share of weeks with anybody there, per place and hour of the week."""
    if history.present is None:
        return None, None
    anybody = (history.present > 0).astype(np.float64)
    return tuple(_weekly(history.by_week(each), history.weeks) for each in (history.present, anybody))


def _weekly(sums: FloatArray, weeks: FloatArray) -> FloatArray:
    """Means per hour of the week; 0 for hours that never occurred."""
    return np.divide(sums, weeks, out=np.zeros_like(sums), where=weeks > 0)


def _little_seen(history: History, present: FloatArray | None, places: Places, share: float) -> NDArray[np.bool_]:
    """The share of places and hours that were looked at least: by inspectors per cell, else by the cases known."""
    looks = _weekly(history.by_week(history.cases), history.weeks) if present is None else present
    looks = looks / places.cells[:, None]
    return looks <= np.quantile(looks, share)
