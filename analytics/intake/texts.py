"""Which texts of a column need a closer look than their bytes: all others stand in the file as they are kept."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from analytics.intake.cells import BLANKS

_DASHES = "‐‑‒–—―−─－﹣／…"
_LONGEST_DASH_BYTES = 18
# Lengths of null, nan, none, nil, n/a and undefined, which name nothing.
_LENGTHS_OF_NOTHING = (3, 4, 9)


def _bytes(*several: object) -> np.ndarray:
    """A table of the 256 bytes: True for those given, as letters, numbers or ranges."""
    table = np.zeros(256, dtype=bool)
    for each in several:
        table[list(each.encode()) if isinstance(each, str) else each] = True
    return table


def _codes(letters: str) -> np.ndarray:
    """The letters of three bytes in UTF-8, each as one number."""
    return np.array([int.from_bytes(letter.encode()) for letter in letters if len(letter.encode()) == 3])


_BLANK_BYTES = _bytes(slice(0, 33), 0x7F)
_DASH_BYTES = _bytes("-/\\")
# Blanks and dashes beyond ASCII begin with one of these; so do many letters, which are then looked at whole.
_LEADS = _bytes(0xC2, 0xE2, 0xE3, 0xEF)
_BLANK_CODES, _DASH_CODES = _codes(BLANKS), _codes(_DASHES)
# Besides plain ASCII only letters from U+3000 to U+9FFF are common in an identifier.
_UNCOMMON = _bytes(slice(0, 32), 0x7F, "#<", slice(0xC0, 0xE3), slice(0xEA, 256))
_DIGITS, _AFTER_EXPONENT = _bytes("0123456789"), _bytes("0123456789+-")
_FIRST_OF_NOTHING, _LAST_OF_NOTHING = _bytes("nNuU"), _bytes("lLnNeEaAdD")


def uncommon(texts: pa.ChunkedArray, identifiers: bool) -> np.ndarray:
    """Row by row whether a text may have blanks around it or stand for nothing; as an identifier, for more than that.

    True may mean anything, False is sure: the text is kept as it is. So it is for a missing one.
    """
    found = [_uncommon(chunk, identifiers) for chunk in texts.chunks]
    return np.concatenate(found) if found else np.zeros(0, dtype=bool)


def _uncommon(texts: pa.Array, identifiers: bool) -> np.ndarray:
    found = np.zeros(len(texts), dtype=bool)
    _, offsets, content = texts.buffers()
    if content is None or not content.size:
        return found
    ends = np.frombuffer(offsets, np.int32)[texts.offset : texts.offset + len(texts) + 1]
    letters = np.frombuffer(content, np.uint8)
    rows = np.flatnonzero(ends[1:] > ends[:-1])
    starts, lasts = ends[rows], ends[rows + 1] - 1
    odd = _at_edges(letters, starts, lasts)
    if identifiers:
        length = lasts - starts + 1
        odd |= np.isin(length, _LENGTHS_OF_NOTHING) & (
            _FIRST_OF_NOTHING[letters[starts]] & _LAST_OF_NOTHING[letters[lasts]]
        )
    found[rows] = odd
    if identifiers and len(rows):
        found[_inside(letters, ends)] = True
    return found


def _at_edges(letters: np.ndarray, starts: np.ndarray, lasts: np.ndarray) -> np.ndarray:
    """Whether a text begins or ends with a blank, or is short and begins with a dash."""
    first, last = letters[starts], letters[lasts]
    odd = _BLANK_BYTES[first] | _BLANK_BYTES[last]
    short = lasts - starts < _LONGEST_DASH_BYTES
    odd |= _DASH_BYTES[first] & short
    if (beyond := np.flatnonzero(_LEADS[first])).size:
        code = _three(letters, starts[beyond])
        odd[beyond] |= (first[beyond] == 0xC2) | np.isin(code, _BLANK_CODES)
        odd[beyond] |= np.isin(code, _DASH_CODES) & short[beyond]
    if (beyond := np.flatnonzero(last >= 0x80)).size:
        code = _three(letters, lasts[beyond] - 2)
        odd[beyond] |= np.isin(code, _BLANK_CODES) | (code >> 8 & 0xFF == 0xC2)
    return odd


def _three(letters: np.ndarray, starts: np.ndarray) -> np.ndarray:
    """The three bytes from each start on as one number."""
    one, two, three = (letters.take(starts + i, mode="clip").astype(np.int32) for i in range(3))
    return one << 16 | two << 8 | three


def _inside(letters: np.ndarray, ends: np.ndarray) -> np.ndarray:
    """The rows with a byte that is uncommon in an identifier, or with an exponent between digits."""
    used = letters[ends[0] : ends[-1]]
    odd = np.flatnonzero(_UNCOMMON[used]) + ends[0]
    marks = np.flatnonzero((used | 0x20) == ord("e")) + ends[0]
    if marks.size:
        around = _DIGITS[letters.take(marks - 1, mode="clip")] & _AFTER_EXPONENT[letters.take(marks + 1, mode="clip")]
        odd = np.concatenate([odd, marks[around]])
    rows = np.searchsorted(ends, odd, side="right") - 1
    if marks.size:
        # A digit before the mark that belongs to the text before is none.
        whole = ends[rows] < odd
        rows = rows[whole | _UNCOMMON[letters[odd]]]
    return rows
