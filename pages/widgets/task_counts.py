"""Tasks counted: the figures on top, and how each kind of meeting and each unit does."""

from __future__ import annotations

from typing import Any

import pandas
import streamlit as st

from analytics.contract import codes
from analytics.contract.labels import text
from analytics.store import case_reading
from pages.widgets import address, figures, look, tables, task_answers, task_words
from pages.widgets.figures import Figure
from pages.widgets.filters import AREA_TIERS, View

_BELOW = {"city": "district", "district": "subdistrict", "subdistrict": "community"}


def draw(view: View, asked: dict[str, Any]) -> None:
    """Draws the figures of all tasks asked about whatever their state, and below them by origin and by unit."""
    language = view.language
    every = asked | {"state": None}
    whole = task_answers.counts(view, **every).iloc[0]
    undone = whole["overdue"] + whole["open"]
    # The same figure whatever is listed: the indicator task_done_rate.
    due = task_answers.counts(view, **(every | {"which": "due"})).iloc[0]
    word = lambda name: text(f"tasks.{name}", language)  # noqa: E731
    rate = None if look.is_missing(due["done_rate"]) else look.figure(due["done_rate"], "rate", language)
    figures.draw([
        Figure(word("figure.tasks"), look.count(whole["tasks"]), [word(f"figure_told.{asked['which']}")]),
        Figure(word("figure.undone"), look.count(undone), [word("figure_told.undone")]),
        Figure(word("figure.overdue"), look.count(whole["overdue"]), [word("figure_told.overdue")]),
        Figure(word("figure.done_rate"), rate,
               [f"{look.count(due['on_time'])} / {look.count(due['tasks'])}", word("figure_told.done_rate")]),
    ], language)  # fmt: skip
    if not whole["tasks"]:
        return
    with st.expander(word("by_told")):
        left, right = st.columns(2, gap="medium")
        with left:
            _draw(view, "origin", task_answers.counts(view, by=("origin",), **every))
        with right:
            _draw(view, "unit", task_answers.counts(view, by=(_BELOW[view.area_tier],), **every))


def _draw(view: View, by: str, rows: pandas.DataFrame) -> None:
    language, key = view.language, rows.columns[0]
    if by == "origin":
        names = [codes.label("task_origin", each, language) for each in rows[key]]
    else:
        known = case_reading.unit_names(view.version, [each for each in rows[key] if isinstance(each, str)])
        unknown = text("tasks.no_unit", language)
        names = [look.named(*known.get(each, (None, unknown)), language) for each in rows[key]]
    shown = rows.assign(name=names).sort_values(["overdue", "tasks"], ascending=False)
    columns = [tables.Column("name", text(f"tasks.by.{by}", language))]
    columns += [tables.Column("tasks", text("tasks.column.tasks", language), "count")]
    columns += [tables.Column(each, task_words.state(each, language), "count")
                for each in ("overdue", "open", "late", "on_time")]  # fmt: skip
    widget = f"tasks_by_{by}_{view.area}_{view.period.text}"
    row = tables.clickable(shown, columns, widget, most=8)
    chosen = None if row is None else shown[key].iloc[row]
    if address.newly(widget, row) and isinstance(chosen, str) and (by == "origin" or key in AREA_TIERS):
        address.write("origin" if by == "origin" else "area", chosen)
        st.rerun()
