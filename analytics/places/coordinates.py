"""Longitudes and latitudes in WGS84 degrees from any coordinate system that a city's files use.

CGCS2000 counts as WGS84: the two differ by centimetres, a case is located to some metres. GCJ-02 and BD-09 are the
published algorithms (the rectangle of China included, outside of which nothing is shifted); their inverses are found
by fixed-point iteration, since the published approximate inverses are off by up to two metres.
"""

import re
from functools import lru_cache

import numpy as np
import shapely
from numpy.typing import ArrayLike, NDArray
from pyproj import CRS, Transformer
from pyproj.exceptions import CRSError

EARTH_RADIUS_M = 6371008.8

Floats = NDArray[np.float64]

# The ellipsoid of GCJ-02 (Krasovsky 1940), as published.
_GCJ_SEMI_MAJOR_M = 6378245.0
_GCJ_ECCENTRICITY_SQUARED = 0.00669342162296594323
_CHINA_WEST, _CHINA_EAST, _CHINA_SOUTH, _CHINA_NORTH = 72.004, 137.8347, 0.8293, 55.8271
_BD_ANGLE = np.pi * 3000.0 / 180.0
# Every step divides the error by about 150, so seven steps reach the last bit from 1.5 km away. The number is fixed,
# and not "until the batch has converged", so that a point's result does not depend on the points that come with it.
_INVERSE_STEPS = 7

_NAMES = {"wgs84": "wgs84", "cgcs2000": "cgcs2000", "gcj02": "gcj02", "bd09": "bd09", "bd09ll": "bd09"}
_GEOGRAPHIC_CODES = {4326: "wgs84", 4490: "cgcs2000"}


class UnknownCrs(ValueError):
    """A coordinate system that cannot be read; `text` is what was given."""

    def __init__(self, text: object) -> None:
        self.text = str(text)
        super().__init__(f"unknown coordinate system {self.text!r}: expected wgs84, cgcs2000, gcj02, bd09 or EPSG:n")


@lru_cache(maxsize=64)
def parse_crs(text: str) -> str:
    """The system's canonical name: wgs84, cgcs2000, gcj02, bd09 or EPSG:n. Raises UnknownCrs.

    Case, spaces, hyphens and underscores do not matter. An EPSG code must be one that pyproj knows and that has
    longitude and latitude or easting and northing.
    """
    squeezed = re.sub(r"[\s_-]", "", str(text)).lower()
    if squeezed in _NAMES:
        return _NAMES[squeezed]
    match = re.fullmatch(r"(?:epsg)?:{0,2}([0-9]{4,6})", squeezed)
    if not match:
        raise UnknownCrs(text)
    code = int(match.group(1))
    if code in _GEOGRAPHIC_CODES:
        return _GEOGRAPHIC_CODES[code]
    try:
        system = CRS.from_epsg(code)
    except CRSError as error:
        raise UnknownCrs(text) from error
    if not (system.is_projected or (system.is_geographic and not system.is_geocentric)):
        raise UnknownCrs(text)
    return f"EPSG:{code}"


def to_wgs84(lon: ArrayLike, lat: ArrayLike, crs: str) -> tuple[Floats, Floats]:
    """Longitude and latitude in WGS84 degrees, one per point, as two arrays of the input's shape.

    `lon` and `lat` are degrees, or easting and northing in the unit of a projected system (always x before y, whatever
    the axis order in the register). A point with a missing or infinite coordinate, or that cannot be projected, comes
    out as NaN, NaN. Raises UnknownCrs.
    """
    x, y = np.broadcast_arrays(np.asarray(lon, dtype=np.float64), np.asarray(lat, dtype=np.float64))
    system = parse_crs(crs)
    if system.startswith("EPSG:"):
        out_x, out_y = _transformer(system).transform(x, y)
    elif system in ("gcj02", "bd09"):
        with np.errstate(invalid="ignore"):
            out_x, out_y = _gcj02_from_bd09(x, y) if system == "bd09" else (x, y)
            out_x, out_y = _wgs84_from_gcj02(out_x, out_y)
    else:
        out_x, out_y = x, y
    bad = ~(np.isfinite(x) & np.isfinite(y) & np.isfinite(out_x) & np.isfinite(out_y))
    return np.where(bad, np.nan, out_x), np.where(bad, np.nan, out_y)


def geometries_to_wgs84(geometries: NDArray[np.object_], crs: str) -> NDArray[np.object_]:
    """The geometries in WGS84 degrees, one for each given (None stays None), without heights. Raises UnknownCrs."""
    system = parse_crs(crs)

    def moved(points: Floats) -> Floats:
        return np.column_stack(to_wgs84(points[:, 0], points[:, 1], system))

    geometries = np.asarray(geometries, dtype=object)
    if system in ("wgs84", "cgcs2000"):
        return shapely.force_2d(geometries)
    return shapely.transform(geometries, moved)


