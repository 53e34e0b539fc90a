"""A version that was made of an earlier one: what it has of its own, laid over a base that was built whole.

Its file holds, for each table in which something changed, the rows that are new or other than the base's
(`newer.<table>`), the base's rows that no longer hold, by their rowid (`gone.<table>`), and what the last import
changed, before and after (`changed.<table>`). The table itself is a view over both files: whoever asks sees no
difference. The base is the file of the version that its `meta` names, beside it; it stays as long as one leans on it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import duckdb

from analytics.contract.schema import Table
from analytics.store import spread
from analytics.store.parts import same_key
from analytics.store.spread import quoted

BASE = "base"


def base_of(path: Path) -> Path | None:
    """The file that the version leans on; None for one that was built whole. Raises duckdb.Error, OSError."""
    with looking(path) as connection:
        return named_base(connection, path)


def bases_of(paths: Iterable[Path]) -> set[Path]:
    """The files that these versions lean on; a version that can no longer be read holds none."""
    found = set()
    for path in paths:
        with suppress(duckdb.Error):
            found.add(base_of(path))
    return found - {None}


@contextmanager
def looking(path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A version for a short look at its own tables, whoever else has it open, in this process too."""
    if not path.exists():
        raise FileNotFoundError(path)
    with duckdb.connect(":memory:", config={"python_enable_replacements": "false"}) as connection:
        connection.execute(f"attach {quoted(path)} as looked_at (read_only); use looked_at")
        yield connection


def named_base(connection: duckdb.DuckDBPyConnection, path: Path, catalogue: str = "") -> Path | None:
    """As `base_of`, for a version that is open, or attached as `catalogue`."""
    table = f"{catalogue}.meta" if catalogue else "meta"
    row = connection.execute(f"select value from {table} where key = 'base'").fetchone()
    return path.with_name(f"{row[0]}.duckdb") if row else None


def lean(connection: duckdb.DuckDBPyConnection, path: Path, catalogue: str = "") -> None:
    """Attaches what the open version leans on: a base, or its cases where they are spread, if it does.

    Raises FileNotFoundError when that is not there.
    """
    base = named_base(connection, path, catalogue)
    if base is not None and not _is_attached(connection):
        if not base.exists():
            raise FileNotFoundError(base)
        connection.execute(f"attach if not exists {quoted(base)} as {BASE} (read_only)")
    spread.attach(connection, path, catalogue)


def _is_attached(connection: duckdb.DuckDBPyConnection) -> bool:
    return connection.execute(f"select count(*) from duckdb_databases() where database_name = '{BASE}'").fetchone()[0]


def tables_of(connection: duckdb.DuckDBPyConnection, catalogue: str) -> list[str]:
    """The names of the tables of a version, whether they are tables or lie over a base."""
    sql = """select table_name as name from duckdb_tables() where database_name = $catalogue and schema_name = 'main'
        union select view_name from duckdb_views() where database_name = $catalogue and schema_name = 'main'
            and not internal order by name"""
    return [row[0] for row in connection.execute(sql, {"catalogue": catalogue}).fetchall()]


def lay(connection: duckdb.DuckDBPyConnection, table: str) -> None:
    """Makes the view of a table: the base's rows, without those gone and with the newer ones where there are any."""
    layered = connection.execute("""select count(*) from duckdb_tables() where schema_name = 'newer'
        and table_name = ? and database_name = current_database()""", [table]).fetchone()[0]
    sql = f'select t.* from {BASE}.main."{table}" t'
    if layered:
        sql += f""" anti join gone."{table}" g on g.at_row = t.rowid
            union all by name select * from newer."{table}\""""
    connection.execute(f'create or replace view "{table}" as {sql}')


def open_layers(connection: duckdb.DuckDBPyConnection, table: str) -> None:
    """Makes room for changes of a table, if there is none yet."""
    connection.execute(f"""create table if not exists newer."{table}" as select * from {BASE}.main."{table}" limit 0;
        create table if not exists gone."{table}" (at_row bigint)""")
    lay(connection, table)


def rows_with_keys(connection: duckdb.DuckDBPyConnection, of: Table, rows: str, into: str) -> None:
    """Makes the temporary table `into`: the rows of a laid table that have the keys of the relation `rows`.

    `at_row`: where the base has them, NULL for newer ones. The base's keys are looked through alone, then its rows are
    fetched by number: a join of all columns would read all of them.
    """
    table, same = of.name, same_key(of, "t", "r")
    connection.execute(f"""create temp table met_rows as select t.rowid as at_row
            from {BASE}.main."{table}" t semi join {rows} r on {same};
        create temp table {into} as
            select t.*, t.rowid as at_row from {BASE}.main."{table}" t
            where t.rowid in (select at_row from met_rows) and t.rowid not in (select at_row from gone."{table}")
            union all by name select t.*, null::bigint as at_row from newer."{table}" t semi join {rows} r on {same};
        drop table met_rows""")


def exchange(connection: duckdb.DuckDBPyConnection, of: Table, rows: str, stood: str) -> None:
    """Puts the rows of the relation `rows` in the place of those with the same keys, and notes both in `changed`.

    `stood` is what `rows_with_keys` found of these keys, or of more.
    """
    table, same = of.name, same_key(of, "t", "r")
    connection.execute(f"""create table if not exists changed."{table}" as
            select false as is_after, t.* from newer."{table}" t limit 0;
        create temp table leaving as select t.* from {stood} t semi join {rows} r on {same};
        insert into changed."{table}" by name
            select false as is_after, * exclude (at_row) from leaving
            union all by name select true as is_after, * from {rows};
        insert into gone."{table}" select at_row from leaving where at_row is not null;
        delete from newer."{table}" t where exists (select 1 from {rows} r where {same});
        insert into newer."{table}" by name select * from {rows};
        drop table leaving""")
