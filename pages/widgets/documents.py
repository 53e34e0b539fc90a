"""The meeting's documents to take away: notice, workbook, deck and PDF, made when somebody asks for one."""

from __future__ import annotations

import io
from dataclasses import replace
from functools import partial

import streamlit as st

from analytics.contract.labels import text
from analytics.reports.documents import MONTHLY, QUARTERLY, Basis, write_document
from analytics.scoring.roll_calls import SCORECARD, TIER
from pages.widgets import answers, downloads
from pages.widgets.filters import View

_OFFICE = "application/vnd.openxmlformats-officedocument"
_FORMATS = {
    "docx": (f"{_OFFICE}.wordprocessingml.document", ":material/description:"),
    "pdf": ("application/pdf", ":material/picture_as_pdf:"),
    "pptx": (f"{_OFFICE}.presentationml.presentation", ":material/slideshow:"),
    "xlsx": (f"{_OFFICE}.spreadsheetml.sheet", ":material/table_view:"),
}
_KINDS = {"month": MONTHLY, "quarter": QUARTERLY}


def draw(view: View, tier: str | None, scorecard: str | None) -> None:
    """Draws the buttons for the official ranking of the view's period; nothing where no document is about it."""
    kind = _KINDS.get(view.period.kind)
    if kind is None or tier is None or scorecard is None:
        return
    place = view.within or "city"
    name = text(f"documents.file_name.{kind}", view.language, period=view.period.text, tier=tier, place=place)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f"**{text(f'documents.kind.{kind}', view.language)}**", width="content")
        for form, (mime, icon) in _FORMATS.items():
            label = text(f"documents.format.{form}", view.language)
            content = partial(_made, view, tier, scorecard, kind, form)
            downloads.button(label, content, f"{name}.{form}", mime, icon=icon, key=f"document_{form}")


def draw_roll_call(view: View) -> None:
    """Draws the buttons for the roll-call of the quarter: the city calls its districts, whichever is looked at."""
    draw(replace(view, area_tier="city"), TIER, SCORECARD)


def _made(view: View, tier: str, scorecard: str, kind: str, form: str) -> bytes:
    """The bytes of a document."""
    buffer = io.BytesIO()
    ranking = answers.ranking(view, tier, scorecard)
    write_document(Basis(view.version, ranking, kind, view.language), form, buffer)
    return buffer.getvalue()
