"""Whistles that subdistricts blow and the departments that report in."""

from __future__ import annotations

import numpy as np

from analytics.demo.columns import MISSING, codes, identifiers, numbers, times
from analytics.demo.files import Files
from analytics.demo.offices import Offices
from analytics.demo.plan import DAY_SECONDS
from analytics.demo.reports import SOURCES, Ground, Reports
from analytics.demo.settings import diligence

KINDS = ("livelihood", "enforcement", "emergency")
TIME_TO_ARRIVE = np.array([24 * 3600, 2 * 3600, 30 * 60])  # seconds, per kind
MOST_FROM_CASES = 5_000  # a month
CALLED = 4  # departments a whistle can call


def write_whistles(files: Files, ground: Ground, offices: Offices, reports: Reports, month: int, started: int) -> None:
    """Adds a month to whistles.parquet and whistle_reports.parquet.

    Cases whose source is a whistle have theirs, blown shortly before; others are blown without a case.
    """
    plan = ground.plan
    random = plan.random("whistles", month)
    cases = np.flatnonzero(reports.source == SOURCES.index("whistle"))[:MOST_FROM_CASES]
    streets = len(ground.areas.subdistrict_codes)
    extra = np.repeat(np.arange(streets), random.poisson(1.2, streets))
    area = np.concatenate([ground.areas.subdistrict_of_grid[reports.grid[cases]], extra])
    span = plan.month_days[month] * DAY_SECONDS, plan.month_days[month + 1] * DAY_SECONDS
    alone = random.integers(*span, len(extra))
    blown = np.concatenate(
        [np.maximum(reports.reported[cases] - random.integers(60, 1800, len(cases)), span[0]), alone]
    )
    case = np.concatenate([reports.number[cases], np.full(len(extra), MISSING)])
    order = np.argsort(blown, kind="stable")
    area, blown, case = area[order], blown[order], case[order]
    kind = random.choice(3, len(area), p=[0.62, 0.28, 0.10])
    slack = 1 - diligence()[ground.areas.district_of_subdistrict[area]]
    resolved = blown + (random.lognormal(0.6, 0.9, len(area)) * DAY_SECONDS).astype(np.int64)
    resolved[(resolved >= plan.now) | (random.random(len(area)) < 0.03 + 0.2 * slack)] = MISSING
    number = started + np.arange(len(area))
    files.parquet("whistles", {
        "whistle_id": identifiers("H", number, 8),
        "area_code": codes(list(ground.areas.subdistrict_codes), area),
        "blown_at": times(blown),
        "kind": codes(KINDS, kind),
        "case_id": identifiers("C", case, 13),
        "resolved_at": times(resolved),
    })  # fmt: skip
    _write_reports(files, ground, offices, random, number, area, blown, kind, slack)


def _write_reports(
    files: Files, ground: Ground, offices: Offices, random: np.random.Generator, number: np.ndarray, area: np.ndarray,
    blown: np.ndarray, kind: np.ndarray, slack: np.ndarray,
) -> None:  # fmt: skip
    """One row per whistle and department called: one to four different ones of the district."""
    trades = len(offices.district[0])
    called = random.integers(1, CALLED + 1, len(area))
    pick = np.argsort(random.random((len(area), trades)), axis=1)[:, :CALLED]
    row, column = np.nonzero(np.arange(CALLED) < called[:, None])
    due = blown[row] + TIME_TO_ARRIVE[kind[row]]
    in_time = random.random(len(row)) < 0.98 - 0.5 * slack[row]
    share = np.where(in_time, random.uniform(0.1, 0.98, len(row)), random.uniform(1.05, 4.0, len(row)))
    arrived = blown[row] + (TIME_TO_ARRIVE[kind[row]] * share).astype(np.int64)
    arrived[(~in_time & (random.random(len(row)) < 0.3)) | (arrived >= ground.plan.now)] = MISSING
    rating = np.clip(np.round(random.normal(np.where(in_time, 4.3, 3.0), 0.8)), 1, 5).astype(np.int64)
    rated = (arrived != MISSING) & (random.random(len(row)) < 0.7)
    names = [org for mine in offices.district for org in mine]
    files.parquet("whistle_reports", {
        "whistle_id": identifiers("H", number[row], 8),
        "org": codes(names, ground.areas.district_of_subdistrict[area[row]] * trades + pick[row, column]),
        "due_at": times(due),
        "arrived_at": times(arrived),
        "rating": numbers(rating, rated),
    })  # fmt: skip
