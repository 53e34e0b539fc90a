"""Files of shapes (GeoJSON, zipped Shapefile, GeoPackage): attributes as columns, one more named geometry."""

from __future__ import annotations

import json
import os
import sqlite3
import zipfile
from collections.abc import Sequence
from pathlib import Path

# GDAL reads this once, when its library is loaded: a virtual dataset could name any file of this machine.
os.environ["OGR_SKIP"] = "OGR_VRT"

import duckdb  # noqa: E402
import numpy as np  # noqa: E402
import pyarrow as pa  # noqa: E402
import pyogrio  # noqa: E402
import shapely  # noqa: E402
from pyogrio.errors import DataLayerError, DataSourceError  # noqa: E402
from pyproj import CRS  # noqa: E402
from pyproj.exceptions import CRSError  # noqa: E402

from analytics.intake import headers, signatures  # noqa: E402
from analytics.intake.encodings import as_utf8  # noqa: E402
from analytics.intake.files import RefusedFile  # noqa: E402
from analytics.intake.headers import Vocabulary  # noqa: E402
from analytics.intake.sources import Expectation, Source  # noqa: E402

_SHAPEFILE_SIGNATURE = b"\x00\x00\x27\x0a"
_SHAPEFILE_PARTS = (".shp", ".shx", ".dbf", ".prj", ".cpg")


def read(
    path: Path, kind: str, work: Path, connection: duckdb.DuckDBPyConnection, expected: Expectation
) -> tuple[Source, Vocabulary]:
    """The features of a file and the words that its names were read with. Raises RefusedFile."""
    try:
        if kind == signatures.GEOJSON:
            return _source(connection, *_geojson(path, work)), expected.words
        if kind == signatures.SHAPEFILE:
            return _source(connection, *_shapefile(path, work)), expected.shapefile_words
        return _source(connection, *_geopackage(path, work, expected.words)), expected.words
    except (DataSourceError, DataLayerError, sqlite3.Error, pa.ArrowException, shapely.errors.ShapelyError) as error:
        raise RefusedFile("damaged_file", detail=type(error).__name__) from error


def _source(connection: duckdb.DuckDBPyConnection, table: pa.Table, crs: str | None, note: dict | None) -> Source:
    columns = [f"c{i}" for i in range(table.num_columns)]
    lines = pa.array(range(1, table.num_rows + 1), pa.int64())
    connection.register("features", pa.table([lines, *table.columns], names=["_line", *columns]))
    described = connection.sql(f"select {', '.join(columns)} from features")
    sql = f"select _line, null::varchar[] as _extra, {', '.join(columns)} from features"
    types = tuple(str(kind) for kind in described.types)
    zones = {i: kind.tz for i, kind in enumerate(table.schema.types) if pa.types.is_timestamp(kind) and kind.tz}
    return Source(tuple(table.column_names), types, sql, rows=table.num_rows, crs=crs, zones=zones, note=note)


def _geojson(path: Path, work: Path) -> tuple[pa.Table, str | None, dict | None]:
    """Read without GDAL, which would also open what only looks like GeoJSON."""
    try:
        content = json.loads(as_utf8(path, work).path.read_text(encoding="utf-8"))
    except (ValueError, RecursionError) as error:
        raise RefusedFile("damaged_file", detail=type(error).__name__) from error
    features = content.get("features") if content.get("type") == "FeatureCollection" else None
    if features is None and content.get("type") == "Feature":
        features = [content]
    if not isinstance(features, list):
        raise RefusedFile("not_what_it_claims", claimed=path.suffix, found="JSON")
    # What is no feature is a row all the same: without anything in it.
    features = [feature if isinstance(feature, dict) else {} for feature in features]
    properties = [entry if isinstance(entry := feature.get("properties"), dict) else {} for feature in features]
    names = list(dict.fromkeys(name for entry in properties for name in entry if name != "geometry"))
    columns = [pa.array([_property(entry.get(name)) for entry in properties], pa.string()) for name in names]
    shapes = pa.array([_shape(feature.get("geometry")) for feature in features], pa.string())
    return pa.table([*columns, shapes], names=[*names, "geometry"]), _geojson_crs(content), None


def _property(value: object) -> str | None:
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return json.dumps(value, ensure_ascii=False)


def _shape(geometry: object) -> str | None:
    return json.dumps(geometry) if geometry else None


