"""A document as a workbook: the sentences, the ranking with its indicators, every other table, how to read them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

from analytics.contract.labels import text
from analytics.reports.documents.content import Document
from analytics.reports.documents.settings import font
from analytics.reports.documents.widths import letters_wanted
from analytics.reports.ranking_workbook import add_ranking
from analytics.reports.sheets import Book
from analytics.scoring import Ranking

_LONGEST = 110  # letters of a column


def write_workbook(document: Document, ranking: Ranking, target: Path | str | BinaryIO) -> None:
    """Writes the document as .xlsx to a path or a buffer; the same document gives the same bytes."""
    language, footer = document.language, "  ".join(document.footer)
    title = document.title.replace("\n", "")
    head = [title, *([document.provisional] if document.provisional else []), document.subtitle, *document.footer]
    with Book(target, font("table", language), title, ranking.as_of) as book:
        told = [sentence for section in document.body() for sentence in _told(section)]
        book.notes(text("notice.sheet.summary", language), [*head, *document.opening, *told], footer)
        add_ranking(book, ranking, head, footer, language)
        for table in document.tables():
            if table.sheet:
                titles = [*head[:-1], table.title, *table.notes]
                widths = letters_wanted(table, language, _LONGEST)
                columns = [replace(column, width=width) for column, width in zip(table.columns, widths, strict=True)]
                book.table(table.sheet, titles, columns, table.rows, frozen_columns=1, footer=footer)


def _told(section) -> list[str]:
    sentences = [block for block in section.blocks if isinstance(block, str)]
    return [section.heading, *sentences] if sentences else []
