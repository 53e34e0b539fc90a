"""Two periods side by side: two maps of the same places in the same colours, and what changed between them."""

from __future__ import annotations

import pandas
import streamlit as st

from analytics.contract.labels import text
from analytics.hotspots import HotSpots
from analytics.hotspots.changes import CHANGES, changes
from pages.widgets import address, clicks, look, screen, spot_answers, spot_map, spot_words
from pages.widgets.filters import View
from pages.widgets.spot_filters import Asked

_MOST, _TALLEST = 200, 9  # lines in all, and before the table scrolls
_SHAPES = {"came": "▲", "stayed": "■", "went": "▽"}


def draw(view: View, asked: Asked, earlier: HotSpots, later: HotSpots, place: str | None) -> None:
    """Draws the earlier period's map on the left and the later one's on the right, then the changes."""
    for column, found, number in zip(st.columns(2, gap="medium"), (earlier, later), (1, 0), strict=True):
        with column:
            st.subheader(look.period(found.period, view.language), anchor=False)
            spot_map.draw_still(view, asked, found, place, number)
    _draw_changes(view, earlier, later, place)


def choose_clicked(view: View, earlier: HotSpots, later: HotSpots) -> None:
    """Puts the line that was just clicked into the address as the chosen place."""
    key = _key(earlier, later)
    state = st.session_state.get(key)
    cells = state["selection"]["cells"] if state else []
    row = cells[0][0] if cells else None
    if address.newly(key, row):
        listed = _listed(view, earlier, later)
        if row < len(listed):
            address.write("place", listed["place"].iloc[row])


def _draw_changes(view: View, earlier: HotSpots, later: HotSpots, place: str | None) -> None:
    language, rows = view.language, _listed(view, earlier, later)
    counts = rows["change"].value_counts()
    told = text(
        "hotspots.changes_told",
        language,
        **{each: look.count(counts.get(each, 0)) for each in CHANGES},
        clear=look.count(rows["clear"].sum()),
    )
    st.subheader(text("hotspots.changes_title", language), anchor=False)
    st.caption(told)
    if rows.empty:
        return
    shown = rows.head(_MOST)
    names = spot_words.place_names(view, later, shown["place"].tolist())
    frame = pandas.DataFrame({
        "name": [names[code] for code in shown["place"]],
        "place": shown["place"].to_numpy(),
        "change": [_change(each, language) for each in shown["change"]],
        "earlier": shown["earlier"].to_numpy(),
        "later": shown["later"].to_numpy(),
        "sure": [text(f"hotspots.sure.{'clear' if each else 'chance'}", language) for each in shown["clear"]],
    })  # fmt: skip
    grounds = [screen.ground(look.CHOSEN) if code == place else "" for code in shown["place"]]
    styled = frame.style.apply(lambda column: grounds)
    clicks.table(styled, _columns(view, earlier, later), _key(earlier, later), len(shown), _TALLEST)
    if len(rows) > _MOST:
        st.caption(text("hotspots.cut", language, shown=_MOST, all=look.count(len(rows))))


def _change(value: str | None, language: str) -> str:
    return f"{_SHAPES[value]} {text(f'hotspots.change.{value}', language)}" if value in _SHAPES else "—"


def _listed(view: View, earlier: HotSpots, later: HotSpots) -> pandas.DataFrame:
    """The places that were hot in either period or changed by more than chance, the furthest change first."""
    rows = changes(earlier, later)[spot_answers.listed(view, later)]
    rows = rows[rows["change"].notna() | rows["clear"]]
    return rows.sort_values("z", key=lambda z: -z.abs(), kind="stable", na_position="last")


def _columns(view: View, earlier: HotSpots, later: HotSpots) -> dict:
    kinds, language = st.column_config, view.language
    word = lambda name: text(f"hotspots.column.{name}", language)  # noqa: E731
    return {
        "name": kinds.TextColumn(word("name"), width=200),
        "place": kinds.TextColumn(word("place"), width=150),
        "change": kinds.TextColumn(word("change"), width=140),
        "earlier": kinds.NumberColumn(look.period(earlier.period, language), format="%d", width=110),
        "later": kinds.NumberColumn(look.period(later.period, language), format="%d", width=110),
        "sure": kinds.TextColumn(word("sure"), width=160, help=word("sure_help")),
    }


def _key(earlier: HotSpots, later: HotSpots) -> str:
    return f"spot_changes_{later.places.tier}_{later.selection.within}_{earlier.period.text}_{later.period.text}"
