"""One indicator for all units as a table, worst first: the same as the map, for reading and for export."""

from __future__ import annotations

from collections.abc import Mapping

import pandas
import streamlit as st

from analytics.contract.labels import text
from analytics.indicators import Indicator
from pages.widgets import look, tables
from pages.widgets.filters import View

_ROWS = 16  # before the table scrolls
_ROWS_BELOW = 8  # where the panel of a unit stands above
_MOST = 1000  # rows on screen; the export has them all


def worst_first(rows: pandas.DataFrame, direction: str) -> pandas.DataFrame:
    """The rows (indexed by unit), the worst value first, among equals that of most cases, units without data last."""
    heavy_first = rows.sort_values("denominator", ascending=False, kind="stable")
    return heavy_first.sort_values("value", ascending=direction == "high", na_position="last", kind="stable")


def key(view: View) -> str:
    """The key under which the table's selection stands."""
    return f"units_{view.tier}_{view.area}"


def clicked_row(view: View) -> int | None:
    """The position of the row that is selected; None without any."""
    state = st.session_state.get(key(view))
    cells = state["selection"]["cells"] if state else []
    return cells[0][0] if cells else None


def draw(
    view: View, entry: Indicator, standing: pandas.DataFrame, names: Mapping[str, str], opened: str | None
) -> None:
    """Draws the table (a click chooses the unit), short where one is opened above it, and offers all of it as CSV."""
    language = view.language
    frame = standing.assign(name=[names[unit] for unit in standing.index]).reset_index()
    columns = [
        tables.Column("name", text("unit_table.unit", language)),
        tables.Column("value", look.named(entry.zh, entry.en, language), entry.unit),
        *(
            tables.Column(part, text(f"unit_table.{part}", language), "count", getattr(entry, f"{part}_{language}"))
            for part in ("numerator", "denominator")
        ),
    ]
    tables.clickable(frame.head(_MOST), columns, key(view), _ROWS_BELOW if opened else _ROWS)
    if len(frame) > _MOST:
        st.caption(text("unit_table.cut", language, shown=_MOST, all=len(frame)))
    title = f"{look.named(entry.zh, entry.en, language)} {look.period(view.period, language)} {view.area_name}"
    known = text("unit_table.known", language, as_of=look.moment(view.as_of), version=view.version.id)
    code = tables.Column("unit", text("unit_table.code", language))
    name = f"{entry.id}_{view.period.text}_{view.tier}"
    tables.download(frame, [code, *columns], name, language, [title, known])
