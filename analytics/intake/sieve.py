"""Rows on their way from a file: ordinary ones straight to the accepted part, all others into a table to be judged."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator, Sequence

import duckdb
import numpy as np
import pyarrow as pa

from analytics.intake.ordinary import Ordinary

_ROWS_PER_BATCH = 50_000
_EXTRA = pa.list_(pa.string())

# The number of the line, the cells under the header, what stands beyond it (None without).
Row = tuple[int, Sequence[str | None], Sequence[str] | None]
Accept = Callable[[pa.Table, pa.Array], None]


class Sieve:
    """Takes the rows of one file, whose cells have the DuckDB types `kinds`; `rows` counts them all.

    What is not ordinary is put into the new table `rows` with `_line`, `_extra` and c0…cn; without `ordinary` and
    `accept` that is everything.
    """

    def __init__(
        self, connection: duckdb.DuckDBPyConnection, kinds: Sequence[str], ordinary: Ordinary | None = None,
        accept: Accept | None = None,
    ) -> None:  # fmt: skip
        self.rows = 0
        self.ordinary = ordinary
        self._connection, self._width, self._accept = connection, len(kinds), accept
        cells = "".join(f", c{i} {kind}" for i, kind in enumerate(kinds))
        connection.execute(f"create table rows (_line bigint, _extra varchar[]{cells})")

    def texts(self, rows: Iterable[Row]) -> None:
        """Takes rows one by one."""
        for batch in batches(rows, self._width):
            self.rows += len(batch)
            if self.ordinary is None:
                self._store(batch)
                continue
            odd = self._split(self.ordinary.typed(batch), batch["_line"], batch["_extra"].is_valid().to_numpy())
            self._store(batch.filter(pa.array(odd)))

    def block(self, cells: pa.Table, first: int, again: Callable[[np.ndarray], Iterable[pa.Table]]) -> None:
        """Takes rows of consecutive lines at once, typed as `ordinary` asks; `again` gives some as the file has them.

        They come with `_line` and `_extra`.
        """
        self.rows += len(cells)
        lines = pa.array(np.arange(first, first + len(cells)))
        if self.ordinary is None:
            self._store(numbered(cells, lines))
            return
        odd = np.flatnonzero(self._split(cells, lines, np.zeros(len(cells), dtype=bool)))
        for batch in again(odd) if len(odd) else ():
            self._store(batch)

    def _split(self, cells: pa.Table, lines: pa.Array, beyond: np.ndarray) -> np.ndarray:
        kept, odd = self.ordinary.split(cells, self._connection, beyond)
        self._accept(kept, lines.filter(pa.array(~odd)))
        return odd

    def _store(self, batch: pa.Table) -> None:
        if len(batch):
            self._connection.register("_batch", batch)
            self._connection.execute("insert into rows select * from _batch")
            self._connection.unregister("_batch")


def numbered(cells: pa.Table, lines: pa.Array) -> pa.Table:
    """Rows with the numbers of their lines, and nothing beyond the header."""
    return cells.add_column(0, "_line", lines).add_column(1, "_extra", pa.nulls(len(cells), _EXTRA))


def batches(rows: Iterable[Row], width: int) -> Iterator[pa.Table]:
    """Rows one by one as tables of texts."""
    schema = pa.schema([("_line", pa.int64()), ("_extra", _EXTRA), *((f"c{i}", pa.string()) for i in range(width))])
    given = iter(rows)
    while batch := list(itertools.islice(given, _ROWS_PER_BATCH)):
        lines, cells, extras = zip(*batch, strict=True)
        yield pa.table([lines, extras, *zip(*cells, strict=True)], schema=schema)


def fitted(cells: Sequence[str | None], width: int) -> tuple[Sequence[str | None], Sequence[str] | None]:
    """The cells cut or filled up to the header's width, and what stands beyond it (None when that is blank)."""
    if len(cells) == width:
        return cells, None
    if len(cells) < width:
        return [*cells, *[None] * (width - len(cells))], None
    extra = [cell or "" for cell in cells[width:]]
    return cells[:width], extra if any(cell.strip() for cell in extra) else None
