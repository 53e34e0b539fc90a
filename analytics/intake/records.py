"""Records of separated values and their lines; a quotation mark that nobody closes costs only its own line."""

from __future__ import annotations

import csv
import itertools
from collections import deque
from collections.abc import Iterable, Iterator

# A cell of more lines than this is not a text with line breaks but a mark that was never closed.
_LONGEST_RECORD_LINES = 2_000


class Records:
    """Iterates over the records of lines; `line` is the number of the last line of the record given last."""

    def __init__(self, lines: Iterable[str], delimiter: str) -> None:
        self.line = 0
        self._given = iter(lines)
        self._returned: deque[str] = deque()
        self._taken: list[str] = []
        self._delimiter = delimiter
        self._reader = csv.reader(self._feed(), delimiter=delimiter)

    def __iter__(self) -> Iterator[list[str]]:
        return self

    def __next__(self) -> list[str]:
        row = self._next()
        if len(self._taken) > 1 and not self._is_whole():
            # The first line alone, its marks taken as letters; the others are looked at again.
            first, *others = self._taken
            self._returned.extendleft(reversed(others))
            self._taken = [first]
            row = next(csv.reader([first], delimiter=self._delimiter, quoting=csv.QUOTE_NONE))
        self.line += len(self._taken)
        self._taken = []
        return row

    def returned(self) -> list[str]:
        """The lines that were taken and belong to no record given so far."""
        return list(self._returned)

    def _next(self) -> list[str]:
        try:
            return next(self._reader)
        except StopIteration:
            # A reader that was stopped inside a record is over; the lines it gave back are not.
            if not self._returned:
                raise
            self._reader = csv.reader(self._feed(), delimiter=self._delimiter)
            return next(self._reader)

    def _feed(self) -> Iterator[str]:
        while len(self._taken) < _LONGEST_RECORD_LINES:
            line = self._returned.popleft() if self._returned else next(self._given, None)
            if line is None:
                return
            self._taken.append(line)
            yield line

    def _is_whole(self) -> bool:
        try:
            records = list(itertools.islice(csv.reader(self._taken, delimiter=self._delimiter, strict=True), 2))
        except csv.Error:
            return False
        return len(records) == 1
