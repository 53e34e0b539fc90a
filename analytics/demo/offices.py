"""Organisations of the city, districts, subdistricts and communities, and the grids' responsible ones."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from analytics.demo.alleys import Alleys
from analytics.demo.areas import CITY, SINCE, Areas
from analytics.demo.cells import LONGITUDE_SCALE
from analytics.demo.columns import codes, days, identifiers, numbers
from analytics.demo.files import Files
from analytics.demo.plan import Plan
from analytics.demo.settings import districts, settings

TEAMS = ("sanitation", "greening", "property", "assistants")


@dataclass(frozen=True)
class Offices:
    """Organisation ids by where they belong, as lists that index like the areas' codes."""

    city: list[str]
    district: list[list[str]]
    subdistrict: list[str]
    property: list[str]
    community: list[str]

    @property
    def fallback(self) -> list[str]:
        """The fallback team of each district: the last one of its list."""
        return [mine[-1] for mine in self.district]


def write_orgs(files: Files, areas: Areas) -> Offices:
    """orgs.csv; an id is O, the area's code and two digits."""
    words = settings("names")["orgs"]
    rows: list[tuple[str, str, str, str, str]] = []
    for number, (name, kind) in enumerate(words["city"], start=1):
        rows.append((f"O{CITY}{number:02d}", name, "city", kind, CITY))
    for code, entry in districts().items():
        for number, (name, kind) in enumerate(words["district"], start=1):
            rows.append((f"O{code}{number:02d}", entry["name"] + name, "district", kind, code))
    for code, (name, _) in zip(areas.subdistrict_codes, areas.subdistrict_names, strict=True):
        for number, (ending, kind) in enumerate(words["subdistrict"], start=1):
            rows.append((f"O{code}{number:02d}", name + ending, "subdistrict", kind, str(code)))
    for code, (name, _) in zip(areas.community_codes, areas.community_names, strict=True):
        rows.append((f"O{code}01", name + words["community"], "community", "community", str(code)))
    names = ("org_id", "name", "tier", "kind", "area_code")
    files.csv("orgs", dict(zip(names, map(pa.array, zip(*rows, strict=True)), strict=True)))
    count = len(words["district"])
    return Offices(
        [f"O{CITY}{number:02d}" for number in range(1, len(words["city"]) + 1)],
        [[f"O{code}{number:02d}" for number in range(1, count + 1)] for code in districts()],
        [f"O{code}01" for code in areas.subdistrict_codes],
        [f"O{code}02" for code in areas.subdistrict_codes],
        [f"O{code}01" for code in areas.community_codes],
    )


def write_grids(files: Files, plan: Plan, areas: Areas, offices: Offices) -> None:
    """grids.parquet: cells with their tags, management level and organisations."""
    random = plan.random("grids")
    district = areas.district_of_grid
    far = _distance_rank(areas)
    chance, rules = plan.random("grid owners"), settings("habits")["grids"]
    unowned, unbacked = (chance.random(len(district)) < rules[name] for name in ("without_owner", "without_fallback"))
    columns = {
        "grid_code": pa.array(areas.grid_codes),
        "area_code": codes(list(areas.community_codes), areas.community_of_grid),
        "management_level": numbers(np.where(far < 0.25, 1, np.where(far < 0.7, 2, 3))),
        "tags": pa.array([";".join(tags) or None for tags in _tags(areas, far, random)], pa.string()),
        "responsible_org": codes(offices.subdistrict, np.where(unowned, -1, areas.subdistrict_of_grid)),
        "fallback_org": codes(offices.fallback, np.where(unbacked, -1, district)),
        "valid_from": days(np.full(len(district), SINCE)),
    }
    files.geoparquet("grids", columns, areas.polygons)


def _distance_rank(areas: Areas) -> np.ndarray:
    """How far a grid is from its district's town, 0 the nearest to 1 the farthest of the district."""
    towns = np.array([entry["centre"] for entry in districts().values()]) * (LONGITUDE_SCALE, 1.0)
    distance = np.hypot(*(areas.points - towns[areas.district_of_grid]).T)
    rank = np.empty(len(distance))
    for index in range(len(towns)):
        mine = np.flatnonzero(areas.district_of_grid == index)
        rank[mine[np.argsort(distance[mine])]] = np.linspace(0, 1, len(mine))
    return rank


def _tags(areas: Areas, far: np.ndarray, random: np.random.Generator) -> list[list[str]]:
    """Tags per grid: the places that data/demo/habits.toml names, the nearer to the town the likelier."""
    tags: list[list[str]] = [[] for _ in far]
    codes_of_grid = areas.district_codes[areas.district_of_grid]
    for wish in settings("habits")["tags"]:
        here = np.isin(codes_of_grid, wish["districts"]) if "districts" in wish else np.ones(len(far), dtype=bool)
        chosen = here & (far <= wish.get("within", 1.0)) & (random.random(len(far)) < wish["share"])
        for grid in np.flatnonzero(chosen):
            tags[grid].append(wish["tag"])
    return tags


def write_alley_teams(files: Files, plan: Plan, alleys: Alleys, offices: Offices) -> None:
    """alley_teams.csv: who cleans, greens, manages and assists each alley."""
    random = plan.random("teams")
    count, districts_count, streets = len(alleys.grid), len(offices.district), len(offices.subdistrict)
    names = [mine[3] for mine in offices.district] + [mine[4] for mine in offices.district]
    names += offices.property + offices.subdistrict
    org = np.stack([
        alleys.district, districts_count + alleys.district, 2 * districts_count + alleys.subdistrict,
        2 * districts_count + streets + alleys.subdistrict,
    ], axis=1)  # fmt: skip
    alley, kind = np.nonzero(random.random((count, len(TEAMS))) < (0.98, 0.6, 0.75, 0.85))
    files.csv("alley_teams", {
        "alley_id": identifiers("A", alley + 1, 6),
        "kind": codes(TEAMS, kind),
        "org": codes(names, org[alley, kind]),
        "contact": identifiers("010-8", random.integers(0, 10**7, len(alley)), 7),
    })  # fmt: skip
