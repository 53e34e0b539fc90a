"""The cases of a version made on the cluster, from the ledger's Parquet to the Parquet that pages are served from.

Spark brings together what belongs together and writes what came of it; what a case is, is said by the functions of a
build on one machine (see completing), which its workers import: they need the product on their PYTHONPATH.
"""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from analytics.engines.completing import columns, completed, near, nothing, write_frame
from analytics.engines.spark import session_on
from analytics.store import spread
from analytics.store.cases import build_cases
from analytics.store.disk import flush
from analytics.store.flows import told_by
from analytics.store.intactness import sha256_of
from analytics.store.parts import LINES_PER_PART, Part, Replacement, Sources

# Small enough for one worker's memory: rows and steps of these are completed at a time.
_ROWS_PER_BUCKET = 200_000
_ROWS_PER_FILE = 5_000_000
_COPIES = 4  # of a spot, in the months and blocks in which it may answer
# Small row groups: whoever looks for a district or a late case passes the others over.
_WRITING = {"compression": "zstd", "maxRecordsPerFile": _ROWS_PER_FILE, "parquet.block.size": 32 << 20,
            "parquet.bloom.filter.enabled#case_id": "true",
            "parquet.bloom.filter.adaptive.enabled": "true"}  # fmt: skip
_KINDS = {pa.string(): "string", pa.timestamp("us"): "timestamp_ntz", pa.date32(): "date", pa.float64(): "double",
          pa.bool_(): "boolean", pa.int16(): "smallint", pa.int32(): "int", pa.int64(): "bigint"}  # fmt: skip


def _month(moment: str) -> str:
    return f"((year({moment}) - 1970) * 12 + month({moment}) - 1)"


# Who can be near whom: blocks of some five kilometres, with 44 metres of their neighbours, and the month with those
# around it, for nobody looks further than 30 days.
_SPOTS = f"""
    with located as (
        select case_id, lon, lat, reported_at, closed_at, voided_at, source, scheme, kind, major_code, minor_code,
            0.0004D as up, 0.0004D / cos(radians(least(abs(lat), 89D))) as aside
        from completed where case_id is not null and located
    ), in_columns as (
        select *, explode(array_distinct(array(floor((lon - aside) * 20), floor((lon + aside) * 20)))) as block_x
        from located
    ), in_blocks as (
        select *, explode(array_distinct(array(floor((lat - up) * 20), floor((lat + up) * 20)))) as block_y
        from in_columns
    ), in_months as (
        select *, explode(array_distinct(array_compact(array_append(
            sequence({_month("reported_at - interval 31 days")}, {_month("reported_at + interval 7 days")}),
            {_month("closed_at")})))) as month
        from in_blocks
    ), with_questions as (
        select *, floor(lon * 20) = block_x and floor(lat * 20) = block_y as is_here from in_months
    )
    select * except (up, aside, is_here), is_here and {_month("reported_at")} = month as asks_earlier,
        is_here and coalesce({_month("closed_at")} = month, false) as asks_later
    from with_questions"""
_CASES = """
    select c.* except (_issue, _replaced, first_month, last_month), n.earlier as earlier_find_until,
        n.later as recurrence_until, c.first_month, c.last_month
    from (select * from completed where case_id is not null) c
    left join (select case_id, max(earlier) as earlier, max(later) as later from near group by case_id) n
        on n.case_id = c.case_id
    distribute by first_month, last_month
    sort by first_month, last_month, reported_at, case_id"""


