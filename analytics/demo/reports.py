"""Reports: where, when, what and by whom the cases of a month are found, in the order of reporting."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analytics.demo.alleys import Alleys
from analytics.demo.areas import Areas
from analytics.demo.classes import conditions
from analytics.demo.columns import MISSING
from analytics.demo.plan import DAY_SECONDS, Plan
from analytics.demo.sampling import Sampler
from analytics.demo.settings import diligence, settings
from analytics.demo.workdays import weekday

SOURCES = (
    "inspector", "alley_chief", "steward", "hotline", "citizen", "video", "media", "upper_check", "whistle",
    "department", "other",
)  # fmt: skip
INSPECTOR, CHIEF, STEWARD, HOTLINE, CITIZEN = range(5)
MOST_PLANTED = 0.15  # of a month's cases: in a very small city the spots are weaker than wished


@dataclass(frozen=True)
class Ground:
    """What cases stand on: places, and who is there.

    `chief` and `steward` are persons as (alleys, days), MISSING where nobody is; `inspector` a person per grid;
    `planted` the cases of hot spots as (grids, months).
    """

    plan: Plan
    areas: Areas
    alleys: Alleys
    sampler: Sampler
    planted: np.ndarray
    chief: np.ndarray
    steward: np.ndarray
    inspector: np.ndarray


@dataclass
class Reports:
    """One entry per report of a month, by time. Indices are -1, persons and numbers MISSING where there is none."""

    number: np.ndarray
    reported: np.ndarray
    grid: np.ndarray
    alley: np.ndarray
    point: np.ndarray
    condition: np.ndarray
    source: np.ndarray
    reporter: np.ndarray
    earlier: np.ndarray  # index of the report before it in the same grid that it repeats
    placed: np.ndarray
    located: np.ndarray


def make_reports(ground: Ground, month: int) -> Reports:
    """The reports of one month."""
    plan = ground.plan
    random = plan.random("reports", month)
    grid = _grids(ground, month, random)
    count = len(grid)
    reported = _times(plan, month, count, random)
    day = reported // DAY_SECONDS - plan.first_day
    condition = random.choice(len(conditions().chance), count, p=conditions().chance)
    alley = _alleys(ground.alleys, grid, random)
    source, reporter = _sources(ground, grid, alley, day, random)
    alley = np.where((source == CHIEF) | (source == STEWARD) | (random.random(count) < 0.4), alley, -1)
    point = ground.sampler.points(grid, random)
    ends = ground.alleys.ends[np.maximum(alley, 0)]
    along = random.uniform(0.02, 0.98, (count, 1))
    point = np.where((alley >= 0)[:, None], np.round(ends[:, 0] + along * (ends[:, 1] - ends[:, 0]), 6), point)
    reports = Reports(
        _numbers(plan, month, count), reported, grid, alley, point, condition, source, reporter,
        np.full(count, -1), random.random(count) > 0.002, random.random(count) > 0.01,
    )  # fmt: skip
    _repeat(ground, reports, random)
    return reports


def _numbers(plan: Plan, month: int, count: int) -> np.ndarray:
    """Year, month and a running number, such as 2017 03 0000001."""
    first = plan.periods[month].first
    return (first.year * 100 + first.month) * 10**7 + np.arange(1, count + 1)


def _grids(ground: Ground, month: int, random: np.random.Generator) -> np.ndarray:
    """A grid per report, in random order: what is planted, and the same chance for every grid for all others."""
    count = int(ground.plan.cases_per_month[month])
    planted = ground.planted[:, month]
    if planted.sum() > MOST_PLANTED * count:
        planted = np.floor(planted * MOST_PLANTED * count / planted.sum()).astype(np.int64)
    grid = np.empty(count, dtype=np.int64)
    extra = int(planted.sum())
    grid[:extra] = np.repeat(np.arange(len(planted)), planted)
    grid[extra:] = random.integers(0, len(planted), count - extra)
    random.shuffle(grid)
    return grid


def _times(plan: Plan, month: int, count: int, random: np.random.Generator) -> np.ndarray:
    """Seconds, sorted: fewer at the weekend, most in the late morning and the afternoon."""
    habits = settings("habits")["cases"]
    day = np.arange(plan.month_days[month], plan.month_days[month + 1])
    weights = np.array(habits["weekdays"])[weekday(day)] * random.uniform(0.93, 1.07, len(day))
    hours = np.array(habits["hours"])
    drawn_day = random.choice(day, count, p=weights / weights.sum())
    drawn_hour = random.choice(24, count, p=hours / hours.sum())
    return np.sort(drawn_day * DAY_SECONDS + drawn_hour * 3600 + random.integers(0, 3600, count))


def _alleys(alleys: Alleys, grid: np.ndarray, random: np.random.Generator) -> np.ndarray:
    """One of the alleys of each grid, -1 where it has none."""
    order = np.argsort(alleys.grid, kind="stable")
    sorted_grid = alleys.grid[order]
    first = np.searchsorted(sorted_grid, grid, side="left")
    several = np.searchsorted(sorted_grid, grid, side="right") - first
    pick = np.minimum(first + (random.random(len(grid)) * several).astype(np.int64), len(order) - 1)
    return np.where(several > 0, order[pick], -1)


def _sources(
    ground: Ground, grid: np.ndarray, alley: np.ndarray, day: np.ndarray, random: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    """Source and reporter; a chief or a steward reports only where one is, else an inspector does."""
    shares = np.array(settings("habits")["cases"]["sources"])
    source = random.choice(len(SOURCES), len(grid), p=shares / shares.sum())
    there = np.maximum(alley, 0)
    chief = np.where(alley >= 0, ground.chief[there, day], MISSING)
    steward = np.where(alley >= 0, ground.steward[there, day], MISSING)
    source[(source == CHIEF) & (chief == MISSING)] = INSPECTOR
    source[(source == STEWARD) & (steward == MISSING)] = INSPECTOR
    choices = [source == CHIEF, source == STEWARD, source == INSPECTOR]
    reporter = np.select(choices, [chief, steward, ground.inspector[grid]], MISSING)
    return source, reporter


def _repeat(ground: Ground, reports: Reports, random: np.random.Generator) -> None:
    """Lets some reports be about the spot and problem of the one before in their grid: recurrences, double reports."""
    habits = settings("habits")["cases"]
    order = np.lexsort((reports.reported, reports.grid))
    grid = reports.grid[order]
    follows = np.concatenate([[False], grid[1:] == grid[:-1]])
    slack = 1 - diligence()[ground.areas.district_of_grid[grid]]
    again = follows & (random.random(len(order)) < habits["repeats"] * 2 * slack) & (reports.alley[order] < 0)
    again &= np.concatenate([[False], reports.alley[order][:-1] < 0])
    root = np.maximum.accumulate(np.where(again, 0, np.arange(len(order))))
    reports.point[order] = reports.point[order][root]
    reports.condition[order] = reports.condition[order][root]
    before = np.concatenate([[-1], order[:-1]])
    reports.earlier[order] = np.where(again, before, -1)
