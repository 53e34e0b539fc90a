"""A version made of the one before and of what was imported since: only what an import touches is made anew.

Everything else is left to the base (see layers). What comes out is, table by table, what a build of the whole ledger
would give. That is tried only where what came since are rows about what happens; where places, people, classes or
deadlines change, where an import was withdrawn, or where the product itself is another, the whole is built.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from pathlib import Path

import duckdb

from analytics.contract.schema import tables
from analytics.store.building import SETTINGS, Progress, built_by, newest_sql, tables_with_rows, write_columns_present
from analytics.store.cases import build_touched
from analytics.store.disk import flush
from analytics.store.earlier_rows import newest_rows_of
from analytics.store.issues import add_ledger_issues, check_default_points
from analytics.store.layers import BASE, base_of, exchange, lay, looking, open_layers, quoted
from analytics.store.parts import Part, Replacement, Sources
from analytics.store.placement import PLACINGS, place_rows
from analytics.store.versions import FORMAT

# Rows about what is: a change in one of them may move any other row.
STANDING = ("areas", "orgs", "grids", "alleys", "people", "assignments", "class_tags", "deadline_rules",
            "calendar_days")  # fmt: skip
# Small tables that are taken over as they are, and then put right.
_COPIED = ("meta", "columns_present", "rollups", "rollup_values", "default_points", "frequent_points")
_PLACED = {placing.table: placing for placing in PLACINGS}
# Fewer cases are built whole in less time than is worth a second file; an installation may name another number.
LEAST_CASES = 200_000
WHOLE_BELOW = "LASTMILE_WHOLE_BELOW"
# With more than this share of the base's cases laid over it, the whole is built again.
MOST_SHARE = 0.05


@dataclass(frozen=True)
class Addition:
    """What came since `previous` was built: parts by table and issue files; `sources` is the whole ledger."""

    previous: Path
    sources: Sources
    parts: dict[str, list[Part]]
    issues: list[Path]

    @property
    def base(self) -> Path:
        return base_of(self.previous) or self.previous


def addition(previous: Path, sources: Sources) -> Addition | None:
    """What the ledger has more than that version, if it is of a kind that can be added; else None.

    None also for a version that cannot be read. Nobody may be writing to it.
    """
    try:
        with looking(previous) as connection:
            meta = dict(connection.execute("select key, value from meta").fetchall())
            laid = connection.execute("""select count(*) from duckdb_tables()
                where schema_name = 'newer' and table_name = 'cases'""").fetchone()[0]
            before = connection.execute("select count(*) from newer.cases").fetchone()[0] if laid else 0
        base = previous.with_name(f"{meta['base']}.duckdb") if "base" in meta else previous
        with looking(base) as connection:
            cases = connection.execute("select count(*) from cases").fetchone()[0]
    except (duckdb.Error, OSError):
        return None
    imports = meta.get("imports", "").split()
    if meta.get("format") != FORMAT or meta.get("built_by") != built_by() or sources.imports[: len(imports)] != imports:
        return None
    since = set(sources.imports[len(imports) :])
    parts = {
        table: came
        for table, several in sources.parts.items()
        if (came := [part for part in several if part.import_id in since])
    }
    issues = [path for path in sources.issues if path.parent.name in since]
    if not since or any(part.derived for several in parts.values() for part in several) or set(parts) & set(STANDING):
        return None
    if cases < int(os.environ.get(WHOLE_BELOW) or LEAST_CASES) or before + _rows(parts) > MOST_SHARE * cases:
        return None
    return Addition(previous, sources, parts, issues)


def build_increment(
    what: Addition, path: Path, progress: Progress = lambda step, share: None
) -> list[Replacement]:
    """Writes the version to `path` and returns how many rows of each new import replaced earlier ones.

    The file is checkpointed and flushed to disk before this returns.
    """
    path.unlink(missing_ok=True)
    connection = duckdb.connect(str(path), config=SETTINGS)
    try:
        connection.execute("set TimeZone = 'UTC'")
        _take_over(connection, what)
        replaced: list[Replacement] = []
        for table in tables().values():
            if table.name in what.parts and table.name != "cases":
                progress(f"rows:{table.name}", 0.1)
                replaced += _exchange_rows(connection, what, table.name)
        told_by_flow = None
        if "cases" in what.parts or "case_flow" in what.parts:
            progress("cases", 0.2)
            more, told_by_flow = build_touched(connection, what.sources.parts.get("cases", []), what.parts, progress)
            replaced += more
        progress("issues", 0.8)
        if what.issues:
            open_layers(connection, "issues")
            add_ledger_issues(connection, what.issues, "newer.issues")
        if told_by_flow is not None:
            check_default_points(connection, "newer.issues")
        columns = "select * from columns_present order by all"
        before = connection.execute(columns).fetchall()
        write_columns_present(connection, what.sources, told_by_flow)
        others = before != connection.execute(columns).fetchall()
        _write_meta(connection, what, path.stem, others)
        progress("checkpoint", 0.95)
        connection.execute("checkpoint")
    finally:
        connection.close()
    flush(path)
    since = {part.import_id for several in what.parts.values() for part in several}
    return [each for each in replaced if each.import_id in since]


def _rows(parts: dict[str, list[Part]]) -> int:
    paths = [str(part.path) for name in ("cases", "case_flow") for part in parts.get(name, [])]
    if not paths:
        return 0
    with duckdb.connect() as connection:
        return connection.execute("select sum(num_rows) from parquet_file_metadata(?)", [paths]).fetchone()[0]


def _take_over(connection: duckdb.DuckDBPyConnection, what: Addition) -> None:
    """Attaches the base and starts with everything as the previous version has it."""
    connection.execute(f"attach {quoted(what.base)} as {BASE} (read_only)")
    before = BASE
    if what.previous != what.base:
        before = "before"
        connection.execute(f"attach {quoted(what.previous)} as before (read_only)")
    connection.execute("create schema newer; create schema gone; create schema changed")
    for schema in ("newer", "gone"):
        sql = "select table_name from duckdb_tables() where database_name = ? and schema_name = ? order by table_name"
        for (table,) in connection.execute(sql, ["before", schema]).fetchall():
            connection.execute(f'create table {schema}."{table}" as select * from before.{schema}."{table}"')
    sql = f"select table_name from duckdb_tables() where database_name = '{BASE}' order by table_name"
    for (table,) in connection.execute(sql).fetchall():
        if table not in _COPIED:
            lay(connection, table)
    sql = "select table_name from duckdb_tables() where database_name = ? and schema_name = 'main'"
    for (table,) in connection.execute(sql, [before]).fetchall():
        if table in _COPIED:
            order = "order by rollup, place" if table == "rollup_values" else ""
            connection.execute(f'create table "{table}" as select * from {before}.main."{table}" {order}')
    if what.previous != what.base:
        connection.execute("detach before")


def _exchange_rows(connection: duckdb.DuckDBPyConnection, what: Addition, name: str) -> list[Replacement]:
    """Puts the new rows of a table into it, placed."""
    table = tables()[name]
    open_layers(connection, name)
    with newest_rows_of(connection, table, what.sources.parts[name], what.parts[name]) as replaced:
        connection.execute("create temp table chunk as select * from newest_rows")
        if name in _PLACED:
            place_rows(connection, replace(_PLACED[name], chunk="chunk"))
        if name == "parts":
            connection.execute("alter table chunk drop column point_area")
        exchange(connection, table, "chunk", "stood")
    connection.execute("drop table chunk")
    return replaced


def _write_meta(connection: duckdb.DuckDBPyConnection, what: Addition, version: str, other_columns: bool) -> None:
    entries = {
        "columns_changed": "true" if other_columns else "false",
        "version": version,
        "base": what.base.stem,
        "imports": " ".join(what.sources.imports),
        "newest_known_at": _newest(connection),
        "tables_with_rows": tables_with_rows(connection),
    }
    connection.execute("delete from meta where list_contains($keys, key)", {"keys": list(entries)})
    connection.executemany("insert into meta values (?, ?)", list(entries.items()))


def _newest(connection: duckdb.DuckDBPyConnection) -> str:
    """The newest moment known. All rows are asked only when one of those that told it has changed."""
    before = connection.execute("select value from meta where key = 'newest_known_at'").fetchone()[0]
    changed = {row[0] for row in connection.execute("""select table_name from duckdb_tables()
        where schema_name = 'changed' and database_name = current_database()""").fetchall()}
    if not changed:
        return before
    gone = connection.execute(newest_sql(changed, "(select * from changed.{} where not is_after)")).fetchone()[0]
    new = connection.execute(newest_sql(changed, "(select * from changed.{} where is_after)")).fetchone()[0]
    if gone is not None and gone.isoformat() == before:
        newest = connection.execute(newest_sql(set(tables()), "{}")).fetchone()[0]
        return "" if newest is None else newest.isoformat()
    return max(before, "" if new is None else new.isoformat())
