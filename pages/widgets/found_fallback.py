"""Fallback: cases nobody owned or that could not wait, how long until an owner was named, and the money."""

from __future__ import annotations

import pandas
import streamlit as st

from analytics.contract.labels import text
from analytics.store import case_reading
from pages.widgets import figures, look, loop_answers, loop_words, multiples, tables
from pages.widgets.figures import Figure
from pages.widgets.filters import View
from pages.widgets.loop_words import MOST

_COUNTS = ("cases", "owner_named", "disposed", "closed", "waiting", "spent_cny")


def draw(view: View) -> None:
    """Draws the fallback cases by reason and unit, and what was reserved and spent."""
    language = view.language
    rows = loop_answers.ask(view, "fallback_cases")
    money = loop_answers.ask(view, "fallback_money")
    if rows.empty and money.empty:
        st.info(text("found_handled.no_fallback", language))
        return
    sums = rows[list(_COUNTS)].sum()
    word = lambda name, **values: text(f"found_handled.{name}", language, **values)  # noqa: E731
    cases = sums["cases"]
    share = lambda name: look.figure(sums[name] / cases, "rate", language) if cases else None  # noqa: E731
    reserved, spent = money["reserved_cny"].sum(min_count=1), money["spent_cny"].sum()
    figures.draw([
        Figure(word("fallback_cases"), look.count(cases), [word("of_filed")]),
        Figure(word("column.owner_named"), share("owner_named"),
               [f"{look.count(sums['owner_named'])} / {look.count(cases)}"]),
        Figure(word("fallback_closed"), share("closed"),
               [f"{look.count(sums['closed'])} / {look.count(cases)}",
                word("still_waiting", count=look.count(sums["waiting"]))]),
        Figure(word("fallback_money"), None if look.is_missing(reserved) else word("cny", amount=look.count(spent)),
               [word("of_reserved", amount=look.count(reserved))]),
    ], language)  # fmt: skip
    st.caption(word("fallback_told"))
    _draw_reasons(view, rows)
    _draw_units(view)
    _draw_money(view, money)


def _draw_reasons(view: View, rows: pandas.DataFrame) -> None:
    if rows.empty:
        return
    frame = rows.assign(name=loop_words.code_names("fallback_reason", rows["reason"], view.language))
    kinds = {"name": "text", "km_median_hours": "hours"}
    columns = [
        tables.Column(each, text(f"found_handled.column.{'reason' if each == 'name' else each}", view.language),
                      kinds.get(each, "count"))
        for each in ("name", "cases", "owner_named", "km_median_hours", "disposed", "closed", "waiting", "spent_cny")
    ]  # fmt: skip
    tables.draw(frame, columns, "fallback_reasons")


def _draw_units(view: View) -> None:
    """One line per unit: its cases, whether an owner was named, what was closed and spent."""
    if view.tier is None:
        return
    language = view.language
    rows = loop_answers.ask(view, "fallback_cases", by=("unit",), tier=view.tier)
    if rows.empty:
        return
    rows = rows.groupby("unit")[list(_COUNTS)].sum().sort_values("cases", ascending=False).reset_index()
    names = loop_words.names_of(view, rows, loop_answers.units(view))[:MOST]
    shown = rows.head(MOST)
    told = [f"{look.count(row.closed)} / {look.count(row.cases)}" for row in shown.itertuples()]
    panels = [
        multiples.measure(text(f"found_handled.column.{each}", language), names, shown[each].tolist(), "count", told,
                          language)
        for each in ("cases", "owner_named", "waiting", "spent_cny")
    ]  # fmt: skip
    st.markdown(f"**{text('found_handled.fallback_units', language)}**")
    multiples.show(multiples.stacked(names, panels, legend=False))
    if len(rows) > MOST:
        st.caption(text("loops.most_only", language, shown=MOST, all=len(rows)))


def _draw_money(view: View, money: pandas.DataFrame) -> None:
    if money.empty:
        return
    language = view.language
    unplaced = text("found_handled.unplaced", language)
    names = case_reading.unit_names(view.version, money["area"].dropna().tolist())
    frame = money.assign(
        area=[
            look.named(*names.get(each, (each, None)), language) if isinstance(each, str) else unplaced
            for each in money["area"]
        ],
        name=[look.named(name, org, language) for name, org in zip(money["org_name"], money["org"], strict=True)],
    ).sort_values("spent_share", ascending=False, na_position="first")
    kinds = {"area": "text", "name": "text", "spent_share": "rate"}
    columns = [
        tables.Column(each, text(f"found_handled.column.{'org' if each == 'name' else each}", language),
                      kinds.get(each, "count"))
        for each in ("area", "name", "cases", "reserved_cny", "spent_cny", "left_cny", "spent_share")
    ]  # fmt: skip
    st.markdown(f"**{text('found_handled.money_title', language, year=int(money['year'].iloc[0]))}**")
    tables.draw(frame, columns, "fallback_money")
