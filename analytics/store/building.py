"""Builds one version: a fresh DuckDB file with every table, places, derived columns, issues and what was known when."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import duckdb

from analytics.contract.schema import tables
from analytics.store.cases import derive_cases
from analytics.store.disk import flush
from analytics.store.flows import fill_from_flow
from analytics.store.issues import create_issues
from analytics.store.parts import Replacement, Sources, create_table
from analytics.store.placement import PLACINGS, place_rows
from analytics.store.unit_tables import create_unit_tables
from analytics.store.versions import FORMAT

Progress = Callable[[str, float], None]
_DEFAULTS = """update alleys
    set in_programme = coalesce(in_programme, true), board_posted = coalesce(board_posted, false)"""


def build_version(sources: Sources, path: Path, progress: Progress = lambda step, share: None) -> list[Replacement]:
    """Writes the version to `path` and returns how many rows of each import replaced earlier ones.

    The file is checkpointed and flushed to disk before this returns. Raises AssertionError when rows went missing.
    """
    path.unlink(missing_ok=True)
    connection = duckdb.connect(str(path), config={"python_enable_replacements": "false"})
    try:
        connection.execute("set TimeZone = 'UTC'")
        replaced = _load(connection, sources, progress)
        told_by_flow = fill_from_flow(connection)
        progress("units", 0.35)
        connection.execute(_DEFAULTS)
        create_unit_tables(connection)
        for number, placing in enumerate(PLACINGS):
            progress(f"places:{placing.table}", 0.4 + 0.3 * number / len(PLACINGS))
            place_rows(connection, placing)
        progress("cases", 0.7)
        derive_cases(connection)
        progress("issues", 0.9)
        create_issues(connection, sources.issues)
        connection.execute("alter table cases drop column point_area; alter table parts drop column point_area")
        _write_meta(connection, sources, path.stem, told_by_flow)
        progress("checkpoint", 0.95)
        connection.execute("checkpoint")
    finally:
        connection.close()
    flush(path)
    return replaced


def copy_version(source: Path, path: Path) -> None:
    """Copies a version that nobody writes to `path`, where it bears the id of its new name."""
    shutil.copyfile(source, path)
    with duckdb.connect(str(path), config={"python_enable_replacements": "false"}) as connection:
        connection.execute("update meta set value = ? where key = 'version'", [path.stem])


def _load(connection: duckdb.DuckDBPyConnection, sources: Sources, progress: Progress) -> list[Replacement]:
    replaced: list[Replacement] = []
    for number, table in enumerate(tables().values()):
        progress(f"rows:{table.name}", 0.35 * number / len(tables()))
        replaced += create_table(connection, table, sources.parts.get(table.name, []))
    return replaced


def _write_meta(
    connection: duckdb.DuckDBPyConnection, sources: Sources, version: str, told_by_flow: set[str]
) -> None:
    connection.execute("create table columns_present (table_name varchar, column_name varchar)")
    brought = {**sources.columns_present, "cases": sources.columns_present.get("cases", set()) | told_by_flow}
    present = [(table, column) for table, columns in brought.items() for column in sorted(columns)]
    if present:
        connection.executemany("insert into columns_present values (?, ?)", present)
    counts = {
        name: connection.execute(f'select count(*) from "{name}"').fetchone()[0] for name in tables()
    }
    newest = connection.execute(_newest_sql()).fetchone()[0]
    entries = {
        "format": FORMAT,
        "version": version,
        "imports": " ".join(sources.imports),
        "newest_known_at": "" if newest is None else newest.isoformat(),
        "tables_with_rows": " ".join(name for name, rows in counts.items() if rows),
    }
    connection.execute("create table meta (key varchar, value varchar)")
    connection.executemany("insert into meta values (?, ?)", list(entries.items()))


def _newest_sql() -> str:
    """The newest moment at which anything became known: stages by their time, dates once that day has ended."""
    selects = [
        f'select max({_moment(column.name, column.kind)}) as moment from "{table.name}"'
        for table in tables().values()
        for column in table.columns.values()
        if column.known
    ]
    return f"select max(moment) from ({' union all '.join(selects)})"


def _moment(name: str, kind: str) -> str:
    return f'cast("{name}" + interval 1 day as timestamp)' if kind == "day" else f'"{name}"'
