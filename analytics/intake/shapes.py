"""Geometry in whatever form a file has it → WKB in longitude and latitude on WGS84; functions for DuckDB."""

from __future__ import annotations

import contextlib

import duckdb
import numpy as np
import pyarrow as pa
import shapely
from pyproj import CRS, Transformer

from analytics.intake.files import RefusedFile
from analytics.places.coordinates import UnknownCrs, geometries_to_wgs84, parse_crs, to_wgs84

_SHAPE = pa.struct([("wkb", pa.binary()), ("wkt", pa.string()), ("fault", pa.string())])
# What is wrong with a shape: it cannot be read, lies beyond all degrees, is no area where one is asked for, or was put
# right.
UNREADABLE, BEYOND, NO_AREA, REPAIRED = "unreadable", "beyond", "no_area", "repaired"
_DEFAULT_CRS = "wgs84"


def add_functions(connection: duckdb.DuckDBPyConnection, shape_type: str, crs: str | None, areal: bool) -> None:
    """Adds `shape(given)` → (wkb, wkt, fault) for BLOB or VARCHAR and `to_wgs84(lon, lat)` → (lon, lat).

    `wkb` is NULL for what cannot be read or has no place, or where `areal` is no area; `wkt` is the shape as it was
    given; `fault` is NULL for a shape that is as it should be. An outline that crosses itself is put right.
    """
    crs = crs or _DEFAULT_CRS
    connection.create_function(
        "shape", lambda given: _shapes(given, crs, areal), [shape_type],
        "STRUCT(wkb BLOB, wkt VARCHAR, fault VARCHAR)",
        type="arrow", null_handling="special",
    )  # fmt: skip
    connection.create_function(
        "to_wgs84", lambda lon, lat: _points(lon, lat, crs), ["DOUBLE", "DOUBLE"], "STRUCT(lon DOUBLE, lat DOUBLE)",
        type="arrow", null_handling="special",
    )  # fmt: skip


def is_degrees(crs: str | None) -> bool:
    """Whether coordinates in this system already are longitude and latitude as we keep them."""
    try:
        return crs is None or parse_crs(crs) in ("wgs84", "cgcs2000")
    except UnknownCrs:
        return False


def check_degrees(connection: duckdb.DuckDBPyConnection, source: str) -> None:
    """Raises RefusedFile when no shape of the relation's `geometry` column could be degrees: its system is unknown."""
    beyond, placed = connection.sql(
        f"""select count(*) filter (shape.fault = '{BEYOND}'), count(shape.wkb)
            from (select shape(geometry) as shape from ({source}) where geometry is not null)"""
    ).fetchall()[0]
    if beyond and not placed:
        raise RefusedFile("missing_crs")


def _points(lon: pa.Array, lat: pa.Array, crs: str) -> pa.Array:
    x, y = (_numbers(values) for values in (lon, lat))
    x, y = to_wgs84(x, y, crs)
    return pa.StructArray.from_arrays([pa.array(x, from_pandas=True), pa.array(y, from_pandas=True)], ["lon", "lat"])


def _numbers(values: pa.Array) -> np.ndarray:
    return values.cast(pa.float64()).to_numpy(zero_copy_only=False).astype(np.float64)


def _shapes(given: pa.Array, crs: str, areal: bool) -> pa.Array:
    texts = given.to_pylist()
    shapes = np.array([_parsed(value) for value in texts], dtype=object)
    moved, faults = _sound(_moved(shapes, crs), areal)
    bounds = shapely.bounds(moved)
    with np.errstate(invalid="ignore"):
        placed = (bounds[:, 0] >= -180) & (bounds[:, 1] >= -90) & (bounds[:, 2] <= 180) & (bounds[:, 3] <= 90)
    has_place = ~(shapely.is_missing(moved) | shapely.is_empty(moved))
    binary = shapely.to_wkb(moved)
    wkt = shapely.to_wkt(shapes, rounding_precision=-1)
    rows = [
        {
            "wkb": binary[i] if placed[i] else None,
            "wkt": text if isinstance(text, str) else wkt[i],
            "fault": faults[i] if placed[i] or faults[i] == NO_AREA else BEYOND if has_place[i] else UNREADABLE,
        }
        for i, text in enumerate(texts)
    ]
    return pa.array(rows, _SHAPE)


def _sound(shapes: np.ndarray, areal: bool) -> tuple[np.ndarray, list[str | None]]:
    """The shapes, outlines that cross themselves put right and None for no area where one is asked for; the faults."""
    shapes, faults = shapes.copy(), np.full(len(shapes), None, dtype=object)
    for i in np.flatnonzero(~(shapely.is_valid(shapes) | shapely.is_missing(shapes))):
        if not np.isfinite(shapely.get_coordinates(shapes[i])).all():
            shapes[i] = None
        elif shapely.get_dimensions(shapes[i]) == 2:
            shapes[i], faults[i] = _areas_of(shapely.make_valid(shapes[i])), REPAIRED
    if areal:
        flat = ~shapely.is_missing(shapes) & ((shapely.get_dimensions(shapes) != 2) | (shapely.area(shapes) == 0))
        # Zero width is no area either; an empty shape is simply not there.
        flat &= ~shapely.is_empty(shapes) | (faults == REPAIRED)
        shapes[flat], faults[flat] = None, NO_AREA
    return shapes, faults.tolist()


def _areas_of(shape: shapely.Geometry) -> shapely.Geometry:
    """The parts of a shape that have an area."""
    parts = shapely.get_parts(shapely.get_parts(shape))
    return shapely.union_all(parts[shapely.get_dimensions(parts) == 2])


def _parsed(value: bytes | str | None) -> shapely.Geometry | None:
    """The geometry of WKB, hexadecimal WKB, WKT (with an SRID before it or not) or GeoJSON; None for anything else."""
    if not value:
        return None
    with contextlib.suppress(NotImplementedError, shapely.errors.ShapelyError), np.errstate(invalid="ignore"):
        shape = _read(value)
        # Arcs and other curves, which nothing here can draw, are beyond the last of the plain kinds.
        return shape if shape is None or shapely.get_type_id(shape) <= shapely.GeometryType.GEOMETRYCOLLECTION else None
    return None


def _read(value: bytes | str) -> shapely.Geometry | None:
    if isinstance(value, bytes) or value[:2] in ("00", "01"):
        return shapely.from_wkb(value, on_invalid="ignore")
    if value.startswith("{"):
        return shapely.from_geojson(value, on_invalid="ignore")
    return shapely.from_wkt(value.split(";", 1)[-1], on_invalid="ignore")


def _moved(shapes: np.ndarray, crs: str) -> np.ndarray:
    try:
        return geometries_to_wgs84(shapes, parse_crs(crs))
    except UnknownCrs:
        # A system that a file describes in full and that has no number.
        transformer = Transformer.from_crs(CRS.from_user_input(crs), "EPSG:4326", always_xy=True)
        return shapely.transform(shapes, lambda points: np.column_stack(transformer.transform(*points.T)))
