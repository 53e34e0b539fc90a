"""Cells: the city's districts cut into grid cells that share their borders exactly.

Cells are Voronoi cells of points that are dense where the town is. They are clipped to their district and cleaned as
one coverage, so that neighbours, also across districts, touch in the very same vertices: no gap, no overlap.
"""

from __future__ import annotations

import json
from dataclasses import dataclass

import numpy as np
import shapely
from scipy.spatial import cKDTree

from analytics.demo.plan import Plan
from analytics.demo.settings import DATA, districts

CLOUD = 40  # points per cell on which the cells' centres settle
ROUNDS = 8
DIGITS = 6  # of a coordinate: 0.1 m
LONGITUDE_SCALE = 0.766  # cos 40°: a degree of longitude in degrees of latitude


@dataclass(frozen=True)
class Cells:
    """One entry per cell: its district (index into districts()), polygon, and a point inside, planar (x, y)."""

    district: np.ndarray
    polygons: np.ndarray
    points: np.ndarray


def outlines() -> dict[str, shapely.Geometry]:
    """District code → outline, longitude and latitude."""
    collection = json.loads((DATA / "outlines" / "beijing_districts.geojson").read_text(encoding="utf-8"))
    found = {one["properties"]["area_code"]: shapely.geometry.shape(one["geometry"]) for one in collection["features"]}
    return dict(sorted(found.items()))


def make_cells(plan: Plan) -> Cells:
    """The cells of the city, `plan.grids` in all, at least two for each subdistrict."""
    wanted = grids_per_district(plan.grids)
    district, points, polygons = [], [], []
    for index, (code, outline) in enumerate(outlines().items()):
        random = plan.random("cells", index)
        centres = _centres(outline, np.array(districts()[code]["centre"]), int(wanted[index]), random)
        polygons.append(_clipped(centres, outline))
        points.append(centres)
        district.append(np.full(len(centres), index))
    together = shapely.coverage_clean(np.concatenate(polygons), gap_width=1e-5)
    together = shapely.transform(together, lambda xy: np.round(xy, DIGITS))
    return Cells(np.concatenate(district), together, np.concatenate(points))


def grids_per_district(total: int) -> np.ndarray:
    """Grids per district: two for each subdistrict, the others by the district's share of the work."""
    least = np.array([2 * entry["subdistricts"] for entry in districts().values()])
    work = np.array([entry["work"] for entry in districts().values()])
    wanted = np.maximum(least, total * work / work.sum())
    return np.round(wanted).astype(int)


def _centres(outline: shapely.Geometry, town: np.ndarray, count: int, random: np.random.Generator) -> np.ndarray:
    """Centres of `count` cells, planar: Lloyd's rounds on a cloud of points that is dense around the town."""
    cloud = _cloud(outline, town, count * CLOUD, random)
    centres = cloud[random.permutation(len(cloud))[:count]]
    for _ in range(ROUNDS):
        owner = cKDTree(centres).query(cloud)[1]
        size = np.bincount(owner, minlength=count)
        sums = np.stack([np.bincount(owner, cloud[:, axis], count) for axis in (0, 1)], axis=1)
        centres = np.where(size[:, None] > 0, sums / np.maximum(size, 1)[:, None], centres)
    return centres


def _cloud(outline: shapely.Geometry, town: np.ndarray, count: int, random: np.random.Generator) -> np.ndarray:
    """Points inside the outline, planar; density falls with the distance from the town, to a thirtieth far away."""
    west, south, east, north = outline.bounds
    shapely.prepare(outline)
    found: list[np.ndarray] = []
    while sum(map(len, found)) < count:
        xy = random.uniform((west, south), (east, north), (2 * count, 2))
        distance = np.hypot((xy[:, 0] - town[0]) * LONGITUDE_SCALE, xy[:, 1] - town[1])
        xy = xy[random.random(len(xy)) < 1 / 30 + 1 / (1 + (distance / 0.06) ** 2)]
        found.append(xy[shapely.contains_xy(outline, xy)])
    return np.concatenate(found)[:count] * (LONGITUDE_SCALE, 1.0)


def _clipped(centres: np.ndarray, outline: shapely.Geometry) -> np.ndarray:
    """The Voronoi cell of each centre inside the outline, in the order of the centres."""
    flat = shapely.transform(outline, lambda xy: xy * (LONGITUDE_SCALE, 1.0))
    whole = shapely.voronoi_polygons(shapely.multipoints(centres), extend_to=flat.buffer(1.0), ordered=True)
    back = shapely.transform(shapely.get_parts(whole), lambda xy: xy / (LONGITUDE_SCALE, 1.0))
    return shapely.intersection(back, outline)
