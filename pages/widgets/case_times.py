"""A case's stages on a time line against its deadline."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import plotly.graph_objects as go

from analytics.contract.labels import text
from analytics.store.case_reading import STAGES
from pages.widgets import look

_ROW = 30  # pixels


def figure(case: dict[str, Any], as_of: datetime, language: str) -> go.Figure:
    """One row per stage that has happened, in order; the deadlines as lines, lateness in orange."""
    stages = [(case[name], name) for name in STAGES if case[name]]
    stages.sort(key=lambda pair: pair[0])
    words = {name: text(f"case_story.stage.{name}", language) for _, name in stages}
    names = [text("case_story.row", language, stage=words[name], at=f"{at:%m-%d %H:%M}") for at, name in stages]
    times = [at for at, _ in stages]
    due, is_open = case["dispose_due"], case["outcome"] in ("overdue_open", "not_due")
    late = [bool(due) and at > due and name == "disposed_at" for at, name in stages]
    drawn = go.Figure()
    _draw_lateness(drawn, case, as_of, names)
    drawn.add_scatter(
        x=times, y=names, mode="lines+markers", line={"color": look.ACCENT_SOFT, "width": 3, "shape": "hv"},
        marker={"size": 13, "color": [look.STATUS["bad"][0] if each else look.ACCENT for each in late],
                "symbol": ["square" if each else "circle" for each in late]},
        hovertext=[text("case_story.hover", language, stage=words[name], at=look.moment(at)) for at, name in stages],
        hoverinfo="text",
    )  # fmt: skip
    ends = [*times, *(each for each in (due, case["close_due"]) if each), *([as_of] if is_open else [])]
    for at, key in ((due, "deadline"), (case["close_due"], "close_deadline")):
        if at:
            side = "right" if at - min(ends) > (max(ends) - min(ends)) * 0.8 else "center"
            _draw_line(drawn, at, f"{text(f'case_story.{key}', language)} {at:%m-%d %H:%M}", key == "deadline", side)
    if is_open:
        told = f"{text('case_story.until', language)} {as_of:%m-%d %H:%M}"
        _draw_line(drawn, as_of, told, False, "right" if as_of == max(ends) else "center")
    _arrange(drawn, min(ends), max(ends), names)
    return drawn


def _draw_lateness(drawn: go.Figure, case: dict[str, Any], as_of: datetime, names: list[str]) -> None:
    """The time between the deadline and the disposal, or as-of where the case is still open."""
    if case["outcome"] not in ("late", "overdue_open"):
        return
    end = case["disposed_at"] or as_of
    shade = {"fillcolor": look.DIVERGING[1], "opacity": 0.28, "line_width": 0, "layer": "below"}
    drawn.add_vrect(x0=case["dispose_due"], x1=end, **shade)


def _draw_line(drawn: go.Figure, at: datetime, told: str, strong: bool, side: str) -> None:
    colour, dash = (look.INK, "solid") if strong else (look.MUTED, "dot")
    drawn.add_vline(x=at, line_color=colour, line_dash=dash, line_width=2 if strong else 1.5)
    drawn.add_annotation(x=at, y=1, yref="paper", yanchor="bottom", xanchor=side, text=told, showarrow=False,
                         font_color=colour, yshift=0 if strong else 18)


def _arrange(drawn: go.Figure, first: datetime, last: datetime, names: list[str]) -> None:
    span = max(last - first, timedelta(hours=1))
    limits = [first - span * 0.06, last + span * 0.1]
    drawn.update_layout(
        height=_ROW * len(names) + 110, margin={"l": 8, "r": 8, "t": 48, "b": 8}, showlegend=False,
        font={"family": look.FONT, "size": 14, "color": look.INK}, plot_bgcolor=look.PAPER, paper_bgcolor=look.PAPER,
        hoverlabel={"font_size": 14, "bgcolor": look.PAPER, "bordercolor": look.RULE, "font_color": look.INK},
    )  # fmt: skip
    drawn.update_layout(
        xaxis={"fixedrange": True, "range": limits, "gridcolor": look.RULE, "tickformat": "%m-%d\n%H:%M", "nticks": 6,
               "automargin": True},
        yaxis={"fixedrange": True, "autorange": "reversed", "automargin": True, "gridcolor": look.RULE},
    )