def from_wgs84(lon: ArrayLike, lat: ArrayLike, crs: str) -> tuple[Floats, Floats]:
    """The points in another system, one for each given in WGS84 degrees; the opposite of `to_wgs84`."""
    x, y = np.broadcast_arrays(np.asarray(lon, dtype=np.float64), np.asarray(lat, dtype=np.float64))
    system = parse_crs(crs)
    if system.startswith("EPSG:"):
        return _transformer(system).transform(x, y, direction="INVERSE")
    with np.errstate(invalid="ignore"):
        if system in ("gcj02", "bd09"):
            x, y = _gcj02_from_wgs84(x, y)
        if system == "bd09":
            x, y = _bd09_from_gcj02(x, y)
    return x, y


def haversine_m(lon1: ArrayLike, lat1: ArrayLike, lon2: ArrayLike, lat2: ArrayLike) -> Floats:
    """Great-circle distance in metres between points in degrees, element by element; NaN where one is missing."""
    a1, a2 = np.radians(np.asarray(lat1, dtype=np.float64)), np.radians(np.asarray(lat2, dtype=np.float64))
    d_lon = np.radians(np.asarray(lon2, dtype=np.float64) - np.asarray(lon1, dtype=np.float64))
    chord = np.sin((a2 - a1) / 2) ** 2 + np.cos(a1) * np.cos(a2) * np.sin(d_lon / 2) ** 2
    return 2 * EARTH_RADIUS_M * np.arcsin(np.sqrt(np.minimum(chord, 1.0)))


@lru_cache(maxsize=16)
def _transformer(system: str) -> Transformer:
    return Transformer.from_crs(system, "EPSG:4326", always_xy=True)


def _in_china(x: Floats, y: Floats) -> NDArray[np.bool_]:
    return (x >= _CHINA_WEST) & (x <= _CHINA_EAST) & (y >= _CHINA_SOUTH) & (y <= _CHINA_NORTH)


def _gcj_shift(lon: Floats, lat: Floats) -> tuple[Floats, Floats]:
    """The published shift in degrees at WGS84 points, without the test for China."""
    x, y = lon - 105.0, lat - 35.0
    both = 20.0 * np.sin(6.0 * np.pi * x) + 20.0 * np.sin(2.0 * np.pi * x)
    root = np.sqrt(np.abs(x))
    north = -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * root
    north += (both + 20.0 * np.sin(np.pi * y) + 40.0 * np.sin(np.pi * y / 3.0)) * 2.0 / 3.0
    north += (160.0 * np.sin(np.pi * y / 12.0) + 320.0 * np.sin(np.pi * y / 30.0)) * 2.0 / 3.0
    east = 300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * root
    east += (both + 20.0 * np.sin(np.pi * x) + 40.0 * np.sin(np.pi * x / 3.0)) * 2.0 / 3.0
    east += (150.0 * np.sin(np.pi * x / 12.0) + 300.0 * np.sin(np.pi * x / 30.0)) * 2.0 / 3.0
    radians = np.radians(lat)
    w2 = 1.0 - _GCJ_ECCENTRICITY_SQUARED * np.sin(radians) ** 2
    meridian_radius = _GCJ_SEMI_MAJOR_M * (1.0 - _GCJ_ECCENTRICITY_SQUARED) / (w2 * np.sqrt(w2))
    parallel_radius = _GCJ_SEMI_MAJOR_M / np.sqrt(w2) * np.cos(radians)
    return np.degrees(east / parallel_radius), np.degrees(north / meridian_radius)


def _gcj02_from_wgs84(x: Floats, y: Floats) -> tuple[Floats, Floats]:
    east, north = _gcj_shift(x, y)
    inside = _in_china(x, y)
    return np.where(inside, x + east, x), np.where(inside, y + north, y)


def _wgs84_from_gcj02(x: Floats, y: Floats) -> tuple[Floats, Floats]:
    lon, lat = x, y
    for _ in range(_INVERSE_STEPS):
        east, north = _gcj_shift(lon, lat)
        lon, lat = x - east, y - north
    inside = _in_china(x, y)
    return np.where(inside, lon, x), np.where(inside, lat, y)


def _bd_turned(x: Floats, y: Floats) -> tuple[Floats, Floats]:
    radius = np.hypot(x, y) + 0.00002 * np.sin(y * _BD_ANGLE)
    angle = np.arctan2(y, x) + 0.000003 * np.cos(x * _BD_ANGLE)
    return radius * np.cos(angle) + 0.0065, radius * np.sin(angle) + 0.006


def _bd09_from_gcj02(x: Floats, y: Floats) -> tuple[Floats, Floats]:
    turned_x, turned_y = _bd_turned(x, y)
    inside = _in_china(x, y)
    return np.where(inside, turned_x, x), np.where(inside, turned_y, y)


def _gcj02_from_bd09(x: Floats, y: Floats) -> tuple[Floats, Floats]:
    lon, lat = x, y
    for _ in range(_INVERSE_STEPS):
        turned_x, turned_y = _bd_turned(lon, lat)
        lon, lat = lon + (x - turned_x), lat + (y - turned_y)
    inside = _in_china(x, y)
    return np.where(inside, lon, x), np.where(inside, lat, y)
