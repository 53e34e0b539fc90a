"""Where time is lost: hours per stage with those still waiting, and what was in time by class, source, org, hour."""

from __future__ import annotations

import plotly.graph_objects as go
import streamlit as st

from analytics.contract.labels import text
from analytics.loops.balance import LOOPS
from analytics.loops.stages import STAGES
from pages.widgets import case_links, charts, filters, look, loop_answers, loop_weeks, loop_words, multiples, tables
from pages.widgets.filters import View
from pages.widgets.loop_words import MOST, PARTS

_QUANTILES = ("median_hours", "p90_hours", "km_median_hours", "km_p90_hours")
_SHADES = {None: look.INK, "small": look.BLOCKS[0], "middle": look.BLOCKS[1], "large": look.BLOCKS[2]}
_ENOUGH = 10  # cases due under which a share of an hour is not written into its cell
_BY = ("class", "source", "org", "hour_of_week")


def draw_stages(view: View, loop: str | None) -> None:
    """Draws the hours of each stage, the share still waiting over time, and the hours per unit."""
    language = view.language
    rows = loop_answers.ask(view, "stage_hours", {"loop": loop})
    rows = rows[(rows[["finished", "entered"]] > 0).any(axis="columns")]
    if rows.empty:
        st.info(text("loops.no_stages", language))
        return
    st.caption(text("loops.km_told", language))
    word = lambda name: text(f"loops.column.{name}", language)  # noqa: E731
    frame = rows.assign(name=[text(f"loops.spell.{each}", language) for each in rows["stage"]])
    columns = [tables.Column("name", word("stage")), *_hour_columns(language)]
    left, right = st.columns([1.4, 1], gap="medium")
    with left:
        tables.draw(frame, columns, f"stages_{loop}")
        stages = [stage.name for stage in STAGES if stage.name in set(rows["stage"])]
        shown = {each: text(f"loops.spell.{each}", language) for each in stages}
        start = "disposed" if "disposed" in stages else stages[0]
        with st.container(width=280):
            stage = filters.pick("stage", text("loops.stage_label", language), stages, start, shown.__getitem__)
    with right:
        _draw_survival(view, stage, loop)
    _draw_unit_hours(view, stage, loop)


def _hour_columns(language: str) -> list[tables.Column]:
    word = lambda name: text(f"loops.column.{name}", language)  # noqa: E731
    helped = lambda name: text(f"loops.column.{name}_help", language)  # noqa: E731
    return [
        tables.Column("finished", word("finished"), "count", helped("finished")),
        *(tables.Column(each, word(each), "hours") for each in _QUANTILES[:2]),
        tables.Column("entered", word("entered"), "count", helped("entered")),
        tables.Column("waiting", word("waiting"), "count"),
        *(tables.Column(each, word(each), "hours", helped("km")) for each in _QUANTILES[2:]),
    ]


def _draw_survival(view: View, stage: str, loop: str | None) -> None:
    """The share still in the stage after so many hours, by Kaplan-Meier: of all, or one line per loop."""
    language, figure, longest = view.language, go.Figure(), 24.0
    for each in (loop,) if loop else (None, *LOOPS):
        curve = loop_answers.ask(view, "stage_survival", {"loop": each}, stage=stage)
        if curve.empty:
            continue
        name = loop_words.loop_name(each or loop_words.ALL, language)
        figure.add_scatter(
            x=curve["hours"], y=curve["share_open"], name=name, mode="lines",
            line={"shape": "hv", "color": _SHADES[each], "width": 3 if each is None or loop else 2},
            customdata=curve["at_risk"],
            hovertemplate=charts.plain(name) + "<br>%{x:.1f} h · %{y:.1%} · %{customdata:,}<extra></extra>",
        )  # fmt: skip
        nearly = curve.loc[curve["share_open"] > 0.03, "hours"]
        longest = max(longest, nearly.max() if len(nearly) else 0)
    charts.calm(figure, 330)
    figure.update_layout(showlegend=True, legend={"orientation": "h", "y": 1.16, "x": 0}, margin={"t": 40})
    title = text("loops.survival_hours", language)
    figure.update_xaxes(title=title, range=[0, min(longest, 24 * 14) * 1.05], gridcolor=look.RULE)
    figure.update_yaxes(tickformat=".0%", range=[0, 1.01], gridcolor=look.RULE)
    told = text("loops.survival_title", language, stage=text(f"loops.spell.{stage}", language))
    st.markdown(f"**{told}**")
    multiples.show(figure)


