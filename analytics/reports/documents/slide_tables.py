"""A table on a slide, its letters as large as the rows allow."""

from __future__ import annotations

from typing import Any
from xml.sax.saxutils import escape

from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls
from pptx.util import Emu, Pt

from analytics.reports.documents.content import Table
from analytics.reports.documents.settings import colour, font
from analytics.reports.documents.shown import is_number, shown
from analytics.reports.documents.widths import column_widths, letters

_LARGEST, _SMALLEST = 13.0, 7.0
_EMU_PER_LETTER_AND_POINT = 7200  # half a point of width for each point of size, and air


def fill_table(slide: Any, table: Table, language: str, place: tuple[int, int, int, int]) -> None:
    """Puts the table in the `place` (left, top, width, height in EMU) of a slide."""
    left, top, width, height = place
    shares = column_widths(table, language, longest=60)
    size, heights = _size(table, language, shares, width, height)
    shape = slide.shapes.add_table(len(table.rows) + 1, len(table.columns), left, top, width, Emu(0))
    grid = shape.table
    grid.first_row = grid.horz_banding = False
    for column, share in zip(grid.columns, shares, strict=True):
        column.width = Emu(int(width * share))
    lines = [[(column.heading, "ctr") for column in table.columns]]
    for row in table.rows:
        lines.append(
            [
                (shown(value, column.kind, language), "r" if is_number(column.kind, value) else "l")
                for value, column in zip(row, table.columns, strict=True)
            ]
        )
    for number, (row, cells) in enumerate(zip(grid.rows, lines, strict=True)):
        row.height = Pt(heights[number])
        for cell, (words, align) in zip(row.cells, cells, strict=True):
            _fill(cell._tc, words, align, size, language, head=number == 0)


def _size(
    table: Table, language: str, shares: list[float], width: int, height: int
) -> tuple[float, list[float]]:
    """The largest size at which no figure wraps and all rows fit, and the rows' heights, in points.

    Words take as many lines as they need; not every program makes a row higher by itself.
    """
    size = _LARGEST
    while True:
        room = [max(1.0, share * width / (size * _EMU_PER_LETTER_AND_POINT) - 1.5) for share in shares]
        lines = [max(-(-letters(column.heading) // each) for column, each in zip(table.columns, room, strict=True))]
        for row in table.rows:
            told = (letters(shown(value, column.kind, language))
                    for value, column in zip(row, table.columns, strict=True))  # fmt: skip
            lines.append(max(-(-words // each) for words, each in zip(told, room, strict=True)))
        heights = [(count * 1.25 + 0.45) * size for count in lines]
        if Pt(sum(heights)) <= height or size <= _SMALLEST:
            return size, heights
        size -= 0.5


def _fill(cell: Any, words: str, align: str, size: float, language: str, head: bool) -> None:
    name = escape(font("slides", language), {'"': "&quot;"})
    fill = colour("panel") if head else "#ffffff"
    ink = f'<a:solidFill><a:srgbClr val="{_hex("ink")}"/></a:solidFill>'
    fonts = f'<a:latin typeface="{name}"/><a:ea typeface="{name}"/>'
    look = f'<a:rPr lang="zh-CN" sz="{int(size * 100)}" b="{int(head)}">{ink}{fonts}</a:rPr>'
    body = parse_xml(
        f'<a:txBody {nsdecls("a")}><a:bodyPr/><a:p><a:pPr algn="{align}"/>'
        f"<a:r>{look}<a:t>{escape(words)}</a:t></a:r></a:p></a:txBody>"
    )
    line = "".join(
        f'<a:{side} w="6350"><a:solidFill><a:srgbClr val="{_hex("rule")}"/></a:solidFill></a:{side}>'
        for side in ("lnL", "lnR", "lnT", "lnB")
    )
    look = parse_xml(
        f'<a:tcPr {nsdecls("a")} marL="45720" marR="45720" marT="18288" marB="18288" anchor="ctr">{line}'
        f'<a:solidFill><a:srgbClr val="{fill.lstrip("#").upper()}"/></a:solidFill></a:tcPr>'
    )
    for child in list(cell):
        cell.remove(child)
    cell.append(body)
    cell.append(look)


def _hex(name: str) -> str:
    return colour(name).lstrip("#").upper()
