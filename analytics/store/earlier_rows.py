"""The ledger's rows of some keys: those that came, and those of before whose place they may take.

The version before says where in the ledger each of its rows stands: of the earlier parts only the row groups that hold
one of them are read.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from analytics.contract.schema import Table
from analytics.store.layers import rows_with_keys
from analytics.store.parts import Part, Replacement, newest_of, ranked, rows_of, same_key, text


@contextmanager
def newest_rows_of(
    connection: duckdb.DuckDBPyConnection, table: Table, parts: list[Part], came: list[Part], more_keys: str = ""
) -> Iterator[list[Replacement]]:
    """As `parts.newest_rows`, but only of the keys in the parts that `came` or in what the SELECT `more_keys` yields.

    These keys are the temporary table `asked_for`; `stood` has the rows of the table, in layers, that have them: what
    the other parts made of it. Of what was replaced only what concerns the parts that came is said in full.
    """
    keys = ", ".join(f'"{name}"' for name in table.key)
    sources = [f"select {keys} from read_parquet({text(str(part.path))})" for part in came]
    sources += [more_keys] if more_keys else []
    connection.execute(f"create temp table asked_for as select distinct {keys} from ({' union all '.join(sources)})")
    numbered = ranked(parts)
    new = {number: part for number, part in numbered.items() if part in came}
    connection.execute(f"create temp table gathered as {rows_of(table, new)}")
    rows_with_keys(connection, table, "asked_for", "stood")
    lines = _lines(connection)
    for number, part in numbered.items():
        if number not in new and part.import_id in lines:
            _add_earlier(connection, table, number, part, lines[part.import_id])
    with newest_of(connection, table, "from gathered") as replaced:
        yield replaced
    connection.execute("drop table gathered; drop table asked_for; drop table stood")


def _lines(connection: duckdb.DuckDBPyConnection) -> dict[str, np.ndarray]:
    """By import, the lines in its files at which the rows in `stood` stand, in order."""
    sql = "select _import, list(distinct _line order by _line) from stood group by _import"
    return {import_id: np.array(lines) for import_id, lines in connection.execute(sql).fetchall()}


def _add_earlier(
    connection: duckdb.DuckDBPyConnection, table: Table, number: int, part: Part, lines: np.ndarray
) -> None:
    """Adds the part's rows of these keys to `gathered`: each stands at one of the lines, at which others may stand."""
    rows = _rows_at(part.path, lines)
    if rows is not None:
        connection.register("earlier", rows)
        which = f"earlier t semi join asked_for k on {same_key(table, 't', 'k')}"
        connection.execute(f"insert into gathered {rows_of(table, {number: part}, which)}")
        connection.unregister("earlier")


def _rows_at(path: Path, lines: np.ndarray) -> pa.Table | None:
    """The rows of a part that stand at these lines of its file; None for none."""
    found = []
    with pq.ParquetFile(path) as file:
        place = file.schema.names.index("_line")
        for group in range(file.num_row_groups):
            told = file.metadata.row_group(group).column(place).statistics
            ends = (told.min, told.max) if told is not None and told.has_min_max else (lines[0], lines[-1])
            if np.searchsorted(lines, ends[0]) < np.searchsorted(lines, ends[1], "right"):
                rows = file.read_row_group(group)
                found.append(rows.filter(pc.is_in(rows["_line"], pa.array(lines))))
    return pa.concat_tables(found) if found else None
