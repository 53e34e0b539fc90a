"""Outlines made light for the browser, and the way back from a clicked point to a unit."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy
import pandas
import shapely

# A screen is some 1,500 pixels wide: what is smaller than a pixel of the whole extent is not worth sending.
_SCREEN = 3000
_DIGITS = 5  # about a metre


@dataclass(frozen=True)
class Shapes:
    """The outlines of one tier's units: `codes` and `geometries` in the same order."""

    codes: list[str]
    geometries: numpy.ndarray

    @classmethod
    def of(cls, frame: pandas.DataFrame) -> Shapes:
        """From rows of unit and geometry (WKB): simplified so that neighbours keep sharing their borders."""
        full = shapely.make_valid(shapely.from_wkb(frame["geometry"].map(bytes).to_numpy()))
        found = cls(frame["unit"].tolist(), full)
        west, south, east, north = found.bounds if found.codes else (0, 0, 0, 0)
        tolerance = max(east - west, north - south) / _SCREEN
        return cls(found.codes, _simplified(full, tolerance))

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        """West, south, east, north in degrees."""
        return tuple(shapely.total_bounds(self.geometries))

    @cached_property
    def _tree(self) -> shapely.STRtree:
        return shapely.STRtree(self.geometries)

    @cached_property
    def geojson(self) -> dict[str, dict]:
        """Code → GeoJSON geometry, coordinates rounded to about a metre."""
        rounded = shapely.transform(self.geometries, lambda xy: numpy.round(xy, _DIGITS))
        return {
            code: shapely.geometry.mapping(geometry) for code, geometry in zip(self.codes, rounded, strict=True)
        }

    def at(self, lon: float, lat: float, reach: float = 0.0) -> str | None:
        """The unit at a point; with `reach` (degrees) the nearest one that close, which lines need. None elsewhere."""
        if not self.codes:
            return None
        place = self._tree.query_nearest(shapely.Point(lon, lat), max_distance=reach or 1e-9, all_matches=False)
        return self.codes[place[0]] if len(place) else None

    def only(self, code: str | None) -> Shapes:
        """The outline of one unit alone; none for an unknown code."""
        places = [self.codes.index(code)] if code in self.codes else []
        return Shapes([self.codes[place] for place in places], self.geometries[places])

    def inside(self, code: str) -> tuple[float, float] | None:
        """A point (lon, lat) that lies inside the unit; None for an unknown unit."""
        if code not in self.codes:
            return None
        point = shapely.point_on_surface(self.geometries[self.codes.index(code)])
        return point.x, point.y


def _simplified(geometries: numpy.ndarray, tolerance: float) -> numpy.ndarray:
    polygons = numpy.isin(shapely.get_type_id(geometries), (3, 6))
    if not polygons.all():
        return shapely.simplify(geometries, tolerance)
    return shapely.coverage_simplify(geometries, tolerance, simplify_boundary=True)
