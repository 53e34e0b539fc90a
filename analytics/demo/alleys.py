"""Alleys: short lines inside grids of the core, and some in the other districts' towns."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import shapely

from analytics.demo.areas import Areas
from analytics.demo.columns import MISSING, codes, days, identifiers, numbers
from analytics.demo.files import Files
from analytics.demo.plan import DAY_SECONDS, Plan, day_number
from analytics.demo.sampling import Sampler, lengths
from analytics.demo.settings import core_districts, diligence, districts, settings

KINDS = ("street", "back_alley", "hutong")
GRADES = ("premium", "fine", "standard", "below", "unrated")


@dataclass(frozen=True)
class Alleys:
    """One entry per alley, those of the core first (`core` of them), each sorted by grid."""

    core: int
    grid: np.ndarray
    subdistrict: np.ndarray
    district: np.ndarray
    ends: np.ndarray
    diligence: np.ndarray
    in_programme: np.ndarray

    @property
    def ids(self) -> pa.Array:
        return identifiers("A", np.arange(1, len(self.grid) + 1), 6)

    @property
    def is_core(self) -> np.ndarray:
        return np.arange(len(self.grid)) < self.core


def make_alleys(plan: Plan, areas: Areas, sampler: Sampler) -> Alleys:
    """2,435 alleys (or `plan.core_alleys`) in the core and some hundred in the other districts."""
    random = plan.random("alleys")
    district = areas.district_of_grid
    core = np.flatnonzero(np.isin(areas.district_codes[district], core_districts()))
    count = plan.full_core_alleys if plan.core_alleys is None else plan.core_alleys
    grids = [np.sort(np.resize(random.permutation(core), count))]
    for index, entry in enumerate(districts().values()):
        wanted = max(1, round(entry.get("alleys", 0) * plan.core_share)) if "alleys" in entry else 0
        mine = np.flatnonzero(district == index)
        streets = mine[: max(1, len(mine) // 3)]  # grids are in code order: streets come first
        grids.append(np.sort(random.choice(streets, wanted)))
    grid = np.concatenate(grids)
    ends = sampler.lines(grid, random.uniform(80, 650, len(grid)), random)
    subdistrict = areas.subdistrict_of_grid[grid]
    habits = _diligence(plan, areas)[subdistrict]
    own = np.clip(habits + random.normal(0, 0.08, len(grid)), 0.05, 0.99)
    return Alleys(count, grid, subdistrict, district[grid], ends, own, random.random(len(grid)) < 0.96)


def _diligence(plan: Plan, areas: Areas) -> np.ndarray:
    """Per subdistrict, 0-1: its district's and some of its own."""
    of_district = diligence()
    own = plan.random("diligence").normal(0, 0.07, len(areas.subdistrict_codes))
    return np.clip(of_district[areas.district_of_subdistrict] + own, 0.1, 0.98)


def write_alleys(files: Files, plan: Plan, areas: Areas, alleys: Alleys, chief: np.ndarray, before: np.ndarray) -> None:
    """alleys.parquet; `chief` is who has each alley in the end, `before` who had it earlier (MISSING: none)."""
    random = plan.random("alley profiles")
    count = len(alleys.grid)
    kind = random.choice(3, count, p=[0.12, 0.40, 0.48])
    names = _names(random, kind)
    metres = np.round(lengths(alleys.ends[:, 0], alleys.ends[:, 1]) * 1.1)
    posted = random.random(count) < 0.90 + 0.1 * alleys.diligence
    stale = (random.random(count) < 0.5) & (before != MISSING)
    board = np.where(posted, np.where(stale, before, chief), MISSING)
    today = plan.now // DAY_SECONDS
    updated = np.minimum(plan.first_day + random.integers(0, 200, count), today - 1)
    targets = np.array([day_number(day) for day in settings("habits")["core"]["target_dates"]])
    target = random.choice(targets, count)
    early = random.normal(40, 45, count) * (0.3 + alleys.diligence)
    accepted = (target - early).astype(np.int64)
    accepted[(accepted >= today) | (random.random(count) > 0.80 + 0.18 * alleys.diligence)] = MISSING
    grade = random.choice(5, count, p=[0.06, 0.20, 0.52, 0.10, 0.12])
    texts = _texts(random, areas, alleys, names, metres)
    columns = {
        "alley_id": alleys.ids,
        "name": pa.array(names),
        "area_code": codes(list(areas.subdistrict_codes), alleys.subdistrict),
        "community_code": codes(list(areas.community_codes), areas.community_of_grid[alleys.grid]),
        "kind": codes(KINDS, kind),
        "length_m": numbers(metres),
        "in_programme": numbers(alleys.in_programme, ~alleys.in_programme | (random.random(count) < 0.9)),
        "board_posted": numbers(posted),
        "board_person_id": identifiers("P", board, 6),
        "board_updated_on": days(np.where(posted, updated, MISSING)),
        **texts,
        "profile_updated_on": days(np.minimum(updated + random.integers(0, 90, count), today - 1)),
        "grade": codes(GRADES, grade),
        "target_date": days(target),
        "accepted_date": days(accepted),
    }
    files.geoparquet("alleys", columns, shapely.linestrings(alleys.ends))


def _names(random: np.random.Generator, kind: np.ndarray) -> list[str]:
    """A different name for every alley."""
    words = settings("names")
    first, second = words["places"]["first"], words["places"]["second"]
    before = words["alleys"]["before"]
    endings = [words["alleys"][name] for name in KINDS]
    names = []
    for pick, which in zip(random.permutation(len(first) * len(second) * len(before))[: len(kind)], kind, strict=True):
        pair, way = divmod(int(pick), len(before))
        ending = endings[which][pair % len(endings[which])]
        names.append(before[way] + first[pair // len(second)][0] + second[pair % len(second)][0] + ending)
    return names


def _texts(
    random: np.random.Generator, areas: Areas, alleys: Alleys, names: list[str], metres: np.ndarray
) -> dict[str, pa.Array]:
    """Bounds, history and condition in words."""
    words = settings("names")
    second = [text for text, _ in words["places"]["second"]]
    pick = random.integers(0, len(second), len(names))
    condition = random.integers(0, len(words["alleys"]["condition"]), len(names))
    return {
        "bounds": pa.array([
            words["alleys"]["bounds"].format(name=name, area=areas.subdistrict_names[place][0], metres=int(length))
            for name, place, length in zip(names, alleys.subdistrict, metres, strict=True)
        ]),
        "history": pa.array([words["alleys"]["history"].format(word=second[one]) for one in pick]),
        "condition": codes(words["alleys"]["condition"], condition),
    }  # fmt: skip
