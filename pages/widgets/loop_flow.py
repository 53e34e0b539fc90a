"""How cases flow: the closed loop as a funnel with its losses, the backlog day by day, and what sends cases back."""

from __future__ import annotations

import pandas
import streamlit as st

from analytics.contract.labels import text
from analytics.loops.funnel import ENDS
from analytics.loops.settings import age_bands
from pages.widgets import case_links, day_layers, look, loop_answers, loop_words, multiples, tables
from pages.widgets.filters import View
from pages.widgets.loop_words import MOST

_END_COLOURS = {"void": "#8a94a1", "rejected": "#cc79a7", "suspended": "#56b4e9", "overdue": "#b35806",
                "waiting": "#f1a340"}  # fmt: skip
# The state in which the page of cases lists those that stopped at a stage.
_STATES = {"found": "reported", "filed": "filed", "dispatched": "dispatched", "disposed": "disposed",
           "checked": "disposed"}  # fmt: skip
_REASONS = ("duplicate", "invalid", "merged", "other", "unsaid")


def draw_funnel(view: View, loop: str | None) -> None:
    """Draws how far the cases reported in the period have come by as-of, and what became of those that stopped."""
    language = view.language
    rows = loop_answers.ask(view, "funnel", {"loop": loop})
    found = int(rows["reached"].iloc[0]) if len(rows) else 0
    if not found:
        st.info(text("loops.nothing_found", language))
        return
    st.caption(text("loops.funnel_told", language))
    stages = [text(f"loops.stage.{each}", language) for each in rows["stage"]]
    shares = [f"{look.count(each)} · {each / found:.1%}" for each in rows["reached"]]
    hovers = [(stage, share) for stage, share in zip(stages, shares, strict=True)]
    reached = multiples.Segment(text("loops.reached", language), look.ACCENT, rows["reached"].tolist(), hovers)
    lost = [_lost(view, rows, stages, end, loop) for end in ENDS if rows[end].sum()]
    totals = rows[list(ENDS)].sum(axis="columns")
    panels = [
        multiples.Panel(text("loops.reached", language), [reached], shares),
        multiples.Panel(text("loops.lost", language), lost, [look.count(each) if each else "" for each in totals]),
    ]
    clicked = multiples.draw(multiples.stacked(stages, panels), f"funnel_{loop}_{view.area}")
    if clicked:
        case_links.open_cases(clicked)
    _draw_unit_funnels(view, loop)


def _lost(view: View, rows: pandas.DataFrame, stages: list[str], end: str, loop: str | None) -> multiples.Segment:
    name = text(f"loops.end.{end}", view.language)
    hovers = [(stage, f"{name} {look.count(count)}") for stage, count in zip(stages, rows[end], strict=True)]
    links = [
        case_links.link(dated="reported", loop=loop, state="void" if end == "void" else _STATES.get(stage),
                        outcome={"overdue": "overdue_open", "suspended": "suspended"}.get(end))
        for stage in rows["stage"]
    ]  # fmt: skip
    return multiples.Segment(name, _END_COLOURS[end], rows[end].tolist(), hovers, links)


def _draw_unit_funnels(view: View, loop: str | None) -> None:
    """The share of what was found that reached each stage, one line per unit."""
    if view.tier is None:
        return
    language = view.language
    rows = loop_answers.ask(view, "funnel", {"loop": loop}, by=("unit",), tier=view.tier)
    if rows.empty:
        return
    reached = rows.pivot_table(index="unit", columns="stage", values="reached")
    frame = reached.div(reached["found"], axis="index").drop(columns="found")
    lost = rows.groupby("unit")[list(ENDS)].sum()
    frame = frame.join(lost).assign(found=reached["found"]).sort_values("closed").reset_index()
    frame = frame.assign(name=loop_words.names_of(view, frame, loop_answers.units(view)))
    stages = [each for each in ("filed", "dispatched", "disposed", "checked", "closed") if each in frame]
    word = lambda name: text(f"loops.{name}", language)  # noqa: E731
    columns = [
        tables.Column("name", word("column.name")),
        tables.Column("found", word("stage.found"), "count"),
        *(tables.Column(each, word(f"stage.{each}"), "rate") for each in stages),
        *(tables.Column(each, word(f"end.{each}"), "count") for each in ENDS if frame[each].sum()),
    ]
    st.markdown(f"**{word('funnel_units')}**")
    tables.draw(frame, columns, f"funnel_units_{loop}_{view.tier}")


