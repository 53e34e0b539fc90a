"""The ledger's accepted parts as tables: one row per key, the newest row wins, what it replaced is counted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb

from analytics.contract.schema import Table

LINEAGE = ("_import", "_file", "_line")
LINES_PER_PART = 1 << 40


@dataclass(frozen=True)
class Part:
    """One accepted Parquet part: which import it came with, and its place in that import's order.

    A derived part (areas made from the columns of cases) gives way to any part that a file describes.
    """

    import_id: str
    order: int
    path: Path
    derived: bool = False

    @property
    def age(self) -> tuple[bool, str, int]:
        """Sorts parts from the oldest to the newest."""
        return (not self.derived, self.import_id, self.order)


@dataclass(frozen=True)
class Replacement:
    """How many rows of one import repeated an earlier row unchanged, and how many superseded one."""

    import_id: str
    table: str
    superseded: int
    unchanged: int


@dataclass(frozen=True)
class Sources:
    """What a version is built from: accepted parts and columns present by table, issue files, the imports' ids."""

    parts: dict[str, list[Part]]
    columns_present: dict[str, set[str]]
    issues: list[Path]
    imports: list[str]


def create_table(connection: duckdb.DuckDBPyConnection, table: Table, parts: list[Part]) -> list[Replacement]:
    """Creates the table from its parts, newest row per key, with `_import, _file, _line`; returns what was replaced."""
    with newest_rows(connection, table, parts) as replaced:
        connection.execute(f'create table "{table.name}" as select * from newest_rows')
    return replaced


@contextmanager
def newest_rows(connection: duckdb.DuckDBPyConnection, table: Table, parts: list[Part]) -> Iterator[list[Replacement]]:
    """For as long as it lasts, a view `newest_rows`: the table's columns and LINEAGE, the newest row of each key.

    What was replaced is said at its beginning. Only keys that came more than once are laid side by side.
    """
    with newest_of(connection, table, rows_of(table, ranked(parts))) as replaced:
        yield replaced


@contextmanager
def newest_of(
    connection: duckdb.DuckDBPyConnection, table: Table, arrived: str, kind: str = "view"
) -> Iterator[list[Replacement]]:
    """As `newest_rows`, of the rows that the SELECT `arrived` yields: columns, LINEAGE and `_rank`, the newest highest.

    They are looked at again and again (`kind` view) or kept for as long as this lasts (table).
    """
    connection.execute(f"create temp {kind} arrived as {arrived}")
    key = ", ".join(f'"{name}"' for name in table.key)
    # By a hash of the key: a number takes a fraction of what the key itself does, and a chance meeting does no harm.
    connection.execute(f"""create temp table met_again as
        select hash({key}) as met from arrived group by met having count(*) > 1""")
    kept = ", ".join(f'"{name}"' for name in [*table.columns, *LINEAGE])
    replaced = []
    rows = f"select {kept} from arrived"
    if connection.execute("select exists (from met_again)").fetchone()[0]:
        replaced = _mark_newest(connection, table, key)
        rows += f""" where hash({key}) not in (select met from met_again)
            union all select {kept} from marked where _is_newest"""
    connection.execute(f"create temp view newest_rows as {rows}")
    yield replaced
    connection.execute(f"drop view newest_rows; drop table if exists marked; drop table met_again; drop {kind} arrived")


def same_key(table: Table, one: str, other: str) -> str:
    """SQL: whether two rows have the same key; where a part of it may be missing, missing is as missing."""
    # A plain = lets DuckDB pass over the blocks that hold none of the keys.
    signs = {name: "=" if table.columns[name].required else "is not distinct from" for name in table.key}
    return " and ".join(f'{one}."{name}" {sign} {other}."{name}"' for name, sign in signs.items())


def _mark_newest(connection: duckdb.DuckDBPyConnection, table: Table, key: str) -> list[Replacement]:
    content = ", ".join(f'"{name}"' for name in table.columns)
    connection.execute(f"""create temp table marked as
        select *, _rank = max(_rank) over same_key as _is_newest,
               case when lag(_rank) over in_order is null then 'new'
                    when lag(_content) over in_order = _content then 'unchanged' else 'superseded' end as _what
        from (select *, md5(cast(row({content}) as varchar)) as _content from arrived
              where hash({key}) in (select met from met_again))
        window same_key as (partition by {key}),
               in_order as (partition by {key} order by _rank)""")
    counts = connection.execute("""select _import, count(*) filter (_what = 'superseded'),
        count(*) filter (_what = 'unchanged') from marked group by _import""").fetchall()
    return [Replacement(import_id, table.name, superseded, unchanged) for import_id, superseded, unchanged in counts]


def ranked(parts: list[Part]) -> dict[int, Part]:
    """The parts by number, from the oldest on."""
    return dict(enumerate(sorted(parts, key=lambda part: part.age)))


def rows_of(table: Table, parts: dict[int, Part], rows: str = "read_parquet({})") -> str:
    """SELECT of the table's columns, LINEAGE and `_rank`, by which later rows are newer, from numbered parts.

    `rows` is the relation of a part's rows, with {} for its file's name.
    """
    if not parts:
        columns = ", ".join(f'null::{column.duckdb_type} as "{column.name}"' for column in table.columns.values())
        lineage = "null::varchar as _import, null::varchar as _file, null::bigint as _line, null::bigint as _rank"
        return f"select {columns}, {lineage} where false"
    # Paths and import ids are the ledger's own names, never a user's: quoted all the same.
    columns = ", ".join(f'"{name}"' for name in table.columns)
    selects = [
        f"select {columns}, {text(part.import_id)} as _import, _file, _line, "
        f"{number}::bigint * {LINES_PER_PART} + _line as _rank from {rows.format(text(str(part.path)))}"
        for number, part in parts.items()
    ]
    return " union all ".join(selects)


def text(value: str) -> str:
    """The value as SQL."""
    return "'" + value.replace("'", "''") + "'"


def parts_by_table(found: Iterable[tuple[str, Part]]) -> dict[str, list[Part]]:
    """Groups (table, part) pairs by table, keeping their order."""
    grouped: dict[str, list[Part]] = {}
    for table, part in found:
        grouped.setdefault(table, []).append(part)
    return grouped
