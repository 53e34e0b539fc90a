"""The timetable: inspectors on duty by weekday and hour, planned and as it was, and the list of shifts per place."""

from __future__ import annotations

import numpy
import streamlit as st

from analytics.contract.labels import text
from analytics.staffing import Plan
from pages.widgets import filters, look, multiples, staff_words, tables
from pages.widgets.filters import View

_MEASURES = ("on_duty", "today", "more", "expected", "watched", "watched_today")
_OF_TODAY = ("today", "more", "watched_today")  # not without shifts


def draw(view: View, plan: Plan) -> None:
    """Draws one of the measures as a heat table, and below it every shift of the week."""
    language = view.language
    offered = [each for each in _MEASURES if plan.present is not None or each not in _OF_TODAY]
    shown = {each: text(f"staffing.measure.{each}", language) for each in offered}
    with st.container(width="content"):
        measure = filters.switch(
            "measure", text("staffing.measure_label", language), offered, offered[0], shown.__getitem__,
            label_visibility="collapsed",
        )  # fmt: skip
    st.caption(text(f"staffing.measure_told.{measure}", language))
    _heat(plan, measure, language)
    _list(view, plan)


def _heat(plan: Plan, measure: str, language: str) -> None:
    duty = plan.on_duty.sum(axis=0).astype(float)
    expected, covered = plan.expected.sum(axis=0), plan.covered.sum(axis=0)
    present = None if plan.present is None else plan.present.sum(axis=0)
    values = _values(plan, measure)
    days = [text(f"loops.weekday.{day + 1}", language) for day in range(7)]
    hovers = []
    for hour in range(168):
        lines = [
            f"{days[hour // 24]} {hour % 24:02d}:00–{hour % 24 + 1:02d}:00",
            text("staffing.hover.on_duty", language, count=look.count(duty[hour])),
            text("staffing.hover.expected", language, count=f"{expected[hour]:,.1f}", found=f"{covered[hour]:,.1f}"),
        ]
        if present is not None:
            lines.insert(2, text("staffing.hover.today", language, count=f"{present[hour]:,.1f}"))
        hovers.append(lines)
    written = {"on_duty": ",.0f", "more": "+,.1f", "watched": ".0%", "watched_today": ".0%"}.get(measure, ",.1f")
    texts = [format(value, written).replace("-", "−") for value in values]
    scale = look.DIVERGING if measure == "more" else look.SEQUENTIAL
    week = lambda entries: [list(entries[day * 24 : day * 24 + 24]) for day in range(7)]  # noqa: E731
    hours = [f"{hour}" for hour in range(24)]
    most = (float(numpy.abs(values).max()) or 1.0) if measure == "more" else None  # the middle colour: no difference
    multiples.show(multiples.heat(
        hours, days, week(values.tolist()), week(texts), week(hovers), scale, low=most and -most, high=most))


def _values(plan: Plan, measure: str) -> numpy.ndarray:
    """What the measure says of each hour of the week, over all places."""
    duty = plan.on_duty
    if measure == "watched":
        return (duty > 0).mean(axis=0)
    if measure == "watched_today":
        return plan.watched.mean(axis=0)
    if measure == "expected":
        return plan.expected.sum(axis=0)
    if measure == "today":
        return plan.present.sum(axis=0)
    return duty.sum(axis=0).astype(float) - (plan.present.sum(axis=0) if measure == "more" else 0.0)


def _list(view: View, plan: Plan) -> None:
    language = view.language
    rows = staff_words.shift_rows(view, plan)
    columns = [tables.Column(name, text(f"staffing.column.{name}", language), kind)
               for name, kind in (("name", "text"), ("day", "text"), ("from", "text"), ("to", "text"),
                                  ("inspectors", "count"), ("place", "text"))]  # fmt: skip
    st.caption(text("staffing.list_told", language, shifts=look.count(plan.task.shifts), places=len(plan.places)))
    tables.draw(rows, columns, "shifts", tallest=420)
