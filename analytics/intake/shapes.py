"""Geometry in whatever form a file has it → WKB in longitude and latitude on WGS84; functions for DuckDB."""

from __future__ import annotations

import duckdb
import numpy as np
import pyarrow as pa
import shapely
from pyproj import CRS, Transformer

from analytics.intake.files import RefusedFile
from analytics.places.coordinates import UnknownCrs, geometries_to_wgs84, parse_crs, to_wgs84

_SHAPE = pa.struct([("wkb", pa.binary()), ("wkt", pa.string())])
_DEFAULT_CRS = "wgs84"


def add_functions(connection: duckdb.DuckDBPyConnection, shape_type: str, crs: str | None) -> None:
    """Adds `shape(given)` → (wkb, wkt) for BLOB or VARCHAR and `to_wgs84(lon, lat)` → (lon, lat) to the connection.

    `wkb` is NULL for what cannot be read or has no place; `wkt` is the shape as it was given.
    """
    crs = crs or _DEFAULT_CRS
    connection.create_function(
        "shape", lambda given: _shapes(given, crs), [shape_type], "STRUCT(wkb BLOB, wkt VARCHAR)",
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
    given, placed = connection.sql(
        f"select count(*), count(shape(geometry).wkb) from ({source}) where geometry is not null"
    ).fetchall()[0]
    if given and not placed:
        raise RefusedFile("missing_crs")


def _points(lon: pa.Array, lat: pa.Array, crs: str) -> pa.Array:
    x, y = (_numbers(values) for values in (lon, lat))
    x, y = to_wgs84(x, y, crs)
    return pa.StructArray.from_arrays([pa.array(x, from_pandas=True), pa.array(y, from_pandas=True)], ["lon", "lat"])


def _numbers(values: pa.Array) -> np.ndarray:
    return values.cast(pa.float64()).to_numpy(zero_copy_only=False).astype(np.float64)


def _shapes(given: pa.Array, crs: str) -> pa.Array:
    texts = given.to_pylist()
    shapes = np.array([_parsed(value) for value in texts], dtype=object)
    moved = _moved(shapes, crs)
    bounds = shapely.bounds(moved)
    with np.errstate(invalid="ignore"):
        placed = (bounds[:, 0] >= -180) & (bounds[:, 1] >= -90) & (bounds[:, 2] <= 180) & (bounds[:, 3] <= 90)
    binary = shapely.to_wkb(moved)
    wkt = shapely.to_wkt(shapes, rounding_precision=-1)
    rows = [
        {"wkb": binary[i] if placed[i] else None, "wkt": text if isinstance(text, str) else wkt[i]}
        for i, text in enumerate(texts)
    ]
    return pa.array(rows, _SHAPE)


def _parsed(value: bytes | str | None) -> shapely.Geometry | None:
    """The geometry of WKB, hexadecimal WKB, WKT (with an SRID before it or not) or GeoJSON; None for anything else."""
    if not value:
        return None
    if isinstance(value, bytes):
        return shapely.from_wkb(value, on_invalid="ignore")
    if value.startswith("{"):
        return shapely.from_geojson(value, on_invalid="ignore")
    if value[:2] in ("00", "01"):
        return shapely.from_wkb(value, on_invalid="ignore")
    return shapely.from_wkt(value.split(";", 1)[-1], on_invalid="ignore")


def _moved(shapes: np.ndarray, crs: str) -> np.ndarray:
    try:
        return geometries_to_wgs84(shapes, parse_crs(crs))
    except UnknownCrs:
        # A system that a file describes in full and that has no number.
        transformer = Transformer.from_crs(CRS.from_user_input(crs), "EPSG:4326", always_xy=True)
        return shapely.transform(shapes, lambda points: np.column_stack(transformer.transform(*points.T)))
