"""A document as slides: one message a slide, charts that PowerPoint draws itself, tables cut to what fits."""

from __future__ import annotations

import io
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

from PIL import Image
from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION, XL_LEGEND_POSITION
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml.ns import qn
from pptx.util import Emu, Inches, Pt

from analytics.contract.labels import text
from analytics.reports.documents.content import Bars, Document, Picture, Section, Table
from analytics.reports.documents.settings import colour, font, limit, settings
from analytics.reports.documents.slide_tables import fill_table
from analytics.reports.documents.widths import letters

WIDE, HIGH = Inches(13.333), Inches(7.5)
_EDGE, _TOP = Inches(0.55), Inches(1.25)
_BOTTOM = Inches(0.65)
_FORMATS = {"points": "0.00", "count": "#,##0"}
_FEW_LINES, _MOST_LINES = 7, 11
_LINE = 44  # Latin letters of a message on one line


def write_slides(document: Document, target: Path | str | BinaryIO, made_at: datetime) -> None:
    """Writes the document as .pptx to a path or a buffer."""
    deck = _Deck(document, made_at)
    deck.write()
    deck.deck.save(target if hasattr(target, "write") else str(target))


class _Deck:
    """The slides while they are written."""

    def __init__(self, document: Document, made_at: datetime) -> None:
        self.document, self.language = document, document.language
        self.deck = Presentation()
        self.deck.slide_width, self.deck.slide_height = WIDE, HIGH
        properties = self.deck.core_properties
        properties.title, properties.author = document.title.replace("\n", ""), ""
        properties.created = properties.modified = made_at

    def write(self) -> None:
        """The title, then each section: its sentences, its charts, its pictures, its tables."""
        self._title_slide()
        for section in self.document.sections:
            self._sentences(section)
            for block in section.blocks:
                if isinstance(block, Bars):
                    self._chart(section, block)
                elif isinstance(block, Picture):
                    self._picture(section, block)
                elif isinstance(block, Table) and block.on_slides:
                    self._table(section, block)

    def _slide(self, message: str, small: str = "") -> Any:
        """A slide with its message as title, the section's heading above and the source below."""
        slide = self.deck.slides.add_slide(self.deck.slide_layouts[5])
        title = slide.shapes.title
        title.left, title.top, title.width, title.height = _EDGE, Inches(0.42), WIDE - 2 * _EDGE, Inches(0.75)
        size = 26 if letters(message) <= _LINE * 2 - 10 else 20
        self._write(title.text_frame, [message], size, bold=True, anchor=MSO_ANCHOR.MIDDLE)
        if small:
            self._box(slide, small, _EDGE, Inches(0.2), WIDE - 2 * _EDGE, Inches(0.3), 12, colour("accent"))
        self._foot(slide)
        return slide

    def _foot(self, slide: Any) -> None:
        page = len(self.deck.slides)
        self._box(slide, "  ".join(self.document.footer), _EDGE, HIGH - Inches(0.45), Inches(11.3), Inches(0.3), 9,
                  colour("muted"))  # fmt: skip
        self._box(slide, str(page), WIDE - Inches(1.25), HIGH - Inches(0.45), Inches(0.7), Inches(0.3), 10,
                  colour("muted"), PP_ALIGN.RIGHT)  # fmt: skip
        if self.document.provisional:
            self._box(slide, self.document.provisional, WIDE - Inches(2.75), Inches(0.2), Inches(2.2), Inches(0.3), 14,
                      settings()["colours"]["scores"][0], PP_ALIGN.RIGHT)  # fmt: skip

    def _title_slide(self) -> None:
        slide = self.deck.slides.add_slide(self.deck.slide_layouts[5])
        title = slide.shapes.title
        title.left, title.top, title.width, title.height = _EDGE, Inches(2.1), WIDE - 2 * _EDGE, Inches(1.8)
        self._write(title.text_frame, self.document.title.split("\n"), 36, bold=True, anchor=MSO_ANCHOR.MIDDLE)
        for place, line in enumerate([self.document.subtitle, *self.document.opening[1:], *self.document.signature]):
            top = Inches(4.2 + 0.55 * place)
            self._box(slide, line, _EDGE, top, WIDE - 2 * _EDGE, Inches(0.5), 18, colour("muted"))
        self._foot(slide)

    def _sentences(self, section: Section) -> None:
        """The sentences of a section as points, as many slides as they need."""
        sentences = [block for block in section.blocks if isinstance(block, str)]
        said = not sentences or (len(sentences) == 1 and sentences[0].startswith(section.message))
        if said and len(sentences) < len(section.blocks):
            return  # the message says it already, and a chart or table follows
        page: list[str] = []
        for sentence in sentences:
            if page and _lines_of([*page, sentence]) > _MOST_LINES:
                self._points(section, page)
                page = []
            page.append(sentence)
        self._points(section, page)

    def _points(self, section: Section, sentences: list[str]) -> None:
        slide = self._slide(section.message, section.heading)
        frame = slide.shapes.add_textbox(_EDGE, _TOP, WIDE - 2 * _EDGE, HIGH - _TOP - _BOTTOM).text_frame
        self._write(frame, sentences, 24 if _lines_of(sentences) <= _FEW_LINES else 18, spaced=True)

    def _chart(self, section: Section, bars: Bars) -> None:
        slide = self._slide(section.message, section.heading)
        data = CategoryChartData()
        data.categories = list(bars.categories)
        for name, values in bars.series:
            data.add_series(name, values)
        place = (_EDGE, _TOP, WIDE - 2 * _EDGE, HIGH - _TOP - _BOTTOM)
        chart = slide.shapes.add_chart(XL_CHART_TYPE.BAR_CLUSTERED, *place, data).chart
        chart.has_title = False
        chart.has_legend = len(bars.series) > 1
        if chart.has_legend:
            chart.legend.position, chart.legend.include_in_layout = XL_LEGEND_POSITION.TOP, False
        chart.font.size, chart.font.name = Pt(12 if len(bars.categories) <= 20 else 9), font("slides", self.language)
        for fonts in chart._chartSpace.iter(qn("a:latin")):
            _east_asian(fonts.getparent(), font("slides", self.language))
        axis = chart.value_axis
        axis.minimum_scale, axis.maximum_scale = 0, bars.highest
        axis.has_major_gridlines, axis.visible = False, False
        chart.category_axis.reverse_order = True  # the first on top
        chart.category_axis.format.line.color.rgb = _rgb(colour("muted"))
        plot = chart.plots[0]
        plot.gap_width, plot.has_data_labels = 40, True
        plot.data_labels.number_format, plot.data_labels.number_format_is_linked = _FORMATS[bars.kind], False
        plot.data_labels.position = XL_LABEL_POSITION.OUTSIDE_END
        for series, shade in zip(plot.series, (colour("accent"), colour("second")), strict=False):
            series.format.fill.solid()
            series.format.fill.fore_color.rgb = _rgb(shade)
            series.invert_if_negative = False

    def _picture(self, section: Section, picture: Picture) -> None:
        slide = self._slide(section.message, section.heading)
        width, height = Image.open(io.BytesIO(picture.png)).size
        room = (WIDE - 2 * _EDGE, HIGH - _TOP - _BOTTOM)
        scale = min(room[0] / width, room[1] / height)
        size = Emu(int(width * scale)), Emu(int(height * scale))
        left, top = _EDGE + (room[0] - size[0]) // 2, _TOP + (room[1] - size[1]) // 2
        shape = slide.shapes.add_picture(io.BytesIO(picture.png), left, top, *size)
        shape._element.nvPicPr.cNvPr.set("descr", picture.told)

    def _table(self, section: Section, table: Table) -> None:
        rows, most = limit("slide_rows"), limit("slide_pages")
        parts = max(1, -(-len(table.rows) // rows))
        for part in range(min(parts, most)):
            title = table.title
            if parts > 1:
                title = text("notice.continued", self.language, title=title, part=part + 1, parts=min(parts, most))
            slide = self._slide(title, section.heading)
            shown_rows = table.rows[part * rows : (part + 1) * rows]
            cut = Table(table.title, table.columns, shown_rows)
            place = (_EDGE, _TOP, WIDE - 2 * _EDGE, HIGH - _TOP - Inches(1.05))
            fill_table(slide, cut, self.language, place)
            notes = list(table.notes) if part + 1 == min(parts, most) else []
            if parts > most and part + 1 == most:
                notes.insert(0, text("notice.rest_in_workbook", self.language, rest=len(table.rows) - rows * most))
            told = " ".join(notes)
            self._box(slide, told, _EDGE, HIGH - Inches(0.98), WIDE - 2 * _EDGE, Inches(0.5), 9, colour("muted"))

    def _box(self, slide: Any, words: str, left: int, top: int, width: int, height: int, size: float, ink: str,
             align: PP_ALIGN = PP_ALIGN.LEFT) -> None:  # fmt: skip
        frame = slide.shapes.add_textbox(left, top, width, height).text_frame
        self._write(frame, [words], size, ink=ink, align=align)

    def _write(
        self,
        frame: Any,
        lines: list[str],
        size: float,
        bold: bool = False,
        ink: str | None = None,
        align: PP_ALIGN = PP_ALIGN.LEFT,
        anchor: MSO_ANCHOR = MSO_ANCHOR.TOP,
        spaced: bool = False,
    ) -> None:
        frame.word_wrap, frame.vertical_anchor = True, anchor
        frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
        for place, words in enumerate(lines):
            paragraph = frame.paragraphs[0] if place == 0 else frame.add_paragraph()
            paragraph.alignment = align
            paragraph.space_after = Pt(size * 0.6 if spaced else 0)
            run = paragraph.add_run()
            run.text = words
            run.font.size, run.font.bold, run.font.name = Pt(size), bold, font("slides", self.language)
            run.font.color.rgb = _rgb(ink or colour("ink"))
            _east_asian(run._r.get_or_add_rPr(), font("slides", self.language))


def _lines_of(sentences: list[str]) -> int:
    """How many lines sentences take at the smaller size of letters."""
    return sum(-(-letters(sentence) // 94) for sentence in sentences)


def _east_asian(properties: Any, name: str) -> None:
    """Names the font of Chinese characters, which PowerPoint keeps apart from that of Latin ones."""
    for found in properties.findall(qn("a:ea")):
        properties.remove(found)
    element = properties.makeelement(qn("a:ea"), {"typeface": name})
    latin = properties.find(qn("a:latin"))
    latin.addnext(element) if latin is not None else properties.append(element)


def _rgb(shade: str) -> RGBColor:
    return RGBColor.from_string(shade.lstrip("#").upper())