def spread_cases(
    address: str, sources: Sources, path: Path,
    connection: duckdb.DuckDBPyConnection, parts: list[Part], progress: Callable[[float], None],
) -> tuple[list[Replacement], set[str]]:  # fmt: skip
    """As `build_cases`, of the version that is built at `path`, on the cluster of that address; raises NoEngine.

    `cases` is a view of what the cluster wrote (see store.spread); without any case it is an empty table.
    """
    steps = sources.parts.get("case_flow", [])
    rows = _rows([*parts, *steps])
    if not rows:
        return build_cases(connection, parts, progress)
    folder = spread.folder_of(path.resolve())
    work = folder.with_name(f"{folder.name}.building")
    for rest in (folder, work):
        shutil.rmtree(rest, ignore_errors=True)
    work.mkdir(parents=True)
    session = session_on(address)
    try:
        # Workers keep a frame open from bucket to bucket: no other may bear its name.
        frame = work / f"{secrets.token_hex(8)}.duckdb"
        write_frame(connection, frame)
        arrived = {"cases": _arrived(session, "cases", parts), "case_flow": _arrived(session, "case_flow", steps)}
        _complete(arrived, str(frame), work, 1 + rows // _ROWS_PER_BUCKET)
        progress(0.5)
        _write(session, work, 1 + _COPIES * rows // _ROWS_PER_BUCKET)
        progress(0.9)
        os.replace(work / "cases", folder)
        spread.lay(connection, path, _sha256s(session, folder))
        replaced = _take_over(connection, work / "completed")
    finally:
        session.stop()
        shutil.rmtree(work, ignore_errors=True)
    return replaced, told_by(connection)


def _rows(parts: list[Part]) -> int:
    paths = [str(part.path) for part in parts]
    with duckdb.connect() as connection:
        sql = "select sum(num_rows) from parquet_file_metadata(?)"
        return connection.execute(sql, [paths]).fetchone()[0]


def _complete(arrived: dict[str, Any], frame: str, work: Path, buckets: int) -> None:
    """Writes `completed`: bucket by bucket of cases, with all of their rows and steps."""
    cases, steps = (
        arrived[table].selectExpr("*", f"pmod(xxhash64(case_id), {buckets}) as bucket").groupBy("bucket")
        for table in ("cases", "case_flow")
    )

    def of_bucket(_: tuple, cases: pa.Table, steps: pa.Table) -> pa.Table:
        return completed(frame, cases, steps)

    schema = completed(frame, nothing("cases"), nothing("case_flow")).schema
    rows = cases.cogroup(steps).applyInArrow(of_bucket, _spelled(schema))
    rows.write.parquet(str(work / "completed"))


def _arrived(session: Any, table: str, parts: list[Part]) -> Any:
    """The rows of these parts with what `columns` names, as Spark finds them."""
    if not parts:
        return session.createDataFrame([], _spelled(nothing(table).schema))
    ordered = sorted(parts, key=lambda part: part.age)
    named = session.createDataFrame(pa.table({
        "_part": [f"{part.path.parent.name}/{part.path.name}" for part in ordered],
        "_import": [part.import_id for part in ordered],
        "_first": [number * LINES_PER_PART for number in range(len(ordered))],
    }))
    rows = session.read.parquet(*[str(part.path.resolve()) for part in ordered])
    given = [name for name in columns(table) if name not in ("_import", "_rank")]
    rows = rows.selectExpr(*given, r"regexp_extract(_metadata.file_path, '([^/]+/[^/]+)$', 1) as _part")
    rows = rows.join(named.hint("broadcast"), "_part", "left").selectExpr("*", "_first + _line as _rank")
    return rows.select(*columns(table))


def _write(session: Any, work: Path, buckets: int) -> None:
    """Adds to the completed cases what was found near them, and writes them by month.

    Blocks share a bucket, for most are small: whatever lies in one by chance is as true an answer as what was sent.
    """
    session.read.parquet(str(work / "completed")).createOrReplaceTempView("completed")
    spots = session.sql(_SPOTS).selectExpr("*", f"pmod(xxhash64(month, block_x, block_y), {buckets}) as bucket")
    found = spots.groupBy("bucket").applyInArrow(near, "case_id string, earlier timestamp_ntz, later timestamp_ntz")
    found.createOrReplaceTempView("near")
    written = session.sql(_CASES).write.options(**_WRITING).partitionBy("first_month", "last_month")
    written.parquet(str(work / "cases"))


def _sha256s(session: Any, folder: Path) -> dict[str, str]:
    """By name below the folder of all versions' cases, what the files hold; they are flushed to disk before."""
    root = folder.parent
    files = sorted(str(file.relative_to(root)) for file in folder.rglob("*.parquet"))

    def read(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        for batch in batches:
            names = batch["file"].to_pylist()
            for name in names:
                flush(root / name)
            yield pa.RecordBatch.from_pydict({"file": names, "sha256": [sha256_of(root / name) for name in names]})

    named = session.createDataFrame(pa.table({"file": files})).repartition(1 + len(files) // 8)
    found = named.mapInArrow(read, "file string, sha256 string").toArrow()
    return dict(zip(found["file"].to_pylist(), found["sha256"].to_pylist(), strict=True))


def _take_over(connection: duckdb.DuckDBPyConnection, folder: Path) -> list[Replacement]:
    """Adds the issues that were found to those of the version; returns what was replaced. As many cases were written as
    were completed, or AssertionError."""
    rows = f"read_parquet({spread.quoted(folder / '*.parquet')})"
    made, written = connection.execute(
        f"select (select count(case_id) from {rows}), (select count(*) from cases)"
    ).fetchone()
    assert made == written, f"{made} cases were completed, {written} were written"
    connection.execute(f"insert into issues by name select unnest(_issue) from {rows} where _issue is not null")
    counts = connection.execute(f"""
        select _replaced.import_id, sum(_replaced.superseded)::bigint, sum(_replaced.unchanged)::bigint
        from {rows} where _replaced is not null group by all order by all""").fetchall()
    return [Replacement(import_id, "cases", superseded, unchanged) for import_id, superseded, unchanged in counts]


def _spelled(schema: pa.Schema) -> str:
    """An Arrow schema as Spark spells it."""
    return ", ".join(f"`{field.name}` {_kind(field.type)}" for field in schema)


def _kind(kind: pa.DataType) -> str:
    if pa.types.is_struct(kind):
        return f"struct<{', '.join(f'`{field.name}`: {_kind(field.type)}' for field in kind)}>"
    return _KINDS[kind]
