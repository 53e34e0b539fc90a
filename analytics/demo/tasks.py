"""Tasks that meetings set: monthly reviews, roll-calls, joint conferences, weekly checks, supervision."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from analytics.demo.alleys import Alleys
from analytics.demo.areas import Areas
from analytics.demo.columns import MISSING, codes, days, identifiers
from analytics.demo.files import Files
from analytics.demo.offices import Offices
from analytics.demo.plan import DAY_SECONDS, Plan, day_date
from analytics.demo.settings import diligence, districts, settings

ORIGINS = ("monthly_review", "roll_call", "joint_conference", "weekly_check", "supervision")


def write_tasks(files: Files, plan: Plan, areas: Areas, alleys: Alleys, offices: Offices) -> None:
    """tasks.csv: one for most subdistricts every month, two for each district every quarter, and others in between."""
    random = plan.random("tasks")
    parts = []  # origin, subdistrict, district, alley, asked
    streets = len(areas.subdistrict_codes)
    for month in range(plan.months):
        first, after = plan.month_days[month], plan.month_days[month + 1]
        for origin, share in ((0, 0.55), (4, 0.12)):
            street = np.flatnonzero(random.random(streets) < share)
            parts.append(
                _part(
                    origin,
                    street,
                    areas.district_of_subdistrict[street],
                    None,
                    random.integers(first, after, len(street)),
                )
            )
        alley = np.flatnonzero(random.random(len(alleys.grid)) < 0.05)
        parts.append(
            _part(
                3, alleys.subdistrict[alley], alleys.district[alley], alley, random.integers(first, after, len(alley))
            )
        )
        district = random.choice(len(districts()), 3, replace=False)
        parts.append(_part(2, None, district, None, np.full(3, first + 14)))
        if plan.periods[month].first.month % 3 == 0:
            twice = np.repeat(np.arange(len(districts())), 2)
            parts.append(_part(1, None, twice, None, np.full(len(twice), after - 1)))
    origin, street, district, alley, asked = (np.concatenate(column) for column in zip(*parts, strict=True))
    order = np.argsort(asked, kind="stable")
    _write(files, plan, areas, offices, random, *(column[order] for column in (origin, street, district, alley, asked)))


def _part(
    origin: int, street: np.ndarray | None, district: np.ndarray, alley: np.ndarray | None, asked: np.ndarray
) -> tuple[np.ndarray, ...]:
    none = np.full(len(asked), -1)
    return (
        np.full(len(asked), origin),
        none if street is None else street,
        district,
        none if alley is None else alley,
        asked,
    )


def _write(
    files: Files, plan: Plan, areas: Areas, offices: Offices, random: np.random.Generator, origin: np.ndarray,
    street: np.ndarray, district: np.ndarray, alley: np.ndarray, asked: np.ndarray,
) -> None:  # fmt: skip
    count = len(origin)
    slack = 1 - diligence()[district]
    due = asked + random.choice([7, 10, 15, 30], count)
    in_time = random.random(count) < 0.97 - 0.6 * slack
    done = np.where(
        in_time,
        asked + 1 + (random.random(count) * (due - asked)).astype(np.int64),
        due + random.integers(1, 40, count),
    )
    done[(done >= plan.now // DAY_SECONDS) | (~in_time & (random.random(count) < 0.25))] = MISSING
    months = [day_date(day) for day in asked]
    periods = [
        f"{day.year}Q{(day.month + 2) // 3}" if kind == 1 else f"{day:%Y-%m}"
        for day, kind in zip(months, origin, strict=True)
    ]
    words = settings("names")["texts"]["task"]
    places = [*areas.subdistrict_codes, *areas.district_codes]
    orgs = offices.subdistrict + [mine[0] for mine in offices.district]
    where = np.where(street >= 0, street, len(areas.subdistrict_codes) + district)
    files.csv("tasks", {
        "task_id": identifiers("K", np.arange(1, count + 1), 6),
        "origin": codes(ORIGINS, origin),
        "period": pa.array(periods),
        "area_code": codes(places, where),
        "org": codes(orgs, where),
        "alley_id": identifiers("A", np.where(alley >= 0, alley + 1, MISSING), 6),
        "text": codes(words, random.integers(0, len(words), count)),
        "asked_on": days(asked),
        "due_on": days(due),
        "done_on": days(done),
    })  # fmt: skip
