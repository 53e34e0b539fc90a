"""Separated values (comma, semicolon, tab): every row kept with its line, however ragged."""

from __future__ import annotations

import csv
import itertools
import re
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.csv

from analytics.contract import codes
from analytics.intake import headers
from analytics.intake.blocks import Block, Blocks
from analytics.intake.encodings import Text, as_utf8, promised
from analytics.intake.files import RefusedFile
from analytics.intake.headers import Header, Vocabulary
from analytics.intake.ordinary import Ordinary
from analytics.intake.records import Records
from analytics.intake.sieve import Row, Sieve, batches, fitted
from analytics.intake.sources import Expectation, Source

_DELIMITERS = (",", "\t", ";")
_LONGEST_FIELD = 1 << 27
# What a file ends with where a machine lost its power, or a very old program its manners.
_PADDING = "\0\x1a"
# Under this size Python's own reader is as fast as anything.
FAST_FROM_BYTES = 1 << 20
# What Arrow takes at once: more than the processor's cache costs twice as much.
_ARROW_BYTES = 1 << 20
_COLUMN = re.compile(r"In CSV column #(\d+)")

csv.field_size_limit(_LONGEST_FIELD)


def read(path: Path, work: Path, expected: Expectation, sure: bool) -> tuple[Source, Unread]:
    """The file's header, and its rows, which are not read yet. Raises RefusedFile.

    Unless all of the file is looked at first (`sure`), reading the rows may raise UnicodeError.
    """
    text = as_utf8(path, work) if sure else promised(path, work)
    header, delimiter = _header(text, expected.words)
    unread = Unread(text, delimiter, header)
    kinds = ("VARCHAR",) * len(header.names)
    return Source(header.names, kinds, "select * from rows", above=header.row), unread


class Unread:
    """The rows of a file below its header."""

    def __init__(self, text: Text, delimiter: str, header: Header) -> None:
        self.width = len(header.names)
        self._delimiter = delimiter
        self._blocks, self._size = Blocks(text), text.path.stat().st_size
        self._blocks.skip(_lines(text, delimiter, header))
        self._inside = re.compile(rf'[^{delimiter}\r\n]"[^{delimiter}\r\n]'.encode())
        self._wanted = pyarrow.csv.ConvertOptions(
            null_values=[""], strings_can_be_null=True, true_values=_words("true"), false_values=_words("false")
        )

    def into(self, sieve: Sieve, advanced: Callable[[float], None] = lambda share: None) -> None:
        """Puts all rows into the sieve. `advanced` gets the share of the file that is done, 0 to 1."""
        for block in self._blocks:
            if (table := self._regular(block, sieve.ordinary)) is not None:
                sieve.block(table, block.line, partial(self._again, block))
            else:
                try:
                    sieve.texts(self._exact(block))
                except csv.Error as error:
                    raise RefusedFile("damaged_file", detail=str(error)) from error
            advanced(self._blocks.done / self._size)

    def _regular(self, block: Block, ordinary: Ordinary | None) -> pa.Table | None:
        """The rows of a block where every line is one; None where that is not plain to see.

        So it is for line breaks in cells, ragged and blank lines, and quotes inside a cell, about which readers differ.
        """
        content = block.content
        if len(content) < FAST_FROM_BYTES or self.width < 2 or b"\0" in content:
            return None
        if b"\r" in content and content.count(b"\r") != content.count(b"\r\n"):
            return None
        if b'"' in content and self._inside.search(content):
            return None
        table = self._parsed(content, ordinary)
        return table if table is not None and len(table) == block.lines else None

    def _parsed(self, content: bytes, ordinary: Ordinary | None) -> pa.Table | None:
        names = [f"c{i}" for i in range(self.width)]
        reading = pyarrow.csv.ReadOptions(column_names=names, use_threads=False, block_size=_ARROW_BYTES)
        parsing = pyarrow.csv.ParseOptions(delimiter=self._delimiter)
        while True:
            types = dict.fromkeys(range(self.width), pa.string()) if ordinary is None else ordinary.types
            self._wanted.column_types = {f"c{i}": kind for i, kind in types.items()}
            self._wanted.include_columns = [f"c{i}" for i in types]
            try:
                return pyarrow.csv.read_csv(pa.BufferReader(content), reading, parsing, self._wanted)
            except pa.ArrowInvalid as error:
                column = _COLUMN.match(str(error))
                if ordinary is None or not column or types[int(column[1])] == pa.string():
                    return None
                ordinary.as_text(int(column[1]))

    def _exact(self, block: Block) -> Iterator[Row]:
        for line, row in self._blocks.records(block, self._delimiter):
            yield line, *fitted([] if len(row) == 1 and not row[0].strip(_PADDING) else row, self.width)

    def _again(self, block: Block, rows: np.ndarray) -> Iterator[pa.Table]:
        lines = block.content.split(b"\n")
        cells = csv.reader((lines[row].decode("utf-8") for row in rows), delimiter=self._delimiter)
        numbers = (rows + block.line).tolist()
        yield from batches(((line, row, None) for line, row in zip(numbers, cells, strict=True)), self.width)


def _words(answer: str) -> list[str]:
    return [form for word in codes.words(answer) for form in dict.fromkeys((word, word.upper(), word.capitalize()))]


def _header(text: Text, words: Vocabulary) -> tuple[Header, str]:
    found = []
    for delimiter in _DELIMITERS:
        with text.path.open(encoding=text.encoding, newline="") as file:
            try:
                rows = list(itertools.islice(csv.reader(file, delimiter=delimiter), headers.SCANNED_ROWS))
            except csv.Error:
                continue
        if header := headers.find(rows, words):
            found.append((header, delimiter))
    if not found:
        raise RefusedFile("no_header")
    return max(found, key=lambda pair: pair[0].matched)


def _lines(text: Text, delimiter: str, header: Header) -> int:
    """The number of the last line of the header."""
    with text.path.open(encoding=text.encoding, newline="") as file:
        records = Records(file, delimiter)
        for _ in range(header.row + header.height):
            next(records)
    return records.line
