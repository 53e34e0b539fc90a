"""Separated values (comma, semicolon, tab): every row kept with its line, however ragged."""

from __future__ import annotations

import csv
import itertools
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

import duckdb

from analytics.intake import headers
from analytics.intake.encodings import Text, as_utf8
from analytics.intake.files import RefusedFile
from analytics.intake.headers import Header, Vocabulary
from analytics.intake.records import Records
from analytics.intake.sources import Expectation, Row, Source, fitted, store_rows

_DELIMITERS = (",", "\t", ";")
_LONGEST_FIELD = 1 << 27
# What a file ends with where a machine lost its power, or a very old program its manners.
_PADDING = "\0\x1a"
# Under this size Python's own reader is as fast as anything.
FAST_FROM_BYTES = 4 << 20
_CHUNK_LETTERS = 1 << 22

csv.field_size_limit(_LONGEST_FIELD)


def read(path: Path, work: Path, connection: duckdb.DuckDBPyConnection, expected: Expectation) -> Source:
    """The file's rows; the fast path and the exact one give the same. Raises RefusedFile."""
    text = as_utf8(path, work)
    header, delimiter = _header(text.path, expected.words)
    rows, end = _rows(text.path, delimiter, header)
    fast = _fast(connection, text, delimiter, len(header.names), end)
    if fast is not None:
        rows.close()
        return Source(header.names, _types(header), fast[0], fast[1], rows=text.lines - end, above=header.row)
    try:
        count = store_rows(connection, "rows", rows, len(header.names))
    except csv.Error as error:
        raise RefusedFile("damaged_file", detail=str(error)) from error
    return Source(header.names, _types(header), "select * from rows", rows=count, above=header.row)


def _types(header: Header) -> tuple[str, ...]:
    return ("VARCHAR",) * len(header.names)


def _header(path: Path, words: Vocabulary) -> tuple[Header, str]:
    found = []
    for delimiter in _DELIMITERS:
        with path.open(encoding="utf-8", newline="") as file:
            try:
                rows = list(itertools.islice(csv.reader(file, delimiter=delimiter), headers.SCANNED_ROWS))
            except csv.Error:
                continue
        if header := headers.find(rows, words):
            found.append((header, delimiter))
    if not found:
        raise RefusedFile("no_header")
    return max(found, key=lambda pair: pair[0].matched)


def _rows(path: Path, delimiter: str, header: Header) -> tuple[Iterator[Row], int]:
    """The rows below the header, and the number of the last line of the header."""
    file = path.open(encoding="utf-8", newline="")
    records = Records(file, delimiter)
    for _ in range(header.row + header.height):
        next(records)
    return _numbered(file, records, len(header.names)), records.line


def _numbered(file: TextIO, records: Records, width: int) -> Iterator[Row]:
    with file:
        line = records.line + 1
        for row in records:
            cells, extra = fitted([] if len(row) == 1 and not row[0].strip(_PADDING) else row, width)
            yield line, cells, extra
            line = records.line + 1


def _fast(
    connection: duckdb.DuckDBPyConnection, text: Text, delimiter: str, width: int, end: int
) -> tuple[str, dict] | None:
    """SQL that reads the file in DuckDB, or None unless it gives exactly one row for every line below the header.

    A line break in a cell, a ragged or a blank line makes fewer rows than lines: such a file goes to the exact reader,
    and so does one with a quote inside a cell, about which readers differ.
    """
    if not text.plain or text.path.stat().st_size < FAST_FROM_BYTES or width < 2:
        return None
    if text.quoted and not _cleanly_quoted(text.path, delimiter):
        return None
    columns = ", ".join(f"'c{i}': 'VARCHAR'" for i in range(width))
    call = f"""read_csv($csv_path, auto_detect = false, header = false, skip = {end}, delim = $csv_delimiter,
        quote = '"', escape = '"', strict_mode = true, columns = {{{columns}}})"""
    parameters = {"csv_path": str(text.path), "csv_delimiter": delimiter}
    try:
        last = f"c{width - 1}"
        count = connection.execute(f"select count(*), count({last}) from {call}", parameters).fetchall()[0][0]
    except duckdb.Error:
        return None
    if count != text.lines - end:
        return None
    names = ", ".join(f"c{i}" for i in range(width))
    return f"select row_number() over () + {end} as _line, null::varchar[] as _extra, {names} from {call}", parameters


def _cleanly_quoted(path: Path, delimiter: str) -> bool:
    """Whether every quote stands at the start or the end of a cell."""
    inside = re.compile(rf'[^{delimiter}\r\n]"[^{delimiter}\r\n]')
    with path.open(encoding="utf-8", newline="") as file:
        before = "\n"
        while text := file.read(_CHUNK_LETTERS):
            if inside.search(before + text):
                return False
            before = text[-2:]
    return True
