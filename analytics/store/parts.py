"""The ledger's accepted parts as tables: one row per key, the newest row wins, what it replaced is counted."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import duckdb

from analytics.contract.schema import Table

LINEAGE = ("_import", "_file", "_line")
_LINES_PER_PART = 1 << 40


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
    columns = ", ".join(f'"{column.name}" {column.duckdb_type}' for column in table.columns.values())
    if not parts:
        connection.execute(f'create table "{table.name}" ({columns}, _import varchar, _file varchar, _line bigint)')
        return []
    connection.execute(f"create temp view arrived as {_arrived(table, parts)}")
    key = ", ".join(f'"{name}"' for name in table.key)
    total, distinct = connection.execute(
        f"select (select count(*) from arrived), (select count(*) from (select distinct {key} from arrived))"
    ).fetchone()
    kept = ", ".join(f'"{name}"' for name in [*table.columns, *LINEAGE])
    order = 'order by "reported_at", "case_id"' if table.name == "cases" else ""
    if total == distinct:
        connection.execute(f'create table "{table.name}" as select {kept} from arrived {order}')
        replaced = []
    else:
        replaced = _keep_newest(connection, table, key, kept, order)
    connection.execute("drop view arrived")
    return replaced


def _keep_newest(
    connection: duckdb.DuckDBPyConnection, table: Table, key: str, kept: str, order: str
) -> list[Replacement]:
    content = ", ".join(f'"{name}"' for name in table.columns)
    connection.execute(f"""create temp table marked as
        select *, _rank = max(_rank) over same_key as _is_newest,
               case when lag(_rank) over in_order is null then 'new'
                    when lag(_content) over in_order = _content then 'unchanged' else 'superseded' end as _what
        from (select *, md5(cast(row({content}) as varchar)) as _content from arrived)
        window same_key as (partition by {key}),
               in_order as (partition by {key} order by _rank)""")
    connection.execute(f'create table "{table.name}" as select {kept} from marked where _is_newest {order}')
    counts = connection.execute("""select _import, count(*) filter (_what = 'superseded'),
        count(*) filter (_what = 'unchanged') from marked group by _import""").fetchall()
    connection.execute("drop table marked")
    return [Replacement(import_id, table.name, superseded, unchanged) for import_id, superseded, unchanged in counts]


def _arrived(table: Table, parts: list[Part]) -> str:
    # Paths and import ids are the ledger's own names, never a user's: quoted all the same.
    columns = ", ".join(f'"{name}"' for name in table.columns)
    selects = [
        f"select {columns}, {_text(part.import_id)} as _import, _file, _line, "
        f"{number}::bigint * {_LINES_PER_PART} + _line as _rank from read_parquet({_text(str(part.path))})"
        for number, part in enumerate(sorted(parts, key=lambda part: part.age))
    ]
    return " union all ".join(selects)


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"


def parts_by_table(found: Iterable[tuple[str, Part]]) -> dict[str, list[Part]]:
    """Groups (table, part) pairs by table, keeping their order."""
    grouped: dict[str, list[Part]] = {}
    for table, part in found:
        grouped.setdefault(table, []).append(part)
    return grouped
