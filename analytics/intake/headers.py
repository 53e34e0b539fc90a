"""The header of a file: which row it is, and which column of the table each of its cells means."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from analytics.contract.schema import Table
from analytics.intake.files import RefusedFile

# Title rows stand above the header; no office puts more than a handful.
SCANNED_ROWS = 40
_SHAPEFILE_NAME_LENGTH = 10

Vocabulary = dict[str, str]


@dataclass(frozen=True)
class Header:
    """A header found in the rows of a file: its first row (0-based), its height, its names (one per column)."""

    row: int
    height: int
    names: tuple[str, ...]
    matched: int


def normalised(header: object) -> str:
    """A header without case, blanks, width variants and required marks, so that spellings of one name agree."""
    text = unicodedata.normalize("NFKC", str(header)).lower()
    return re.sub(r"[\s*:\ufeff\u200b]+", "", text)


def vocabulary(table: Table, shapefile: bool = False) -> Vocabulary:
    """Every normalised header that means a column of the table → the column's name; a Shapefile cuts names at ten."""
    words: Vocabulary = {}
    for column in table.columns.values():
        for word in (column.name, *column.zh):
            words.setdefault(normalised(word), column.name)
    if shapefile:
        for name in table.columns:
            words.setdefault(name[:_SHAPEFILE_NAME_LENGTH], name)
    return words


def meaning(header: object, words: Vocabulary) -> str | None:
    """The column that a header means, with or without a unit in brackets; None for another header."""
    text = normalised(header)
    for form in (text, re.sub(r"[(\[].*?[)\]]", "", text), re.sub(r"[()\[\]]", "", text)):
        if form in words:
            return words[form]
    return None


def bound(names: Sequence[str], words: Vocabulary) -> dict[str, int]:
    """Column → position of the header that means it.

    Where several do, the word that stands first among the column's words is taken. Raises RefusedFile when one header
    stands twice, since either could be meant.
    """
    order = {word: place for place, word in enumerate(words)}
    best: dict[str, tuple[int, int]] = {}
    for position, name in enumerate(names):
        column = meaning(name, words)
        if column is None:
            continue
        rank = order.get(normalised(name), len(order))
        if column in best and best[column][0] == rank:
            raise RefusedFile("duplicate_column", column=column, headers=name)
        if column not in best or rank < best[column][0]:
            best[column] = (rank, position)
    return {column: position for column, (_, position) in best.items()}


def set_aside(names: Sequence[str], words: Vocabulary) -> list[tuple[str, str]]:
    """Pairs of a header that another of the same meaning stands before, and that other one."""
    taken = {position: column for column, position in bound(names, words).items()}
    used = {column: names[position] for position, column in taken.items()}
    meanings = [(name, meaning(name, words)) for position, name in enumerate(names) if position not in taken]
    return [(name, used[column]) for name, column in meanings if column]


def find(rows: Iterable[Sequence[object]], words: Vocabulary) -> Header | None:
    """The header among the first rows of a file: the row, or two merged rows, that means most columns; None without.

    A single recognised cell is enough only in a row of one or two: a title may well be a word of the vocabulary.
    """
    texts = [["" if cell is None else str(cell).strip() for cell in row] for row in rows]
    best: Header | None = None
    for index, row in enumerate(texts):
        single = _header(index, 1, row, words)
        if single.matched and (best is None or single.matched > best.matched):
            best = single
    if best is not None:
        for index in (best.row - 1, best.row):
            if 0 <= index < len(texts) - 1:
                merged = _header(index, 2, _merged(texts[index], texts[index + 1], words), words)
                if merged.matched > best.matched:
                    best = merged
    filled = sum(1 for name in best.names if name) if best else 0
    return best if best and (best.matched >= 2 or filled <= 2) else None


def _header(index: int, height: int, names: Sequence[str], words: Vocabulary) -> Header:
    matched = {column for name in names if name and (column := meaning(name, words))}
    return Header(index, height, tuple(names), len(matched))


def _merged(upper: Sequence[str], lower: Sequence[str], words: Vocabulary) -> list[str]:
    """The names of a header of two rows: a cell merged downwards has its name above, one merged across is a group."""
    names, group = [], ""
    for position in range(max(len(upper), len(lower))):
        top = upper[position] if position < len(upper) else ""
        bottom = lower[position] if position < len(lower) else ""
        group = top or group
        both = group + bottom
        names.append((both if bottom and not meaning(bottom, words) and meaning(both, words) else bottom) or top)
    return names


def unique(names: Sequence[str]) -> list[str]:
    """The names as keys of a JSON object: a blank one becomes #position, a repeated one gets its position."""
    keys: list[str] = []
    for position, name in enumerate(names, start=1):
        key = name or f"#{position}"
        keys.append(f"{key} #{position}" if key in keys else key)
    return keys
