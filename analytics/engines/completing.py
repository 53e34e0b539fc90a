"""Some cases completed on a machine of the cluster: by the functions, and so with the results, of a build on one.

Nothing here knows of Spark: what comes and goes are Arrow tables.
"""

from __future__ import annotations

import tempfile
from functools import lru_cache
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa

from analytics.contract.schema import tables
from analytics.store.cases import ALWAYS, complete_chunk
from analytics.store.flows import filled_rows, tell_flow
from analytics.store.near_cases import SPOTS, earlier_finds, recurrences
from analytics.store.parts import LINEAGE, newest_of
from analytics.store.placement import Outlines
from analytics.store.spread import quoted

# What completing a case reads beside its rows and steps: the tables of a frame.
FRAME = ("areas", "area_chains", "grids", "grid_areas", "alleys", "class_tags", "deadline_rules", "calendar_days")
_COMPLETED = """select * exclude (point_area) from chunk
    union all by name select issues as _issue from issues
    union all by name select replaced as _replaced from replaced"""


def columns(table: str) -> list[str]:
    """In which rows of that table arrive: the contract's columns, their lineage, and `_rank`, the newest highest."""
    return [*tables()[table].columns, *LINEAGE, "_rank"]


def nothing(table: str) -> pa.Table:
    """No row, in the types in which rows of that table arrive."""
    kinds = {name: column.duckdb_type for name, column in tables()[table].columns.items()}
    kinds |= {"_line": "BIGINT", "_rank": "BIGINT"}
    chosen = ", ".join(f'null::{kinds.get(name, "VARCHAR")} as "{name}"' for name in columns(table))
    with duckdb.connect() as connection:
        return connection.sql(f"select {chosen} where false").to_arrow_table()


def completed(frame: str, cases: pa.Table, steps: pa.Table) -> pa.Table:
    """One row per case of what arrived of them, with everything but its neighbours; `frame` is a file with FRAME.

    And, in the columns `_issue` and `_replaced` of rows of their own, what the checks found and how many rows of each
    import replaced earlier ones. All rows and all steps of a case must be there.
    """
    outlines, connection = _outlines(frame)
    with connection.cursor() as work:
        work.execute("set TimeZone = 'UTC'")
        work.execute("create temp table issues as from issues_like")
        for name, arrived in (("cases", cases), ("case_flow", steps)):
            assert not arrived["_import"].null_count, f"{name}: rows of a part that the ledger does not name"
            work.register(f"came_{name}", arrived)
        with newest_of(work, tables()["case_flow"], _arrived("case_flow"), "table"):
            work.execute("create temp table case_flow as select * from newest_rows")
        with newest_of(work, tables()["cases"], _arrived("cases"), "table") as replaced:
            tell_flow(work)
            filled_rows(work, *ALWAYS)
            complete_chunk(work, outlines)
        work.execute("create temp table replaced (import_id varchar, superseded bigint, unchanged bigint)")
        if replaced:
            rows = [(each.import_id, each.superseded, each.unchanged) for each in replaced]
            work.executemany("insert into replaced values (?, ?, ?)", rows)
        return work.sql(_COMPLETED).to_arrow_table()


def near(spots: pa.Table) -> pa.Table:
    """What was found or came back near those spots that ask for it: case_id, earlier, later.

    `asks_earlier` and `asks_later` say which do; all that may answer them must be there, and any other may.
    """
    with duckdb.connect(":memory:", config={"python_enable_replacements": "false", "threads": "1"}) as work:
        work.register("came_spots", spots)
        work.execute("create temp table spots as select *, true as located from came_spots")
        rows = work.execute(SPOTS.format("spots", "true")).df()
        asking = work.sql("select case_id, asks_earlier, asks_later from spots order by rowid").to_arrow_table()
    asks = [asking[name].to_numpy() for name in ("asks_earlier", "asks_later")]
    answers = (earlier_finds(rows), recurrences(rows, asks[1]))
    found = [np.where(asked, times, np.datetime64("NaT", "us")) for asked, times in zip(asks, answers, strict=True)]
    told = np.flatnonzero(~np.isnat(found[0]) | ~np.isnat(found[1]))
    earlier, later = (pa.array(times[told], pa.timestamp("us")) for times in found)
    return pa.table({"case_id": asking["case_id"].take(pa.array(told)), "earlier": earlier, "later": later})


def _arrived(table: str) -> str:
    chosen = ", ".join(f'"{name}"' for name in columns(table))
    return f"select {chosen} from came_{table}"


@lru_cache(maxsize=1)
def _outlines(frame: str) -> tuple[Outlines, duckdb.DuckDBPyConnection]:
    """The areas' outlines, kept from bucket to bucket with their rasters; and the frame, open for reading."""
    config = {"threads": "1", "memory_limit": "2GB", "temp_directory": tempfile.gettempdir()}
    connection = duckdb.connect(frame, read_only=True, config=config | {"python_enable_replacements": "false"})
    return Outlines(connection.cursor()), connection


def write_frame(connection: duckdb.DuckDBPyConnection, frame: Path) -> None:
    """Writes what the cluster needs of an open version that has everything but its cases."""
    connection.execute(f"attach {quoted(frame)} as frame")
    for table in FRAME:
        connection.execute(f'create table frame.main."{table}" as from "{table}"')
    connection.execute("create table frame.main.issues_like as from issues limit 0; detach frame")
