"""Inspectors' shifts: most at their grid or in its community, more by day than by night."""

from __future__ import annotations

import numpy as np

from analytics.demo.columns import codes, identifiers, times
from analytics.demo.files import Files
from analytics.demo.plan import DAY_SECONDS
from analytics.demo.reports import Ground
from analytics.demo.roster import INSPECTOR, Assignments
from analytics.demo.workdays import weekday

STARTS = np.array([6, 8, 13, 16, 22])  # o'clock
SHARES = np.array([0.18, 0.38, 0.22, 0.16, 0.06])
SECONDS = 8 * 3600


def write_shifts(files: Files, ground: Ground, roster: Assignments, month: int, started: int) -> None:
    """Adds a month to shifts.parquet; half name a grid, half a community."""
    plan, areas = ground.plan, ground.areas
    random = plan.random("shifts", month)
    inspectors = roster.of(INSPECTOR)
    day = np.arange(plan.month_days[month], plan.month_days[month + 1])
    chance = np.where(weekday(day) < 5, 0.74, 0.52)
    at, who = np.nonzero(random.random((len(day), len(inspectors.person))) < chance[:, None])
    start = day[at] * DAY_SECONDS + STARTS[random.choice(len(STARTS), len(at), p=SHARES)] * 3600
    order = np.argsort(start, kind="stable")
    who, start = who[order], start[order] + random.integers(0, 600, len(order))
    grid = inspectors.place[who]
    wide = random.random(len(who)) < 0.5
    files.parquet("shifts", {
        "shift_id": identifiers("F", started + np.arange(len(who)), 9),
        "person_id": identifiers("P", inspectors.person[who], 6),
        "grid_code": codes(list(areas.grid_codes), np.where(wide, -1, grid)),
        "area_code": codes(list(areas.community_codes), np.where(wide, areas.community_of_grid[grid], -1)),
        "started_at": times(start),
        "ended_at": times(start + SECONDS),
    })  # fmt: skip
