"""Charts: figures of plotly graph objects in one quiet style, and small pictures of a trend."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from pages.widgets import look, screen

CONFIG = {"displayModeBar": False, "displaylogo": False, "scrollZoom": False, "doubleClick": False}
_ROW = 26  # pixels a bar needs to be read from the back of a room


@dataclass(frozen=True)
class Bar:
    """One bar: its label, its value (None = no data), the text at its end, the lines told on hover, and its colour."""

    label: str
    value: float | None
    told: str
    hover: Sequence[str]
    colour: str = look.ACCENT


def bars(
    entries: Sequence[Bar], target: float | None = None, target_told: str = "", per_cent: bool = False
) -> go.Figure:
    """Horizontal bars from 0, the first on top, with a line at the target. A bar without data is a word, not a zero."""
    figure = go.Figure(
        go.Bar(
            y=[str(place) for place in range(len(entries))],
            x=[0 if each.value is None else each.value for each in entries],
            orientation="h",
            marker_color=[each.colour for each in entries],
            text=[each.told if each.value else "" for each in entries],
            # At the end inside the bar, where no line crosses it; short bars have it beside them.
            textposition="auto",
            insidetextanchor="end",
            constraintext="none",
            textfont_size=13,
            insidetextfont_color=[look.ink_on(each.colour) for each in entries],
            cliponaxis=False,
            hovertext=[_lines(each.hover) for each in entries],
            hoverinfo="text",
        )
    )
    flat = [place for place, each in enumerate(entries) if not each.value]  # a bar without length carries no text
    figure.add_scatter(
        x=[0] * len(flat),
        y=[str(place) for place in flat],
        text=[f" {entries[place].told}" for place in flat],
        mode="text",
        textposition="middle right",
        textfont_color=look.MUTED,
        hoverinfo="skip",
    )
    figure.update_layout(showlegend=False)
    calm(figure, height=max(160, _ROW * len(entries) + 70))
    labels = [plain(each.label) for each in entries]
    figure.update_yaxes(
        autorange="reversed", tickvals=[str(place) for place in range(len(entries))], ticktext=labels, automargin=True
    )
    top = max([each.value for each in entries if each.value is not None] + [target or 0, 0])
    figure.update_xaxes(range=[0, top * 1.04 or 1], tickformat=".0%" if per_cent else "", gridcolor=look.RULE)
    if target is not None:
        figure.add_vline(x=target, line_color=look.INK, line_dash="dot", line_width=1.5)
        side = "right" if target > top / 2 else "left"  # so that the words stay inside the picture
        figure.add_annotation(x=target, y=1, yref="paper", yanchor="bottom", xanchor=side, text=target_told,
                              showarrow=False, font_color=look.INK)  # fmt: skip
    return figure


@dataclass(frozen=True)
class Line:
    """One line of a trend: its name, a value per period (None = a gap), what each point tells, its colour."""

    name: str
    values: Sequence[float | None]
    hovers: Sequence[Sequence[str]]  # the lines told on hover, per point
    colour: str = look.ACCENT


def trend(periods: Sequence[str], lines: Sequence[Line], per_cent: bool = False, height: int = 240) -> go.Figure:
    """Lines over periods, oldest first; gaps stay gaps."""
    figure = go.Figure(
        [
            go.Scatter(
                x=list(periods),
                y=list(line.values),
                name=line.name,
                mode="lines+markers",
                line={"color": line.colour, "width": 2.5},
                marker={"size": 6},
                connectgaps=False,
                hovertext=[_lines(each) for each in line.hovers],
                hoverinfo="text",
            )
            for line in lines
        ]
    )
    calm(figure, height)
    figure.update_layout(showlegend=len(lines) > 1, legend={"orientation": "h", "y": 1.12, "x": 0})
    figure.update_xaxes(type="category", showgrid=False, nticks=8)
    figure.update_yaxes(tickformat=".0%" if per_cent else "", gridcolor=look.RULE, rangemode="normal")
    return figure


def months(
    periods: Sequence[str],
    cases: Sequence[int],
    usual: Sequence[float | None],
    states: Sequence[int],
    hovers: Sequence[Sequence[str]],
    names: Sequence[str],
    height: int = 250,
) -> go.Figure:
    """Bars of a place's cases per month against a line of what is usual; hot (1) and cold (-1) months coloured.

    `names` says what bars, line, hot and cold months are called. The colour comes with a triangle above the bar.
    """
    shades = {1: look.DIVERGING[0], -1: look.DIVERGING[-1]}
    marks = {1: "▲", -1: "▼"}
    told = [_lines(each) for each in hovers]
    bars_ = go.Bar(
        x=list(periods), y=list(cases), name=names[0], hovertext=told, hoverinfo="text",
        marker_color=[shades.get(state, look.ACCENT_SOFT) for state in states],
        text=[marks.get(state, "") for state in states], textposition="outside", cliponaxis=False,
    )  # fmt: skip
    level = [None if look.is_missing(value) else value for value in usual]
    line = go.Scatter(
        x=list(periods), y=level, name=names[1], mode="lines", hoverinfo="skip",
        line={"color": look.INK, "width": 2, "dash": "dot"},
    )  # fmt: skip
    legend = [
        go.Bar(x=[None], y=[None], name=f"{marks[state]} {name}", marker_color=shades[state])
        for state, name in ((1, names[2]), (-1, names[3]))
        if state in states
    ]
    figure = go.Figure([bars_, *legend, line])
    calm(figure, height)
    figure.update_layout(barmode="overlay", showlegend=True, legend={"orientation": "h", "y": 1.16, "x": 0})
    # The bars' own colour in the legend is that of months which do not stand out.
    figure.update_traces(selector={"name": names[0]}, showlegend=any(state not in (1, -1) for state in states))
    figure.update_xaxes(type="category", showgrid=False, nticks=8)
    figure.update_yaxes(gridcolor=look.RULE, rangemode="tozero")
    return figure


def plain(value: str) -> str:
    """Text from the data for a figure, which would otherwise read some HTML tags in it."""
    return value.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _lines(lines: Sequence[str]) -> str:
    return "<br>".join(plain(line) for line in lines)


def calm(figure: go.Figure, height: int) -> None:
    """Gives a figure the one quiet style: fonts, margins, no zoom."""
    figure.update_layout(
        height=height,
        margin={"l": 8, "r": 12, "t": 28, "b": 8},
        font={"family": look.FONT, "size": 14, "color": look.INK},
        plot_bgcolor=look.PAPER,
        paper_bgcolor=look.PAPER,
        hoverlabel={"font_size": 14, "bgcolor": look.PAPER, "bordercolor": look.RULE, "font_color": look.INK},
        hovermode="closest",
        bargap=0.28,
    )
    figure.update_xaxes(zeroline=False, fixedrange=True, automargin=True, separatethousands=True)
    figure.update_yaxes(zeroline=False, fixedrange=True, automargin=True, separatethousands=True, ticklabelstandoff=6)


def sparkline(values: Sequence[float | None], target: float | None = None, width: int = 308, height: int = 44) -> str:
    """A small picture of a trend as an SVG data address: the line with its gaps, its last point, a dotted target."""
    known = [value for value in values if not look.is_missing(value)]
    if len(known) < 2:
        return ""
    inside = [*known, target] if target is not None and _near(target, known) else known
    low, high = min(inside), max(inside)
    span, step = (high - low) or 1.0, (width - 10) / max(len(values) - 1, 1)

    def y(value: float) -> float:
        return height - 5 - (value - low) / span * (height - 10)

    points = [None if look.is_missing(value) else (5 + place * step, y(value)) for place, value in enumerate(values)]
    parts = []
    if target is not None and _near(target, known):
        parts.append(
            f'<line x1="0" x2="{width}" y1="{y(target):.1f}" y2="{y(target):.1f}" '
            f'stroke="{look.MUTED}" stroke-dasharray="3 4"/>'
        )
    line = f'fill="none" stroke="{look.ACCENT}" stroke-width="2.5" stroke-linejoin="round"'
    parts.append(f'<path d="{_path(points)}" {line}/>')
    if points[-1]:
        parts.append(f'<circle cx="{points[-1][0]:.1f}" cy="{points[-1][1]:.1f}" r="4" fill="{look.ACCENT}"/>')
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}">{"".join(parts)}</svg>'
    return "data:image/svg+xml;base64," + base64.b64encode(screen.worn(svg).encode()).decode()


def _near(target: float, known: Sequence[float]) -> bool:
    """Whether the target can be drawn without flattening the line."""
    span = (max(known) - min(known)) or abs(known[-1]) * 0.05
    return min(known) - 1.5 * span <= target <= max(known) + 1.5 * span


def _path(points: Sequence[tuple[float, float] | None]) -> str:
    commands, pen = [], "M"
    for point in points:
        if point is None:
            pen = "M"
        else:
            commands.append(f"{pen}{point[0]:.1f} {point[1]:.1f}")
            pen = "L"
    return " ".join(commands)
