"""What a workbook says about its numbers beside the cells: its day zero, and codes shown with leading zeros."""

from __future__ import annotations

import html
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

# These parts are small in any honest workbook; the sheets themselves are read in pieces.
_PART_LIMIT_BYTES = 32 << 20
_PIECE_BYTES = 1 << 20
_ZEROS = re.compile(r"0{2,}")
_CELL = re.compile(rb"<(?:\w+:)?c\s([^<>]*)>")
_PLACE = re.compile(rb'(?:^|\s)r="([A-Z]{1,3})(\d{1,7})"')
_STYLE = re.compile(rb'(?:^|\s)s="(\d+)"')
_KIND = re.compile(rb'(?:^|\s)t="(\w+)"')

Widths = dict[int, bytearray]


@dataclass(frozen=True)
class NumberFormats:
    """`counts_from_1904`: days are counted from 1904-01-01, not from 1899-12-30; `padded`: style → digits shown."""

    path: Path
    counts_from_1904: bool = False
    padded: dict[int, int] = field(default_factory=dict)
    sheets: dict[str, str] = field(default_factory=dict)

    def widths(self, sheet: str) -> Widths:
        """Column (0-based) → digits that each row's number is shown with (0: as it is), for codes typed as numbers."""
        if not self.padded or sheet not in self.sheets:
            return {}
        found: Widths = {}
        with zipfile.ZipFile(self.path) as archive:
            for attributes in _cells(archive, self.sheets[sheet]):
                style, place = _STYLE.search(attributes), _PLACE.search(attributes)
                kind = _KIND.search(attributes)
                if not style or not place or (kind and kind[1] != b"n") or int(style[1]) not in self.padded:
                    continue
                rows = found.setdefault(_column(place[1]), bytearray())
                row = int(place[2])
                rows.extend(bytes(max(0, row - len(rows))))
                rows[row - 1] = self.padded[int(style[1])]
        return found


def number_formats(path: Path) -> NumberFormats:
    """What the workbook says; nothing for a part that is missing or not as it should be."""
    try:
        with zipfile.ZipFile(path) as archive:
            book, styles = _part(archive, "xl/workbook.xml"), _part(archive, "xl/styles.xml")
            targets = dict(_attributes(_part(archive, "xl/_rels/workbook.xml.rels"), "Relationship", "Id", "Target"))
    except (zipfile.BadZipFile, OSError, KeyError, NotImplementedError):
        return NumberFormats(path)
    counts = re.search(r'<(?:\w+:)?workbookPr\b[^>]*\bdate1904="(1|true|on)"', book) is not None
    named = _attributes(book, "sheet", "name", r"\w+:id")
    sheets = {name: _inside(targets[key]) for name, key in named if key in targets}
    return NumberFormats(path, counts, _padded(styles), sheets)


def _padded(styles: str) -> dict[int, int]:
    codes = dict(_attributes(styles, "numFmt", "numFmtId", "formatCode"))
    codes = {key: code for key, code in codes.items() if _ZEROS.fullmatch(code)}
    block = re.search(r"<(?:\w+:)?cellXfs\b.*?</(?:\w+:)?cellXfs>", styles, flags=re.DOTALL)
    formats = re.findall(r'<(?:\w+:)?xf\b[^>]*?\bnumFmtId="(\d+)"', block[0]) if codes and block else []
    return {style: min(len(codes[key]), 255) for style, key in enumerate(formats) if key in codes}


def _attributes(part: str, tag: str, first: str, second: str) -> Iterator[tuple[str, str]]:
    """The values of two attributes of each such tag."""
    for element in re.findall(rf"<(?:\w+:)?{tag}\s([^>]*)>", part):
        values = [re.search(rf'(?:^|\s){name}="([^"]*)"', element) for name in (first, second)]
        if all(values):
            yield html.unescape(values[0][1]), html.unescape(values[1][1])


def _part(archive: zipfile.ZipFile, name: str) -> str:
    with archive.open(name) as file:
        return file.read(_PART_LIMIT_BYTES).decode("utf-8", errors="replace")


def _inside(target: str) -> str:
    return target.lstrip("/") if target.startswith("/") else f"xl/{target}"


def _cells(archive: zipfile.ZipFile, name: str) -> Iterator[bytes]:
    """The attributes of every cell's tag, in order."""
    with archive.open(name) as file:
        rest = b""
        while piece := file.read(_PIECE_BYTES):
            text = rest + piece
            yield from _CELL.findall(text)
            rest = text[max(text.rfind(b"<"), 0):][:1024] if b"<" in text else b""


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1
