"""The files of a demo city: large tables as Parquet written part by part, small ones as CSV, geometry as GeoParquet."""

from __future__ import annotations

import json
from pathlib import Path

import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet
import shapely

ROWS_AT_ONCE = 200_000  # of a row group
BOM = b"\xef\xbb\xbf"  # without it WPS reads a CSV as GBK


class Files:
    """Writes into one folder and counts the rows of every table."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.rows: dict[str, int] = {}
        self._open: dict[str, pyarrow.parquet.ParquetWriter] = {}
        self._waiting: dict[str, list[pa.Table]] = {}
        folder.mkdir(parents=True, exist_ok=True)

    def __enter__(self) -> Files:
        return self

    def __exit__(self, *error: object) -> None:
        for table in list(self._waiting):
            self._flush(table)
        for writer in self._open.values():
            writer.close()

    def parquet(self, table: str, columns: dict[str, pa.Array]) -> None:
        """Adds rows to <table>.parquet; the first part fixes the columns."""
        part = pa.table(columns)
        self.rows[table] = self.rows.get(table, 0) + len(part)
        waiting = self._waiting.setdefault(table, [])
        waiting.append(part)
        if sum(map(len, waiting)) >= ROWS_AT_ONCE:
            self._flush(table)

    def _flush(self, table: str) -> None:
        part = pa.concat_tables(self._waiting.pop(table)).unify_dictionaries()
        if table not in self._open:
            path = self.folder / f"{table}.parquet"
            # Without the Arrow schema every reader sees plain text where a column was written by dictionary.
            self._open[table] = pyarrow.parquet.ParquetWriter(path, part.schema, compression="zstd", store_schema=False)
        self._open[table].write_table(part, row_group_size=ROWS_AT_ONCE)

    def csv(self, table: str, columns: dict[str, pa.Array]) -> None:
        """Writes <table>.csv as UTF-8 with a byte order mark."""
        part = pa.table({name: _plain(column) for name, column in columns.items()})
        with (self.folder / f"{table}.csv").open("wb") as file:
            file.write(BOM)
            pyarrow.csv.write_csv(part, file)
        self.rows[table] = len(part)

    def geoparquet(self, table: str, columns: dict[str, pa.Array], geometries: object) -> None:
        """Writes <table>.parquet with a WKB column `geometry` (WGS84 longitude, latitude), GeoParquet 1.0."""
        kinds = sorted({shape.geom_type for shape in geometries if shape is not None})
        part = pa.table({**columns, "geometry": pa.array(shapely.to_wkb(geometries), pa.binary())})
        geo = {
            "version": "1.0.0",
            "primary_column": "geometry",
            "columns": {"geometry": {"encoding": "WKB", "geometry_types": kinds}},
        }
        part = part.replace_schema_metadata({"geo": json.dumps(geo)})
        pyarrow.parquet.write_table(part, self.folder / f"{table}.parquet", compression="zstd", store_schema=False)
        self.rows[table] = len(part)


def _plain(column: pa.Array) -> pa.Array:
    return column.dictionary_decode() if pa.types.is_dictionary(column.type) else column
