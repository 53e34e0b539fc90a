"""What a meeting's document says, apart from how it looks: sections of sentences, tables, charts and pictures.

Built once from a ranking and written by one renderer per format, so that all four say the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from analytics.reports.sheets import Column

Row = Sequence[Any]  # raw values or sheets.Cell, one per column; None = no data


@dataclass(frozen=True)
class Table:
    """A table with a title, columns (sheets.Column), rows of raw values and notes below it.

    wide: needs a page across. sheet: its name as a sheet of the workbook, None where the workbook holds the same
    figures elsewhere. on_slides: whether the deck shows it.
    """

    title: str
    columns: Sequence[Column]
    rows: Sequence[Row]
    notes: Sequence[str] = ()
    wide: bool = False
    sheet: str | None = None
    on_slides: bool = True


@dataclass(frozen=True)
class Bars:
    """A chart of horizontal bars that start at 0: series (name, values) over categories, the first at the top.

    kind: how a value is written (a key of sheets.FORMATS); None = no data: no bar. highest: end of the axis.
    """

    title: str
    categories: Sequence[str]
    series: Sequence[tuple[str, Sequence[float | None]]]
    kind: str
    highest: float | None = None
    notes: Sequence[str] = ()


@dataclass(frozen=True)
class Picture:
    """A picture (PNG) with its title and what it shows in words."""

    title: str
    png: bytes
    told: str


Block = str | Table | Bars | Picture


@dataclass(frozen=True)
class Section:
    """A section: heading, its one message (a slide's title), and its blocks in order. annex: stands after the date."""

    heading: str
    message: str
    blocks: Sequence[Block]
    annex: bool = False

    def tables(self) -> list[Table]:
        """Its tables in order."""
        return [block for block in self.blocks if isinstance(block, Table)]


@dataclass(frozen=True)
class Document:
    """A whole document.

    title: may have two lines. footer: the lines on every page (source, version, as-of, edition). provisional: what
    marks a period that has not ended, None for one that has. signature: who and when, below the last section.
    """

    language: str
    title: str
    subtitle: str
    addressee: str
    opening: Sequence[str]
    sections: Sequence[Section]
    signature: Sequence[str]
    footer: Sequence[str]
    provisional: str | None = None

    def body(self) -> list[Section]:
        """The sections before the date."""
        return [section for section in self.sections if not section.annex]

    def annexes(self) -> list[Section]:
        """The sections after it."""
        return [section for section in self.sections if section.annex]

    def tables(self) -> list[Table]:
        """All tables in order."""
        return [table for section in self.sections for table in section.tables()]
