"""Departments: the same performance by responsible organisation; and what was watched and assigned from above."""

from __future__ import annotations

import streamlit as st

from analytics.contract import codes
from analytics.contract.labels import text
from pages.widgets import address, case_links, look, loop_answers, loop_words, multiples, tables
from pages.widgets.filters import View
from pages.widgets.loop_words import PARTS

_KINDS = {"name": "text", "kind": "text", "tier": "text", "on_time_rate": "rate", "rework_rate": "rate",
          "median_hours": "hours", "p90_hours": "hours"}  # fmt: skip


def draw_departments(view: View) -> None:
    """Draws the table of organisations; a click on one opens its cases that fell due."""
    language = view.language
    rows = loop_answers.ask(view, "departments")
    if rows.empty or rows["org"].isna().all():
        st.info(text("found_handled.no_departments", language))
        return
    unknown = text("loops.unsaid", language)
    frame = rows.assign(
        name=[look.named(name, org or unknown, language) for name, org in zip(rows["name"], rows["org"], strict=True)],
        kind=[codes.label("org_kind", each, language) if isinstance(each, str) else "" for each in rows["kind"]],
        tier=[codes.label("tier", each, language) if isinstance(each, str) else "" for each in rows["tier"]],
    )
    names = ("name", "kind", "tier", "due", "on_time", "late", "overdue_open", "on_time_rate", "median_hours",
             "p90_hours", "rework_rate", "extended", "void", "open", "overdue", "suspended_now")  # fmt: skip
    columns = [
        tables.Column(each, text(f"found_handled.department.{each}", language), _KINDS.get(each, "count"))
        for each in names
    ]
    st.caption(text("found_handled.departments_told", language))
    key = f"departments_{view.area}_{view.period.text}"
    row = tables.clickable(frame, columns, key)
    title = text("found_handled.show.departments", language)
    known = text("unit_table.known", language, as_of=look.moment(view.as_of), version=view.version.id)
    tables.download(frame, columns, f"departments_{view.period.text}", language, [title, known])
    if address.newly(key, row) and isinstance(rows["org"].iloc[row], str):
        case_links.open_cases(case_links.link(dated="due", org=rows["org"].iloc[row]))


def draw_supervision(view: View) -> None:
    """Draws supervised, escalated and major cases, those assigned downwards, and the same by unit."""
    language = view.language
    rows = loop_answers.ask(view, "supervision")
    st.caption(text("found_handled.supervision_told", language))
    if rows.empty:
        st.info(text("found_handled.no_supervision", language))
    else:
        frame = rows.assign(name=[text(f"found_handled.watched.{each}", language) for each in rows["kind"]])
        tables.draw(frame, _watched_columns(language, "kind"), "supervision")
    _draw_assigned(view)
    if view.tier is None or rows.empty:
        return
    units = loop_answers.ask(view, "supervision", by=("unit",), tier=view.tier)
    units = units.assign(name=loop_words.names_of(view, units, loop_answers.units(view)))
    for kind in rows["kind"]:
        own = units[units["kind"] == kind].sort_values("cases", ascending=False)
        called = text(f"found_handled.watched.{kind}", language)
        with st.expander(text("found_handled.watched_units", language, kind=called)):
            tables.draw(own, _watched_columns(language, "unit"), f"supervision_{kind}")


def _watched_columns(language: str, first: str) -> list[tables.Column]:
    word = lambda name: text(f"found_handled.column.{name}", language)  # noqa: E731
    return [
        tables.Column("name", word(first)),
        *(tables.Column(each, word(each), "count") for each in ("cases", "disposed", "on_time", "overdue_open",
                                                                "closed")),
        tables.Column("km_median_hours", word("watched_hours"), "hours", text("found_handled.by_km", language)),
    ]  # fmt: skip


def _draw_assigned(view: View) -> None:
    """The balance of the cases by the tier that assigned them."""
    language = view.language
    if not {"assigned_from_tier"} <= view.version.columns_present("cases"):
        return
    rows = loop_answers.ask(view, "balance", by=("assigned_from_tier",))
    rows = rows[rows["due"] > 0]
    if rows.empty:
        return
    names = loop_words.code_names("tier", rows["assigned_from_tier"], language)
    segments, shares = [], []
    for part, colour in PARTS.items():
        called = loop_words.part_name(part, language)
        hovers = [
            (name, f"{called} {look.count(getattr(row, part))}", loop_words.equation(row, language))
            for name, row in zip(names, rows.itertuples(), strict=True)
        ]
        segments.append(multiples.Segment(called, colour, rows[part].tolist(), hovers))
        shares.append(multiples.Segment(called, colour, (rows[part] / rows["due"]).tolist(), hovers))
    ends = [look.count(each) for each in rows["due"]], [f"{each:.1%}" for each in rows["on_time_rate"]]
    panels = [
        multiples.Panel(text("loops.cases_due", language), segments, ends[0]),
        multiples.Panel(text("loops.shares", language), shares, ends[1], per_cent=True),
    ]
    st.markdown(f"**{text('found_handled.assigned', language)}**")
    multiples.show(multiples.stacked(names, panels))
