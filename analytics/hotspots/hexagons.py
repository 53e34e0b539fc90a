"""A hexagon tessellation of the city: places of equal size and shape for cities, or questions, without grid cells.

The lattice is laid out in an equal-area projection centred on the city's outline, so the same outline always gives the
same hexagons with the same codes. Neighbouring hexagons share their corners to the last bit.
"""

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import ArrayLike, NDArray
from pyproj import Transformer

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]

EDGE_M = 500.0  # 0.65 km2: some 25,000 hexagons for a city of 16,000 km2

_HALF_WIDTH = np.sqrt(3.0) / 2.0
# Corners around a centre, counted in half widths to the right and half edges up.
_CORNERS = np.array([(0, 2), (1, 1), (1, -1), (0, -2), (-1, -1), (-1, 1)])


@dataclass(frozen=True)
class Hexagons:
    """The hexagons that cover an outline, one entry each: code, outline, column and row; in code order."""

    codes: list[str]
    geometries: NDArray[np.object_]
    columns: IntArray
    rows: IntArray
    lattice: "Lattice"

    def holding(self, lon: ArrayLike, lat: ArrayLike) -> IntArray:
        """Index of the hexagon per point; -1 for a point in none of them or without coordinates."""
        number = np.full(self.lattice.size, -1, dtype=np.int64)
        number[self.columns, self.rows] = np.arange(len(self.codes))
        column, row = self.lattice.numbers(lon, lat)
        inside = (column >= 0) & (column < number.shape[0]) & (row >= 0) & (row < number.shape[1])
        return np.where(inside, number[np.where(inside, column, 0), np.where(inside, row, 0)], -1)


class Lattice:
    """Hexagon numbers of points: an equal-area projection centred on an outline, and the edge length in metres."""

    def __init__(self, outline: shapely.Geometry, edge_m: float = EDGE_M) -> None:
        if not 0 < edge_m < np.inf:
            raise ValueError(f"a hexagon needs a positive edge, not {edge_m}")
        west, south, east, north = shapely.bounds(outline)
        if not np.isfinite([west, south, east, north]).all():
            raise ValueError("an empty outline has no hexagons")
        centre = f"+lat_0={(south + north) / 2:.6f} +lon_0={(west + east) / 2:.6f}"
        self.edge_m = edge_m
        self._metres = Transformer.from_crs("EPSG:4326", f"+proj=laea {centre} +ellps=WGS84 +units=m", always_xy=True)
        x, y = self._metres.transform(*shapely.get_coordinates(shapely.segmentize(outline, 0.05)).T)
        # A margin of two edges, so that no number inside is negative.
        self._left, self._bottom = x.min() - 2 * edge_m, y.min() - 2 * edge_m
        self.size = (int(np.ptp(x) / (2 * _HALF_WIDTH * edge_m)) + 4, int(np.ptp(y) / (1.5 * edge_m)) + 4)

    def numbers(self, lon: ArrayLike, lat: ArrayLike) -> tuple[IntArray, IntArray]:
        """Column and row of the hexagon per point; -1, -1 for a point without coordinates."""
        lon, lat = np.asarray(lon, dtype=np.float64), np.asarray(lat, dtype=np.float64)
        x, y = self._metres.transform(lon, lat)
        x, y = (np.asarray(x) - self._left) / (_HALF_WIDTH * self.edge_m), (np.asarray(y) - self._bottom) / self.edge_m
        known = np.isfinite(x) & np.isfinite(y)
        x, y = np.where(known, x, 0.0), np.where(known, y, 0.0)
        column, row = _nearest_centre(x, y)
        return np.where(known, column, -1), np.where(known, row, -1)

    def outlines(self, columns: IntArray, rows: IntArray) -> NDArray[np.object_]:
        """Hexagons in longitude and latitude; corners come from whole numbers, so neighbours share them exactly."""
        right = (2 * columns + (rows & 1))[:, None] + _CORNERS[:, 0]
        up = (3 * rows)[:, None] + _CORNERS[:, 1]
        x = self._left + right * (_HALF_WIDTH * self.edge_m)
        y = self._bottom + up * (self.edge_m / 2.0)
        lon, lat = self._metres.transform(x, y, direction="INVERSE")
        return shapely.polygons(np.stack([lon, lat], axis=-1))


def hexagons(outline: shapely.Geometry, edge_m: float = EDGE_M, anchor: shapely.Geometry | None = None) -> Hexagons:
    """All hexagons that share any of the inside of `outline` (longitude, latitude), in code order.

    The lattice is laid out on `anchor`, an outline that holds this one (default: this one); codes count from there.
    ValueError for an empty outline or an edge that is not positive.
    """
    lattice = Lattice(outline if anchor is None else anchor, edge_m)
    columns, rows = (axis.ravel() for axis in np.meshgrid(*(np.arange(n) for n in lattice.size)))
    shapes = lattice.outlines(columns, rows)
    shapely.prepare(outline)
    kept = np.flatnonzero(shapely.intersects(outline, shapes) & ~shapely.touches(outline, shapes))
    codes = [f"hex-{column}-{row}" for column, row in zip(columns[kept], rows[kept], strict=True)]
    order = np.array(sorted(range(len(kept)), key=codes.__getitem__), dtype=np.int64)
    kept = kept[order]
    return Hexagons([codes[index] for index in order], shapes[kept], columns[kept], rows[kept], lattice)


def _nearest_centre(x: FloatArray, y: FloatArray) -> tuple[IntArray, IntArray]:
    """Column and row of the nearest centre; x in half widths, y in edges. Even rows start at 0, odd ones at 1."""
    best, column, row = np.full(x.shape, np.inf), np.zeros(x.shape, np.int64), np.zeros(x.shape, np.int64)
    for candidate in (np.floor(y / 1.5), np.floor(y / 1.5) + 1):
        shift = candidate % 2
        nearest = np.rint((x - shift) / 2.0)
        apart = ((x - shift - 2.0 * nearest) * _HALF_WIDTH) ** 2 + (y - 1.5 * candidate) ** 2
        closer = apart < best
        best = np.where(closer, apart, best)
        column, row = np.where(closer, nearest, column), np.where(closer, candidate, row)
    return column.astype(np.int64), row.astype(np.int64)
