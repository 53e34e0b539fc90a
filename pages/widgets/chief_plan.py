"""The three-year remediation plan: accepted in time or late, overdue, ahead; as bars, on a map, and by name."""

from __future__ import annotations

from collections import Counter
from html import escape

import pandas
import streamlit as st

from analytics.chiefs.remediation import STATES
from analytics.contract.labels import text
from pages.widgets import address, answers, chief_answers, look, maps, multiples, screen, tables
from pages.widgets.filters import View

# Blue kept, orange broken; what is still ahead is neither.
_COLOURS = {"in_time": "#2166ac", "late": "#f1a340", "overdue": "#b35806", "ahead": "#8a97a6", "no_target": None}
_SIGNS = {"in_time": "●", "late": "▲", "overdue": "■", "ahead": "◇", "no_target": "○"}
_HEIGHT = 520
_REACH = 1 / 120  # of the map's extent: how far beside an alley a click may fall
_MOST = 40


def draw(view: View) -> None:
    """Draws the state of the plan in the area."""
    language = view.language
    rows = chief_answers.ask(view, "remediation", view.within)
    if rows.empty:
        st.info(text("alley_chiefs.no_plan", language))
        return
    st.markdown(f"**{text('alley_chiefs.plan_title', language, count=look.count(len(rows)))}**")
    _draw_legend(Counter(rows["state"]), language)
    left, right = st.columns([1.5, 1], gap="medium")
    with left:
        _draw_map(view, rows)
    with right:
        _draw_units(view, rows)
    _draw_list(view, rows)


def _draw_legend(counts: Counter, language: str) -> None:
    """The states with their colours and signs, for the map and the bars alike."""
    parts = "".join(
        f'<span><i style="background:{_COLOURS[state] or look.NO_DATA}"></i>'
        f"{_SIGNS[state]} {escape(text(f'alley_chiefs.plan.{state}', language))} {look.count(counts[state])}</span>"
        for state in STATES if counts[state]
    )  # fmt: skip
    screen.html(f'<div class="legend">{parts}</div>')


def _draw_map(view: View, rows: pandas.DataFrame) -> None:
    language = view.language
    shapes = answers.outlines(view, "alley")
    if not shapes.codes:
        st.info(text("alley_chiefs.no_outlines", language))
        return
    paints = {
        row.alley_id: maps.Paint(_COLOURS[row.state], [row.alley, *_told(row, language)]) for row in rows.itertuples()
    }
    around = {"city": "district", "district": "subdistrict"}.get(view.area_tier, "subdistrict")
    groups = [maps.context(answers.outlines(view, around)), maps.painted(shapes, paints)]
    key = f"plan_map_{view.area}_{view.period.text}"
    with st.container(key="choropleth"):
        point = maps.show(maps.base(shapes.bounds), groups, key, _HEIGHT, pixelated=True)
    if point and address.newly(key, point):
        west, south, east, north = shapes.bounds
        alley = shapes.at(*point, max(east - west, north - south) * _REACH)
        if alley:
            address.write("alley", alley)
            st.rerun()
    st.caption(text("alley_chiefs.plan_map_told", language))


def _told(row, language: str) -> list[str]:
    days = {name: look.moment(None if pandas.isna(day) else day.date())
            for name, day in (("target_date", row.target_date), ("accepted_date", row.accepted_date))}
    state = f"{_SIGNS[row.state]} {text(f'alley_chiefs.plan.{row.state}', language)}"
    return [state, text("alley_chiefs.plan_days", language, **days)]


def _draw_units(view: View, rows: pandas.DataFrame) -> None:
    """The states per unit as bars that add up."""
    language = view.language
    tier = chief_answers.compared(view, "subdistrict")
    chains = answers.units(view.version, "subdistrict", view.period, view.as_of, view.within)
    above = dict(zip(chains["unit"], chains["parent"], strict=True))
    units = rows["unit"].map(above) if tier in ("city", "district") else rows["unit"]
    table = rows.assign(place=units).groupby(["place", "state"]).size().unstack(fill_value=0)
    table = table.reindex(columns=[state for state in STATES if state in table], fill_value=0)
    # The most broken promises on top.
    broken = table.reindex(columns=["overdue"], fill_value=0)["overdue"]
    table = table.loc[broken.sort_values(ascending=False, kind="stable").index].head(_MOST)
    names = chief_answers.unit_names(view, table.index)
    labels = [names.get(each, each) for each in table.index]
    segments = []
    for state in table:
        called = text(f"alley_chiefs.plan.{state}", language)
        hovers = [(label, f"{called} {look.count(count)}") for label, count in zip(labels, table[state], strict=True)]
        colour = _COLOURS[state] or look.NO_DATA
        segments.append(multiples.Segment(called, colour, table[state].tolist(), hovers))
    ends = [look.count(total) for total in table.sum(axis=1)]
    panel = multiples.Panel(text("alley_chiefs.plan_units", language), segments, ends)
    multiples.show(multiples.stacked(labels, [panel], legend=False))


def _draw_list(view: View, rows: pandas.DataFrame) -> None:
    """What is overdue or was late, the longest first; a click opens the alley."""
    language = view.language
    day = pandas.Timestamp(view.day)
    wrong = rows[rows["state"].isin(("overdue", "late"))]
    until = wrong["accepted_date"].fillna(day)
    wrong = wrong.assign(days_late=(pandas.to_datetime(until) - wrong["target_date"]).dt.days)
    wrong = wrong.sort_values(["days_late", "alley_id"], ascending=[False, True])
    st.markdown(f"**{text('alley_chiefs.plan_broken', language, count=look.count(len(wrong)))}**")
    if wrong.empty:
        st.success(text("alley_chiefs.plan_kept", language))
        return
    units = chief_answers.unit_names(view, wrong["unit"])
    frame = wrong.assign(
        unit=[units.get(each, each) for each in wrong["unit"]],
        state=[f"{_SIGNS[each]} {text(f'alley_chiefs.plan.{each}', language)}" for each in wrong["state"]],
    )
    kinds = {"target_date": "day", "accepted_date": "day", "days_late": "count"}
    columns = [
        tables.Column(each, text(f"alley_chiefs.column.{each}", language), kinds.get(each, "text"))
        for each in ("alley", "unit", "state", "target_date", "accepted_date", "days_late")
    ]
    key = f"plan_{view.area}_{view.period.text}"
    row = tables.clickable(frame, columns, key, 10)
    if address.newly(key, row):
        address.write("alley", wrong["alley_id"].iloc[row])
        st.rerun()
