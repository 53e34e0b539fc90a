"""Makes a version from rows given in the test, through the real build."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from analytics.contract.schema import Table, tables
from analytics.store.building import build_version
from analytics.store.parts import Part, Sources
from analytics.store.versions import Version

_ARROW = {
    "VARCHAR": pa.string(), "BIGINT": pa.int64(), "DOUBLE": pa.float64(), "BOOLEAN": pa.bool_(),
    "TIMESTAMP": pa.timestamp("us"), "DATE": pa.date32(), "BLOB": pa.binary(),
}


def make_version(folder: Path, rows: dict[str, list[dict]], version_id: str = "v000001") -> Version:
    """A version holding these rows by table. Dates and times may be ISO text; missing columns are NULL.

    A column counts as present when any row of its table has it.
    """
    folder.mkdir(parents=True, exist_ok=True)
    parts, present = {}, {}
    for name, entries in rows.items():
        path = folder / f"{name}.parquet"
        pq.write_table(arrow_table(tables()[name], entries), path)
        parts[name] = [Part("i000001", 0, path)]
        present[name] = {column for entry in entries for column in entry}
    path = folder / f"{version_id}.duckdb"
    build_version(Sources(parts, present, [], ["i000001"]), path)
    return Version(path)


def arrow_table(table: Table, entries: list[dict]) -> pa.Table:
    """The rows as a part of the ledger; see `make_version`."""
    unknown = {column for entry in entries for column in entry} - set(table.columns)
    assert not unknown, f"{table.name} has no columns {unknown}"
    arrays = {}
    for column in table.columns.values():
        values = [entry.get(column.name) for entry in entries]
        kind = _ARROW[column.duckdb_type]
        if column.duckdb_type in ("TIMESTAMP", "DATE") and any(isinstance(value, str) for value in values):
            texts = pa.array([None if value is None else str(value).replace("T", " ") for value in values])
            arrays[column.name] = texts.cast(pa.timestamp("us")).cast(kind)
        else:
            arrays[column.name] = pa.array(values, kind)
    arrays["_file"] = pa.array([f"{table.name}.csv"] * len(entries))
    arrays["_line"] = pa.array(range(2, len(entries) + 2), pa.int64())
    return pa.table(arrays)

