"""The panel of one unit: its value, what it is made of, how it went, and where to read on."""

from __future__ import annotations

import html

import pandas
import streamlit as st

from analytics.contract.labels import text
from analytics.indicators import Indicator
from pages.widgets import address, answers, charts, fresh, look, screen
from pages.widgets.filters import View

_PERIODS = {"month": 13, "quarter": 9, "year": 5}


def draw(view: View, entry: Indicator, row: pandas.Series, unit: str, name: str) -> None:
    """Draws the panel of the unit for one indicator; `row` holds numerator, denominator and value."""
    language = view.language
    missing = look.is_missing(row["value"])
    value = text("cards.no_data", language) if missing else look.figure(row["value"], entry.unit, language)
    told = fresh.why_no_value(view, entry, row["denominator"]) if missing else _made_of(view, entry, row)
    lines = {"unit": name, "name": getattr(entry, language), "value": value, "made": told}
    drawn = "".join(f'<div class="{kind}">{html.escape(line)}</div>' for kind, line in lines.items())
    screen.html(f'<div class="panel">{drawn}</div>')
    _draw_trend(view, entry, unit, name)
    with st.container(horizontal=True):
        address.link("ranking", text("panel.ranking", language), ":material/leaderboard:", tier=view.tier, unit=unit)
        wanted = {"tier": view.tier, "unit": unit, "indicator": entry.id}
        address.link("cases", text("panel.cases", language), ":material/assignment:", **wanted)


def _made_of(view: View, entry: Indicator, row: pandas.Series) -> str:
    made_of = look.fraction(row["numerator"], row["denominator"], entry.unit, view.language)
    numerator, denominator = (getattr(entry, f"{part}_{view.language}") for part in ("numerator", "denominator"))
    return text("panel.made_of", view.language, made_of=made_of, numerator=numerator, denominator=denominator)


def _draw_trend(view: View, entry: Indicator, unit: str, name: str) -> None:
    periods = [view.period]
    while len(periods) < _PERIODS.get(view.period.kind, 13):
        periods.insert(0, periods[0].previous())
    rows = answers.trend(view, view.tier, [entry.id], periods)
    rows = rows[rows["unit"] == unit].set_index("period").reindex([each.text for each in periods])
    if rows["value"].notna().sum() < 2:
        return
    labels = [look.period(each, view.language) for each in periods]
    hovers = [
        [
            label,
            look.figure(row.value, entry.unit, view.language),
            look.fraction(row.numerator, row.denominator, entry.unit, view.language),
        ]
        for label, row in zip(labels, rows.itertuples(), strict=True)
    ]
    values = [None if look.is_missing(value) else value for value in rows["value"]]
    line = charts.Line(name, values, hovers)
    figure = charts.trend([each.text for each in periods], [line], entry.unit == "rate", height=200)
    screen.chart(figure, config=charts.CONFIG)
