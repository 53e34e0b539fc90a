"""How good a plan is: later months at equal hours, what had to be kept, and how it was worked out."""

from __future__ import annotations

import streamlit as st

from analytics.contract.labels import text
from analytics.contract.periods import Period
from analytics.staffing import NoPlan, Plan
from analytics.staffing.settings import settings
from pages.widgets import charts, figures, look, screen, sheets, staff_answers
from pages.widgets.figures import Figure
from pages.widgets.filters import View
from pages.widgets.sheets import Cell
from pages.widgets.staff_choices import Asked


def draw_figures(view: View, plan: Plan) -> None:
    """The plan beside the even spread and today, and how far it could be from the best."""
    language = view.language
    covered, even, there = (float(each.sum()) for each in (plan.covered, plan.baseline, plan.expected))
    word = lambda name, **more: text(f"staffing.{name}", language, **more)  # noqa: E731
    today, task = plan.today, plan.task
    staff = {"hours": look.count(plan.inspector_hours), "inspectors": look.count(task.inspectors)}
    figures.draw([
        Figure(word("figure.covered"), f"{covered:,.1f}",
               [word("figure_told.covered", expected=f"{there:,.1f}", share=_share(covered, there, language)),
                word("figure_told.hours", **staff)]),
        Figure(word("figure.even"), f"{even:,.1f}",
               [word("figure_told.even"), word("figure_told.gain", gain=_gain(covered, even, language))]),
        Figure(word("figure.today"), None if today is None else f"{today.sum():,.1f}",
               [word("figure_told.no_today")] if today is None else
               [word("figure_told.today", hours=look.count(plan.present.sum()))]),
        Figure(word("figure.gap"), look.figure(plan.answer.gap, "rate", language),
               [word(f"status.{plan.status}"),
                word("figure_told.gap", worth=f"{plan.answer.worth:,.1f}", bound=f"{plan.answer.bound:,.1f}")]),
    ], language)  # fmt: skip


def draw_back_test(view: View, asked: Asked, plan: Plan) -> None:
    """Bars per later month: cases covered by the plan and by the even spread."""
    language = view.language
    try:
        tested, rows = staff_answers.back_test(view, asked, plan)
    except NoPlan as error:
        st.info(error.told(language))
        return
    if not rows:
        st.info(text("staffing.no_later", language))
        return
    history = look.period(tested.history, language)
    cases, covered, even = (sum(row[name] for row in rows) for name in ("cases", "covered", "baseline"))
    told = text("staffing.tested", language, history=history, cases=look.count(cases), covered=f"{covered:,.0f}",
                even=f"{even:,.0f}", gain=_gain(covered, even, language))  # fmt: skip
    st.caption(told)
    bars = []
    for row in rows:
        month = look.period(Period.parse(row["month"]), language)
        for name, colour in (("covered", look.ACCENT), ("baseline", look.ACCENT_SOFT)):
            label = f"{month} · {text(f'staffing.bar.{name}', language)}"
            share = _share(row[name], row["cases"], language)
            told = text("staffing.bar_told", language, count=f"{row[name]:,.1f}", cases=look.count(row["cases"]),
                        share=share)  # fmt: skip
            bars.append(charts.Bar(label, row[name], f"{row[name]:,.0f} · {share}", [label, told], colour))
    screen.chart(charts.bars(bars), config=charts.CONFIG)


def draw_constraints(view: View, asked: Asked, plan: Plan) -> None:
    """Every constraint with what was asked and what the plan does, and the figures of the model."""
    language, task = view.language, plan.task
    duty = plan.on_duty
    per_day = plan.answer.planned.sum(axis=0).reshape(7, -1).sum(axis=1)
    explored = duty[task.little_seen].sum()
    lines = [
        ("hours", task.shifts, plan.answer.planned.sum()),
        ("one_shift_a_day", task.inspectors, per_day.max()),
        ("every_place", task.shifts_a_place, plan.answer.planned.sum(axis=1).min()),
        ("every_hour", task.on_duty, duty.sum(axis=0).min()),
        ("every_place_and_hour", task.everywhere, duty.min()),
    ]
    rows = [[_begun(text(f"staffing.constraint.{name}", language)), Cell(look.count(asked_for), align="right"),
             Cell(look.count(kept), align="right")] for name, asked_for, kept in lines]  # fmt: skip
    rows.append([
        _begun(text("staffing.constraint.exploration", language)),
        Cell(look.figure(asked.demands.explore_share, "rate", language), align="right"),
        Cell(look.figure(explored / plan.inspector_hours, "rate", language), align="right"),
    ])  # fmt: skip
    heading = lambda name: text(f"staffing.constraint_heading.{name}", language)  # noqa: E731
    sheets.draw([heading("name"), Cell(heading("asked"), align="right"), Cell(heading("kept"), align="right")], rows)
    seeing = settings("seeing")
    found = look.figure(seeing["found_in_a_look"], "rate", language)
    tier = text(f"staffing.places_of.{plan.places.tier}", language)
    told = {"tier": tier, "places": look.count(len(plan.places)), "cells": seeing["cells_an_hour"], "found": found,
            "looks": seeing["most_looks"], "ratio": f"{plan.ratio:,.1f}",
            "little": look.figure(asked.demands.little_seen_share, "rate", language),
            "every": plan.task.start_every}  # fmt: skip
    for name in ("places", "seeing", "exposure", "exploring", "weights", "persons"):
        st.caption(text(f"staffing.model.{name}", language, **told))


def _share(part: float, whole: float, language: str) -> str:
    return look.figure(part / whole if whole else None, "rate", language)


def _gain(covered: float, even: float, language: str) -> str:
    return text("look.rate", language, number=f"{(covered / even - 1) * 100:+,.0f}") if even else "—"


def _begun(words: str) -> str:
    """Words that also stand within a sentence, as the beginning of a line."""
    return words[:1].upper() + words[1:]
