"""Small multiples: the same units down the side, one panel per loop or measure; and heat over time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import plotly.graph_objects as go
from plotly.colors import sample_colorscale
from plotly.subplots import make_subplots

from pages.widgets import address, charts, look, screen

Lines = Sequence[str]  # told on hover, one below the other

_ROW, _MARGIN = 25, 84  # pixels per line, and for title and legend
_SHORT, _LONG = 18, 32  # signs of a name that stand beside many panels, or beside one or two


@dataclass(frozen=True)
class Segment:
    """One part of every bar of a panel: its name, colour, a value and what is told on hover per line.

    `links`: what a click on the part of a line opens, as `clicked` gives it back; empty = nothing.
    """

    name: str
    colour: str
    values: Sequence[float]
    hovers: Sequence[Lines]
    links: Sequence[str] = ()


@dataclass(frozen=True)
class Panel:
    """Bars of one panel: its title, the parts of the bars, and what stands at the end of each."""

    title: str
    segments: Sequence[Segment]
    ends: Sequence[str] = ()
    per_cent: bool = False
    line: float | None = None  # drawn through all lines, such as the value of the whole area


def stacked(labels: Sequence[str], panels: Sequence[Panel], legend: bool = True) -> go.Figure:
    """Panels of stacked horizontal bars beside each other, the first line on top."""
    figure = _panels([panel.title for panel in panels])
    places, named = list(range(len(labels))), set()
    for column, panel in enumerate(panels, start=1):
        for part in panel.segments:
            bar = go.Bar(
                y=places, x=list(part.values), orientation="h", name=part.name, legendgroup=part.name,
                showlegend=legend and part.name not in named, marker_color=part.colour, hovertext=told(part.hovers),
                hoverinfo="text", customdata=list(part.links) or None,
            )  # fmt: skip
            figure.add_trace(bar, row=1, col=column)
            named.add(part.name)
        totals = [sum(_bare(part.values[place]) for part in panel.segments) for place in places]
        _draw_line(figure, panel.line, column)
        if panel.ends:
            ends = go.Scatter(
                y=places, x=totals, mode="text", text=[f" {end}" for end in panel.ends], textposition="middle right",
                hoverinfo="skip", showlegend=False, textfont_size=12,
            )  # fmt: skip
            figure.add_trace(ends, row=1, col=column)
        # Room for the words at the end of the longest bar.
        top = max([*totals, 0]) or 1
        room = 1.0 + 0.05 * max([len(end) for end in panel.ends] or [1])
        ticks = ",.0%" if panel.per_cent else ""
        figure.update_xaxes(range=[0, top * room], gridcolor=look.RULE, nticks=5, tickformat=ticks, row=1, col=column)
    _finish(figure, labels, legend, len(panels))
    figure.update_layout(barmode="stack")
    return figure


@dataclass(frozen=True)
class Dots:
    """Points of one panel: its title, a value per line (None = no data) with its interval, told on hover.

    `line` is a value drawn through all lines, such as that of the whole area; `band` a usual range.
    """

    title: str
    values: Sequence[float | None]
    hovers: Sequence[Lines]
    low: Sequence[float | None] = ()
    high: Sequence[float | None] = ()
    colours: Sequence[str] = ()
    line: float | None = None
    band: tuple[float, float] | None = None
    per_cent: bool = True


def dots(labels: Sequence[str], panels: Sequence[Dots]) -> go.Figure:
    """Panels of points with their intervals beside each other, the first line on top; without data no point."""
    figure = _panels([panel.title for panel in panels])
    places = list(range(len(labels)))
    for column, panel in enumerate(panels, start=1):
        values = [None if look.is_missing(value) else value for value in panel.values]
        points = go.Scatter(
            y=places, x=values, mode="markers", marker={"size": 9, "color": list(panel.colours) or look.ACCENT},
            hovertext=told(panel.hovers), hoverinfo="text", showlegend=False,
        )  # fmt: skip
        if len(panel.low):
            points.error_x = {
                "array": _arms(values, panel.high, 1), "arrayminus": _arms(values, panel.low, -1), "symmetric": False,
                "type": "data", "color": look.MUTED, "thickness": 1.3, "width": 3,
            }  # fmt: skip
        figure.add_trace(points, row=1, col=column)
        _draw_line(figure, panel.line, column)
        if panel.band:
            figure.add_vrect(*panel.band, fillcolor=look.SEQUENTIAL[0], line_width=0, layer="below", row=1, col=column)
        ticks = ".0%" if panel.per_cent else ""
        figure.update_xaxes(gridcolor=look.RULE, nticks=5, tickformat=ticks, row=1, col=column)
    _finish(figure, labels, False, len(panels))
    return figure


def heat(
    columns: Sequence[str], lines: Sequence[str], values: Sequence[Sequence[float | None]],
    texts: Sequence[Sequence[str]], hovers: Sequence[Sequence[Lines]], scale: Sequence[str],
    links: Sequence[Sequence[str]] = (), low: float | None = None, high: float | None = None,
) -> go.Figure:  # fmt: skip
    """A table of cells whose ground says how high the value is, from the first colour of `scale` to the last.

    `links`: what a click on a cell opens, as in Segment. `low` and `high` are the values of the first and the last
    colour; left out, they are those of the values themselves.
    """
    known = sorted(value for line in values for value in line if not look.is_missing(value)) or [0, 1]
    low = known[len(known) // 20] if low is None else low
    high = known[-1] if high is None else high
    high = high if high > low else low + 1
    steps = [[place / (len(scale) - 1), colour] for place, colour in enumerate(scale)]
    figure = go.Figure(
        go.Heatmap(
            z=[list(line) for line in values], hovertext=[told(line) for line in hovers], hoverinfo="text",
            colorscale=steps, zmin=low, zmax=high, showscale=False, xgap=2, ygap=2,
        )  # fmt: skip
    )
    _write_in_cells(figure, values, texts, [_colour(value, low, high, scale) for line in values for value in line])
    if links:
        _draw_cells_to_click(figure, hovers, links)
    charts.calm(figure, _MARGIN + 34 * len(lines))
    figure.update_layout(plot_bgcolor=look.NO_DATA)
    # By position: two lines may bear the same name, and would be drawn as one.
    for axis, names in ((figure.update_xaxes, columns), (figure.update_yaxes, lines)):
        shown = [charts.plain(name) for name in names]
        axis(tickvals=list(range(len(names))), ticktext=shown, showgrid=False, ticks="")
    figure.update_xaxes(side="top", range=[-0.5, len(columns) - 0.5])
    figure.update_yaxes(range=[len(lines) - 0.5, -0.5])
    return figure


def _write_in_cells(
    figure: go.Figure, values: Sequence[Sequence[float | None]], texts: Sequence[Sequence[str]], grounds: Sequence[str]
) -> None:
    """The words of the cells, each in the ink that reads on its ground: a heat table itself knows one ink for all."""
    figure.add_scatter(
        x=[place for line in values for place in range(len(line))],
        y=[place for place, line in enumerate(values) for _ in line],
        mode="text", text=[each for line in texts for each in line], hoverinfo="skip", showlegend=False,
        textfont={"size": 13, "color": [look.ink_on(ground) for ground in grounds]},
    )  # fmt: skip


def _colour(value: float | None, low: float, high: float, scale: Sequence[str]) -> str:
    """What the scale shows for the value; the ground of no data without one."""
    if look.is_missing(value):
        return look.NO_DATA
    share = min(max((value - low) / (high - low), 0.0), 1.0)
    shown = sample_colorscale(list(scale), share, colortype="tuple")[0]
    return "#" + "".join(f"{round(part * 255):02x}" for part in shown)


def _draw_cells_to_click(
    figure: go.Figure, hovers: Sequence[Sequence[Lines]], links: Sequence[Sequence[str]]
) -> None:
    """Unseen points over the cells: a heat table itself knows no selection."""
    figure.data[0].hoverinfo = "skip"
    figure.add_scatter(
        x=[place for line in links for place in range(len(line))],
        y=[place for place, line in enumerate(links) for _ in line],
        mode="markers", marker={"symbol": "square", "size": 30, "opacity": 0},
        hovertext=[each for line in hovers for each in told(line)], hoverinfo="text",
        customdata=[link for line in links for link in line], showlegend=False,
    )  # fmt: skip


def draw(figure: go.Figure, key: str) -> str | None:
    """Draws a figure whose parts can be clicked; what the part clicked just now links to, or None."""
    drawn = screen.chart(
        figure, config=charts.CONFIG, key=key, on_select="rerun", selection_mode="points"
    )
    points = drawn["selection"]["points"] if drawn else []
    link = points[0].get("customdata") if points else None
    link = link[0] if isinstance(link, list | tuple) else link
    return link if address.newly(key, link) else None


def show(figure: go.Figure) -> None:
    """Draws a figure to look at."""
    screen.chart(figure, config=charts.CONFIG)


def measure(title: str, names: Sequence[str], values: Sequence[float], unit: str, told: Sequence[str], language: str,
            line: float | None = None) -> Panel:
    """A panel of one measure: a plain bar per line with its value at the end; `told` stands below it on hover."""
    ends = [look.figure(value, unit, language) for value in values]
    hovers = [(name, f"{title} {end}", more) for name, end, more in zip(names, ends, told, strict=True)]
    return Panel(title, [Segment(title, look.ACCENT, list(values), hovers)], ends, unit == "rate", line)


def _bare(value: float | None) -> float:
    return 0.0 if look.is_missing(value) else value


def _draw_line(figure: go.Figure, value: float | None, column: int) -> None:
    if not look.is_missing(value):
        figure.add_vline(x=value, line_color=look.INK, line_dash="dot", line_width=1.3, row=1, col=column)


def _panels(titles: Sequence[str]) -> go.Figure:
    return make_subplots(
        rows=1, cols=len(titles), shared_yaxes=True, horizontal_spacing=0.025,
        subplot_titles=[f"<b>{charts.plain(title)}</b>" for title in titles],
    )  # fmt: skip


def _finish(figure: go.Figure, labels: Sequence[str], legend: bool, panels: int) -> None:
    charts.calm(figure, _MARGIN + 30 * legend + _ROW * max(len(labels), 2))
    figure.update_layout(margin={"t": 62 if legend else 32}, showlegend=legend)
    figure.update_layout(legend={"orientation": "h", "yref": "container", "y": 1, "yanchor": "top", "x": 0})
    figure.update_annotations(font_size=14, font_color=look.INK, yshift=2)
    most = _SHORT if panels > 2 else _LONG
    names = [charts.plain(label if len(label) <= most else label[: most - 1] + "…") for label in labels]
    figure.update_yaxes(
        tickvals=list(range(len(labels))), ticktext=names, range=[len(labels) - 0.5, -0.5], showgrid=False,
    )  # fmt: skip


def told(hovers: Sequence[Lines]) -> list[str]:
    return ["<br>".join(charts.plain(line) for line in lines) for lines in hovers]


def _arms(values: Sequence[float | None], ends: Sequence[float | None], sign: int) -> list[float]:
    """How far each interval reaches from its value."""
    return [
        0.0 if value is None or look.is_missing(end) else max(0.0, sign * (end - value))
        for value, end in zip(values, ends, strict=True)
    ]
