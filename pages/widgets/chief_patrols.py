"""Patrols of an alley row by row: what counted, what did not and why, and the cases that came of them."""

from __future__ import annotations

from datetime import date

import pandas
import streamlit as st

from analytics.chiefs import cases_of_patrols
from analytics.contract.labels import text
from pages.widgets import address, case_filters, case_links, look, tables
from pages.widgets.filters import View

_SIGNS = {"valid": "●", "too_soon": "▲", "short": "■", "another_day": "◆"}


def draw(view: View, alley: str, patrols: pandas.DataFrame) -> None:
    """Draws the patrols of the day in the address, else of the period's latest ones, and the day's cases."""
    language, day = view.language, _day()
    if day:
        rows = patrols[patrols["day"].dt.date == day]
        title = text("alley_chiefs.patrols_of_day", language, day=look.moment(day), count=len(rows))
    else:
        of_period = (patrols["day"].dt.date >= view.period.first) & (patrols["day"].dt.date < view.period.after)
        rows = patrols[of_period].iloc[::-1]
        title = text("alley_chiefs.patrols_of_period", language, period=look.period(view.period, language),
                     count=look.count(len(rows)))  # fmt: skip
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f"**{title}**")
        if day:
            st.button(text("alley_chiefs.whole_period", language), on_click=address.write, args=("day", None),
                      key="whole_period")  # fmt: skip
    if rows.empty:
        st.info(text("alley_chiefs.no_patrols_then", language))
        return
    st.caption(text("alley_chiefs.patrols_told", language))
    draw_table(view, rows, f"patrols_{alley}_{day}_{view.period.text}")
    if day and view.version.has("cases"):
        _draw_cases(view, alley, day)


def draw_table(view: View, rows: pandas.DataFrame, key: str) -> None:
    """The rows with their state in words; a click opens the person's sheet."""
    language = view.language
    frame = rows.assign(
        person=rows["person"].fillna(rows["person_id"]),
        state=[f"{_SIGNS[each]} {text(f'alley_chiefs.state.{each}', language)}" for each in rows["state"]],
        minutes=((rows["ended_at"] - rows["started_at"]).dt.total_seconds() / 60).round(),
        is_late_entry=rows["is_late_entry"].fillna(False).astype(bool),
    )
    kinds = {"started_at": "moment", "recorded_at": "moment", "minutes": "count", "is_late_entry": "yes",
             "found_count": "count", "handled_count": "count", "reported_count": "count"}  # fmt: skip
    names = ("started_at", "minutes", "recorded_at", "state", "person", "found_count", "handled_count",
             "reported_count", "is_late_entry", "patrol_id")  # fmt: skip
    columns = [
        tables.Column(each, text(f"alley_chiefs.column.{each}", language), kinds.get(each, "text")) for each in names
    ]
    row = tables.clickable(frame, columns, key, 8)
    if address.newly(key, row):
        address.write("chief", rows["person_id"].iloc[row])
        st.rerun()


def _draw_cases(view: View, alley: str, day: date) -> None:
    language = view.language
    rows = cases_of_patrols(view.version, alley, day, view.as_of)
    if rows.empty:
        st.caption(text("alley_chiefs.no_cases_then", language))
        return
    st.markdown(f"**{text('alley_chiefs.cases_then', language, count=len(rows))}**")
    keys = zip(*(rows[name] for name in ("scheme", "kind", "major_code")), strict=True)
    names = [case_filters.class_name(*(part if isinstance(part, str) else None for part in key), language)
             for key in keys]  # fmt: skip
    frame = rows.assign(major_code=names)
    kinds = {"reported_at": "moment"}
    columns = [
        tables.Column(each, text(f"alley_chiefs.column.{each}", language), kinds.get(each, "text"))
        for each in ("case_id", "major_code", "reported_at", "description", "patrol_id")
    ]
    key = f"patrol_cases_{alley}_{day}"
    row = tables.clickable(frame, columns, key, 6)
    if address.newly(key, row):
        case = rows["case_id"].iloc[row]
        case_links.open_cases(case_links.link(case=case, search=case))


def _day() -> date | None:
    try:
        return date.fromisoformat(address.read("day") or "")
    except ValueError:
        return None
