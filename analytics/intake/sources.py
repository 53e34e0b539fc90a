"""A file once it is open: its header and a relation of its rows, whatever its format was."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

import duckdb
import pyarrow as pa

from analytics.intake.headers import Vocabulary

_ROWS_PER_BATCH = 50_000


@dataclass(frozen=True)
class Source:
    """The rows of one file as SQL: one row per row below the header.

    `sql` selects `_line` (as a person counts, 1-based), `_extra` (cells beyond the header, NULL without) and `c0…cn`,
    one per header name, of the DuckDB types in `types`; it takes `parameters`. `above` counts title and blank rows
    above the header. `crs` is the coordinate system that the file itself declares, None without. `serial_days`: a bare
    number in a time column is a spreadsheet's count of days since then. `note` is the code and values of the report's
    message. `filled` are the positions whose blank cells were filled from above: `sql` has them as `f0…fn` beside.
    """

    names: tuple[str, ...]
    types: tuple[str, ...]
    sql: str
    parameters: dict[str, object] = field(default_factory=dict)
    rows: int = 0
    above: int = 0
    crs: str | None = None
    zones: dict[int, str] = field(default_factory=dict)
    serial_days: str | None = None
    note: dict[str, object] | None = None
    filled: frozenset[int] = frozenset()

    def cell(self, position: int) -> str:
        """SQL of the column at a position."""
        return f"{'f' if position in self.filled else 'c'}{position}"


Row = tuple[int, Sequence[str | None], Sequence[str] | None]


def store_rows(connection: duckdb.DuckDBPyConnection, relation: str, rows: Iterable[Row], width: int) -> int:
    """Fills a new table `relation` from (line, cells, extra cells) and returns how many rows it has."""
    schema = pa.schema(
        [("_line", pa.int64()), ("_extra", pa.list_(pa.string())), *((f"c{i}", pa.string()) for i in range(width))]
    )
    columns = ", ".join(f"c{i} varchar" for i in range(width))
    connection.execute(f"create table {relation} (_line bigint, _extra varchar[], {columns})")
    count = 0
    for batch in _batches(rows, width, schema):
        connection.register("_batch", batch)
        connection.execute(f"insert into {relation} select * from _batch")
        connection.unregister("_batch")
        count += batch.num_rows
    return count


def _batches(rows: Iterable[Row], width: int, schema: pa.Schema) -> Iterator[pa.Table]:
    lines: list[int] = []
    extras: list[Sequence[str] | None] = []
    cells: list[Sequence[str | None]] = []
    for line, row, extra in rows:
        lines.append(line)
        extras.append(extra)
        cells.append(row)
        if len(lines) == _ROWS_PER_BATCH:
            yield pa.table([lines, extras, *_transposed(cells, width)], schema=schema)
            lines, extras, cells = [], [], []
    if lines:
        yield pa.table([lines, extras, *_transposed(cells, width)], schema=schema)


def _transposed(cells: list[Sequence[str | None]], width: int) -> list[Sequence[str | None]]:
    return list(zip(*cells, strict=True)) if width else []


def fitted(cells: Sequence[str | None], width: int) -> tuple[Sequence[str | None], Sequence[str] | None]:
    """The cells cut or filled up to the header's width, and what stands beyond it (None when that is blank)."""
    if len(cells) == width:
        return cells, None
    if len(cells) < width:
        return [*cells, *[None] * (width - len(cells))], None
    extra = [cell or "" for cell in cells[width:]]
    return cells[:width], extra if any(cell.strip() for cell in extra) else None


@dataclass(frozen=True)
class Expectation:
    """What a reader looks for in a file: the words of its header, and those a Shapefile's short names stand for."""

    words: Vocabulary
    shapefile_words: Vocabulary
