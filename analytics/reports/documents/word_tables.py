"""A table as Word's own markup, written in one go: adding cells one by one takes minutes where there are thousands."""

from __future__ import annotations

from typing import Any
from xml.sax.saxutils import escape

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from analytics.reports.documents.content import Table
from analytics.reports.documents.settings import colour, font
from analytics.reports.documents.shown import is_number, shown
from analytics.reports.documents.widths import column_widths

_TWIPS_PER_MM = 56.6929
_NOT_XML = {code: None for code in range(32) if code not in (9, 10, 13)} | {0xFFFE: None, 0xFFFF: None}


def table_xml(table: Table, language: str, room_mm: float, size: float) -> Any:
    """The table's element: `room_mm` wide, text of `size` points, the header repeated on every page, no row split."""
    widths = [int(share * room_mm * _TWIPS_PER_MM) for share in column_widths(table, language)]
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    look = _Look(language, size)
    head = look.row([(column.heading, "center", True) for column in table.columns], widths, header=True)
    rows, last = [], len(table.rows)
    for place, row in enumerate(table.rows):
        cells = [
            (shown(value, column.kind, language), "right" if is_number(column.kind, value) else "left", False)
            for value, column in zip(row, table.columns, strict=True)
        ]
        # Neither the head of a table nor its end with the notes below stands alone on a page.
        rows.append(look.row(cells, widths, keep=place < 2 or place >= last - 3))
    borders = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="{colour("rule").lstrip("#")}"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    return parse_xml(
        f'<w:tbl {nsdecls("w")}><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/>'
        f'<w:tblBorders>{borders}</w:tblBorders><w:tblLayout w:type="fixed"/>'
        '<w:tblCellMar><w:left w:w="60" w:type="dxa"/><w:right w:w="60" w:type="dxa"/></w:tblCellMar></w:tblPr>'
        f'<w:tblGrid>{grid}</w:tblGrid>{head}{"".join(rows)}</w:tbl>'
    )  # fmt: skip


class _Look:
    """Fonts and size of a table's text."""

    def __init__(self, language: str, size: float) -> None:
        latin = escape(font("latin", language), {'"': "&quot;"})
        self.sizes = f'<w:sz w:val="{round(size * 2)}"/><w:szCs w:val="{round(size * 2)}"/>'
        self.fonts = {
            role: f'<w:rFonts w:ascii="{latin}" w:hAnsi="{latin}" w:cs="{latin}" w:eastAsia="{font(role, language)}"/>'
            for role in ("table", "heading")
        }

    def row(
        self, cells: list[tuple[str, str, bool]], widths: list[int], header: bool = False, keep: bool = True
    ) -> str:
        """A row of (text, alignment, strong); `keep`: on the page of what follows."""
        inside = "".join(self._cell(*cell, width, keep) for cell, width in zip(cells, widths, strict=True))
        return f'<w:tr><w:trPr><w:cantSplit/>{"<w:tblHeader/>" if header else ""}</w:trPr>{inside}</w:tr>'

    def _cell(self, words: str, align: str, strong: bool, width: int, keep: bool) -> str:
        ground = f'<w:shd w:val="clear" w:color="auto" w:fill="{colour("panel").lstrip("#")}"/>' if strong else ""
        fonts = self.fonts["heading" if strong else "table"]
        told = escape(words.translate(_NOT_XML))
        kept = "<w:keepNext/>" if keep else ""
        return (
            f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{ground}<w:vAlign w:val="center"/></w:tcPr>'
            f'<w:p><w:pPr>{kept}<w:spacing w:before="20" w:after="20"/><w:jc w:val="{align}"/></w:pPr>'
            f'<w:r><w:rPr>{fonts}{self.sizes}</w:rPr><w:t xml:space="preserve">{told}</w:t></w:r></w:p></w:tc>'
        )
