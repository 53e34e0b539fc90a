"""Builds one version: a fresh DuckDB file with every table, places, derived columns, issues and what was known when."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable
from functools import cache
from pathlib import Path

import duckdb

from analytics.contract.schema import DATA, tables
from analytics.store.cases import CaseBuilder, build_cases
from analytics.store.disk import flush
from analytics.store.issues import check_whole, create_issues
from analytics.store.parts import Replacement, Sources, create_table
from analytics.store.placement import PLACINGS, place_rows
from analytics.store.unit_tables import create_unit_tables
from analytics.store.versions import FORMAT

Progress = Callable[[str, float], None]
# What does not fit into memory goes to the disk beside the version while it is built.
SETTINGS = {"python_enable_replacements": "false", "memory_limit": "3GB"}
_DEFAULTS = """update alleys
    set in_programme = coalesce(in_programme, true), board_posted = coalesce(board_posted, false)"""


def build_version(
    sources: Sources, path: Path, progress: Progress = lambda step, share: None, make_cases: CaseBuilder = build_cases
) -> list[Replacement]:
    """Writes the version to `path` and returns how many rows of each import replaced earlier ones.

    The file is checkpointed and flushed to disk before this returns. Raises AssertionError when rows went missing.
    """
    path.unlink(missing_ok=True)
    connection = duckdb.connect(str(path), config=SETTINGS)
    try:
        connection.execute("set TimeZone = 'UTC'")
        create_issues(connection, sources.issues)
        replaced = _load(connection, sources, progress)
        connection.execute(_DEFAULTS)
        create_unit_tables(connection)
        for number, placing in enumerate(PLACINGS):
            progress(f"places:{placing.table}", 0.15 + 0.1 * number / len(PLACINGS))
            place_rows(connection, placing)
        connection.execute("alter table parts drop column point_area")
        cases, told_by_flow = make_cases(
            connection, sources.parts.get("cases", []), lambda share: progress("cases", 0.25 + 0.7 * share)
        )
        check_whole(connection)
        write_columns_present(connection, sources, told_by_flow)
        _write_meta(connection, sources, path.stem)
        progress("checkpoint", 0.95)
        connection.execute("checkpoint")
    finally:
        connection.close()
    flush(path)
    return replaced + cases


def copy_version(source: Path, path: Path) -> None:
    """Copies a version that nobody writes to `path`, where it bears the id of its new name."""
    shutil.copyfile(source, path)
    with duckdb.connect(str(path), config={"python_enable_replacements": "false"}) as connection:
        connection.execute("update meta set value = ? where key = 'version'", [path.stem])


def _load(connection: duckdb.DuckDBPyConnection, sources: Sources, progress: Progress) -> list[Replacement]:
    replaced: list[Replacement] = []
    others = [table for table in tables().values() if table.name != "cases"]
    for number, table in enumerate(others):
        progress(f"rows:{table.name}", 0.15 * number / len(others))
        replaced += create_table(connection, table, sources.parts.get(table.name, []))
    return replaced


def write_columns_present(
    connection: duckdb.DuckDBPyConnection, sources: Sources, told_by_flow: set[str] | None
) -> None:
    """Fills `columns_present`; None: what the steps tell of cases is as it was written before."""
    if told_by_flow is None:
        sql = "select column_name from columns_present where table_name = 'cases'"
        told_by_flow = {row[0] for row in connection.execute(sql).fetchall()}
    brought = {**sources.columns_present, "cases": sources.columns_present.get("cases", set()) | told_by_flow}
    present = [(table, column) for table, columns in brought.items() for column in sorted(columns)]
    connection.execute("create or replace table columns_present (table_name varchar, column_name varchar)")
    if present:
        connection.executemany("insert into columns_present values (?, ?)", present)


def tables_with_rows(connection: duckdb.DuckDBPyConnection) -> str:
    """The names of the tables that hold any row."""
    return " ".join(
        name for name in tables() if connection.execute(f'select exists (from "{name}")').fetchone()[0]
    )


@cache
def built_by() -> str:
    """A hash of all that a build depends on beside the ledger: its code, and the words, classes and days it knows."""
    root = Path(__file__).resolve().parents[1]
    files = [file for name in ("store", "places", "deadlines", "contract") for file in (root / name).rglob("*.py")]
    files += [*DATA.glob("*.toml"), *(DATA / "calendar").rglob("*.toml")]
    digest = hashlib.sha256()
    for file in sorted(files):
        digest.update(file.name.encode() + b"\0" + file.read_bytes() + b"\0")
    return digest.hexdigest()


def _write_meta(connection: duckdb.DuckDBPyConnection, sources: Sources, version: str) -> None:
    newest = connection.execute(newest_sql(set(tables()), "{}")).fetchone()[0]
    entries = {
        "format": FORMAT,
        "built_by": built_by(),
        "version": version,
        "imports": " ".join(sources.imports),
        "newest_known_at": "" if newest is None else newest.isoformat(),
        "tables_with_rows": tables_with_rows(connection),
    }
    connection.execute("create table meta (key varchar, value varchar)")
    connection.executemany("insert into meta values (?, ?)", list(entries.items()))


def newest_sql(names: set[str], rows: str) -> str:
    """The newest moment at which anything became known: stages by their time, dates once that day has ended.

    Asked of the tables of these names; `rows` is the relation that holds a table's rows, with {} for its name.
    """
    selects = [
        f"select max({_moment(column.name, column.kind)}) as moment from {rows.format(_quoted(table.name))}"
        for table in tables().values()
        for column in table.columns.values()
        if column.known and table.name in names
    ]
    return f"select max(moment) from ({' union all '.join(selects or ['select null::timestamp as moment'])})"


def _quoted(name: str) -> str:
    return f'"{name}"'


def _moment(name: str, kind: str) -> str:
    return f'cast("{name}" + interval 1 day as timestamp)' if kind == "day" else f'"{name}"'
