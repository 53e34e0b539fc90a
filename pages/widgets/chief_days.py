"""Days as squares: units by their share of complying alleys, alleys by their valid patrols; gaps and streaks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas
import plotly.graph_objects as go
import streamlit as st

from analytics.contract.labels import text
from pages.widgets import address, charts, chief_answers, filters, look, multiples, tables
from pages.widgets.filters import View

_MOST = 60  # alleys of a picture
_ORDERS = ("two_rate", "longest_gap", "none", "current_streak")


@dataclass(frozen=True)
class Level:
    """How a day is drawn: its colour and its sign, which tells it apart without colour."""

    id: str
    colour: str
    symbol: str


NO_CHIEF = Level("no_chief", look.NO_DATA_LINE, "square-open")
LEVELS = {
    0: Level("none", "#b35806", "square-x"),
    1: Level("one", "#f1a340", "square-dot"),
    2: Level("two", look.SEQUENTIAL[3], "square"),
}


def draw(view: View) -> None:
    """Draws the days of the area's units, and below them its alleys with their gaps and streaks."""
    language = view.language
    if not view.version.has("patrols"):
        st.info(text("alley_chiefs.no_patrols", language))
        return
    tier = chief_answers.compared(view, "alley")
    rows = chief_answers.ask(view, "stretches", view.within)
    if rows.empty:
        st.info(text("alley_chiefs.no_chief_days", language))
        return
    rows = rows.assign(two_rate=rows["two"] / rows["days"])
    rows = rows.merge(_alley_names(view), on="alley_id", how="left")
    if tier != "alley":
        _draw_units(view, tier)
    _draw_traces(view, tier)
    ordered = _ordered(view, rows)
    if tier == "alley":
        _draw_alleys(view, ordered.head(_MOST), len(rows))
    _draw_table(view, ordered)


def _alley_names(view: View) -> pandas.DataFrame:
    units = chief_answers.alleys(view)
    return units.rename(columns={"unit": "alley_id", "name": "alley", "parent": "unit"})[["alley_id", "alley", "unit"]]


def _draw_units(view: View, tier: str) -> None:
    """One line per unit, one cell per day: the share of alleys with two valid patrols."""
    language = view.language
    rows = chief_answers.ask(view, "unit_levels", tier, view.within)
    rows = rows.assign(share=rows["two"] / rows["alleys"])
    table = rows.pivot(index="unit", columns="day", values="share")
    names = chief_answers.unit_names(view, table.index)
    told = {(row.unit, row.day): row for row in rows.itertuples()}
    values, texts, hovers = [], [], []
    for unit in table.index:
        line = [None if look.is_missing(value) else value for value in table.loc[unit].tolist()]
        values.append(line)
        short = len(table.columns) <= 31
        texts.append(["" if value is None or not short else f"{value * 100:.0f}" for value in line])
        hovers.append([_unit_hover(names[unit], told.get((unit, day)), day, language) for day in table.columns])
    st.markdown(f"**{text('alley_chiefs.unit_days', language)}**")
    st.caption(text("alley_chiefs.unit_days_told", language))
    days = [f"{day:%m-%d}" for day in table.columns]
    lines = [names[unit] for unit in table.index]
    multiples.show(multiples.heat(days, lines, values, texts, hovers, look.DIVERGING, low=0.6, high=1.0))


def _draw_traces(view: View, tier: str) -> None:
    """How the patrols of each unit were entered: on the day, on another, more than a day later; how many were short."""
    language = view.language
    rows = chief_answers.ask(view, "traces", tier, view.within)
    if rows.empty:
        return
    known = chief_answers.alleys(view) if tier == "alley" else None
    names = chief_answers.unit_names(view, rows["unit"]) if known is None else dict(
        zip(known["unit"], known["name"], strict=True))  # fmt: skip
    shares = ("same_day", "another_day", "late", "short")
    frame = rows.assign(
        name=[names.get(each, each) for each in rows["unit"]],
        **{f"{name}_rate": rows[name] / rows["patrols"] for name in shares},
    ).sort_values(["same_day_rate", "unit"], ignore_index=True)
    columns = [
        tables.Column("name", text("alley_chiefs.column.unit", language)),
        tables.Column("patrols", text("alley_chiefs.column.logged", language), "count"),
    ]
    for name in shares:
        columns.append(tables.Column(name, text(f"alley_chiefs.trace.{name}", language), "count"))
        columns.append(tables.Column(f"{name}_rate", text("alley_chiefs.column.share", language), "rate"))
    whole = {name: look.figure(rows[name].sum() / rows["patrols"].sum(), "rate", language) for name in shares}
    st.markdown(f"**{text('alley_chiefs.traces', language)}**")
    st.caption(text("alley_chiefs.traces_told", language, patrols=look.count(rows["patrols"].sum()), **whole))
    tables.draw(frame, columns, f"traces_{tier}_{view.area}_{view.period.text}", tallest=330)


