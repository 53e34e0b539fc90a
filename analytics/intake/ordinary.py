"""Ordinary rows, about which there is nothing to tell: found block by block, typed by Arrow, kept as they stand.

The rules are those of every row; the others are read again as text, from which their messages and content come.
"""

from __future__ import annotations

import re

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from analytics.contract import codes
from analytics.contract.schema import Column, Table
from analytics.intake import rules, texts, validation
from analytics.intake.bindings import Bindings
from analytics.intake.cells import Cell, kept_cell
from analytics.intake.mapping import SourceRule

TEXT, TERMS = pa.string(), pa.dictionary(pa.int32(), pa.string())
_TYPES = {
    "at": pa.timestamp("us"), "day": pa.timestamp("us"), "number": pa.float64(), "score": pa.float64(),
    "int": pa.float64(), "bool": pa.bool_(), "enum": TERMS, "id": TEXT, "text": TEXT,
}  # fmt: skip
_UNCOMMON_COLUMNS = ("tag", "tags", "geometry")
_LARGEST_WHOLE = 9e15


def applies(rule: SourceRule) -> bool:
    """Whether each row of such a file can be judged by itself, and told from headers and totals.

    The latter by a time that is asked for: no header or total has one.
    """
    feed = rule.feeds[0]
    if len(rule.feeds) > 1 or feed.derived or rule.fill_down or set(_UNCOMMON_COLUMNS) & set(feed.table.columns):
        return False
    if any(value.counts_rows for value in [*feed.columns.values(), *rule.values.values()]):
        return False
    return any(feed.table.columns[name].kind in ("at", "day") for name in feed.table.required)


class Ordinary:
    """Splits the rows of one file, given as Arrow tables of columns c0…cn, into ordinary ones and those to look at.

    `types` says how each column is best given; a column that does not hold that everywhere is given as text.
    """

    def __init__(self, table: Table, cells: dict[str, Cell], bindings: Bindings, moved: bool) -> None:
        self._table, self._cells, self._bindings, self._moved = table, cells, bindings, moved
        self._texts: set[int] = set()
        made = " ".join(cell.given for cell in cells.values() if self._is_made(cell))
        self._texts |= {int(position) for position in re.findall(r"\bc(\d+)\b", made)}
        self.types: dict[int, pa.DataType] = {}
        for name, cell in cells.items():
            if cell.position is not None:
                wanted = TERMS if name == "scheme" else _TYPES[cell.column.kind]
                if self.types.setdefault(cell.position, wanted) != wanted:
                    self._texts.add(cell.position)
        self.types |= dict.fromkeys(self._texts, TEXT)
        self._statements: dict[tuple[str, ...], str] = {}

    def as_text(self, position: int) -> None:
        """From now on the column is given as text."""
        self.types[position] = TEXT
        self._texts.add(position)

    def typed(self, rows: pa.Table) -> pa.Table:
        """Rows of any types, with the columns that are asked for as they are best given."""
        return pa.table({f"c{i}": self._typed(i, rows[f"c{i}"]) for i in list(self.types)})

    def _typed(self, position: int, given: pa.ChunkedArray) -> pa.ChunkedArray:
        kind = self.types[position]
        if not _is_text(given.type):
            return given if kind == TEXT else given.cast(kind, safe=False)
        given = given.cast(TEXT)
        given = pc.if_else(pc.equal(given, ""), pa.scalar(None, TEXT), given)
        try:
            return given.dictionary_encode() if kind == TERMS else given.cast(kind)
        except pa.ArrowInvalid:
            self.as_text(position)
            return given

    def split(
        self, rows: pa.Table, connection: duckdb.DuckDBPyConnection, odd: np.ndarray
    ) -> tuple[pa.Table, np.ndarray]:
        """The ordinary rows with the table's columns as they are kept, and which rows (True) these are not.

        Some may be known not to be ordinary (`odd`).
        """
        values: dict[str, pa.ChunkedArray] = {}
        for name, cell in self._cells.items():
            if not self._is_made(cell):
                values[name], uncommon = _value(cell.column, rows[f"c{cell.position}"])
                odd = odd if uncommon is None else odd | uncommon
        judged = self._judged(values, rows, connection)
        odd |= judged["_told"].to_numpy()
        # The order of the table's columns, whichever way they came.
        kept = pa.table({name: judged[name] if name in judged.column_names else values[name] for name in self._cells})
        return (kept.filter(pa.array(~odd)) if odd.any() else kept), odd

    def _is_made(self, cell: Cell) -> bool:
        """Whether SQL makes the value from the text of the file."""
        if cell.position is None or (self._moved and cell.column.name in rules.DEGREES):
            return True
        return cell.position in self._texts and cell.column.kind not in ("id", "text")

    def _judged(self, values: dict, rows: pa.Table, connection: duckdb.DuckDBPyConnection) -> pa.Table:
        made = tuple(name for name in self._cells if name not in values)
        if made not in self._statements:
            cells = {name: cell if name in made else kept_cell(cell.column) for name, cell in self._cells.items()}
            self._statements[made] = validation.telling(self._table, cells, made, self._bindings, self._moved)
        sql = self._statements[made]
        texts = {name: rows[name] for name in rows.column_names if int(name[1:]) in self._texts}
        connection.register("_rows", pa.table(values | texts))
        judged = connection.sql(sql, params=self._bindings.used(sql)).to_arrow_table()
        connection.unregister("_rows")
        return judged


