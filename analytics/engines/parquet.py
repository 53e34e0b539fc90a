"""The tables of a version as Parquet, for an engine that cannot read the version's file."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable
from pathlib import Path

import duckdb

from analytics.store import spread
from analytics.store.layers import lean

# Cases lie in the order of their report: an engine skips the row groups of other months by their smallest and largest.
_ORDER = {"cases": "order by reported_at"}
_FILE_SIZE = "256MB"  # one task of a cluster reads about that much


def folder_of(version: Path) -> Path:
    """Where the Parquet of that version lies, whether or not it is there: parquet/<id> beside versions/."""
    return version.parent.parent / "parquet" / version.stem


def write(version: Path, names: Iterable[str]) -> Path:
    """Writes the tables and columns so named, a folder of Parquet files each; all appear at once or not at all.

    What nobody asks the engine for stays behind: geometry, descriptions, the names of people.

    The way from one machine to the cluster: the store must lie on storage that all of its machines see by this path.
    """
    folder = folder_of(version)
    writing = folder.with_name(f"{folder.name}.writing")
    for rest in (folder, writing):
        shutil.rmtree(rest, ignore_errors=True)
    writing.mkdir(parents=True)
    connection = duckdb.connect(":memory:", config={"python_enable_replacements": "false"})
    try:
        connection.execute(f"attach {_text(version)} as stored (read_only)")
        lean(connection, version, "stored")
        for table, columns in _chosen(connection, set(names)).items():
            if table == "cases" and (files := spread.files_of(connection, version, "stored")):
                # They lie there already, and in what order is said by their months.
                (writing / table).symlink_to(spread.owner_of(version, files).resolve(), target_is_directory=True)
            else:
                _write_table(connection, table, columns, writing / table)
    finally:
        connection.close()
    os.replace(writing, folder)
    return folder


def remove(version: Path) -> None:
    """Removes the Parquet of that version, if there is any."""
    shutil.rmtree(folder_of(version), ignore_errors=True)


def _chosen(connection: duckdb.DuckDBPyConnection, names: set[str]) -> dict[str, list[str]]:
    """By table among the names, its columns among the names, in their order."""
    found = connection.execute("""select table_name, column_name from duckdb_columns()
        where database_name = 'stored' and schema_name = 'main' order by table_name, column_index""").fetchall()
    chosen: dict[str, list[str]] = {}
    for table, column in found:
        if table in names and column in names:
            chosen.setdefault(table, []).append(column)
    return chosen


def _write_table(connection: duckdb.DuckDBPyConnection, table: str, columns: list[str], folder: Path) -> None:
    chosen = ", ".join(f'"{name}"' for name in columns)
    connection.execute(
        f'copy (select {chosen} from stored."{table}" {_ORDER.get(table, "")}) to {_text(folder)}'
        f" (format parquet, compression zstd, file_size_bytes '{_FILE_SIZE}')"
    )


def _text(path: Path) -> str:
    return "'" + str(path).replace("'", "''") + "'"
