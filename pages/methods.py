"""Methods: how indicators, scores and the roll-call are defined, generated from what the product computes with."""

from __future__ import annotations

import streamlit as st

from analytics.contract.labels import text
from analytics.indicators import themes
from analytics.scoring.methods import roll_call_markdown, scorecards_markdown
from pages.widgets import address, definitions, filters, frame, header, markdown

PARTS = ("indicators", "scorecards", "roll_call")
ALL = "all"


def keep_search() -> None:
    """Puts what is searched for into the address."""
    address.write("search", st.session_state["search"] or None)


def draw_indicators(language: str) -> None:
    """Draws the search, the theme and the definitions that were found."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.session_state["search"] = address.read("search") or ""
        hint = text("methods.search_hint", language)
        with st.container(width=320):
            st.text_input(text("methods.search", language), key="search", placeholder=hint, on_change=keep_search)
        shown = {ALL: text("methods.all_themes", language)} | {
            name: getattr(theme, language) for name, theme in themes().items()
        }
        with st.container(width=260):
            theme = filters.pick("theme", text("methods.theme", language), list(shown), ALL, shown.__getitem__)
    search = address.read("search") or ""
    found = definitions.found(search, None if theme == ALL else theme)
    if not found:
        st.info(text("methods.none_found", language, search=markdown.plain(search)))
        return
    st.caption(text("methods.found", language, count=len(found)))
    definitions.draw(found, language)


frame.enter("methods")
header.title("methods")
language = address.language()
shown = {each: text(f"methods.part.{each}", language) for each in PARTS}
label = text("methods.show", language)
part = filters.switch("part", label, PARTS, PARTS[0], shown.get, label_visibility="collapsed")
if part == "indicators":
    draw_indicators(language)
elif part == "scorecards":
    st.markdown(scorecards_markdown(language))
else:
    st.markdown(roll_call_markdown(language))