def _geojson_crs(content: dict) -> str | None:
    crs = content.get("crs")
    name = crs.get("properties", {}).get("name") if isinstance(crs, dict) else None
    return _canonical(name) if name else None


def _canonical(crs: str | None) -> str | None:
    """A coordinate system as EPSG:n where it has such a number, else as it is written; None for none."""
    if not crs:
        return None
    try:
        system = CRS.from_user_input(crs)
    except CRSError as error:
        raise RefusedFile("unknown_crs", crs=crs[:80]) from error
    number = system.to_epsg()
    return f"EPSG:{number}" if number else system.to_wkt()


def _shapefile(path: Path, work: Path) -> tuple[pa.Table, str | None, dict | None]:
    with zipfile.ZipFile(path) as archive:
        entries = sorted(entry for entry in archive.namelist() if not Path(entry).name.startswith("."))
        layers = [Path(entry).with_suffix("") for entry in entries if entry.lower().endswith(".shp")]
        layer = layers[0]
        target = work / "layer.shp"
        for entry in entries:
            suffix = Path(entry).suffix.lower()
            if Path(entry).with_suffix("") == layer and suffix in _SHAPEFILE_PARTS:
                target.with_suffix(suffix).write_bytes(archive.read(entry))
    with target.open("rb") as file:
        # GDAL would go by the content, whatever the name.
        if file.read(4) != _SHAPEFILE_SIGNATURE:
            raise RefusedFile("not_what_it_claims", claimed=".shp", found="?")
    if not target.with_suffix(".dbf").exists():
        raise RefusedFile("damaged_file", detail="no .dbf")
    note = {"code": "several_layers", "layer": layer.name} if len(layers) > 1 else None
    # Without a .cpg GDAL would take the text for Latin; a .cpg that is wrong shows in the text itself.
    declared = [None] if target.with_suffix(".cpg").exists() else []
    # Chinese text in another encoding is never UTF-8 by chance.
    for encoding in ["UTF-8", *declared, "GB18030"]:
        try:
            table, crs = _layer(target, None, encoding)
            _check_shapes(target, table["geometry"].null_count)
            return table, crs, note
        except (UnicodeDecodeError, pa.ArrowInvalid):
            continue
    raise RefusedFile("unreadable_encoding")


def _check_shapes(path: Path, missing: int) -> None:
    """Raises RefusedFile when GDAL has silently left out shapes that the file says are there."""
    index = np.fromfile(path.with_suffix(".shx"), ">i4")[25:].reshape(-1, 2)
    content = np.memmap(path, np.uint8, "r")
    starts = index[:, 0].astype(np.int64) * 2 + 8
    starts = starts[starts + 4 <= len(content)]
    kinds = content[starts[:, None] + np.arange(4)] if len(starts) else np.empty((0, 4))
    if missing > np.count_nonzero(~kinds.any(axis=1)):
        raise RefusedFile("damaged_file", detail=".shp")


def _geopackage(path: Path, work: Path, words: Vocabulary) -> tuple[pa.Table, str | None, dict | None]:
    # A copy: SQLite may write beside a file that it opens.
    copy = work / "layers.gpkg"
    copy.write_bytes(path.read_bytes())
    layers = [str(name) for name, kind in pyogrio.list_layers(copy) if kind]
    for layer in layers:
        names = list(pyogrio.read_info(copy, layer=layer)["fields"])
        if headers.find([names], words):
            note = {"code": "several_layers", "layer": layer} if len(layers) > 1 else None
            return *_layer(copy, layer, None), note
    raise RefusedFile("no_header")


def _layer(path: Path, layer: str | None, encoding: str | None) -> tuple[pa.Table, str | None]:
    # A Shapefile whose index got lost is still whole. Only here: left on, GDAL refuses Shapefiles inside an archive.
    pyogrio.set_gdal_config_options({"SHAPE_RESTORE_SHX": "YES"})
    try:
        metadata, table = pyogrio.read_arrow(path, layer=layer, encoding=encoding)
    finally:
        pyogrio.set_gdal_config_options({"SHAPE_RESTORE_SHX": None})
    table.validate(full=True)
    geometry = metadata["geometry_name"] or "wkb_geometry"
    table = table.drop_columns([name for name in (metadata.get("fid_column"),) if name and name in table.column_names])
    names: Sequence[str] = ["geometry" if name == geometry else name for name in table.column_names]
    return table.rename_columns(names), _canonical(metadata["crs"])
