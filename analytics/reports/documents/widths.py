"""How wide the columns of a table have to be, from what stands in them."""

from __future__ import annotations

import unicodedata

from analytics.reports.documents.content import Table
from analytics.reports.documents.shown import is_number, shown

_PADDING = 1.6  # letters of air in a cell
_FIGURES = 1.2  # digits are wider than letters where an office font has to be replaced
_LEAST = 4


def letters(words: str) -> float:
    """The width of words in Latin letters: a Chinese character is two wide."""
    return sum(2 if unicodedata.east_asian_width(each) in "WF" else 1 for each in words)


def column_widths(table: Table, language: str, longest: float = 20) -> list[float]:
    """Parts of the table's width per column, summing to 1. Figures never wrap; words of more than `longest` do."""
    wanted = []
    for place, column in enumerate(table.columns):
        figures, words, unbroken = [_LEAST], [_LEAST], [_LEAST]
        for row in table.rows:
            kind = figures if is_number(column.kind, row[place]) else words
            told = shown(row[place], column.kind, language)
            kind.append(letters(told))
            unbroken += [letters(word) for word in told.split() if word.isascii()]
        heading = max(letters(column.heading) / 2, max(map(letters, column.heading.split())))
        heading = min(letters(column.heading), max(heading, 4), 12)
        whole = max(max(figures), min(max(unbroken), longest)) * _FIGURES
        wanted.append(max(whole, min(max(words), longest), heading) + _PADDING)
    return [each / sum(wanted) for each in wanted]
