"""Drafting an edition of what is chosen above: the ranking of a month, or the roll-call of a quarter."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import streamlit as st

from analytics.contract.periods import BadPeriod, parse_as_of
from analytics.editions.recipes import MONTHLY, QUARTERLY
from pages.widgets import address, edition_answers, edition_words, look, markdown
from pages.widgets.edition_words import word
from pages.widgets.filters import View


def draw(view: View, by: str) -> None:
    """Draws the button that makes the draft; opens what was made."""
    monthly = view.period.kind == "month"
    options: dict[str, Any] = {"as_of": _given(view)}
    if monthly:
        options |= {"tier": view.tier, "within": view.within, "scorecard": view.scorecard}
    subject = word(
        f"subject.{MONTHLY if monthly else QUARTERLY}",
        view.language,
        period=look.period(view.period, view.language),
        place=view.area_name,
        units=edition_words.units(view.tier, view.language) if monthly else "",
    )
    label = word("do.draft", view.language, subject=markdown.plain(subject))
    if st.button(label, icon=":material/edit_document:", disabled=not by, type="primary"):
        with st.spinner(word("drafting", view.language)):
            kind = MONTHLY if monthly else QUARTERLY
            made = edition_answers.attempt("draft", kind, view.period, by=by, **options)
        if made:
            address.write("edition", made.id)
            st.rerun()


def _given(view: View) -> datetime | None:
    """The as-of that the reader has set; None where the period's usual one is meant."""
    try:
        asked = parse_as_of(address.read("as_of") or "")
    except BadPeriod:
        return None
    return asked if asked == view.as_of else None
