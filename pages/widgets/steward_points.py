"""Points: as recorded and by the tariff of the day, with every act where the two differ."""

from __future__ import annotations

import streamlit as st

from analytics.contract.labels import text
from analytics.stewards import FORMS, tariffs
from pages.widgets import figures, look, sheets, steward_answers, steward_rows, steward_words, tables
from pages.widgets.figures import Figure
from pages.widgets.filters import View
from pages.widgets.sheets import Cell


def draw(view: View) -> None:
    """Draws the sums, form by form, the tariff in force, and the acts that differ."""
    language = view.language
    rows = steward_answers.ask(view, "points_by_form")
    if rows.empty:
        st.info(text("stewards.nothing_done", language))
        return
    word = lambda name, **values: text(f"stewards.{name}", language, **values)  # noqa: E731
    sums = rows[["acts", "recorded", "by_tariff", "differing", "unrecorded", "unknown", "difference"]].sum()
    figures.draw([
        Figure(word("column.recorded"), look.count(sums["recorded"]), [word("of_acts", acts=look.count(sums["acts"]))]),
        Figure(word("column.by_tariff"), look.count(sums["by_tariff"]), [word("tariff_of_the_day")]),
        Figure(word("column.difference"), look.change(sums["difference"], "count", language), [word("recorded_less")]),
        Figure(word("column.differing"), look.count(sums["differing"]),
               [word("unrecorded", count=look.count(sums["unrecorded"]))]),
    ], language)  # fmt: skip
    frame = rows.assign(
        form_name=[steward_words.form(each, language) for each in rows["form"]],
        action_name=[steward_words.action(each, language) for each in rows["action"]],
    )
    columns = [tables.Column("form_name", word("column.form_name")),
               tables.Column("action_name", word("column.action_name"))]  # fmt: skip
    columns += [tables.Column(each, word(f"column.{each}"), "count")
                for each in ("acts", "recorded", "by_tariff", "difference", "differing", "unrecorded")]  # fmt: skip
    left, right = st.columns([2.2, 1], gap="medium")
    with left:
        st.markdown(f"**{word('points_by_form')}**")
        tables.draw(frame, columns, "steward_points")
    with right:
        st.markdown(f"**{word('the_tariff')}**")
        _draw_tariffs(language)
    st.markdown(f"**{word('differing_acts')}**")
    differing = steward_answers.ask(view, "act_rows", differing=True, limit=steward_rows.MOST)
    steward_rows.draw(view, differing, f"steward_differing_{view.area}_{view.period.text}", ("points", "worth"))


def _draw_tariffs(language: str) -> None:
    """One column per tariff, a line per form and per action that has its own points."""
    known = tariffs()
    own = sorted({action for each in known for action in each.actions})
    spans = [f"{each.valid_from:%Y-%m-%d}\n– {look.moment(each.valid_to) if each.valid_to else ''}" for each in known]
    rows = [
        [steward_words.form(form, language), *(_points(each.forms.get(form)) for each in known)] for form in FORMS
    ] + [
        [steward_words.action(action, language), *(_points(each.actions.get(action)) for each in known)]
        for action in own
    ]
    sheets.draw([text("stewards.column.form_name", language), *(Cell(each, align="right") for each in spans)], rows,
                dense=True)  # fmt: skip


def _points(points: float | None) -> Cell:
    return Cell("—" if points is None else f"{points:g}", align="right")