def _unit_hover(name: str, row: Any, day: Any, language: str) -> list[str]:
    if row is None:
        return [f"{name} · {day:%Y-%m-%d}", text("alley_chiefs.level.no_chief", language)]
    counts = {level.id: look.count(getattr(row, level.id)) for level in LEVELS.values()}
    return [f"{name} · {day:%Y-%m-%d}", look.figure(row.share, "rate", language),
            text("alley_chiefs.day_counts", language, **counts)]  # fmt: skip


def _ordered(view: View, rows: pandas.DataFrame) -> pandas.DataFrame:
    language = view.language
    shown = {each: text(f"alley_chiefs.order.{each}", language) for each in _ORDERS}
    with st.container(width="content"):
        order = filters.switch("order", text("alley_chiefs.order_label", language), _ORDERS, _ORDERS[0], shown.get)
    return rows.sort_values([order, "alley_id"], ascending=[order == "two_rate", True], ignore_index=True)


def _draw_alleys(view: View, rows: pandas.DataFrame, everything: int) -> None:
    """One line per alley, one square per day; a click opens the alley."""
    language = view.language
    levels = chief_answers.ask(view, "alley_levels", view.within)
    levels = levels[levels["alley_id"].isin(rows["alley_id"])]
    place = {alley: number for number, alley in enumerate(rows["alley_id"])}
    names = dict(zip(rows["alley_id"], rows["alley"], strict=True))
    days, half = levels["day"].nunique(), pandas.Timedelta(hours=14)
    figure = squares(
        [(row.day, place[row.alley_id], row.level, row.alley_id,
          [f"{names[row.alley_id]} · {row.day:%Y-%m-%d}", level_name(row.level, language)])
         for row in levels.itertuples()], language, 13 if days <= 31 else 9,
    )  # fmt: skip
    charts.calm(figure, 84 + 18 * len(rows))
    legend = {"orientation": "h", "yref": "container", "y": 1, "yanchor": "top", "x": 0}
    figure.update_layout(showlegend=True, legend=legend, margin={"t": 58})
    figure.update_xaxes(
        tickformat="%m-%d", showgrid=False, dtick=86_400_000 * (1 if days <= 31 else 7), side="top", ticks="",
        range=[levels["day"].min() - half, levels["day"].max() + half],
    )  # fmt: skip
    figure.update_yaxes(
        tickvals=list(range(len(rows))), ticktext=[charts.plain(str(names[each])) for each in rows["alley_id"]],
        range=[len(rows) - 0.4, -0.6], showgrid=False,
    )  # fmt: skip
    st.markdown(f"**{text('alley_chiefs.alley_days', language)}**")
    st.caption(text("alley_chiefs.alley_days_told", language, shown=len(rows), all=look.count(everything)))
    clicked = multiples.draw(figure, f"alley_days_{view.area}_{view.period.text}_{address.read('order')}")
    if clicked:
        address.write("alley", clicked)
        st.rerun()


def squares(cells: Sequence[tuple[Any, Any, int | None, str, Sequence[str]]], language: str, size: int) -> go.Figure:
    """Squares at (x, y) by level (None = no chief that day), each with what a click gives and what it tells."""
    figure = go.Figure()
    drawn: Mapping[int | None, Level] = {**LEVELS, None: NO_CHIEF}
    for value, level in drawn.items():
        mine = [cell for cell in cells if cell[2] == value]
        if not mine:
            continue
        figure.add_scatter(
            x=[cell[0] for cell in mine], y=[cell[1] for cell in mine], mode="markers",
            name=text(f"alley_chiefs.level.{level.id}", language), customdata=[cell[3] for cell in mine],
            hovertext=["<br>".join(charts.plain(line) for line in cell[4]) for cell in mine], hoverinfo="text",
            marker={"symbol": level.symbol, "size": size, "color": level.colour,
                    "line": {"width": 1, "color": look.PAPER if value is not None else level.colour}},
        )  # fmt: skip
    return figure


def level_name(level: int | None, language: str) -> str:
    """What a day of that level is called."""
    known = LEVELS.get(level) if level is not None and not look.is_missing(level) else None
    return text(f"alley_chiefs.level.{(known or NO_CHIEF).id}", language)


def _draw_table(view: View, rows: pandas.DataFrame) -> None:
    language = view.language
    units = chief_answers.unit_names(view, rows["unit"])
    frame = rows.assign(unit=[units.get(each, each) for each in rows["unit"]])
    kinds = {"two_rate": "rate", "alley": "text", "unit": "text"}
    names = ("alley", "unit", "two_rate", "days", "two", "one", "none", "longest_gap", "longest_streak",
             "current_streak")  # fmt: skip
    columns = [
        tables.Column(each, text(f"alley_chiefs.column.{each}", language), kinds.get(each, "count")) for each in names
    ]
    st.markdown(f"**{text('alley_chiefs.stretches', language)}**")
    key = f"stretches_{view.area}_{view.period.text}_{address.read('order')}"
    row = tables.clickable(frame, columns, key, 12)
    if address.newly(key, row):
        address.write("alley", rows["alley_id"].iloc[row])
        st.rerun()
    known = text("unit_table.known", language, as_of=look.moment(view.as_of), version=view.version.id)
    name = text("alley_chiefs.stretches_file", language, period=view.period.text)
    tables.download(frame, columns, name, language, [text("alley_chiefs.stretches", language), known])
