"""Points into polygons: a raster answers nearly all by array look-up, shapely those near corners and on edges."""

import importlib
import sys
from dataclasses import dataclass
from functools import cached_property
from types import ModuleType

import numpy as np
import shapely
from numpy.typing import ArrayLike, NDArray

from analytics.places.borders import border_pixels, connected_regions
from analytics.places.halves import UNKNOWN, Halves, halves

OUTSIDE = -1
_BORDER, _CUT = UNKNOWN, UNKNOWN - 1
_LONGEST_SIDE = 2048
# A raster of 2048² takes as long to build as shapely takes for about this many points.
RASTER_PAYS_FROM = 100_000
# Loading numba takes what its loops save with about this many points.
_COMPILED_PAYS_FROM = 2_000_000
_CHUNK = 1_000_000

Bounds = tuple[float, float, float, float]
Indices = NDArray[np.int32]


def place_points(
    lon: ArrayLike, lat: ArrayLike, geometries: ArrayLike, codes: ArrayLike, fast: bool | None = None
) -> NDArray[np.object_]:
    """The code of the polygon that holds each point, None where there is none; rows in = rows out.

    `lon` and `lat` are in the coordinates of the polygons; NaN places nowhere. `geometries` (shapely polygons and
    multipolygons; None and other kinds hold nothing) and `codes` belong together. A point on an edge lies inside, as
    for shapely's `intersects`; where several polygons hold a point, the first in the order of the codes gets it.
    The result is that of testing every point against every polygon. `fast`: in numba's loops, where it is installed;
    None: where that pays.
    """
    shapes, codes = np.asarray(geometries, dtype=object), np.asarray(codes, dtype=object)
    order = np.array(sorted(range(len(codes)), key=lambda number: str(codes[number])), dtype=np.intp)
    found = place_indices(lon, lat, shapes[order], fast=fast)
    named = np.append(codes[order], None)  # OUTSIDE = -1 is the last
    return named[found]


def place_indices(
    lon: ArrayLike, lat: ArrayLike, geometries: ArrayLike, raster: "PolygonRaster | None" = None,
    fast: bool | None = None,
) -> Indices:  # fmt: skip
    """The position in `geometries` of the first polygon that holds each point, OUTSIDE (-1) where there is none.

    `raster`: the polygons' own raster if there is one at hand; without it one is made where that pays. `fast` as above.
    """
    x, y = np.asarray(lon, dtype=np.float64), np.asarray(lat, dtype=np.float64)
    polygons = Polygons(geometries)
    if raster is None and len(polygons.rows) and (loops := compiled(len(x), fast)):
        return _place_compiled(x, y, polygons, loops)
    if raster is None and len(x) >= RASTER_PAYS_FROM and len(polygons.rows):
        raster = polygon_raster(polygons)
    out = np.full(len(x), OUTSIDE, dtype=np.int32)
    for start in range(0, len(x), _CHUNK):
        chunk = slice(start, start + _CHUNK)
        out[chunk] = _place_chunk(x[chunk], y[chunk], polygons, raster)
    return out


def compiled(points: int, fast: bool | None = None) -> ModuleType | None:
    """The module of compiled loops for so many points; None where they do not pay or numba is not installed."""
    if fast is None:
        fast = points >= (RASTER_PAYS_FROM if "numba" in sys.modules else _COMPILED_PAYS_FROM)
    try:
        return importlib.import_module("analytics.places.compiled") if fast else None
    except (ImportError, RuntimeError):  # not there, or there is no folder where it may keep what it compiled
        return None


def _place_compiled(
    x: NDArray[np.float64], y: NDArray[np.float64], polygons: "Polygons", loops: ModuleType
) -> Indices:
    found = loops.pixels(polygons.shapes).place(x, y)
    unsure = np.flatnonzero(found == loops.UNSURE)
    out = found if len(polygons.rows) == polygons.given else np.append(polygons.rows, np.int32(OUTSIDE))[found]
    if len(unsure):
        out[unsure] = polygons.first_holding(x[unsure], y[unsure])
    return out


def label_raster(geometries: ArrayLike, longest_side: int = _LONGEST_SIDE) -> tuple[Indices, Bounds]:
    """Which polygon holds the centre of each pixel, and the raster's bounds (west, south, east, north).

    The labels are int32 (height, width), the northernmost row first: positions in `geometries`, OUTSIDE (-1) where no
    polygon is. Pixels are square in the coordinates' own unit, the longer side has `longest_side` of them, and a frame
    of one pixel around everything is empty. Overlaps and edges as in `place_points`, in the order given. Without any
    polygon: one empty pixel over (0, 0, 1, 1).
    """
    polygons = Polygons(geometries)
    if not len(polygons.rows):
        return np.full((1, 1), OUTSIDE, dtype=np.int32), (0.0, 0.0, 1.0, 1.0)
    raster = polygon_raster(polygons, longest_side)
    labels = raster.labels.copy()
    flat = np.flatnonzero(labels <= _BORDER)
    labels.flat[flat] = polygons.first_holding(*raster.centres(flat))
    return np.ascontiguousarray(labels[::-1]), raster.bounds