def draw_backlog(view: View, loop: str | None) -> None:
    """Draws what was lying there when each day ended, by its age, and what came in and went out."""
    language = view.language
    rows = loop_answers.ask(view, "backlog", {"loop": loop})
    if rows.empty or not rows[["open", "filed", "disposed"]].to_numpy().sum():
        st.info(text("loops.no_backlog", language))
        return
    last = rows.iloc[-1]
    told = text("loops.backlog_told", language, day=look.moment(last["day"].date()), open=look.count(last["open"]),
                overdue=look.count(last["overdue"]), suspended=look.count(last["suspended"]),
                age=_age(last["median_age_hours"], language))  # fmt: skip
    st.caption(told)
    bands = age_bands()
    shades = [look.SEQUENTIAL[1], look.SEQUENTIAL[2], look.SEQUENTIAL[3], look.SEQUENTIAL[4], "#0b2f55"]
    layers = [
        day_layers.Layer(text(f"loops.age.{band.id}", language), shades[min(place, 4)], rows[f"age_{band.id}"].tolist())
        for place, band in reversed(list(enumerate(bands)))
    ]
    overdue = day_layers.Layer(text("loops.overdue", language), "#b35806", rows["overdue"].tolist(), "line")
    st.markdown(f"**{text('loops.backlog_title', language)}**")
    day_texts = [str(day.date()) for day in rows["day"]]
    lying = [case_links.link(lying=day, loop=loop) for day in day_texts]
    clicked = multiples.draw(day_layers.days(rows["day"], [*layers, overdue], 330, lying), f"lying_{loop}_{view.area}")
    st.markdown(f"**{text('loops.flow_title', language)}**")
    moves = [
        day_layers.Layer(
            text(f"loops.column.{name}", language), colour, rows[name].tolist(), "bar",
            links=[
                case_links.link(dated=name, period=day, as_of=view.as_of.isoformat(), loop=loop) for day in day_texts
            ],
        )
        for name, colour in (("filed", "#f1a340"), ("disposed", look.ACCENT))
    ]
    moved = multiples.draw(day_layers.days(rows["day"], moves, 230), f"moves_{loop}_{view.area}")
    if clicked or moved:
        case_links.open_cases(clicked or moved)


def draw_setbacks(view: View, loop: str | None) -> None:
    """Draws rework, extension, void and suspension of the area and of each unit."""
    language = view.language
    whole = loop_answers.ask(view, "setbacks", {"loop": loop}).iloc[0]
    reasons = [(each, whole[f"void_{each}"]) for each in _REASONS if whole[f"void_{each}"]]
    told = [text(f"loops.void.{each}", language, count=look.count(count)) for each, count in reasons]
    void = text("loops.void_reasons", language) + " · ".join(told) if told else ""
    st.caption(text("loops.setbacks_told", language) + void)
    if view.tier is None:
        _draw_setback_table(view, pandas.DataFrame([whole]).assign(name=view.area_name), "area")
        return
    rows = loop_answers.ask(view, "setbacks", {"loop": loop}, by=("unit",), tier=view.tier)
    rows = rows[(rows[["closed", "due", "filed_or_void"]] > 0).any(axis="columns")]
    if rows.empty:
        st.info(text("loops.nothing_found", language))
        return
    rows = rows.assign(name=loop_words.names_of(view, rows, loop_answers.units(view)))
    rows = rows.sort_values(["rework_rate", "unit"], ascending=[False, True], na_position="last")
    shown = rows.head(MOST)
    panels = [
        _setback(shown, name, part, of, whole[name], language)
        for name, part, of in (("rework_rate", "reworked", "closed"), ("extension_rate", "extended", "due"),
                               ("void_rate", "void", "filed_or_void"))
    ]  # fmt: skip
    names, held = shown["name"].tolist(), shown["still_suspended"].tolist()
    title = text("loops.column.still_suspended", language)
    panels.append(multiples.measure(title, names, held, "count", [""] * len(held), language))
    multiples.show(multiples.stacked(names, panels, legend=False))
    if len(rows) > MOST:
        st.caption(text("loops.most_only", language, shown=MOST, all=len(rows)))
    _draw_setback_table(view, rows, view.tier)


def _setback(rows: pandas.DataFrame, name: str, part: str, of: str, usual: float, language: str) -> multiples.Panel:
    told = [f"{look.count(one)} / {look.count(whole)}" for one, whole in zip(rows[part], rows[of], strict=True)]
    title = text(f"loops.column.{name}", language)
    return multiples.measure(title, rows["name"].tolist(), rows[name].tolist(), "rate", told, language, usual)


def _draw_setback_table(view: View, rows: pandas.DataFrame, key: str) -> None:
    names = ("reworked", "closed", "rework_rate", "extended", "due", "extension_rate", "void", "filed_or_void",
             "void_rate", "suspended", "resumed", "still_suspended")  # fmt: skip
    columns = [tables.Column("name", text("loops.column.name", view.language))]
    columns += [
        tables.Column(each, text(f"loops.column.{each}", view.language), "rate" if each.endswith("_rate") else "count")
        for each in names
    ]
    with st.expander(text("loops.as_table", view.language), expanded=len(rows) == 1):
        tables.draw(rows, columns, f"setbacks_{key}")


def _age(hours: float, language: str) -> str:
    if look.is_missing(hours):
        return "—"
    if hours < 72:
        return look.figure(hours, "hours", language)
    return text("loops.days", language, days=f"{hours / 24:,.1f}")
