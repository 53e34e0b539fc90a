"""Editions: what was published, what districts contest, what became of it, and whether it is still what it was."""

from __future__ import annotations

import streamlit as st

from analytics.contract.labels import text
from analytics.editions import Edition, NotAllowed
from analytics.store.case_reading import unit_names
from pages.widgets import (
    address,
    comparing,
    edition_answers,
    edition_draft,
    edition_list,
    edition_moves,
    edition_objections,
    edition_rows,
    edition_steps,
    edition_words,
    filters,
    gate,
    header,
    look,
    sheets,
)
from pages.widgets.edition_words import word
from pages.widgets.filters import View

SCORECARDS = ("monthly", "remediation_only", "cases_only")


def draw_opened(edition: Edition, view: View, names: dict[str, str], by: str) -> None:
    """Draws one edition: its way, what can be done, and one of its parts."""
    language = view.language
    with st.container(horizontal=True, vertical_alignment="center"):
        with st.container():
            sheets.line(f"{edition.id} · {edition_words.subject(edition.status, names, language)}",
                        word("as_of_told", language, as_of=look.moment(edition.as_of)))  # fmt: skip
        label = text("cases.close", language)
        st.button(label, icon=":material/close:", on_click=address.write, args=("edition", None), key="close_edition")
    edition_steps.draw_way(edition.status, language)
    edition_steps.draw_acts(edition, by, language)
    parts = ["result", "objections", "today", *(["correction"] if edition.paper["correction"] else ()), "proof"]
    shown = {each: word(f"part.{each}", language) for each in parts}
    part = filters.switch("part", word("part_choice", language), parts, "result", shown.get,
                          label_visibility="collapsed", width="content")  # fmt: skip
    seen = edition_answers.names(edition, view)
    if part == "result":
        edition_rows.draw(edition, seen, language)
    elif part == "objections":
        edition_objections.draw(edition, seen, by, language)
    elif part == "today":
        edition_moves.draw_today(edition, view, seen, language)
    elif part == "correction":
        edition_moves.draw(edition.paper["correction"], seen, language)
    else:
        edition_moves.draw_proof(edition, language)


comparing.start_in_a_district()
view = header.open_page("editions", scorecards=SCORECARDS)
language = view.language
with st.container(horizontal=True, vertical_alignment="bottom"):
    if view.period.kind == "month":
        view = comparing.choose(view)
    by = edition_steps.name_of_reader(language) if gate.may("publish") or gate.may("object") else ""
    if gate.may("publish"):
        edition_draft.draw(view, by)
edition_steps.draw_refusal(language)
for damage in edition_answers.damage():
    st.error(word("difference.journal", language, detail=damage), icon=":material/error:")
try:
    states = edition_answers.seen(view)
except NotAllowed as refused:
    st.error(word("difference.journal", language, detail=refused.told(language)), icon=":material/error:")
    st.stop()
if not states:
    st.info(word("none_yet", language))
    st.stop()
places = {code: look.named(*pair, language) for code, pair in
          unit_names(view.version, [each.within for each in states]).items()}  # fmt: skip
clicked = edition_list.draw(states, places, language)
if address.newly("edition_clicked", clicked):
    address.write("edition", clicked)
    st.rerun()
if address.read("edition") in {each.id for each in states}:
    try:
        draw_opened(edition_answers.opened(address.read("edition")), view, places, by)
    except NotAllowed as refused:
        st.error(refused.told(language), icon=":material/error:")
