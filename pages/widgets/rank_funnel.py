"""A ranking's funnel plot: rates against the number of cases, with the limits that size alone explains."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import plotly.graph_objects as go
import streamlit as st

from analytics.contract.labels import text
from analytics.indicators import indicator
from analytics.scoring import Ranking
from analytics.scoring.funnels import ADJUSTMENTS, ALARM, WARNING, Funnel, funnel
from analytics.scoring.scorecards import Weighted
from pages.widgets import charts, filters, look, rank_measures, ranking_table, screen, sheets
from pages.widgets.filters import View
from pages.widgets.markdown import plain
from pages.widgets.sheets import Cell

_NAMED = 6  # outliers that carry their name
_LISTED = 30
_SHAPES = {"inside": "circle", "good": "triangle-up", "bad": "square"}


def draw(view: View, ranking: Ranking) -> None:
    """Draws the funnel of a proportion of the scorecard, and lists who lies outside."""
    language = view.language
    with st.container(horizontal=True, vertical_alignment="center"):
        weighted = rank_measures.choose(ranking, language)
        if weighted is None:
            return
        shown = {each: text(f"rank_statistics.adjustment.{each}", language) for each in ADJUSTMENTS}
        adjustment = filters.switch("adjust", text("rank_statistics.adjust", language), list(ADJUSTMENTS),
                                    ADJUSTMENTS[0], shown.get, label_visibility="collapsed")  # fmt: skip
    scores = ranking.now.scores
    found = funnel(scores.numerators[weighted.id], scores.denominators[weighted.id], adjustment)
    if found is None:
        st.info(text("rank_statistics.no_spread", language))
        return
    names = ranking_table.unit_names(view, ranking)
    st.caption(_told(found, adjustment, language))
    left, right = st.columns([1.7, 1], gap="medium")
    with left:
        screen.chart(_figure(found, weighted, names, language), config=charts.CONFIG)
    with right:
        _draw_outside(found, weighted, names, language)


def _told(found: Funnel, adjustment: str, language: str) -> str:
    centre = f"{found.centre:.2%}"
    if found.adjusted != "none":
        return text(f"rank_statistics.spread_{found.adjusted}", language, centre=centre, phi=f"{found.phi:.2f}",
                    tau=f"{found.tau * 100:.2f}")  # fmt: skip
    key = "not_adjusted" if adjustment == "none" else "spread_by_chance"
    return text(f"rank_statistics.{key}", language, centre=centre, phi=f"{found.phi:.2f}")


def _figure(found: Funnel, weighted: Weighted, names: Mapping[str, str], language: str) -> go.Figure:
    table = found.table
    sizes = np.geomspace(max(1.0, table["denominator"].min() * 0.8), table["denominator"].max() * 1.1, 120)
    figure = go.Figure()
    for share, dash, key in ((ALARM, "solid", "alarm"), (WARNING, "dot", "warning")):
        for place, limit in enumerate(found.limits(sizes, share)):
            figure.add_scatter(x=sizes, y=limit, mode="lines", hoverinfo="skip", legendgroup=key, showlegend=not place,
                               name=text(f"rank_statistics.{key}", language),
                               line={"color": look.MUTED, "width": 1.3, "dash": dash})  # fmt: skip
    figure.add_hline(y=found.centre, line_color=look.INK, line_width=1)
    strongest = table["z_adjusted"].abs().nlargest(_NAMED).index
    for state in ("inside", "good", "bad"):
        rows = table[[_state(place, weighted) == state for place in table["place"]]]
        told = {unit: f" {plain(names[unit])}" for unit in rows.index if state != "inside" and unit in strongest}
        figure.add_scatter(
            x=rows["denominator"], y=rows["value"], mode="markers+text", textposition="middle right", cliponaxis=False,
            name=text(f"rank_statistics.{state}", language), textfont_size=13,
            text=[told.get(unit, "") for unit in rows.index],
            marker={
                "size": [7 if state == "inside" else 10] * len(rows),
                "color": look.ACCENT_SOFT if state == "inside" else look.STATUS[state][0],
                "symbol": _SHAPES[state],
                "line": {"color": look.PAPER, "width": 1},
            },
            hovertext=[_hover(unit, line, names, language) for unit, line in rows.iterrows()], hoverinfo="text",
        )  # fmt: skip
    charts.calm(figure, 470)
    figure.update_layout(showlegend=True, legend={"orientation": "h", "y": 1.14, "x": 0}, margin={"r": 110, "t": 60})
    low, high = table["value"].min(), table["value"].max()
    room = 0.08 * (high - low) + 0.005
    figure.update_yaxes(tickformat=".0%", gridcolor=look.RULE, range=[max(0, low - room), min(1.005, high + room)],
                        title=getattr(indicator(weighted.id), language))  # fmt: skip
    figure.update_xaxes(title=getattr(indicator(weighted.id), f"denominator_{language}").split("：")[0].split(":")[0],
                        gridcolor=look.RULE, rangemode="tozero", tickformat=",")  # fmt: skip
    return figure


def _state(place: str, weighted: Weighted) -> str:
    if place == "inside":
        return "inside"
    return "good" if place.endswith("high") == (weighted.direction == "high") else "bad"


def _hover(unit: str, line, names: Mapping[str, str], language: str) -> str:
    made_of = look.fraction(line["numerator"], line["denominator"], "rate", language)
    z = text("rank_statistics.deviations", language, z=f"{line['z_adjusted']:+.1f}".replace("-", "−"))
    return f"{plain(names[unit])}<br>{line['value']:.2%}（{made_of}）<br>{z}"


def _draw_outside(found: Funnel, weighted: Weighted, names: Mapping[str, str], language: str) -> None:
    outside = found.table[found.table["place"] != "inside"]
    outside = outside.assign(bad=[_state(place, weighted) == "bad" for place in outside["place"]])
    outside = outside.sort_values(["bad", "z_adjusted"], ascending=[False, weighted.direction == "high"])
    st.markdown(f"**{text('rank_statistics.outside', language, count=look.count(len(outside)))}**")
    if outside.empty:
        st.caption(text("rank_statistics.nobody_outside", language))
        return
    word = lambda name: text(f"rank_statistics.column.{name}", language)  # noqa: E731
    rows = []
    for unit, line in outside.head(_LISTED).iterrows():
        colour, shape = look.STATUS["bad" if line["bad"] else "good"][0], "■" if line["bad"] else "▲"
        limit = text(f"rank_statistics.{'alarm' if line['place'].startswith('very') else 'warning'}_short", language)
        rows.append([
            Cell(f"{shape} {names[unit]}", align="short", ink=colour),
            Cell(f"{line['value']:.2%}", small=look.fraction(line["numerator"], line["denominator"], "rate", language),
                 align="right"),
            Cell(f"{line['z_adjusted']:+.1f}".replace("-", "−"), align="right"), Cell(limit, align="short"),
        ])  # fmt: skip
    with st.container(height=430, border=False):
        sheets.draw([word("unit"), Cell(word("value"), align="right"), Cell(word("z"), align="right"), word("limit")],
                    rows, dense=True)  # fmt: skip
