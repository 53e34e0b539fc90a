"""Stages: what became of the reports of a month, and when. Nothing happens at or after the plan's now."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analytics.demo.classes import conditions
from analytics.demo.columns import MISSING
from analytics.demo.plan import DAY_SECONDS, Plan
from analytics.demo.reports import Ground, Reports
from analytics.demo.settings import diligence, districts, settings
from analytics.demo.workdays import Workdays

HOUR = 3600
ORDER = ("verified", "filed", "dispatched", "accepted", "disposed", "feedback", "checked", "closed")


@dataclass
class Stages:
    """Seconds per stage and case, MISSING where it has not happened; `due` and `close_due` are plans, not stages."""

    verified: np.ndarray
    filed: np.ndarray
    dispatched: np.ndarray
    accepted: np.ndarray
    disposed: np.ndarray
    feedback: np.ndarray
    checked: np.ndarray
    closed: np.ndarray
    due: np.ndarray
    close_due: np.ndarray
    suspended: np.ndarray
    resumed: np.ndarray
    voided: np.ndarray
    rework: np.ndarray
    extensions: np.ndarray


class Performance:
    """The log-odds of handling in time: per district and month (a slow drift) and per subdistrict."""

    def __init__(self, plan: Plan, ground: Ground) -> None:
        entries = list(districts().values())
        random = plan.random("performance")
        base = _logit(np.array([entry["on_time"] for entry in entries]))
        drift = np.cumsum(random.normal(0, 0.09, (len(entries), plan.months)), axis=1)
        drift -= drift.mean(axis=1, keepdims=True)
        self.district = base[:, None] + np.clip(drift, -0.5, 0.5)
        own = random.normal(0, 0.30, len(ground.areas.subdistrict_codes))
        index = ground.areas.district_of_subdistrict
        self.subdistrict = own - (np.bincount(index, own) / np.bincount(index))[index]
        self.diligence = diligence()


def make_stages(ground: Ground, performance: Performance, workdays: Workdays, reports: Reports, month: int) -> Stages:
    """The stages of one month's reports, known up to now."""
    random = ground.plan.random("stages", month)
    count = len(reports.reported)
    verified = reports.reported + _after(random, count, 14 * 60)
    filed = verified + _after(random, count, 10 * 60)
    dispatched = filed + _after(random, count, 20 * 60)
    found = conditions()
    limit = found.seconds[reports.condition]
    due = workdays.due(dispatched, limit, found.working[reports.condition])
    grid = reports.grid
    slack = 1 - performance.diligence[ground.areas.district_of_grid[grid]]
    disposed = _disposed(ground, performance, reports, month, dispatched, due, random)
    suspended, resumed, disposed = _suspended(random, dispatched, due, disposed)
    handled = np.where(disposed == MISSING, dispatched + 8 * HOUR, disposed)
    accepted = dispatched + ((handled - dispatched) * random.uniform(0.02, 0.2, count)).astype(np.int64)
    feedback = handled + _after(random, count, 25 * 60)
    checked = feedback + _after(random, count, 5 * HOUR)
    closed = checked + _after(random, count, 2 * HOUR)
    for stage in (feedback, checked, closed):
        stage[disposed == MISSING] = MISSING
    rework = np.minimum(random.geometric(1 - 0.02 - 0.10 * slack), 4) - 1
    extensions = (random.random(count) < 0.01 + 0.05 * slack).astype(np.int64)
    stages = Stages(
        verified, filed, dispatched, accepted, disposed, feedback, checked, closed, due, due + 2 * DAY_SECONDS,
        suspended, resumed, np.full(count, MISSING), rework, extensions,
    )  # fmt: skip
    _reject(stages, random)
    _void(stages, slack, reports, random)
    _forget_future(stages, ground.plan.now)
    return stages


def _after(random: np.random.Generator, count: int, mean: float) -> np.ndarray:
    """Whole seconds, at least 20, exponential around the mean."""
    return 20 + random.exponential(mean, count).astype(np.int64)


