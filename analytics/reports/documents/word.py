"""A document as Word: laid out as an official notice, fonts named for Latin and Chinese characters alike."""

from __future__ import annotations

import io
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

import docx
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph
from PIL import Image

from analytics.contract.labels import text
from analytics.reports.documents.content import Bars, Block, Document, Picture, Section, Table
from analytics.reports.documents.pictures import bars_picture
from analytics.reports.documents.settings import colour, font, settings
from analytics.reports.documents.widths import fitting_size
from analytics.reports.documents.word_tables import table_xml

A4 = (210, 297)
_HIGHEST = 125  # millimetres of a picture


def write_word(document: Document, target: Path | str | BinaryIO, made_at: datetime) -> None:
    """Writes the document as .docx to a path or a buffer."""
    writer = _Word(document, made_at)
    writer.write()
    writer.word.save(target if hasattr(target, "write") else str(target))


class _Word:
    """The Word document while it is written."""

    def __init__(self, document: Document, made_at: datetime) -> None:
        self.document, self.language = document, document.language
        self.sizes = settings()["notice"]
        self.word = docx.Document()
        self.numbers = {"table": 0, "figure": 0}
        for style in self.word.styles.element.iter(qn("w:rFonts")):
            style.attrib.clear()  # the template's theme fonts would win over those named below
        self._style("Normal", "body", self.sizes["body_size"])
        self._style("Heading 1", "heading", self.sizes["body_size"])
        properties = self.word.core_properties
        properties.title, properties.author, properties.comments = document.title.replace("\n", ""), "", ""
        properties.created = properties.modified = made_at

    def write(self) -> None:
        """Title, addressee, opening, sections, annex list, signature, then the annexes on pages across."""
        self._page(self.word.sections[0], self.sizes["margins"], across=False)
        self._title()
        for told in self.document.opening:
            self._paragraph(told)
        numerals = text("notice.numerals", self.language).split(",")
        for numeral, section in zip(numerals, self.document.body(), strict=False):
            words = text("notice.numbered_heading", self.language, numeral=numeral, heading=section.heading)
            self._heading(words)
            self._blocks(section, wide=False)
        self._annex_list()
        self._signature()
        for number, section in enumerate(self.document.annexes(), start=1):
            self._annex(number, section)

    def _style(self, name: str, role: str, size: float) -> None:
        style = self.word.styles[name]
        style.font.size, style.font.bold, style.font.italic = Pt(size), False, False
        style.font.color.rgb = RGBColor(0, 0, 0)
        _name_fonts(style.element.get_or_add_rPr(), font("latin", self.language), font(role, self.language))
        style.paragraph_format.space_before = style.paragraph_format.space_after = Pt(0)

    def _page(self, section: object, margins: dict[str, float], across: bool) -> None:
        width, height = A4[::-1] if across else A4
        section.page_width, section.page_height = Mm(width), Mm(height)
        section.orientation = WD_ORIENT.LANDSCAPE if across else WD_ORIENT.PORTRAIT
        for side, margin in margins.items():
            setattr(section, f"{side}_margin", Mm(margin))
        section.footer_distance = Mm(10)
        section.header_distance = Mm(10)
        section.footer.is_linked_to_previous = section.header.is_linked_to_previous = False
        self._footer(section.footer)
        if self.document.provisional:
            mark = section.header.paragraphs[0]
            self._run(mark, self.document.provisional, "heading", self.sizes["footer_size"] + 2)
            mark.alignment = WD_ALIGN_PARAGRAPH.RIGHT

    def _footer(self, footer: object) -> None:
        """Where the figures come from, and the page's number."""
        size = self.sizes["footer_size"]
        for place, line in enumerate(self.document.footer):
            paragraph = footer.paragraphs[0] if place == 0 else footer.add_paragraph()
            self._run(paragraph, line, "table", size)
        before, between, after = text("notice.page", self.language, page="\0", pages="\0").split("\0")
        paragraph = footer.add_paragraph()
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        for words, field in ((before, "PAGE"), (between, "NUMPAGES"), (after, None)):
            self._run(paragraph, words, "table", size + 1)
            if field:
                for kind in ("begin", "code", "separate", "number", "end"):
                    _field_part(self._run(paragraph, "", "table", size + 1), kind, field)

    def _title(self) -> None:
        paragraph = self.word.add_paragraph()
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        paragraph.paragraph_format.space_after = Pt(self.sizes["line_height"])
        for place, line in enumerate(self.document.title.split("\n")):
            run = self._run(paragraph, "", "title", self.sizes["title_size"], bold=True)
            if place:
                run.add_break()
            run.add_text(line)
        self._paragraph(self.document.addressee, indented=False)

    def _heading(self, words: str) -> None:
        paragraph = self.word.add_paragraph(style="Heading 1")
        self._spacing(paragraph)
        paragraph.paragraph_format.keep_with_next = True
        self._run(paragraph, words, "heading", self.sizes["body_size"])

    def _paragraph(self, words: str, indented: bool = True) -> Paragraph:
        paragraph = self.word.add_paragraph()
        self._spacing(paragraph)
        if indented:
            paragraph.paragraph_format.first_line_indent = Pt(2 * self.sizes["body_size"])
        self._run(paragraph, words, "body", self.sizes["body_size"])
        return paragraph

    def _spacing(self, paragraph: Paragraph) -> None:
        paragraph.paragraph_format.line_spacing_rule = WD_LINE_SPACING.AT_LEAST
        paragraph.paragraph_format.line_spacing = Pt(self.sizes["line_height"])

    def _blocks(self, section: Section, wide: bool) -> None:
        for block in section.blocks:
            self._block(block, wide)

    def _block(self, block: Block, wide: bool) -> None:
        if isinstance(block, str):
            self._paragraph(block)
        elif isinstance(block, Table):
            self._table(block, wide)
        else:
            self._drawing(block)

    def _caption(self, kind: str, title: str) -> None:
        self.numbers[kind] += 1
        paragraph = self.word.add_paragraph()
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        paragraph.paragraph_format.keep_with_next = True
        paragraph.paragraph_format.space_before, paragraph.paragraph_format.space_after = Pt(10), Pt(4)
        numbered = text(f"notice.{kind}_number", self.language, number=self.numbers[kind]) + title
        self._run(paragraph, numbered, "heading", self.sizes["table_size"] + 1)

    def _table(self, table: Table, wide: bool) -> None:
        self._caption("table", table.title)
        margins = self.sizes["wide_margins" if wide else "margins"]
        room = (A4[1] if wide else A4[0]) - margins["left"] - margins["right"]
        largest = self.sizes["wide_table_size" if wide else "table_size"]
        size = fitting_size(table, self.language, room, largest)
        body = self.word.element.body
        body.insert(len(body) - 1, table_xml(table, self.language, room, size))
        self._notes(table.notes)

    def _notes(self, notes: object) -> None:
        paragraph = self.word.add_paragraph()
        paragraph.paragraph_format.space_before, paragraph.paragraph_format.space_after = Pt(2), Pt(10)
        if notes:
            words = text("notice.notes", self.language) + " ".join(notes)
            self._run(paragraph, words, "table", self.sizes["footer_size"] + 1)

    def _drawing(self, block: Bars | Picture) -> None:
        png = block.png if isinstance(block, Picture) else bars_picture(block, self.language)
        self._caption("figure", block.title)
        paragraph = self.word.add_paragraph()
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        margins = self.sizes["margins"]
        run = paragraph.add_run()
        size = {"width": Mm(A4[0] - margins["left"] - margins["right"])}
        across, down = Image.open(io.BytesIO(png)).size
        if down / across * (A4[0] - margins["left"] - margins["right"]) > _HIGHEST:
            size = {"height": Mm(_HIGHEST)}
        shape = run.add_picture(io.BytesIO(png), **size)
        shape._inline.docPr.set("descr", block.told if isinstance(block, Picture) else block.title)

    def _annex_list(self) -> None:
        # The date never stands alone on a page: it keeps the list above it and the last sentence.
        self.word.paragraphs[-1].paragraph_format.keep_with_next = True
        annexes = self.document.annexes()
        for number, section in enumerate(annexes, start=1):
            head = text("notice.annex_list", self.language) if number == 1 else ""
            self._paragraph(f"{head}{number}. {section.heading}").paragraph_format.keep_with_next = True

    def _signature(self) -> None:
        for place, line in enumerate(self.document.signature):
            paragraph = self._paragraph(line, indented=False)
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
            paragraph.paragraph_format.right_indent = Pt(2 * self.sizes["body_size"])
            if place == 0:
                paragraph.paragraph_format.space_before = Pt(self.sizes["line_height"])
            paragraph.paragraph_format.keep_with_next = place + 1 < len(self.document.signature)

    def _annex(self, number: int, section: Section) -> None:
        wide = any(table.wide for table in section.tables())
        page = self.word.add_section(WD_SECTION.NEW_PAGE)
        self._page(page, self.sizes["wide_margins" if wide else "margins"], across=wide)
        words = text("notice.annex_number", self.language, number=number)
        paragraph = self.word.add_paragraph()
        self._run(paragraph, words, "heading", self.sizes["body_size"])
        self._blocks(section, wide)

    def _run(self, paragraph: Paragraph, words: str, role: str, size: float, bold: bool = False) -> object:
        run = paragraph.add_run(words)
        run.font.size, run.font.bold = Pt(size), bold
        if role == "table":
            run.font.color.rgb = RGBColor.from_string(colour("muted").lstrip("#").upper())
        _name_fonts(run._element.get_or_add_rPr(), font("latin", self.language), font(role, self.language))
        return run


def _name_fonts(properties: object, latin: str, chinese: str) -> None:
    """Names the font of each script: Word takes Chinese characters' from eastAsia alone."""
    fonts = properties.find(qn("w:rFonts"))
    if fonts is None:
        fonts = OxmlElement("w:rFonts")
        properties.insert(0, fonts)
    for name, value in (("ascii", latin), ("hAnsi", latin), ("cs", latin), ("eastAsia", chinese)):
        fonts.set(qn(f"w:{name}"), value)


def _field_part(run: object, kind: str, name: str) -> None:
    """One of the five parts of a page number that Word keeps up to date by itself."""
    if kind in ("code", "number"):
        element = OxmlElement("w:instrText" if kind == "code" else "w:t")
        element.set(qn("xml:space"), "preserve")
        element.text = f" {name} " if kind == "code" else "1"
    else:
        element = OxmlElement("w:fldChar")
        element.set(qn("w:fldCharType"), kind)
    run._element.append(element)
