"""Layers over the days of a period: areas upon each other, bars, lines; a click on a day opens what is behind it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from pages.widgets import charts, look
from pages.widgets.multiples import Lines, told


@dataclass(frozen=True)
class Layer:
    """One layer over days: its name, colour, values and what is told; `kind` area, line or bar.

    `links`: what a click on a day of a bar opens, as in Segment.
    """

    name: str
    colour: str
    values: Sequence[float]
    kind: str = "area"
    hovers: Sequence[Lines] = ()
    links: Sequence[str] = ()


def days(dates: Sequence, layers: Sequence[Layer], height: int = 300, links: Sequence[str] = ()) -> go.Figure:
    """Layers over days: areas stand upon each other, bars beside each other, lines run over them.

    `links`: what a click anywhere above a day opens.
    """
    figure = go.Figure()
    clickable = bool(links) or any(layer.links for layer in layers)
    dates = list(dates)
    for layer in layers:
        said = {"hovertext": told(layer.hovers), "hoverinfo": "text"} if layer.hovers else {}
        if layer.kind == "bar":
            if clickable and not said:
                said = {"hovertext": _of_days(dates, [layer]), "hoverinfo": "text"}
            figure.add_bar(
                x=dates, y=list(layer.values), name=layer.name, marker_color=layer.colour,
                customdata=list(layer.links) or None, **said,
            )  # fmt: skip
            continue
        area = layer.kind == "area"
        more = {"stackgroup": "all", "fillcolor": layer.colour} if area else {}
        width = 0.6 if area else 2.5
        figure.add_scatter(
            x=dates, y=list(layer.values), name=layer.name, mode="lines",
            line={"color": look.PAPER if area else layer.colour, "width": width, **({} if area else {"dash": "dot"})},
            **more, **({"hoverinfo": "skip"} if links else said),
        )  # fmt: skip
    if links:
        # Unseen bars over the areas: those are hit, and told of, at their points alone.
        stacks = [layer.values for layer in layers if layer.kind == "area"]
        top = max((sum(values) for values in zip(*stacks, strict=True)), default=0)
        figure.add_bar(
            x=dates, y=[top] * len(links), marker={"opacity": 0}, customdata=list(links), showlegend=False,
            hovertext=_of_days(dates, layers), hoverinfo="text",
        )  # fmt: skip
        figure.update_layout(bargap=0)
    charts.calm(figure, height)
    figure.update_layout(showlegend=True, legend={"orientation": "h", "y": 1.16, "x": 0, "traceorder": "normal"})
    # With several points under the pointer, a click would always mean the first.
    figure.update_layout(hovermode="closest" if clickable else "x unified", barmode="group")
    figure.update_xaxes(showgrid=False, tickformat="%m-%d", hoverformat="%Y-%m-%d")
    figure.update_yaxes(gridcolor=look.RULE, rangemode="tozero")
    return figure


def _of_days(dates: Sequence, layers: Sequence[Layer]) -> list[str]:
    """The day and every layer's value, told for each day."""
    return told([
        [f"{day:%Y-%m-%d}", *(f"{layer.name} {look.count(layer.values[place])}" for layer in layers)]
        for place, day in enumerate(dates)
    ])
