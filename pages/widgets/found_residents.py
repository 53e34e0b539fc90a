"""Residents: whether they were satisfied, whether they were told, and how much they report per 10,000 of them."""

from __future__ import annotations

import streamlit as st

from analytics.contract.labels import text
from pages.widgets import figures, look, loop_answers, loop_words, multiples
from pages.widgets.figures import Figure
from pages.widgets.filters import View
from pages.widgets.loop_words import MOST


def draw(view: View) -> None:
    """Draws satisfaction, feedback and reports per resident: of the area, and of every unit."""
    language = view.language
    whole = loop_answers.ask(view, "satisfaction").iloc[0]
    word = lambda name: text(f"found_handled.column.{name}", language)  # noqa: E731
    answered = whole["satisfied"] + whole["basic"] + whole["unsatisfied"]
    made = text("found_handled.answers", language, **{name: look.count(whole[name]) for name in
                                                      ("satisfied", "basic", "unsatisfied")})  # fmt: skip
    shown = lambda name, unit: None if look.is_missing(whole[name]) else look.figure(whole[name], unit, language)  # noqa: E731
    figures.draw([
        Figure(word("satisfaction_rate"), shown("satisfaction_rate", "rate"), [made]),
        Figure(text("found_handled.answered", language), look.count(answered),
               [text("found_handled.of_closed", language, count=look.count(whole["closed"]))]),
        Figure(word("told_rate"), shown("told_rate", "rate"),
               [f"{look.count(whole['told'])} / {look.count(whole['citizens'])}"]),
        Figure(word("hours_to_told"), shown("hours_to_told", "hours"),
               [text("found_handled.since_disposal", language)]),
    ], language)  # fmt: skip
    st.caption(text("found_handled.residents_told", language))
    if view.tier is not None:
        _draw_units(view)


def _draw_units(view: View) -> None:
    language = view.language
    reports = loop_answers.ask(view, "reports_per_resident", tier=view.tier, within=view.within)
    answers = loop_answers.ask(view, "satisfaction", by=("unit",), tier=view.tier)
    rows = reports.merge(answers, on="unit", how="left")
    rows = rows.sort_values(["satisfaction_rate", "by_citizens_per_10000"], ascending=[True, False])
    shown = rows.head(MOST)
    if shown.empty:
        return
    names = loop_words.unit_names(shown, language)
    satisfied = [
        text("found_handled.answers", language, satisfied=look.count(row.satisfied), basic=look.count(row.basic),
             unsatisfied=look.count(row.unsatisfied))
        for row in shown.itertuples()
    ]  # fmt: skip
    told = [f"{look.count(row.told)} / {look.count(row.citizens)}" for row in shown.itertuples()]
    people = text("found_handled.population", language)
    reported = [f"{look.count(row.reports)} · {people} {look.count(row.population)}" for row in shown.itertuples()]
    asked = [f"{look.count(row.by_citizens)} · {people} {look.count(row.population)}" for row in shown.itertuples()]
    wanted = (("satisfaction_rate", "rate", satisfied), ("told_rate", "rate", told),
              ("reports_per_10000", "number", reported), ("by_citizens_per_10000", "number", asked))  # fmt: skip
    panels = [
        multiples.measure(text(f"found_handled.column.{name}", language), names, shown[name].tolist(),
                          unit, lines, language)
        for name, unit, lines in wanted if shown[name].notna().any()
    ]  # fmt: skip
    if panels:
        multiples.show(multiples.stacked(names, panels, legend=False))
    if len(rows) > MOST:
        st.caption(text("found_handled.lowest_only", language, shown=MOST, all=len(rows)))
