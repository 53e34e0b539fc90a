"""A look into a file that nobody has described yet: its header and its first rows, as text."""

from __future__ import annotations

import csv
import itertools
import re
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow.parquet
from python_calamine import CalamineError, CalamineWorkbook, PasswordError

from analytics.intake import headers, signatures
from analytics.intake.encodings import as_utf8
from analytics.intake.files import RefusedFile
from analytics.intake.workbooks import lines

ROWS = 200
_DELIMITERS = (",", "\t", ";")
_WORD = re.compile(r"[^\W\d_]{2,}")
# A header fills most of the width that the rows below it have; a title fills one cell.
_FILLED_SHARE = 0.6


@dataclass(frozen=True)
class Sample:
    """The head of a file: names of its columns (unique), first rows below as text, and the sheet they stand on."""

    names: tuple[str, ...]
    rows: tuple[tuple[str | None, ...], ...]
    sheet: str | None = None

    def values(self, name: str) -> list[str]:
        """The values of a column that are not blank, in the order of the rows."""
        place = self.names.index(name)
        return [row[place].strip() for row in self.rows if row[place] and row[place].strip()]


def sample(path: Path) -> Sample:
    """The head of a CSV, TSV, XLSX or Parquet file. Raises RefusedFile."""
    kind = signatures.format_of(path)
    if kind == signatures.TEXT:
        return _of_text(path)
    if kind == signatures.WORKBOOK:
        return _of_workbook(path)
    if kind == signatures.PARQUET:
        return _of_parquet(path)
    raise RefusedFile("unknown_format")


def _of_text(path: Path) -> Sample:
    with tempfile.TemporaryDirectory(prefix="last_mile_look_") as work:
        text = as_utf8(path, Path(work))
        found = []
        for delimiter in _DELIMITERS:
            with text.path.open(encoding="utf-8", newline="") as file:
                try:
                    rows = list(itertools.islice(csv.reader(file, delimiter=delimiter), headers.SCANNED_ROWS + ROWS))
                except csv.Error:
                    continue
            if (head := _header_row(rows)) is not None:
                found.append(_sample(rows, head))
    if not found:
        raise RefusedFile("no_header")
    return max(found, key=lambda each: len(each.names))


def _of_workbook(path: Path) -> Sample:
    try:
        with CalamineWorkbook.from_path(path) as book:
            for name in book.sheet_names:
                sheet = book.get_sheet_by_name(name)
                if sheet.start is None:
                    continue
                rows = [cells for _, cells in itertools.islice(lines(sheet, {}), headers.SCANNED_ROWS + ROWS)]
                if (head := _header_row(rows)) is not None:
                    return _sample(rows, head, name if len(book.sheet_names) > 1 else None)
    except PasswordError as error:
        raise RefusedFile("password_protected") from error
    except CalamineError as error:
        raise RefusedFile("damaged_file", detail=type(error).__name__) from error
    raise RefusedFile("no_header")


def _of_parquet(path: Path) -> Sample:
    try:
        file = pyarrow.parquet.ParquetFile(path)
        batch = next(file.iter_batches(batch_size=ROWS), None)
    except (OSError, pyarrow.ArrowException) as error:
        raise RefusedFile("damaged_file", detail=type(error).__name__) from error
    rows = [] if batch is None else [tuple(_text(value) for value in row.values()) for row in batch.to_pylist()]
    return Sample(tuple(file.schema_arrow.names), tuple(rows))


def _text(value: object) -> str | None:
    if value is None:
        return None
    return value.hex() if isinstance(value, bytes) else str(value)


def _header_row(rows: Sequence[Sequence[str | None]]) -> int | None:
    """The first row that names columns: as wide as the rows below, every name but once, hardly a number among them."""
    width = max((_filled(row) for row in rows), default=0)
    for number, row in enumerate(rows[: headers.SCANNED_ROWS]):
        names = [cell.strip() for cell in row if cell and cell.strip()]
        words = [name for name in names if _WORD.search(name) or not re.search(r"\d", name)]
        if len(names) >= max(2, _FILLED_SHARE * width) and len(set(names)) == len(names) == len(words):
            return number
    return None


def _filled(row: Sequence[str | None]) -> int:
    return sum(1 for cell in row if cell and cell.strip())


def _sample(rows: Sequence[Sequence[str | None]], head: int, sheet: str | None = None) -> Sample:
    names = headers.unique([(cell or "").strip() for cell in rows[head]])
    return Sample(tuple(names), tuple(_fitted(rows[head + 1 :], len(names))), sheet)


def _fitted(rows: Sequence[Sequence[str | None]], width: int) -> Iterator[tuple[str | None, ...]]:
    for row in rows[:ROWS]:
        if _filled(row):
            yield tuple(row[place] if place < len(row) else None for place in range(width))
