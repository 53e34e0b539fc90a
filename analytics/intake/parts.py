"""Judged rows → three Parquet files: accepted rows, refused rows, issues; in batches, so that memory stays bounded."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

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

    @property
    def is_whole(self) -> bool:
        return self.rows == self.accepted + self.refused + self.non_data


class Parts:
    """The three parts of one table from one file, open for writing; `counts` is complete once they are closed.

    A batch is written while the next one is read.
    """

    def __init__(self, writing: Writing) -> None:
        self.counts = Counts()
        self._writing = writing
        columns = writing.table.columns.values()
        types = [(column.name, _ARROW_TYPES[column.duckdb_type]) for column in columns]
        self._schema = pa.schema([*types, ("_file", pa.string()), ("_line", pa.int64())])
        # A dictionary of identifiers that occur once costs as much as everything else together.
        repeating = [name for name, kind in types if kind == pa.string() and name not in writing.table.key]
        self._stack = ExitStack()
        self._accepted = self._stack.enter_context(
            pq.ParquetWriter(
                writing.accepted, self._schema, compression="zstd", compression_level=1,
                use_dictionary=[*repeating, "_file"],
            )
        )  # fmt: skip
        self._refused = self._stack.enter_context(pq.ParquetWriter(writing.refused, _TOLD))
        self._issues = self._stack.enter_context(pq.ParquetWriter(writing.issues, _TOLD))
        self._thread = self._stack.enter_context(ThreadPoolExecutor(1))
        self._last = self._thread.submit(lambda: None)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type | None, *rest: object) -> None:
        with self._stack:
            self._last.result()
        if kind is None and not self.counts.is_whole:
            raise AssertionError(f"{self._writing.file}: rows lost: {self.counts}")

    def accept(self, rows: pa.Table, lines: pa.Array) -> None:
        """Writes rows that are accepted, some of the table's columns, with the numbers of their lines."""
        self.counts.rows += len(rows)
        self._write(self._keep, rows, lines)

    def judged(self, relation: duckdb.DuckDBPyRelation, advanced: Callable[[int], None]) -> None:
        """Writes the judged rows (the columns of `validation.statement`)."""
        for batch in relation.to_arrow_reader(_ROWS_PER_BATCH):
            self.counts.rows += len(batch)
            self._write(self._batch, pa.Table.from_batches([batch]))
            advanced(self.counts.rows)

    def _write(self, function: Callable[..., None], *arguments: pa.Table | pa.Array) -> None:
        self._last.result()
        self._last = self._thread.submit(function, *arguments)

    def _keep(self, rows: pa.Table, lines: pa.Array) -> None:
        if not len(rows):
            return
        if "geometry" in rows.column_names:
            self._writing.keys.update(pc.unique(rows[self._writing.table.key[0]]).to_pylist())
        given = {name: rows[name] for name in rows.column_names}
        given |= {"_file": pa.repeat(pa.scalar(self._writing.file), len(rows)), "_line": lines}
        whole = [given[each.name] if each.name in given else pa.nulls(len(rows), each.type) for each in self._schema]
        self._accepted.write_table(pa.table(whole, names=self._schema.names).cast(self._schema))
        self.counts.accepted += len(rows)

    def _batch(self, rows: pa.Table) -> None:
        counts, state = self.counts, rows["_state"]
        for told, writer, severity in ((REFUSED, self._refused, "refused"), (ACCEPTED, self._issues, "issue")):
            some = rows.filter(pc.and_(pc.equal(state, told), pc.is_valid(rows["_problems"])))
            if len(some):
                lines = list(_told(some, self._writing, severity))
                writer.write_table(pa.Table.from_pylist(lines, _TOLD))
                if severity == "issue":
                    counts.issues.update(line["code"] for line in lines)
        counts.refused += pc.sum(pc.equal(state, REFUSED)).as_py() or 0
        counts.non_data += pc.sum(pc.equal(state, NON_DATA)).as_py() or 0
        kept = rows.filter(pc.equal(state, ACCEPTED))
        self._keep(kept.select(list(self._writing.table.columns)), kept["_line"])


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
