"""Judged rows → three Parquet files: accepted rows, refused rows, issues; in batches, so that memory stays bounded."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
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
    """Where the parts of one table from one file go; `keys`: the codes accepted, for tables with geometry."""

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
    counts = Counts()
    with ExitStack() as stack:
        write = _Writers(writing, stack)
        # One batch is written while DuckDB judges the next.
        thread = stack.enter_context(ThreadPoolExecutor(1))
        writing_batch = thread.submit(lambda: None)
        for batch in judged.to_arrow_reader(_ROWS_PER_BATCH):
            writing_batch.result()
            writing_batch = thread.submit(write.batch, pa.Table.from_batches([batch]), counts)
            advanced(counts.rows)
        writing_batch.result()
    if counts.rows != counts.accepted + counts.refused + counts.non_data:
        raise AssertionError(f"{writing.file}: rows lost: {counts}")
    return counts


class _Writers:
    """The three open parts of one table from one file."""

    def __init__(self, writing: Writing, stack: ExitStack) -> None:
        self.writing = writing
        columns = writing.table.columns.values()
        types = [(column.name, _ARROW_TYPES[column.duckdb_type]) for column in columns]
        self.schema = pa.schema([*types, ("_file", pa.string()), ("_line", pa.int64())])
        # A dictionary of identifiers that occur once costs as much as everything else together.
        repeating = [name for name, kind in types if kind == pa.string() and name not in writing.table.key]
        self.accepted = stack.enter_context(
            pq.ParquetWriter(
                writing.accepted, self.schema, compression="zstd", compression_level=1,
                use_dictionary=[*repeating, "_file"],
            )
        )  # fmt: skip
        self.refused = stack.enter_context(pq.ParquetWriter(writing.refused, _TOLD))
        self.issues = stack.enter_context(pq.ParquetWriter(writing.issues, _TOLD))

    def batch(self, rows: pa.Table, counts: Counts) -> None:
        """Writes one batch of judged rows and adds it to the counts."""
        state = rows["_state"]
        kept = rows.filter(pc.equal(state, ACCEPTED))
        if len(kept):
            self.accepted.write_table(_accepted(kept, self.writing, self.schema))
        for told, writer, severity in ((REFUSED, self.refused, "refused"), (ACCEPTED, self.issues, "issue")):
            some = rows.filter(pc.and_(pc.equal(state, told), pc.is_valid(rows["_problems"])))
            if len(some):
                lines = list(_told(some, self.writing, severity))
                writer.write_table(pa.Table.from_pylist(lines, _TOLD))
                if severity == "issue":
                    counts.issues.update(line["code"] for line in lines)
        counts.accepted += len(kept)
        counts.refused += pc.sum(pc.equal(state, REFUSED)).as_py()
        counts.non_data += pc.sum(pc.equal(state, NON_DATA)).as_py()
        counts.rows += len(rows)


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
