"""Areas: city, districts, subdistricts and communities above the grid cells, with codes and invented names.

Each tier is a union of cells, so that every tier shares its borders with the one below. Codes are 2 + 4 digits for a
district, 3 more each for subdistrict, community and grid.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import pyarrow as pa
import shapely

from analytics.demo.cells import Cells
from analytics.demo.columns import codes, days, numbers
from analytics.demo.files import Files
from analytics.demo.plan import Plan, day_number
from analytics.demo.settings import districts, settings

CITY = "110000"
SINCE = day_number(date(2010, 1, 1))
GRIDS_PER_COMMUNITY = 3
TOWN, TOWNSHIP = 100, 200  # a town's number within its district starts here, a township's there


@dataclass(frozen=True)
class Areas:
    """Codes and names per tier; `*_of_grid` and `*_of_*` are indices into the tier above. Grids are in code order."""

    district_codes: np.ndarray
    subdistrict_codes: np.ndarray
    community_codes: np.ndarray
    grid_codes: np.ndarray
    subdistrict_names: list[tuple[str, str]]
    community_names: list[tuple[str, str]]
    district_of_subdistrict: np.ndarray
    subdistrict_of_community: np.ndarray
    community_of_grid: np.ndarray
    polygons: np.ndarray
    points: np.ndarray

    @property
    def subdistrict_of_grid(self) -> np.ndarray:
        return self.subdistrict_of_community[self.community_of_grid]

    @property
    def district_of_grid(self) -> np.ndarray:
        return self.district_of_subdistrict[self.subdistrict_of_grid]


def make_areas(plan: Plan, cells: Cells) -> Areas:
    """The areas above the cells: each district split into compact groups of cells, streets nearest to the town."""
    subdistrict = np.empty(len(cells.district), dtype=np.int64)  # number within the district
    community = np.empty(len(cells.district), dtype=np.int64)  # number within the subdistrict
    for index, entry in enumerate(districts().values()):
        random = plan.random("areas", index)
        mine = np.flatnonzero(cells.district == index)
        groups = split(cells.points[mine], uneven(len(mine), entry["subdistricts"], random))
        town = np.array(entry["centre"]) * (0.766, 1.0)
        distance = [np.hypot(*(cells.points[mine[group]].mean(axis=0) - town)) for group in groups]
        for rank, which in enumerate(np.argsort(distance, kind="stable")):
            chosen = mine[groups[which]]
            subdistrict[chosen] = _number(rank, entry)
            parts = max(1, round(len(chosen) / GRIDS_PER_COMMUNITY))
            for number, part in enumerate(split(cells.points[chosen], uneven(len(chosen), parts, random)), start=1):
                community[chosen[part]] = number
    return _coded(plan, cells, subdistrict, community)


def split(points: np.ndarray, sizes: list[int]) -> list[np.ndarray]:
    """Indices of the points in groups of the given sizes, by halving again and again across the longer side."""
    return _split(points, np.arange(len(points)), sizes)


def _split(points: np.ndarray, mine: np.ndarray, sizes: list[int]) -> list[np.ndarray]:
    if len(sizes) == 1:
        return [mine]
    half = len(sizes) // 2
    axis = int(np.argmax(np.ptp(points[mine], axis=0)))
    ordered = mine[np.argsort(points[mine, axis], kind="stable")]
    cut = sum(sizes[:half])
    return _split(points, ordered[:cut], sizes[:half]) + _split(points, ordered[cut:], sizes[half:])


def uneven(total: int, parts: int, random: np.random.Generator) -> list[int]:
    """`parts` whole numbers of at least 1 with the sum `total`, the largest some twice the smallest."""
    weights = random.uniform(0.65, 1.35, parts)
    edges = np.floor(np.cumsum(weights) / weights.sum() * (total - parts) + 0.5).astype(int)
    return (np.diff(edges, prepend=0) + 1).tolist()


def _number(rank: int, entry: dict) -> int:
    """The three digits of a subdistrict: streets from 001, towns from 100, the last third of the rest townships."""
    towns = (entry["subdistricts"] - entry["streets"]) * 2 // 3
    if rank < entry["streets"]:
        return rank + 1
    if rank < entry["streets"] + towns:
        return TOWN + rank - entry["streets"]
    return TOWNSHIP + rank - entry["streets"] - towns


def _coded(plan: Plan, cells: Cells, subdistrict: np.ndarray, community: np.ndarray) -> Areas:
    order = np.lexsort((community, subdistrict, cells.district))
    district_codes = np.array(list(districts()))
    district = cells.district[order]
    sub_key = district * 1000 + subdistrict[order]
    subs, sub_of_grid = np.unique(sub_key, return_inverse=True)
    com_key = sub_key * 1000 + community[order]
    coms, firsts, com_of_grid = np.unique(com_key, return_index=True, return_inverse=True)
    sequence = np.arange(len(order)) - firsts[com_of_grid] + 1
    sub_codes = np.array([f"{district_codes[key // 1000]}{key % 1000:03d}" for key in subs])
    sub_of_com = sub_of_grid[firsts]
    com_codes = np.array([f"{sub_codes[sub]}{key % 1000:03d}" for sub, key in zip(sub_of_com, coms, strict=True)])
    grid_codes = np.array([f"{com_codes[com]}{number:03d}" for com, number in zip(com_of_grid, sequence, strict=True)])
    random = plan.random("names")
    return Areas(
        district_codes, sub_codes, com_codes, grid_codes,
        _names(random, [_kind(key % 1000) for key in subs], unique=True),
        _names(random, ["community"] * len(coms), unique=False),
        subs // 1000, sub_of_com, com_of_grid, cells.polygons[order], cells.points[order],
    )  # fmt: skip


def _kind(number: int) -> str:
    return "street" if number < TOWN else "town" if number < TOWNSHIP else "township"


def _names(random: np.random.Generator, kinds: list[str], unique: bool) -> list[tuple[str, str]]:
    """Chinese and English name per kind of area."""
    first, second = settings("names")["places"]["first"], settings("names")["places"]["second"]
    pairs = len(first) * len(second)
    drawn = random.permutation(pairs)[: len(kinds)] if unique else random.integers(0, pairs, len(kinds))
    named = []
    for kind, pair in zip(kinds, drawn, strict=True):
        (one, one_en), (two, two_en) = first[pair // len(second)], second[pair % len(second)]
        ending = settings("names")["kinds"][kind]
        joint = "'" if two_en[0] in "aeo" else ""
        named.append((f"{one}{two}{ending['suffix']}", f"{(one_en + joint + two_en).capitalize()} {ending['en']}"))
    return named


def write_areas(files: Files, areas: Areas) -> None:
    """areas.parquet: city, districts, subdistricts, communities."""
    place = settings("names")["city"]
    entries = list(districts().values())
    grids = np.bincount(areas.district_of_grid)
    people = np.array([entry["population"] for entry in entries]) / grids  # per grid of a district
    heads = people[areas.district_of_grid]
    counts = [
        [heads.sum()],
        np.bincount(areas.district_of_grid, heads),
        np.bincount(areas.subdistrict_of_grid, heads),
        np.bincount(areas.community_of_grid, heads),
    ]
    lengths = [len(part) for part in counts]
    parents = [
        None, *([CITY] * lengths[1]),
        *areas.district_codes[areas.district_of_subdistrict], *areas.subdistrict_codes[areas.subdistrict_of_community],
    ]  # fmt: skip
    names = [(place["name"], place["name_en"]), *((entry["name"], entry["name_en"]) for entry in entries)]
    names += areas.subdistrict_names + areas.community_names
    groups = [None, *(entry["group"] for entry in entries), *([None] * (lengths[2] + lengths[3]))]
    total = sum(lengths)
    columns = {
        "area_code": pa.array([CITY, *areas.district_codes, *areas.subdistrict_codes, *areas.community_codes]),
        "parent_code": pa.array(parents, pa.string()),
        "tier": codes(["city", "district", "subdistrict", "community"], np.repeat(np.arange(4), lengths)),
        "name": pa.array([name for name, _ in names]),
        "name_en": pa.array([english for _, english in names]),
        "group_code": pa.array(groups, pa.string()),
        "population": numbers(np.round(np.concatenate(counts)).astype(np.int64)),
        "valid_from": days(np.full(total, SINCE)),
    }
    files.geoparquet("areas", columns, _shapes(areas))


def _shapes(areas: Areas) -> np.ndarray:
    """The polygons of all areas, as write_areas orders them."""
    communities = _unions(areas.polygons, areas.community_of_grid)
    subdistricts = _unions(communities, areas.subdistrict_of_community)
    parts = _unions(subdistricts, areas.district_of_subdistrict)
    return np.array([shapely.coverage_union_all(parts), *parts, *subdistricts, *communities], dtype=object)


def _unions(polygons: np.ndarray, group: np.ndarray) -> np.ndarray:
    order = np.argsort(group, kind="stable")
    edges = np.flatnonzero(np.diff(group[order])) + 1
    return np.array([shapely.coverage_union_all(part) for part in np.split(polygons[order], edges)], dtype=object)
