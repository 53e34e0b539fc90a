"""An alley's calendar: weeks side by side, Monday on top, each day coloured by its valid patrols."""

from __future__ import annotations

import pandas
import streamlit as st

from analytics.contract.labels import text
from pages.widgets import address, charts, chief_days, look, multiples
from pages.widgets.filters import View


def draw(view: View, alley: str, days: pandas.DataFrame) -> None:
    """Draws the calendar; the day that was clicked stands in the address."""
    language = view.language
    if days.empty:
        st.info(text("alley_chiefs.no_days", language))
        return
    start = days["day"].iloc[0] - pandas.Timedelta(days=days["day"].iloc[0].weekday())
    cells = []
    for row in days.itertuples():
        level = min(2, row.valid) if row.has_chief else None
        told = [f"{row.day:%Y-%m-%d} {text(f'loops.weekday.{row.day.weekday() + 1}', language)}",
                chief_days.level_name(level, language),
                text("alley_chiefs.day_told", language, valid=row.valid, logged=row.logged, late=row.late)]  # fmt: skip
        cells.append(((row.day - start).days // 7, row.day.weekday(), level, f"{row.day:%Y-%m-%d}", told))
    figure = chief_days.squares(cells, language, 13)
    charts.calm(figure, 236)
    figure.update_layout(showlegend=True, legend={"orientation": "h", "y": 1.12, "yanchor": "bottom", "x": 0})
    figure.update_layout(margin={"t": 52, "l": 40})
    weeks = cells[-1][0] + 1
    months = days[(days["day"].dt.day == 1) | (days.index == 0)]["day"]
    figure.update_xaxes(
        side="top", range=[-0.7, max(weeks, 20) - 0.3], showgrid=False, zeroline=False,
        tickvals=[(day - start).days // 7 for day in months], ticktext=[f"{day:%Y-%m}" for day in months], ticks="",
    )  # fmt: skip
    figure.update_yaxes(
        range=[6.6, -0.6], showgrid=False, zeroline=False, tickvals=list(range(7)),
        ticktext=[text(f"loops.weekday.{number}", language) for number in range(1, 8)],
    )  # fmt: skip
    marked = address.read("day")
    chosen = [cell for cell in cells if cell[3] == marked]
    if chosen:
        around = {"symbol": "square-open", "size": 18, "color": look.INK, "line": {"width": 2}}
        figure.add_scatter(
            x=[chosen[0][0]], y=[chosen[0][1]], mode="markers", hoverinfo="skip", showlegend=False, marker=around
        )
    clicked = multiples.draw(figure, f"calendar_{alley}_{view.period.text}")
    if clicked and clicked != marked:
        address.write("day", clicked)
        st.rerun()
