"""Writes a meeting's document in one of the formats."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from analytics.reports.documents.assembling import assemble
from analytics.reports.documents.basis import MONTHLY, QUARTERLY, Basis

PERIODS = {MONTHLY: "month", QUARTERLY: "quarter"}  # kind of document → kind of period it is about
SCORECARDS = {MONTHLY: "monthly", QUARTERLY: "quarterly"}  # the usual ones

Target = Path | str | BinaryIO


class NoDocument(ValueError):
    """A format or a kind of document that does not exist."""


def write_document(basis: Basis, format: str, target: Target) -> None:
    """Writes the document of the basis as one of FORMATS to a path or a buffer. Raises NoDocument."""
    if format not in FORMATS or basis.kind not in PERIODS:
        raise NoDocument(f"no document {basis.kind!r} as {format!r}; there are {', '.join(FORMATS)}")
    FORMATS[format](basis, target)


# Each format's libraries are loaded when it is asked for: together they take two seconds.
def _word(basis: Basis, target: Target) -> None:
    from analytics.reports.documents.word import write_word

    write_word(assemble(basis), target, basis.ranking.as_of)


def _workbook(basis: Basis, target: Target) -> None:
    from analytics.reports.documents.workbook import write_workbook

    write_workbook(assemble(basis), basis.ranking, target)


def _slides(basis: Basis, target: Target) -> None:
    from analytics.reports.documents.slides import write_slides

    write_slides(assemble(basis), target, basis.ranking.as_of)


def _pdf(basis: Basis, target: Target) -> None:
    from analytics.reports.documents.pdf import write_pdf

    write_pdf(assemble(basis), target, basis.ranking.as_of)


FORMATS: dict[str, Callable[[Basis, Target], None]] = {
    "docx": _word,
    "xlsx": _workbook,
    "pptx": _slides,
    "pdf": _pdf,
}
