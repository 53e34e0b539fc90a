"""What every file carries whatever its figures: source on every page, fonts, nothing that runs, the same bytes."""

from __future__ import annotations

import zipfile

import docx
import openpyxl
import pptx
import pypdf
import pytest
from docx.oxml.ns import qn

from tests.pages.city import HOSTILE

DISTRICT = {"tier": "subdistrict", "within": "110101"}
SOURCE = ("v000001", "数据截至2018年9月4日0时")


def tight(words):
    return "".join(words.split())


def test_word_names_source_and_fonts_on_every_page(made):
    _, buffer = made("docx", **DISTRICT)
    word = docx.Document(buffer)
    for section in word.sections:
        said = tight("".join(paragraph.text for paragraph in section.footer.paragraphs))
        assert all(part in said for part in map(tight, SOURCE))
        codes = [code.text.strip() for code in section.footer._element.iter(qn("w:instrText"))]
        assert codes == ["PAGE", "NUMPAGES"]
    fonts = {each.get(qn("w:eastAsia")) for each in word.element.body.iter(qn("w:rFonts"))}
    assert fonts == {"宋体", "黑体", "仿宋"}


def test_word_lists_are_across_and_repeat_their_head(made):
    _, buffer = made("docx", **DISTRICT)
    word = docx.Document(buffer)
    assert [section.page_width > section.page_height for section in word.sections] == [False, True, True]
    for table in word.tables:
        assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
        assert sum(int(cell.get(qn("w:w"))) for cell in table._tbl.iter(qn("w:gridCol"))) <= 257 * 57


def test_slides_name_source_and_fonts_on_every_slide(made):
    _, buffer = made("pptx", **DISTRICT)
    deck = pptx.Presentation(buffer)
    for slide in deck.slides:
        assert slide.shapes.title.text
        said = tight("".join(shape.text_frame.text for shape in slide.shapes if shape.has_text_frame))
        assert all(part in said for part in map(tight, SOURCE))
        for shape in slide.shapes:
            assert shape.left >= 0 and shape.left + shape.width <= deck.slide_width
            assert shape.top >= 0 and shape.top + shape.height <= deck.slide_height
    with zipfile.ZipFile(buffer) as archive:
        names = [name for name in archive.namelist() if name.startswith("ppt/slides/slide")]
        text = "".join(archive.read(name).decode() for name in names)
    assert 'ea typeface="微软雅黑"' in text


def test_pdf_names_source_on_every_page_and_embeds_its_fonts(made):
    _, buffer = made("pdf", **DISTRICT)
    pages = pypdf.PdfReader(buffer).pages
    for number, page in enumerate(pages, start=1):
        said = tight(page.extract_text())
        assert all(part in said for part in map(tight, SOURCE))
        assert f"第{number}页，共{len(pages)}页" in said
    sizes = {tuple(round(float(side)) for side in page.mediabox[2:]) for page in pages}
    assert sizes == {(595, 842), (842, 595)}


def test_the_workbook_prints_on_a3_with_its_source_and_holds_no_formula(made):
    _, buffer = made("xlsx", **DISTRICT)
    book = openpyxl.load_workbook(buffer)
    assert {"摘要", "排名", "指标", "说明", "突出问题", "末位街巷", "总体指标"} <= set(book.sheetnames)
    for sheet in book.worksheets:
        assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (8, "landscape")
        assert all(part in tight(sheet.oddFooter.left.text) for part in map(tight, SOURCE))
        assert not [cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]


@pytest.mark.parametrize("form", ["docx", "xlsx", "pptx"])
def test_a_name_that_would_do_harm_is_only_text(made, form):
    _, buffer = made(form, **DISTRICT)
    with zipfile.ZipFile(buffer) as archive:
        parts = [archive.read(name).decode("utf-8", "replace") for name in archive.namelist() if name.endswith(".xml")]
    assert not [part for part in parts if "<img" in part]
    assert [part for part in parts if "&lt;img src=x" in part]


def test_the_pdf_shows_such_a_name_as_it_is(made):
    _, buffer = made("pdf", **DISTRICT)
    said = "".join(tight(page.extract_text()) for page in pypdf.PdfReader(buffer).pages)
    assert tight(HOSTILE) in said


@pytest.mark.parametrize("form", ["docx", "xlsx", "pptx"])
def test_english_says_everything_in_english(made, form):
    basis, buffer = made(form, language="en", **DISTRICT)
    with zipfile.ZipFile(buffer) as archive:
        names = [name for name in archive.namelist() if "media" not in name and name.endswith(".xml")]
        text = "".join(archive.read(name).decode() for name in names)
    for word in ("名次", "得分", "数据截至", "环比"):
        assert word not in text
    assert "Street 1-1" in text