def _is_text(kind: pa.DataType) -> bool:
    kind = kind.value_type if pa.types.is_dictionary(kind) else kind
    return pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_string_view(kind)


def _value(column: Column, given: pa.ChunkedArray) -> tuple[pa.ChunkedArray, np.ndarray | None]:
    """A column as it is kept, and the rows for which that may not be so (None for none)."""
    if given.type == TERMS:
        return _term(column, given)
    if column.kind in ("id", "text"):
        return given, texts.uncommon(given, identifiers=column.kind == "id")
    if column.kind == "day":
        return given.cast(pa.date32()), None
    if column.kind in ("int", "number", "score"):
        return _number(given, whole=column.kind == "int")
    return given, None


def _number(given: pa.ChunkedArray, whole: bool) -> tuple[pa.ChunkedArray, np.ndarray | None]:
    fits = pc.less(pc.abs(given), _LARGEST_WHOLE) if whole else pc.is_finite(given)
    if whole:
        fits = pc.and_(fits, pc.equal(given, pc.trunc(given)))
    if pc.all(fits, min_count=0).as_py():
        return given.cast(pa.int64()) if whole else given, None
    kept = pc.if_else(fits, given, pa.scalar(None, pa.float64()))
    return kept.cast(pa.int64()) if whole else kept, ~pc.fill_null(fits, True).to_numpy()


def _term(column: Column, given: pa.ChunkedArray) -> tuple[pa.ChunkedArray, np.ndarray | None]:
    """Words of an enumeration as their codes, each looked up once; a scheme that nobody knows is kept as it is."""
    chunks, odd = [], []
    for chunk in given.chunks:
        terms = chunk.dictionary
        if column.kind == "enum":
            known = codes.accepted(column.codes)
            meant = [known.get(term.lower()) for term in terms.to_pylist()]
            unsure = np.array([code is None for code in meant], dtype=bool)
        else:
            known = codes.accepted_schemes()
            meant = [known.get(term.lower().replace(" ", ""), term) for term in terms.to_pylist()]
            unsure = texts.uncommon(pa.chunked_array([terms]), identifiers=True)
        chunks.append(pa.array(meant, pa.string()).take(chunk.indices))
        if unsure.any():
            odd.append(pc.fill_null(pa.array(unsure).take(chunk.indices), False).to_numpy(zero_copy_only=False))
        else:
            odd.append(np.zeros(len(chunk), dtype=bool))
    return pa.chunked_array(chunks, pa.string()), np.concatenate(odd) if odd else None
