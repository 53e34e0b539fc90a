"""One indicator for all units of a tier as bars: chosen, drawn, explained."""

from __future__ import annotations

from collections.abc import Sequence

import pandas
import streamlit as st

from analytics.contract.labels import text
from analytics.indicators import Indicator, indicator
from analytics.scoring.concerns import marks
from analytics.scoring.scorecards import Weighted
from pages.widgets import answers, cards, charts, filters, look, markdown, screen
from pages.widgets.filters import View

SHOWN = 30  # bars that still can be read; the worst ones


def by_unit(view: View, offered: Sequence[Weighted]) -> None:
    """Draws a bar per unit of the view's tier for one of the scorecard's indicators, the worst on top."""
    st.subheader(text("bars.title", view.language), anchor=False)
    if view.tier is None:
        st.info(text("bars.no_units", view.language, area=markdown.plain(view.area_name)))
        return
    known = {each.id: each for each in offered}
    shown = {name: look.named(indicator(name).zh, indicator(name).en, view.language) for name in known}
    label = text("bars.indicator", view.language)
    chosen = filters.pick("indicator", label, list(known), offered[0].id, shown.get, label_visibility="collapsed")
    entry, weighted = indicator(chosen), known[chosen]
    rows = answers.values(view, view.tier, [chosen])
    if rows["value"].isna().all():
        st.info(text("bars.no_data", view.language, indicator=shown[chosen]))
        return
    names = answers.units(view.version, view.tier, view.period, view.as_of, view.within).set_index("unit")
    rows = rows.sort_values("value", ascending=weighted.direction == "high", na_position="last")
    floor, target = marks(weighted)
    entries = [_bar(view, row, names.loc[row.unit], entry, floor, target) for row in rows.head(SHOWN).itertuples()]
    told = text("bars.target", view.language, target=look.mark(target, entry.unit, view.language))
    screen.chart(charts.bars(entries, target, told, entry.unit == "rate"), config=charts.CONFIG)
    if len(rows) > SHOWN:
        st.caption(text("bars.worst_only", view.language, shown=SHOWN, all=len(rows)))


def _bar(view: View, row, name: pandas.Series, entry: Indicator, floor: float, target: float) -> charts.Bar:
    language = view.language
    label = look.named(name["name"], name["name_en"], language)
    missing = look.is_missing(row.value)
    value = text("cards.no_data", language) if missing else look.figure(row.value, entry.unit, language)
    state = cards.status(row.value, target, floor, "high" if target > floor else "low")
    made_of = look.fraction(row.numerator, row.denominator, entry.unit, language)
    colour = {"good": look.ACCENT, "watch": look.ACCENT_SOFT}.get(state, look.STATUS[state][0])
    return charts.Bar(label, None if missing else row.value, value, [label, value, made_of], colour)
