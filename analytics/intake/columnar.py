"""Parquet and GeoParquet: typed columns are used as they are, without passing through text."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from pyproj import CRS
from pyproj.exceptions import CRSError

from analytics.intake.files import RefusedFile
from analytics.intake.sieve import Sieve, numbered
from analytics.intake.sources import Source

# GeoParquet without a crs means longitude and latitude on WGS84, says its specification.
_DEFAULT_CRS = "EPSG:4326"
_ROWS_PER_BATCH = 120_000


def read(path: Path, connection: duckdb.DuckDBPyConnection) -> Source:
    """The rows of a Parquet file; `_line` counts them from 1. Raises RefusedFile."""
    try:
        with pq.ParquetFile(path) as file:
            schema, rows = file.schema_arrow, file.metadata.num_rows
    except (pa.ArrowException, OSError, ValueError) as error:
        raise RefusedFile("damaged_file", detail=type(error).__name__) from error
    if not len(schema):
        raise RefusedFile("no_header")
    geometry, crs = _geometry(schema.metadata or {})
    names = ["geometry" if name == geometry else name for name in schema.names]
    columns = [f"c{i}" for i in range(len(names))]
    selected = f"from read_parquet($parquet_path, file_row_number = true) as t({', '.join([*columns, '_row'])})"
    parameters = {"parquet_path": str(path)}
    described = connection.sql(f"select {', '.join(columns)} {selected}", params=parameters)
    types = tuple(str(kind) for kind in described.types)
    zones = {i: kind.tz for i, kind in enumerate(schema.types) if pa.types.is_timestamp(kind) and kind.tz}
    return Source(
        tuple(names), types, f"select _row + 1 as _line, null::varchar[] as _extra, {', '.join(columns)} {selected}",
        parameters, rows=rows, crs=crs, zones=zones,
    )  # fmt: skip


class Unread:
    """The rows of a Parquet file."""

    def __init__(self, path: Path, source: Source) -> None:
        self._path, self._rows = path, max(source.rows, 1)

    def into(self, sieve: Sieve, advanced: Callable[[float], None] = lambda share: None) -> None:
        """Puts all rows into the sieve. `advanced` gets the share of the file that is done, 0 to 1."""
        with pq.ParquetFile(self._path) as file:
            names = [f"c{i}" for i in range(len(file.schema_arrow))]
            for batch in file.iter_batches(_ROWS_PER_BATCH):
                rows = pa.table(batch.columns, names=names)
                sieve.block(sieve.ordinary.typed(rows), sieve.rows + 1, partial(_again, rows, sieve.rows + 1))
                advanced(sieve.rows / self._rows)


def _again(rows: pa.Table, first: int, chosen: np.ndarray) -> Iterator[pa.Table]:
    yield numbered(rows.take(chosen), pa.array(chosen + first))


def _geometry(metadata: dict[bytes, bytes]) -> tuple[str | None, str | None]:
    """The name of the geometry column and its coordinate system, as GeoParquet declares them; None without."""
    try:
        declared = json.loads(metadata[b"geo"])
        name = declared["primary_column"]
        crs = declared["columns"][name].get("crs", _DEFAULT_CRS)
        return name, None if crs is None else CRS.from_user_input(crs).to_string()
    except (KeyError, TypeError, ValueError, CRSError):
        return None, None
