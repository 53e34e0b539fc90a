"""The list of tasks: the table of a page, and the compact to-do list that stands on pages of meetings."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas
import streamlit as st

from analytics.contract import codes
from analytics.contract.labels import text
from pages.widgets import address, look, markdown, screen, sheets, tables, task_answers, task_words
from pages.widgets.filters import View
from pages.widgets.sheets import Cell

_COLUMNS = {"state_name": "text", "text": "text", "origin_name": "text", "place": "text", "org_name": "text",
            "asked_on": "day", "due_on": "day", "done_on": "day", "left": "text"}  # fmt: skip
_WIDE = {"text": "medium", "place": 190}


def draw(view: View, rows: pandas.DataFrame) -> None:
    """Draws the tasks as a table that can be sorted and saved; a click on one shows where it leads."""
    language = view.language
    shown = rows.assign(
        state_name=[task_words.state(each, language) for each in rows["state"]],
        origin_name=[codes.label("task_origin", each, language) for each in rows["origin"]],
        place=[task_words.place(row, language) for row in rows.itertuples()],
        org_name=rows["org_name"].fillna(rows["org"]),
        left=[task_words.days_left(row, language) for row in rows.itertuples()],
        **{name: rows[name].dt.date for name in ("asked_on", "due_on", "done_on")},
    )
    columns = [
        tables.Column(name, text(f"tasks.column.{name}", language), kind, wide=_WIDE.get(name))
        for name, kind in _COLUMNS.items()
    ]
    st.caption(text("tasks.list_told", language, count=look.count(len(rows))))
    key = f"tasks_{view.area}_{view.period.text}"
    inks = {"state_name": [screen.ink(task_words.INK[each]) for each in rows["state"]]}
    clicked = tables.clickable(shown, columns, key, inks=inks)
    if clicked is not None:
        _draw_links(view, rows.iloc[clicked])
    known = text("unit_table.known", language, as_of=look.moment(view.as_of), version=view.version.id)
    notes = [text("tasks.title", language), look.period(view.period, language), known]
    columns = [tables.Column("task_id", text("tasks.column.task_id", language)), *columns]
    tables.download(shown, columns, f"tasks_{view.period.text}", language, notes)


def _draw_links(view: View, row: pandas.Series) -> None:
    """Whom and what the task concerns, with the pages that tell more."""
    language = view.language
    sheets.line(row["text"], f"{row['task_id']} · {task_words.place(row, language)}")
    with st.container(horizontal=True):
        if row["alley_id"]:
            name = markdown.plain(row["alley_name"] or row["alley_id"])
            address.link("alley_chiefs", name, ":material/signpost:", alley=row["alley_id"])
            link = {"tier": "alley", "unit": row["alley_id"]}
            address.link("cases", text("tasks.open_cases", language, place=name), ":material/assignment:", **link)
        if row["subdistrict"]:
            link = {"area": row["district"], "tier": "subdistrict", "unit": row["subdistrict"]}
            address.link("ranking", text("tasks.open_ranking", language), ":material/leaderboard:", **link)


def draw_compact(view: View, origin: str | Sequence[str] | None = None, most: int = 6) -> None:
    """Draws what is still to be done in the view's area and period, the overdue first, and the way to all tasks.

    Nothing where the data hold no tasks at all.
    """
    if not view.version.has("tasks"):
        return
    language = view.language
    asked: dict[str, Any] = {"origin": tuple(origin) if isinstance(origin, list) else origin}
    whole = task_answers.counts(view, **asked).iloc[0]
    numbers = {name: look.count(whole[name]) for name in ("tasks", "overdue", "open")}
    sheets.line(text("tasks.todo", language), text("tasks.todo_told", language, **numbers))
    rows = task_answers.todo(view, state=("overdue", "open"), **asked)
    if rows.empty:
        st.caption(text("tasks.all_done" if whole["tasks"] else "tasks.none_found", language))
    else:
        word = lambda name: text(f"tasks.column.{name}", language)  # noqa: E731
        headings = [word(each) for each in ("state_name", "text", "place", "org_name", "origin_name", "due_on")]
        sheets.draw(headings, [_line(row, language) for row in rows.head(most).itertuples()], dense=True)
    chosen = origin if isinstance(origin, str) else None
    address.link("tasks", text("tasks.open_all", language), ":material/checklist:", origin=chosen)


def _line(row: Any, language: str) -> list[Cell]:
    due = look.moment(None if pandas.isna(row.due_on) else row.due_on.date())
    left = task_words.days_left(row, language)
    return [
        Cell(task_words.state(row.state, language), align="short", ink=task_words.INK[row.state]),
        Cell(row.text),
        Cell(task_words.place(row, language)),
        Cell(row.org_name or row.org or "—"),
        Cell(codes.label("task_origin", row.origin, language), align="short"),
        Cell(f"{due} {left}".strip(), align="short"),
    ]
