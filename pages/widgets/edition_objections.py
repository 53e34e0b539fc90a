"""Objections to a draft: what was contested, by whom and why, how it was answered; forms to file and to answer."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from analytics.editions import Edition, Objection
from analytics.editions.corrections import rows
from analytics.editions.states import ALLOWED, OUTCOMES
from analytics.indicators import catalogue
from pages.widgets import edition_answers, edition_words, gate, look, sheets
from pages.widgets.edition_words import word
from pages.widgets.sheets import Cell

_WHOLE = ""


def draw(edition: Edition, names: Mapping[str, str], by: str, language: str) -> None:
    """Draws the objections of an edition, and what can be done about them in its state."""
    seen = [each for each in edition.status.objections if each.unit is None or each.unit in names]
    if seen:
        headings = [word(f"column.{name}", language) for name in ("objection", "contested", "reason", "outcome")]
        sheets.draw(headings, [_row(each, names, language) for each in seen])
    else:
        st.caption(word("no_objections", language))
    allowed = ALLOWED[edition.state]
    if "answer" in allowed and gate.may("publish"):
        for each in edition.status.open_objections:
            _draw_answer(edition, each, by, language)
    if "object" in allowed and gate.may("object"):
        _draw_filing(edition, names, by, language)
    elif not allowed or "object" not in allowed:
        st.caption(word("objections_closed", language, state=word(f"state.{edition.state}", language)))


def _row(each: Objection, names: Mapping[str, str], language: str) -> sheets.Row:
    number = word("draft_number", language, number=each.draft)
    contested = names.get(each.unit, each.unit) if each.unit else word("whole_edition", language)
    if each.outcome is None:
        outcome = Cell(f"▲ {word('open', language)}", ink=look.STATUS["watch"][0], align="short")
    else:
        sign = "✓" if each.outcome == "accepted" else "✕"
        told = f"{sign} {word(f'outcome.{each.outcome}', language)}"
        outcome = Cell(told, small=f"{each.answer}\n{edition_words.stamp(each.answered)}")
    return [
        Cell(each.id, small=f"{edition_words.stamp(each.filed)} · {number}", align="short"),
        Cell(contested, small=_figure(each.subject, language)),
        each.reason,
        outcome,
    ]


def _figure(subject: str, language: str) -> str:
    """The contested figure: an indicator's name where it is one, else as it was written."""
    return getattr(catalogue()[subject], language) if subject in catalogue() else subject


def _draw_answer(edition: Edition, objection: Objection, by: str, language: str) -> None:
    with st.form(f"answer_{objection.id}", border=True):
        st.markdown(f"**{word('answer_to', language, objection=objection.id)}**")
        left, right = st.columns([1, 3], gap="medium", vertical_alignment="bottom")
        shown = {each: word(f"outcome.{each}", language) for each in OUTCOMES}
        label = word("column.outcome", language)
        outcome = left.radio(label, OUTCOMES, index=None, format_func=shown.get, horizontal=True)
        reason = right.text_input(word("reason", language))
        if st.form_submit_button(word("do.answer", language), disabled=not by):
            edition_answers.attempt("answer", edition.id, objection.id, outcome=outcome, reason=reason, by=by)
            st.rerun()


def _draw_filing(edition: Edition, names: Mapping[str, str], by: str, language: str) -> None:
    units = [row["unit"] for row in rows(edition.document) if row["unit"] in names]
    figures = [weighted.id for weighted in edition.scorecard.indicators]
    with st.form("object", border=True, clear_on_submit=True):
        st.markdown(f"**{word('file_one', language)}**")
        left, right = st.columns(2, gap="medium")
        shown = {_WHOLE: word("whole_edition", language), **{unit: names[unit] for unit in units}}
        unit = left.selectbox(word("contested_row", language), list(shown), format_func=shown.get)
        told = {_WHOLE: word("no_figure", language), **{name: _figure(name, language) for name in figures}}
        figure = right.selectbox(word("contested_figure", language), list(told), format_func=told.get)
        reason = st.text_area(word("reason", language), height=80, placeholder=word("reason_hint", language))
        if st.form_submit_button(word("do.object", language), type="primary", disabled=not by):
            told = {"unit": unit or None, "subject": figure, "reason": reason}
            edition_answers.attempt("object_to", edition.id, by=by, **told)
            st.rerun()
    if not by:
        st.caption(word("name_needed", language))
