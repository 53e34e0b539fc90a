"""Hot spots: where there is more than chance, since when, why, and whose it is; two periods side by side."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from analytics.contract.labels import text
from analytics.hotspots import HotSpots
from pages.widgets import (
    header,
    spot_answers,
    spot_files,
    spot_filters,
    spot_layers,
    spot_legends,
    spot_map,
    spot_pair,
    spot_panel,
    spot_place,
    spot_table,
)
from pages.widgets.filters import View
from pages.widgets.spot_filters import Asked

NUMBERED = 30  # hot spots that bear their number on the map


def draw_one(view: View, asked: Asked, found: HotSpots) -> str | None:
    """The map of the period and its months beside the ranked table; gives the chosen place."""
    sides = spot_table.sides(view, asked, found)
    rows = spot_table.ranked(found, sides)
    spot_table.choose_clicked(view, asked, found, rows)
    place = spot_map.chosen_place(view, found)
    left, right = st.columns([1.72, 1], gap="medium")
    with left:
        spot_map.draw(view, asked, found, place, [patch.core for _, patch in rows[:NUMBERED]])
    with right:
        spot_panel.summary(view, asked, found, sides, len(rows))
        if place is not None:
            spot_panel.head(view, found, place)
        spot_table.draw(view, asked, found, rows, place)
        spot_files.draw(view, asked, found)
    return place


def draw_two(view: View, asked: Asked, earlier: HotSpots, found: HotSpots) -> str | None:
    """The maps of two periods side by side; gives the chosen place."""
    spot_pair.choose_clicked(view, earlier, found)
    place = spot_map.chosen_place(view, found)
    spot_pair.draw(view, asked, earlier, found, place)
    if place is not None:
        spot_panel.head(view, found, place)
    return place


view = header.open_page("hotspots", kinds=("month", "quarter", "year"))
if not view.version.has("cases"):
    st.info(text("hotspots.no_cases", view.language))
    st.stop()
asked = spot_filters.choose(view)
with st.container(horizontal=True, vertical_alignment="center", key="spot_shows"):
    asked = replace(asked, shows=spot_filters.choose_shown(view), against=spot_filters.choose_against(view))
    if not asked.other:
        asked = replace(asked, layers=tuple(spot_layers.choose(view)))
found = spot_answers.find(view, asked)
earlier = spot_answers.find(view, asked, asked.other) if asked.other else None
if found is None or (asked.other and earlier is None):
    st.info(text("hotspots.no_places", view.language, tier=text(f"hotspots.tier.{asked.tier}", view.language)))
    st.stop()
chosen = draw_two(view, asked, earlier, found) if earlier else draw_one(view, asked, found)
if chosen:
    spot_place.draw(view, asked, found, chosen)
if asked.shows == "class":
    spot_legends.classes_explained(view, found)