def _draw_unit_hours(view: View, stage: str, loop: str | None) -> None:
    if view.tier is None:
        return
    language = view.language
    rows = loop_answers.ask(view, "stage_hours", {"loop": loop}, by=("unit",), tier=view.tier)
    rows = rows[(rows["stage"] == stage) & (rows[["finished", "entered"]] > 0).any(axis="columns")]
    rows = rows.assign(name=loop_words.names_of(view, rows, loop_answers.units(view)))
    rows = rows.sort_values(["km_median_hours", "unit"], ascending=[False, True], na_position="first")
    shown = rows.head(MOST)
    if shown.empty:
        return
    st.markdown(f"**{text('loops.stage_units', language, stage=text(f'loops.spell.{stage}', language))}**")
    names, words = shown["name"].tolist(), [text(f"loops.column.{each}", language) for each in ("finished", "waiting")]
    told = [
        f"{words[0]} {look.count(row.finished)} · {words[1]} {look.count(row.waiting)}" for row in shown.itertuples()
    ]
    panels = [
        multiples.measure(text(f"loops.column.{each}", language), names, shown[each].tolist(), "hours", told, language)
        for each in _QUANTILES
    ]
    multiples.show(multiples.stacked(names, panels, legend=False))
    if len(rows) > MOST:
        st.caption(text("loops.most_only", language, shown=MOST, all=len(rows)))


def draw_on_time(view: View, loop: str | None) -> None:
    """Draws the balance by class, source or department, or what was in time by hour of the week."""
    language = view.language
    if {"due", "on_time"} & loop_answers.untold(view):
        st.info(text("loops.no_deadlines", language))
        return
    shown = {each: text(f"loops.by.{each}", language) for each in _BY}
    with st.container(width="content"):
        by = filters.switch("by", text("loops.by_label", language), list(_BY), "class", shown.__getitem__,
                            label_visibility="collapsed")  # fmt: skip
    if by == "hour_of_week":
        loop_weeks.draw(view, loop, _ENOUGH)
        return
    question, asked = ("departments", {}) if by == "org" else ("balance", {"by": (by,)})
    rows = loop_answers.ask(view, question, {"loop": loop}, **asked)
    rows = rows[rows["due"] > 0].sort_values("due", ascending=False)
    if rows.empty:
        st.info(text("loops.nothing_due", language))
        return
    _draw_bars(view, rows.head(MOST), by, loop)
    if len(rows) > MOST:
        st.caption(text("loops.largest_only", language, shown=MOST, all=len(rows)))


def _draw_bars(view: View, rows, by: str, loop: str | None) -> None:
    """The balance in cases, and beside it the share in time, one line per group."""
    language = view.language
    if by == "class":
        names, links = loop_words.class_names(rows, language), loop_words.class_links(rows)
    elif by == "source":
        names, links = loop_words.code_names("source", rows["source"], language), rows["source"].tolist()
    else:
        names = [look.named(name, org, language) for name, org in zip(rows["name"], rows["org"], strict=True)]
        links = rows["org"].tolist()
    segments = []
    for part, colour in PARTS.items():
        called = loop_words.part_name(part, language)
        hovers = [
            (name, f"{called} {look.count(getattr(row, part))}", loop_words.equation(row, language))
            for name, row in zip(names, rows.itertuples(), strict=True)
        ]
        opened = [
            case_links.link(dated="due", outcome=part, loop=loop, **{by: each}) if isinstance(each, str) else ""
            for each in links
        ]
        segments.append(multiples.Segment(called, colour, rows[part].tolist(), hovers, opened))
    shares = [
        multiples.Segment(
            loop_words.part_name(part, language), colour, (rows[part] / rows["due"]).tolist(), segment.hovers,
            segment.links,
        )
        for (part, colour), segment in zip(PARTS.items(), segments, strict=True)
    ]  # fmt: skip
    panels = [
        multiples.Panel(text("loops.cases_due", language), segments, [look.count(each) for each in rows["due"]]),
        multiples.Panel(text("loops.shares", language), shares, [f"{each:.1%}" for each in rows["on_time_rate"]], True),
    ]
    clicked = multiples.draw(multiples.stacked(names, panels), f"on_time_{by}_{loop}_{view.area}")
    if clicked:
        case_links.open_cases(clicked)
