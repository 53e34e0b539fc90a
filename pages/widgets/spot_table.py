"""The hot spots ranked: cells that touch stand together in one line, the largest excess first."""

from __future__ import annotations

import numpy
import pandas
import streamlit as st

from analytics.contract.labels import text
from analytics.contract.map_settings import colours
from analytics.hotspots import HotSpots
from analytics.hotspots.emerging import COLD_CLASSES, HOT_CLASSES
from analytics.hotspots.patches import Patch, patches
from pages.widgets import address, clicks, look, screen, spot_answers, spot_words
from pages.widgets.filters import View
from pages.widgets.spot_filters import Asked

MOST = 200  # lines on screen; the downloads have every place
_TALLEST = 10  # lines before the table scrolls
_SHAPES = {"hot": "▲", "cold": "▼"}  # a shape always goes with the colour


def sides(view: View, asked: Asked, found: HotSpots) -> dict[str, numpy.ndarray]:
    """True per place that is listed as hot or as cold: clear in this period, or bearing a class of that side."""
    listed = spot_answers.listed(view, found)
    if asked.shows == "now":
        return {"hot": found.hot & listed, "cold": found.cold & listed}
    classes = found.emerging.classes
    return {"hot": numpy.isin(classes, HOT_CLASSES) & listed, "cold": numpy.isin(classes, COLD_CLASSES) & listed}


def ranked(found: HotSpots, chosen: dict[str, numpy.ndarray]) -> list[tuple[str, Patch]]:
    """What the table lists, each with its side (hot or cold): places that touch stand together."""
    return [(side, patch) for side, rows in chosen.items() for patch in patches(found, rows, cold=side == "cold")]


def draw(view: View, asked: Asked, found: HotSpots, rows: list[tuple[str, Patch]], place: str | None) -> None:
    """Draws the ranked hot spots; a click chooses the one's core, the line that holds the chosen place is marked."""
    language = view.language
    if not rows:
        # What cannot be tested is not "no hot spot".
        tested = not numpy.isnan(found.z).all()
        st.info(text("hotspots.none" if tested else "hotspots.nothing_tested", language))
        return
    shown = rows[:MOST]
    frame = _frame(view, asked, found, shown)
    chosen = found.row(place) if place else None
    grounds = [
        screen.ground(look.CHOSEN) if chosen is not None and chosen in patch.places else ""
        for _, patch in shown
    ]
    values = [_value(asked, found, side, patch) for side, patch in shown]
    shades = colours("states" if asked.shows == "now" else "classes")
    styled = frame.style.apply(lambda column: grounds).apply(
        lambda column: [f"color: {screen.legible(shades[value])};" for value in values], subset=["class"]
    )
    tallest = _TALLEST if place is None else _TALLEST - 3
    clicks.table(styled, _columns(language), _key(found, asked, view), len(shown), tallest)
    if len(rows) > MOST:
        st.caption(text("hotspots.cut", language, shown=MOST, all=look.count(len(rows))))


def choose_clicked(view: View, asked: Asked, found: HotSpots, rows: list[tuple[str, Patch]]) -> None:
    """Puts the line that was just clicked into the address as the chosen place."""
    key = _key(found, asked, view)
    state = st.session_state.get(key)
    cells = state["selection"]["cells"] if state else []
    row = cells[0][0] if cells else None
    if address.newly(key, row) and row < len(rows):
        address.write("place", found.places.codes[rows[row][1].core])


def _key(found: HotSpots, asked: Asked, view: View) -> str:
    return f"spot_rows_{found.places.tier}_{view.area}_{found.period.text}_{asked.shows}"


def _value(asked: Asked, found: HotSpots, side: str, patch: Patch) -> str:
    return side if asked.shows == "now" else found.emerging.classes[patch.core]


def _frame(view: View, asked: Asked, found: HotSpots, rows: list[tuple[str, Patch]]) -> pandas.DataFrame:
    language = view.language
    codes = [found.places.codes[patch.core] for _, patch in rows]
    names = spot_words.place_names(view, found, codes)
    return pandas.DataFrame({
        "rank": range(1, len(rows) + 1),
        "name": [names[code] for code in codes],
        "class": [
            f"{_SHAPES[side]} {spot_words.class_name(found.emerging.classes[patch.core], language)}"
            for side, patch in rows
        ],
        "cases": [patch.cases for _, patch in rows],
        "excess": [round(patch.excess) for _, patch in rows],
        "places": [len(patch.places) for _, patch in rows],
    })  # fmt: skip


def _columns(language: str) -> dict:
    kinds = st.column_config
    word = lambda name: text(f"hotspots.column.{name}", language)  # noqa: E731
    return {
        "rank": kinds.NumberColumn(word("rank"), width=46, format="%d"),
        "name": kinds.TextColumn(word("name")),
        "class": kinds.TextColumn(word("class"), width=112, help=word("class_help")),
        "cases": kinds.NumberColumn(word("cases"), width=56, format="%d"),
        "excess": kinds.NumberColumn(word("excess"), width=62, format="%+d", help=word("excess_help")),
        "places": kinds.NumberColumn(word("places"), width=52, format="%d", help=word("places_help")),
    }
