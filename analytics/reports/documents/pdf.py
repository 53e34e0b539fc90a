"""A document as PDF: the notice's layout as HTML with its style sheet, printed without a network."""

from __future__ import annotations

import base64
import html
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from analytics.contract.labels import text
from analytics.reports.documents.content import Bars, Block, Document, Section, Table
from analytics.reports.documents.pictures import bars_picture
from analytics.reports.documents.settings import colour, settings
from analytics.reports.documents.shown import is_number, shown
from analytics.reports.documents.widths import column_widths, fitting_size

# Millimetres of a line of the style sheet's pages, points of a table's letters.
_UPRIGHT, _WIDE = (156, 9.0), (267, 7.5)
STYLE = Path(__file__).with_name("notice.css")


class NoPrinter(RuntimeError):
    """The system's libraries that PDF needs are missing."""


def write_pdf(document: Document, target: Path | str | BinaryIO, made_at: datetime) -> None:
    """Writes the document as .pdf to a path or a buffer. Raises NoPrinter where the system lacks Pango."""
    try:
        import weasyprint
    except OSError as error:
        raise NoPrinter("PDF needs the system's Pango: apt-get install libpango-1.0-0 libpangoft2-1.0-0") from error
    # Pictures stand in the page itself; nothing else is ever fetched.
    fetcher = weasyprint.urls.URLFetcher(allowed_protocols=("data",))
    printed = weasyprint.HTML(string=page(document, made_at), url_fetcher=fetcher).write_pdf()
    if hasattr(target, "write"):
        target.write(printed)
    else:
        Path(target).write_bytes(printed)


def page(document: Document, made_at: datetime) -> str:
    """The whole document as one HTML page."""
    return _Page(document, made_at).html()


class _Page:
    """The HTML while it is written."""

    def __init__(self, document: Document, made_at: datetime) -> None:
        self.document, self.language, self.made_at = document, document.language, made_at
        self.numbers = {"table": 0, "figure": 0}

    def html(self) -> str:
        """Title, addressee, opening, sections, annex list, signature, annexes."""
        told, annexes = self.document, self.document.annexes()
        numerals = text("notice.numerals", self.language).split(",")
        parts = [f"<h1>{_lines(told.title)}</h1>", _paragraph(told.addressee, "first")]
        parts += [_paragraph(words) for words in told.opening]
        for numeral, section in zip(numerals, told.body(), strict=False):
            heading = text("notice.numbered_heading", self.language, numeral=numeral, heading=section.heading)
            parts.append(f"<h2>{html.escape(heading)}</h2>{self._blocks(section)}")
        head = text("notice.annex_list", self.language)
        ends = [_paragraph(f"{head if n == 1 else ''}{n}. {each.heading}") for n, each in enumerate(annexes, start=1)]
        ends += [_paragraph(line, "signature") for line in told.signature]
        parts.append(f'<div class="ends">{"".join(ends)}</div>')
        for number, section in enumerate(annexes, start=1):
            wide = "wide" if any(table.wide for table in section.tables()) else "annex"
            mark = html.escape(text("notice.annex_number", self.language, number=number))
            parts.append(f'<div class="{wide}"><h2>{mark}</h2>{self._blocks(section)}</div>')
        title = html.escape(told.title.replace("\n", ""))
        head = f'<meta charset="utf-8"><title>{title}</title><meta name="dcterms.created" content="{self.made_at:%F}">'
        language = "zh-Hans" if self.language == "zh" else self.language
        return f'<html lang="{language}"><head>{head}<style>{self._style()}</style></head><body>{"".join(parts)}</body>'

    def _style(self) -> str:
        """The style sheet with the fonts, the colours, the lines on every page and the page's number."""
        fonts = {name: ", ".join(f'"{each}"' if each not in ("serif", "sans-serif") else each for each in names)
                 for name, names in settings()["fonts"]["pdf"].items()}  # fmt: skip
        before, between, after = text("notice.page", self.language, page="\0", pages="\0").split("\0")
        number = f'{_quoted(before)} counter(page) {_quoted(between)} counter(pages) {_quoted(after)}'
        colours = {name: colour(name) for name in ("ink", "muted", "rule", "panel")}
        values = {f"font_{name}": names for name, names in fonts.items()} | colours
        values |= {"footer": _quoted("\n".join(self.document.footer)), "number": number,
                   "mark": _quoted(self.document.provisional or "")}  # fmt: skip
        sheet = STYLE.read_text(encoding="utf-8")
        for name, value in values.items():
            sheet = sheet.replace(f"${name};", f"{value};")
        return sheet

    def _blocks(self, section: Section) -> str:
        return "".join(self._block(block) for block in section.blocks)

    def _block(self, block: Block) -> str:
        if isinstance(block, str):
            return _paragraph(block)
        kind = "table" if isinstance(block, Table) else "figure"
        self.numbers[kind] += 1
        number = text(f"notice.{kind}_number", self.language, number=self.numbers[kind])
        caption = html.escape(number + block.title)
        if isinstance(block, Table):
            return self._table(block, caption)
        png = bars_picture(block, self.language) if isinstance(block, Bars) else block.png
        told = html.escape(block.title if isinstance(block, Bars) else block.told)
        data = base64.b64encode(png).decode()
        return f'<figure><p class="caption">{caption}</p><img alt="{told}" src="data:image/png;base64,{data}"></figure>'

    def _table(self, table: Table, caption: str) -> str:
        widths = "".join(f'<col style="width:{share:.4%}">' for share in column_widths(table, self.language))
        head = "".join(f"<th>{html.escape(column.heading)}</th>" for column in table.columns)
        size = fitting_size(table, self.language, *(_WIDE if table.wide else _UPRIGHT))
        rows = []
        for row in table.rows:
            cells = (
                f'<td class="{"figure" if is_number(column.kind, value) else "words"}">'
                f"{html.escape(shown(value, column.kind, self.language))}</td>"
                for value, column in zip(row, table.columns, strict=True)
            )
            rows.append(f"<tr>{''.join(cells)}</tr>")
        notes = html.escape(text("notice.notes", self.language) + " ".join(table.notes)) if table.notes else ""
        return (
            f'<p class="caption">{caption}</p><table style="font-size:{size}pt">'
            f'<colgroup>{widths}</colgroup><thead><tr>{head}</tr></thead>'
            f'<tbody>{"".join(rows)}</tbody></table><p class="notes">{notes}</p>'
        )


def _lines(words: str) -> str:
    return "<br>".join(html.escape(words).split("\n"))


def _paragraph(words: str, kind: str = "told") -> str:
    return f'<p class="{kind}">{html.escape(words)}</p>'


def _quoted(words: str) -> str:
    """A string of CSS: nothing in it ends it, a line break is one."""
    escaped = words.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\A ").replace("<", "\\3C ")
    return f'"{escaped}"'
