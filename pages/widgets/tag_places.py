"""The grids of a tag: on the map over the hot spots, and in a table with what is overdue and still open there."""

from __future__ import annotations

from collections import Counter

import pandas
import streamlit as st

from analytics.contract.labels import text
from analytics.hotspots import HotSpots
from pages.widgets import (
    address,
    clicks,
    look,
    maps,
    screen,
    spot_answers,
    spot_layers,
    spot_legends,
    spot_map,
    spot_words,
    tables,
    tag_answers,
)
from pages.widgets.filters import View

_IN_FILE_ONLY = ("late", "reported", "class")  # what half a screen has no room for
_MOST, _TALLEST = 200, 11  # lines on screen, and before the table scrolls
_STYLE = """<style>
.st-key-tag_map iframe { height: max(24rem, calc(100vh - 34rem)) !important; }
</style>"""


def draw_map(view: View, family: str, tag: str | None, found: HotSpots, place: str | None) -> None:
    """Draws the hot spots with the tag's grids marked; for key content the hot spots of its cases."""
    outlines = spot_answers.outlines(view, found)
    if not outlines.codes:
        st.info(text("hotspots.no_outlines", view.language))
        return
    values = spot_map.shown_values(found, "now", None)
    spot_legends.readings(Counter(values.tolist()), view.language)
    groups = spot_map.layers_of(view, "now", found, values, None, [], found.period)
    if family != "key_content":
        groups.insert(1, spot_layers.marked(view, family, tag_answers.tagged_grids(view, family, tag)))
    if place is not None and found.row(place) is not None:
        groups.append(spot_layers.chosen(found, outlines, place))
    screen.html(_STYLE)
    with st.container(key="tag_map"):
        maps.show(maps.base(outlines.bounds), groups, map_key(view), spot_map.HEIGHT, pixelated=True)
    if family != "key_content":
        spot_legends.layers([family], view.language)


def map_key(view: View) -> str:
    """The key under which the map's clicks stand."""
    return f"tag_map_{view.area}"


def chosen_place(view: View, found: HotSpots) -> str | None:
    """The grid last clicked on the map or in the table, else the one in the address; None without any."""
    clicked = (st.session_state.get(map_key(view)) or {}).get("last_clicked")
    if address.newly(map_key(view), clicked):
        address.write("place", found.places.at(clicked["lng"], clicked["lat"]))
    place = address.read("place")
    return place if place is not None and found.row(place) is not None else None


def choose_clicked(view: View, family: str, tag: str | None) -> None:
    """Puts the grid of the line that was just clicked into the address as the chosen place."""
    key = _key(view, family, tag)
    state = st.session_state.get(key)
    cells = state["selection"]["cells"] if state else []
    row = cells[0][0] if cells else None
    if address.newly(key, row):
        grids = tag_answers.grid_figures(view, family, tag)["grid"]
        if row < len(grids):
            address.write("place", grids.iloc[row])


def draw_table(view: View, family: str, tag: str | None, found: HotSpots, place: str | None) -> None:
    """Draws the tag's grids, those with most overdue first, and offers all of them as CSV."""
    language = view.language
    rows = tag_answers.grid_figures(view, family, tag)
    if rows.empty:
        st.info(text("key_areas.no_cases", language))
        return
    frame = _frame(view, found, rows)
    columns = _columns(language)
    seen = [each for each in columns if each.name not in _IN_FILE_ONLY]
    shown = frame[[each.name for each in seen]].head(_MOST)
    shown = shown.assign(share=shown["share"] * 100)
    grounds = [screen.ground(look.CHOSEN) if grid == place else "" for grid in shown["grid"]]
    styled = shown.style.apply(lambda column: grounds)
    clicks.table(styled, tables.settings(seen), _key(view, family, tag), len(shown), _TALLEST)
    if len(frame) > _MOST:
        st.caption(text("unit_table.cut", language, shown=_MOST, all=look.count(len(frame))))
    title = text("key_areas.title", language)
    known = text("unit_table.known", language, as_of=look.moment(view.as_of), version=view.version.id)
    tables.download(frame, columns, f"{family}_{tag or 'all'}_{view.period.text}", language, [title, known])


def _key(view: View, family: str, tag: str | None) -> str:
    return f"tag_grids_{family}_{tag}_{view.area}"


def link(view: View, place: str) -> None:
    """The way to the grid's panel on the page of hot spots."""
    address.link("hotspots", text("key_areas.open", view.language), ":material/local_fire_department:",
                 tier="grid", place=place)  # fmt: skip


def _frame(view: View, found: HotSpots, rows: pandas.DataFrame) -> pandas.DataFrame:
    """The columns shown, one row per grid."""
    language = view.language
    position = [found.row(grid) for grid in rows["grid"]]
    values = spot_map.shown_values(found, "now", None)
    said = [spot_words.reading(None if row is None else values[row], language) for row in position]
    classes = [None if row is None else found.emerging.classes[row] for row in position]
    names = spot_words.place_names(view, found, rows["grid"].tolist())
    return rows.assign(
        name=[names.get(grid, "") for grid in rows["grid"]],
        share=(rows["on_time"] / rows["due"].where(rows["due"] > 0)).astype(float),
        reading=said,
        **{"class": [spot_words.class_name(each, language) for each in classes]},
    )


def _columns(language: str) -> list[tables.Column]:
    word = lambda name: text(f"key_areas.column.{name}", language)  # noqa: E731
    kinds = {"grid": "text", "name": "text", "share": "rate", "reading": "text", "class": "text"}
    names = ("name", "grid", "overdue_open", "backlog", "share", "due", "reading", "late", "reported", "class")
    return [tables.Column(name, word(name), kinds.get(name, "count")) for name in names]

