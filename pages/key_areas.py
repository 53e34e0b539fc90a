"""Key areas, crowded places and key content: on time, backlog and hot spots per tag, and the grids behind them."""

from __future__ import annotations

import streamlit as st

from analytics.contract.labels import text
from analytics.store.tag_figures import FAMILIES
from pages.widgets import filters, header, markdown, tag_answers, tag_places, tag_table
from pages.widgets.filters import View


def draw_tag(view: View, family: str, tag: str | None) -> None:
    """The map and the grids of one tag, or of the family."""
    found = tag_answers.hot_spots(view, family, tag)
    if found is None:
        st.info(text("key_areas.no_grids", view.language))
        return
    tag_places.choose_clicked(view, family, tag)
    place = tag_places.chosen_place(view, found)
    left, right = st.columns([1, 1.5], gap="medium")
    with left:
        tag_places.draw_map(view, family, tag, found, place)
    with right:
        if place is not None:
            tag_places.link(view, place)
        tag_places.draw_table(view, family, tag, found, place)


view = header.open_page("key_areas", kinds=("month", "quarter", "year"))
if not view.version.has("cases"):
    st.info(text("hotspots.no_cases", view.language))
    st.stop()
language = view.language
shown = {each: text(f"key_areas.family.{each}", language) for each in FAMILIES}
with st.container(width="content"):
    family = filters.switch(
        "family", text("key_areas.family_label", language), FAMILIES, FAMILIES[0], shown.__getitem__,
        label_visibility="collapsed",
    )  # fmt: skip
table = tag_table.rows(view, family)
if len(table) < 2 or not table["places"].iloc[0]:
    st.info(text("key_areas.no_tags", language, family=shown[family]))
    st.stop()
chosen = tag_table.chosen_tag(view, family, table)
tag_table.draw(view, family, table, chosen)
st.subheader(markdown.plain(tag_table.tag_name(view, family, chosen)), anchor=False)
draw_tag(view, family, None if chosen == tag_table.ALL else chosen)
