"""The edition that is open: its way, what can be done with it, and one of its parts."""

from __future__ import annotations

import streamlit as st

from analytics.contract.labels import text
from analytics.editions import Edition
from pages.widgets import (
    address,
    edition_answers,
    edition_moves,
    edition_objections,
    edition_rows,
    edition_steps,
    edition_words,
    filters,
    look,
    sheets,
)
from pages.widgets.edition_words import word
from pages.widgets.filters import View


def draw(edition: Edition, view: View, names: dict[str, str], by: str) -> None:
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
