"""Editions: what was published, what districts contest, what became of it, and whether it is still what it was."""

from __future__ import annotations

import streamlit as st

from analytics.editions import NotAllowed
from analytics.store.case_reading import unit_names
from pages.widgets import (
    address,
    comparing,
    edition_answers,
    edition_draft,
    edition_list,
    edition_opened,
    edition_steps,
    gate,
    header,
    look,
)
from pages.widgets.edition_words import word

SCORECARDS = ("monthly", "remediation_only", "cases_only")

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
        edition_opened.draw(edition_answers.opened(address.read("edition")), view, places, by)
    except NotAllowed as refused:
        st.error(refused.told(language), icon=":material/error:")
