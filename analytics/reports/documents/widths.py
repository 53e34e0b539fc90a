"""How wide the columns of a table have to be, from what stands in them."""

from __future__ import annotations

import unicodedata

from analytics.reports.documents.content import Table
from analytics.reports.documents.shown import is_number, shown

_PADDING = 1.6  # letters of air in a cell
_FIGURES = 1.2  # digits are wider than letters where an office font has to be replaced
_LEAST = 4
_NAME, _SENTENCE = 20, 34  # letters of a line
_LETTER_MM = 0.5 * 0.3528  # width of a Latin letter of one point
SMALLEST = 7.0  # points that can still be read on paper


def letters(words: str) -> float:
    """The width of words in Latin letters: a Chinese character is two wide."""
    return sum(2 if unicodedata.east_asian_width(each) in "WF" else 1 for each in words)


def letters_wanted(table: Table, language: str, longest: float | None = None) -> list[float]:
    """Letters per column at which no figure and no word is broken; words of more than `longest` letters wrap.

    Without `longest` a name wraps at 20 letters, and a sentence, which would take many lines there, at 34.
    """
    wanted = []
    for place, column in enumerate(table.columns):
        figures, words, unbroken = [_LEAST], [_LEAST], [_LEAST]
        for row in table.rows:
            kind = figures if is_number(column.kind, row[place]) else words
            told = shown(row[place], column.kind, language)
            kind.append(letters(told))
            unbroken += [letters(word) for word in told.split() if word.isascii()]
        most = longest or (_SENTENCE if max(words) > 3 * _NAME else _NAME)
        heading = max(letters(column.heading) / 2, max(map(letters, column.heading.split())))
        heading = min(letters(column.heading), max(heading, 4), 12)
        whole = max(max(figures), min(max(unbroken), most)) * _FIGURES
        wanted.append(max(whole, min(max(words), most), heading) + _PADDING)
    return wanted


def column_widths(table: Table, language: str, longest: float | None = None) -> list[float]:
    """Parts of the table's width per column, summing to 1, in proportion to `letters_wanted`."""
    wanted = letters_wanted(table, language, longest)
    return [each / sum(wanted) for each in wanted]


def fitting_size(table: Table, language: str, room_mm: float, largest: float) -> float:
    """The size of letters, in points, at which the table's columns fit into the room; at least SMALLEST."""
    fits = room_mm / (sum(letters_wanted(table, language)) * _LETTER_MM)
    return max(SMALLEST, min(largest, int(fits * 2) / 2))
