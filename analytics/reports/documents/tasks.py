"""What the meeting before asked for, and what became of it."""

from __future__ import annotations

from typing import Any

import pandas as pd

from analytics.reports.documents.basis import BEFORE, QUARTERLY, YEAR, Basis
from analytics.reports.documents.content import Section, Table
from analytics.reports.documents.settings import limit
from analytics.reports.documents.shown import shown
from analytics.reports.sheets import Column
from analytics.tasks import STATES, task_counts, todo


def tasks(basis: Basis) -> Section:
    """The tasks asked in the period before by the same kind of meeting, as they stand at the ranking's as-of."""
    before = basis.earlier[BEFORE]
    which = {"within": basis.ranking.within, "origin": _origin(basis), "which": "asked"}
    found = todo(basis.version, before, basis.ranking.as_of, **which)
    heading = basis.say("tasks.heading")
    if found.empty:
        none = basis.say("tasks.none", period=basis.words_of(before))
        return Section(heading, none, [none])
    states = {state: int((found["state"] == state).sum()) for state in STATES}
    done = states["on_time"] + states["late"] + states["done"]
    values = states | {"all": len(found), "period": basis.words_of(before)}
    told = [basis.say("tasks.told", **values)]
    open_ones = found[found["state"].isin(["overdue", "open"])]
    table = _list(basis, open_ones.head(limit("tasks")), len(open_ones))
    blocks: list[Any] = [*told, _counts(basis, before), *([table] if len(open_ones) else [])]
    return Section(heading, basis.say("tasks.message", all=len(found), done=done), blocks)


def _origin(basis: Basis) -> str:
    return "roll_call" if basis.kind == QUARTERLY else "monthly_review"


def _counts(basis: Basis, before: Any) -> Table:
    """One row per state: how many now, and how many at the same point a period and a year earlier."""
    own = {"within": basis.ranking.within, "origin": _origin(basis), "which": "asked"}
    asked = {"now": (before, basis.ranking.as_of)}
    for name in (BEFORE, YEAR):
        period = basis.earlier[name]
        asked[name] = (period.previous(), basis.moment_of(period))
    counts = {
        name: task_counts(basis.version, period, moment, **own).iloc[0] for name, (period, moment) in asked.items()
    }
    columns = [
        Column(basis.say("column.state"), "text", 20),
        *(Column(basis.say(f"column.{name}"), kind, 10) for name, kind in (
            ("now", "count"), ("count_before", "count"), ("count_change_before", "count_moves"),
            ("count_year", "count"), ("count_change_year", "count_moves"))),
    ]  # fmt: skip
    rows = []
    for state in ("tasks", "on_time", "late", "done", "overdue", "open"):
        now = int(counts["now"][state])
        row: list[Any] = [basis.say(f"tasks.state.{state}"), now]
        for name in (BEFORE, YEAR):
            then = int(counts[name][state]) if counts[name]["tasks"] else None
            row += [then, None if then is None else now - then]
        rows.append(row)
    return Table(basis.say("tasks.counts"), columns, rows, [basis.say("note.tasks")], sheet=basis.say("sheet.tasks"))


def _list(basis: Basis, found: pd.DataFrame, every: int) -> Table:
    """The tasks that are not done, one a row."""
    columns = [Column(basis.say(f"column.{name}"), "text", width) for name, width in (
        ("place", 16), ("task", 30), ("org", 20), ("asked_on", 10), ("due_on", 10), ("state", 10))]  # fmt: skip
    rows = [
        [
            basis.named(line["area_name"], line["area_name_en"], line["area_code"] or basis.area[2]),
            line["text"],
            line["org_name"] or line["org"],
            _day(line["asked_on"]),
            _day(line["due_on"]),
            basis.say(f"tasks.state.{line['state']}"),
        ]
        for line in found.to_dict("records")
    ]
    notes = []
    if every > len(found):
        notes.append(basis.say("note.tasks_cut", shown=shown(len(found), "count", basis.language), all=every))
    return Table(basis.say("tasks.open"), columns, rows, notes, sheet=basis.say("sheet.open_tasks"))


def _day(day: Any) -> str | None:
    return None if pd.isna(day) else f"{day:%Y-%m-%d}"
