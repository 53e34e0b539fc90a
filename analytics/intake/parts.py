"""Judged rows → three Parquet files: accepted rows, refused rows, issues; in batches, so that memory stays bounded."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from analytics.contract.messages import message
from analytics.contract.schema import Table
from analytics.intake.validation import ACCEPTED, NON_DATA, REFUSED

_ROWS_PER_BATCH = 100_000
_ARROW_TYPES = {
    "VARCHAR": pa.string(), "BIGINT": pa.int64(), "DOUBLE": pa.float64(), "BOOLEAN": pa.bool_(),
    "TIMESTAMP": pa.timestamp("us"), "DATE": pa.date32(), "BLOB": pa.binary(),
}  # fmt: skip
_TOLD = pa.schema(
    [
        ("severity", pa.string()), ("table_name", pa.string()), ("file", pa.string()), ("line", pa.int64()),
        ("code", pa.string()), ("message_zh", pa.string()), ("message_en", pa.string()), ("row_json", pa.string()),
    ]
)  # fmt: skip


@dataclass
class Writing:
    """Where the parts of one table from one file go. `keys`: the first key column's accepted values, for small tables."""

    table: Table
    file: str
    stem: Path
    keys: set[str] = field(default_factory=set)

    @property
    def accepted(self) -> Path:
        return self.stem.with_name(f"{self.stem.name}.parquet")

    @property
    def refused(self) -> Path:
        return self.stem.with_name(f"{self.stem.name}.refused.parquet")

    @property
    def issues(self) -> Path:
        return self.stem.with_name(f"{self.stem.name}.issues.parquet")


@dataclass
class Counts:
    """How many rows were judged and how; `rows` = accepted + refused + non_data."""

    rows: int = 0
    accepted: int = 0
    refused: int = 0
    non_data: int = 0
    issues: Counter[str] = field(default_factory=Counter)


def write_parts(judged: duckdb.DuckDBPyRelation, writing: Writing, advanced: Callable[[int], None]) -> Counts:
    """Writes the three parts of the judged rows (the columns of `validation.statement`) and returns the counts."""
    schema = pa.schema(
        [(column.name, _ARROW_TYPES[column.duckdb_type]) for column in writing.table.columns.values()]
        + [("_file", pa.string()), ("_line", pa.int64())]
    )
    counts = Counts()
    with ExitStack() as stack:
        accepted = stack.enter_context(pq.ParquetWriter(writing.accepted, schema, compression="zstd", compression_level=1))
        refused, issues = (
            stack.enter_context(pq.ParquetWriter(path, _TOLD)) for path in (writing.refused, writing.issues)
        )
        for batch in judged.to_arrow_reader(_ROWS_PER_BATCH):
            rows = pa.Table.from_batches([batch])
            state = rows["_state"]
            kept = rows.filter(pc.equal(state, ACCEPTED))
            if len(kept):
                accepted.write_table(_accepted(kept, writing, schema))
            for told, writer, severity in ((REFUSED, refused, "refused"), (ACCEPTED, issues, "issue")):
                some = rows.filter(pc.and_(pc.equal(state, told), pc.is_valid(rows["_problems"])))
                if len(some):
                    lines = list(_told(some, writing, severity))
                    writer.write_table(pa.Table.from_pylist(lines, _TOLD))
                    if severity == "issue":
                        counts.issues.update(line["code"] for line in lines)
            counts.rows += len(rows)
            counts.accepted += len(kept)
            counts.refused += pc.sum(pc.equal(state, REFUSED)).as_py()
            counts.non_data += pc.sum(pc.equal(state, NON_DATA)).as_py()
            advanced(counts.rows)
    if counts.rows != counts.accepted + counts.refused + counts.non_data:
        raise AssertionError(f"{writing.file}: rows lost: {counts}")
    return counts


def _accepted(rows: pa.Table, writing: Writing, schema: pa.Schema) -> pa.Table:
    if "geometry" in writing.table.columns:
        writing.keys.update(pc.unique(rows[writing.table.key[0]]).to_pylist())
    file = pa.repeat(pa.scalar(writing.file), len(rows))
    return rows.append_column("_file", file).select(schema.names).cast(schema)


def _told(rows: pa.Table, writing: Writing, severity: str) -> Iterator[dict]:
    """One line for each problem of each row, in both languages, with the original content."""
    for row in rows.select(["_line", "_problems", "_row", "_extra"]).to_pylist():
        original = row["_row"]
        if row["_extra"]:
            cells = json.loads(original)
            cells |= {f"#{len(cells) + i}": cell for i, cell in enumerate(row["_extra"], start=1)}
            original = json.dumps(cells, ensure_ascii=False)
        for problem in row["_problems"]:
            zh, en = _words(problem, writing.table, original)
            yield {
                "severity": severity, "table_name": writing.table.name, "file": writing.file, "line": row["_line"],
                "code": problem["code"], "message_zh": zh, "message_en": en, "row_json": original,
            }  # fmt: skip


def _words(problem: dict, table: Table, original: str) -> tuple[str, str]:
    column = table.columns.get(problem["column"])
    name = (column.zh[0], column.name) if column and column.zh else (problem["column"], problem["column"])
    value = "" if problem["value"] is None else problem["value"]
    if problem["code"] == "bad_columns":
        expected = len(json.loads(original)) - int(value)
        return message("bad_columns", found=expected + int(value), expected=expected)
    return message(
        problem["code"], column=name, value=value, other=problem["other"] or "", scheme=problem["other"] or ""
    )
