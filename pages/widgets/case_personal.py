"""Who reported a case and in which words: masked until somebody who may asks for it, which is written down."""

from __future__ import annotations

import streamlit as st

from analytics.contract.labels import text
from analytics.store.personal import personal_of
from pages.widgets import gate, sheets
from pages.widgets.filters import View
from pages.widgets.sheets import Cell

_FACTS = ("reporter_id", "description", "photo")


def draw(view: View, case_id: str) -> None:
    """Offers the personal data of the case where sign-in is on and the reader's role includes it."""
    if not view.version.scope.is_limited or not gate.may("personal"):
        return
    language = view.language
    if not st.button(text("case_personal.show", language), icon=":material/visibility:", key=f"personal_{case_id}"):
        st.caption(text("case_personal.told", language))
        return
    gate.note("personal", case=case_id)
    told = personal_of(view.version, case_id)
    absent = text("case_personal.absent", language)
    sheets.draw((), [(Cell(text(f"case_personal.{name}", language), align="short"), Cell(told[name] or absent))
                     for name in _FACTS])