class Polygons:
    """The polygons of an array of geometries, prepared and indexed; `rows` are their positions in that array."""

    def __init__(self, geometries: ArrayLike) -> None:
        shapes = np.asarray(geometries, dtype=object)
        kinds = shapely.get_type_id(shapes)
        areal = (kinds == shapely.GeometryType.POLYGON) | (kinds == shapely.GeometryType.MULTIPOLYGON)
        # An empty polygon has no bounds, a broken one endless ones.
        self.rows = np.flatnonzero(areal & np.isfinite(shapely.bounds(shapes)).all(axis=-1)).astype(np.int32)
        self.given, self.shapes = shapes.size, shapes[self.rows]

    @cached_property
    def _tree(self) -> shapely.STRtree:
        shapely.prepare(self.shapes)
        return shapely.STRtree(self.shapes)

    def first_holding(self, x: NDArray[np.float64], y: NDArray[np.float64]) -> Indices:
        """For each point the first polygon that holds it or has it on its edge, by shapely; OUTSIDE if none."""
        # The tree finds candidates by their boxes alone: its own predicates would test against unprepared polygons.
        point, shape = self._tree.query(shapely.points(x, y))
        held = shapely.intersects_xy(self.shapes[shape], x[point], y[point])
        none = len(self.rows)
        first = np.full(len(x), none, dtype=np.int64)
        np.minimum.at(first, point[held], shape[held])
        return np.append(self.rows, np.int32(OUTSIDE))[first]


@dataclass(frozen=True)
class PolygonRaster:
    """Per pixel the polygon that holds all of it, or OUTSIDE; where edges pass, _BORDER or, with one edge alone, _CUT
    less the pixel's number in `halves`. The southernmost row first.
    """

    labels: Indices
    halves: Halves
    west: float
    south: float
    pixel: float

    @property
    def bounds(self) -> Bounds:
        height, width = self.labels.shape
        return self.west, self.south, self.west + width * self.pixel, self.south + height * self.pixel

    def centres(self, flat: NDArray[np.intp]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        row, column = np.divmod(flat, self.labels.shape[1])
        return self.west + (column + 0.5) * self.pixel, self.south + (row + 0.5) * self.pixel

    def at(self, x: NDArray[np.float64], y: NDArray[np.float64]) -> Indices:
        """The polygon under each point (finite coordinates), OUTSIDE, or _BORDER where the raster cannot tell.

        No polygon reaches beyond the raster.
        """
        height, width = self.labels.shape
        x, y = (x - self.west) / self.pixel, (y - self.south) / self.pixel
        inside = (x >= 0) & (x < width) & (y >= 0) & (y < height)
        flat = np.where(inside, y, 0).astype(np.intp) * width + np.where(inside, x, 0).astype(np.intp)
        found = np.where(inside, self.labels.ravel()[flat], np.int32(OUTSIDE))
        cut = np.flatnonzero(found <= _CUT)
        found[cut] = self.halves.at(_CUT - found[cut], x[cut], y[cut])
        return found


def polygon_raster(polygons: Polygons, longest_side: int = _LONGEST_SIDE) -> PolygonRaster:
    """The raster of one or more polygons. Pixels that no edge touches and that hang together lie in the same polygons,
    so one exact test answers for each such region, however broken or overlapping the polygons are."""
    west, south, east, north = shapely.total_bounds(polygons.shapes)
    # No pixel smaller than what the coordinates themselves can tell apart (a centimetre, for degrees).
    finest = 1e-9 * max(1.0, *map(abs, (west, south, east, north)))
    pixel = max(max(east - west, north - south) / (longest_side - 2), finest)
    width, height = (int(np.ceil(span / pixel)) + 2 for span in (east - west, north - south))
    west, south = west - pixel, south - pixel
    border = border_pixels(polygons.shapes, west, south, pixel, (height, width))
    region, samples = connected_regions(~border.touched)
    row, column = np.divmod(samples, width)
    held = polygons.first_holding(west + (column + 0.5) * pixel, south + (row + 0.5) * pixel)
    labels = np.concatenate([[_BORDER], held]).astype(np.int32)[region]
    # The frame is empty but where rounding is as large as pixels are.
    row, column = np.divmod(border.flat, width)
    framed = (row > 0) & (row < height - 1) & (column > 0) & (column < width - 1)
    flat, edge = border.flat[framed], border.edge[framed]
    cut = halves(labels, flat, edge, border.edges)
    labels.ravel()[flat] = _CUT - np.arange(len(flat), dtype=np.int32)
    return PolygonRaster(labels, cut, float(west), float(south), float(pixel))


def _place_chunk(
    x: NDArray[np.float64], y: NDArray[np.float64], polygons: Polygons, raster: PolygonRaster | None
) -> Indices:
    out = np.full(len(x), OUTSIDE, dtype=np.int32)
    finite = np.flatnonzero(np.isfinite(x) & np.isfinite(y))
    if raster is None:
        unsure = finite
    else:
        labels = raster.at(x[finite], y[finite])
        out[finite] = labels
        unsure = finite[labels == _BORDER]
    if len(unsure):
        out[unsure] = polygons.first_holding(x[unsure], y[unsure])
    return out