def _logit(share: np.ndarray) -> np.ndarray:
    return np.log(share / (1 - share))


def _disposed(
    ground: Ground, performance: Performance, reports: Reports, month: int, dispatched: np.ndarray, due: np.ndarray,
    random: np.random.Generator,
) -> np.ndarray:  # fmt: skip
    """When each is disposed: inside its time with the odds of its place and class, late otherwise, a few never."""
    areas, count = ground.areas, len(due)
    odds = performance.district[areas.district_of_grid[reports.grid], month]
    odds = odds + performance.subdistrict[areas.subdistrict_of_grid[reports.grid]]
    odds = odds + 0.15 - conditions().difficulty[reports.condition]
    on_time = random.random(count) < 1 / (1 + np.exp(-odds))
    share = random.beta(1.5, 2.3, count)
    bunched = random.random(count) < 0.04
    share[bunched] = random.uniform(0.96, 1.0, int(bunched.sum()))
    inside = dispatched + 60 + ((due - dispatched - 60) * share).astype(np.int64)
    late = due + 300 + random.exponential(0.5 * (due - dispatched) + 10 * HOUR).astype(np.int64)
    disposed = np.where(on_time, inside, late)
    disposed[~on_time & (random.random(count) < 0.05)] = MISSING
    return disposed


def _suspended(
    random: np.random.Generator, dispatched: np.ndarray, due: np.ndarray, disposed: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """A few wait, suspended before their time is over; most are resumed and disposed days later."""
    count = len(due)
    chosen = random.random(count) < settings("habits")["cases"]["suspended"]
    start = dispatched + ((due - dispatched) * random.uniform(0.3, 0.9, count)).astype(np.int64)
    end = start + random.integers(2 * DAY_SECONDS, 20 * DAY_SECONDS, count)
    ends = chosen & (random.random(count) < 0.75)
    later = np.where(ends, end + random.integers(HOUR, 3 * DAY_SECONDS, count), MISSING)
    return np.where(chosen, start, MISSING), np.where(ends, end, MISSING), np.where(chosen, later, disposed)


def _reject(stages: Stages, random: np.random.Generator) -> None:
    """Some reports are not filed: they end with their verification and have no deadline."""
    rejected = random.random(len(stages.due)) < settings("habits")["cases"]["rejected"]
    for name in (*ORDER[1:], "due", "close_due", "suspended", "resumed"):
        getattr(stages, name)[rejected] = MISSING
    stages.rework[rejected] = stages.extensions[rejected] = 0


def _void(stages: Stages, slack: np.ndarray, reports: Reports, random: np.random.Generator) -> None:
    """Some filed cases are voided, most of them before anybody deals with them, a few after they are closed."""
    count = len(slack)
    chance = settings("habits")["cases"]["void"] * (0.5 + 2 * slack) * np.where(reports.earlier >= 0, 2.0, 1.0)
    chosen = (stages.filed != MISSING) & (random.random(count) < chance)
    early = stages.filed + _after(random, count, 6 * HOUR)
    late = stages.closed + _after(random, count, 2 * DAY_SECONDS)
    afterwards = (random.random(count) < 0.12) & (stages.closed != MISSING)
    stages.voided = np.where(chosen, np.where(afterwards, late, early), MISSING)
    for name in (*ORDER[2:], "suspended", "resumed"):
        stage = getattr(stages, name)
        stage[chosen & ~afterwards & (stage > stages.voided)] = MISSING


def _forget_future(stages: Stages, now: int) -> None:
    """What lies at or after now has not happened, nor has anything that follows it; what is open had no setback yet."""
    for name in (*ORDER, "suspended", "resumed", "voided"):
        stage = getattr(stages, name)
        stage[stage >= now] = MISSING
    stages.rework[stages.disposed == MISSING] = stages.extensions[stages.disposed == MISSING] = 0
