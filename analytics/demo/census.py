"""Parts, the census that verifies them, independent audits of what nobody had reported, and fallback budgets."""

from __future__ import annotations

from datetime import date

import numpy as np
import pyarrow as pa

from analytics.demo.areas import SINCE
from analytics.demo.classes import conditions
from analytics.demo.columns import MISSING, codes, days, identifiers, numbers, times
from analytics.demo.files import Files
from analytics.demo.offices import Offices
from analytics.demo.plan import DAY_SECONDS, day_date, day_number
from analytics.demo.reports import Ground
from analytics.demo.settings import diligence, districts, settings

STATES = ("intact", "broken", "lost", "abandoned", "moved")
CENSUS_KINDS = ("parts", "geography")


def write_parts(files: Files, ground: Ground) -> None:
    """parts.parquet: a few in every grid, verified the more recently the more diligent the district."""
    plan, areas = ground.plan, ground.areas
    random = plan.random("parts")
    grid = np.repeat(np.arange(len(areas.grid_codes)), random.poisson(6, len(areas.grid_codes)))
    found = conditions()
    classes = np.unique([found.major[one] + found.minor[one] for one in np.flatnonzero(found.kind == 0)])
    pick = random.integers(0, len(classes), len(grid))
    point = ground.sampler.points(grid, random)
    today = plan.now // DAY_SECONDS - 1
    created = SINCE + random.integers(0, today - SINCE, len(grid))
    age = random.exponential(420 - 320 * diligence()[areas.district_of_grid[grid]])
    verified = np.maximum(today - age.astype(np.int64), created)
    files.parquet("parts", {
        "part_id": identifiers("B", np.arange(1, len(grid) + 1), 7),
        "scheme": codes([settings("classes")["scheme"]], np.zeros(len(grid), dtype=int)),
        "major_code": codes([one[:2] for one in classes], pick),
        "minor_code": codes([one[2:] for one in classes], pick),
        "grid_code": codes(list(areas.grid_codes), grid),
        "lon": numbers(point[:, 0]),
        "lat": numbers(point[:, 1]),
        "state": codes(STATES, random.choice(5, len(grid), p=[0.93, 0.035, 0.01, 0.015, 0.01])),
        "created_on": days(created),
        "last_verified_on": days(verified),
    })  # fmt: skip


def write_census_runs(files: Files, ground: Ground) -> None:
    """census_runs.csv: districts and subdistricts, both kinds, most years since the year before the first month."""
    plan, areas = ground.plan, ground.areas
    random = plan.random("census")
    places = [*areas.district_codes, *areas.subdistrict_codes]
    careful = diligence()[np.concatenate([np.arange(len(areas.district_codes)), areas.district_of_subdistrict])]
    today = plan.now // DAY_SECONDS
    rows = []
    for year in range(day_date(plan.first_day).year - 1, day_date(today).year + 1):
        start = day_number(date(year, 3, 1)) + random.integers(0, 230, (len(places), 2))
        held = (random.random(start.shape) < 0.72 + 0.27 * careful[:, None]) & (start < today)
        place, kind = np.nonzero(held)
        rows.append((place, kind, start[held]))
    place, kind, start = (np.concatenate(column) for column in zip(*rows, strict=True))
    finished = start + random.integers(20, 100, len(place))
    surveyed = random.integers(400, 9000, len(place))
    files.csv("census_runs", {
        "census_id": identifiers("N", np.arange(1, len(place) + 1), 6),
        "area_code": codes(places, place),
        "kind": codes(CENSUS_KINDS, kind),
        "started_on": days(start),
        "finished_on": days(np.where(finished < today, finished, MISSING)),
        "surveyed": numbers(surveyed),
        "added": numbers(random.binomial(surveyed, 0.03)),
        "changed": numbers(random.binomial(surveyed, 0.05)),
        "removed": numbers(random.binomial(surveyed, 0.015)),
    })  # fmt: skip


def write_audits(files: Files, ground: Ground) -> None:
    """audits.csv: two problems a month in every subdistrict, found by people who have no part in the system."""
    plan, areas = ground.plan, ground.areas
    random = plan.random("audits")
    by_street = np.argsort(areas.subdistrict_of_grid, kind="stable")
    first = np.searchsorted(areas.subdistrict_of_grid[by_street], np.arange(len(areas.subdistrict_codes) + 1))
    street = np.tile(np.repeat(np.arange(len(areas.subdistrict_codes)), 2), plan.months)
    month = np.repeat(np.arange(plan.months), 2 * len(areas.subdistrict_codes))
    grid = by_street[
        first[street] + (random.random(len(street)) * (first[street + 1] - first[street])).astype(np.int64)
    ]
    point = ground.sampler.points(grid, random)
    days_of = plan.month_days[month], plan.month_days[month + 1]
    found = random.integers(*days_of) * DAY_SECONDS + random.integers(8 * 3600, 18 * 3600, len(street))
    known = random.random(len(street)) < 0.42 + 0.5 * diligence()[areas.district_of_grid[grid]]
    classes = random.choice(len(conditions().major), len(street), p=conditions().chance)
    files.csv("audits", {
        "audit_id": identifiers("U", np.arange(1, len(street) + 1), 7),
        "area_code": codes(list(areas.subdistrict_codes), street),
        "found_at": times(found),
        "major_code": codes(conditions().major, classes),
        "lon": numbers(point[:, 0]),
        "lat": numbers(point[:, 1]),
        "already_in_system": numbers(known),
    })  # fmt: skip


def write_budgets(files: Files, ground: Ground, offices: Offices) -> None:
    """budgets.csv: what each district reserves for its fallback team, per year."""
    plan = ground.plan
    random = plan.random("budgets")
    years = range(day_date(plan.first_day).year, day_date(plan.after_day - 1).year + 1)
    rows = [(code, org, year) for year in years for code, org in zip(districts(), offices.fallback, strict=True)]
    code, org, year = zip(*rows, strict=True)
    columns = {"area_code": pa.array(code), "org": pa.array(org), "year": pa.array(year)}
    files.csv("budgets", {**columns, "reserved_cny": numbers(random.integers(20, 120, len(rows)) * 10_000.0)})
