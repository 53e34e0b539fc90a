"""One cell: its level, tags and organisations, what its standards ask and what was kept, its people and its cases."""

from __future__ import annotations

from typing import Any

import streamlit as st

from analytics.contract.labels import text
from analytics.grids import standards
from pages.widgets import address, grid_answers, grid_words, look, sheets, tables
from pages.widgets.filters import View
from pages.widgets.sheets import Cell


def draw(view: View, cell: Any) -> None:
    """Draws the cell (a row of `grid_words.with_measures`) and the ways on from it."""
    language = view.language
    word = lambda name, **more: text(f"grids.{name}", language, **more)  # noqa: E731
    asked = next((each for each in standards() if each.level == cell.level), None)
    tags = grid_answers.tags(view)
    own = tags[tags["grid"] == cell.grid]
    told = text("staffing.list_comma", language).join
    none = word("none")
    rows = [
        [word("column.level"), Cell(grid_words.level(cell.level, language)), word("tag_label"),
         told(grid_words.tag(row.family, row.tag, language) for row in own.itertuples()) or none],
        [word("column.responsible"), _org(cell.responsible, cell.responsible_org, none), word("column.fallback"),
         _org(cell.fallback, cell.fallback_org, none)],
    ]  # fmt: skip
    if asked is not None:
        rows.append([
            word("visits_asked", visits=asked.visits_a_week),
            _kept(cell.weeks_kept, cell.weeks, cell.visits_kept, language),
            word("respond_asked", hours=f"{asked.respond_hours:g}"),
            _kept(cell.responded, cell.respond_due, cell.respond_kept, language),
        ])  # fmt: skip
    rows.append([word("column.cases"), look.count(cell.cases), word("column.hours"),
                 "—" if look.is_missing(cell.hours) else f"{cell.hours:,.1f}"])  # fmt: skip
    sheets.line(cell.grid, "")
    sheets.draw([], rows, dense=True)
    people = grid_answers.people(view, cell.grid)
    if people.empty:
        st.caption(word("no_inspector"))
    else:
        kinds = {"name": "text", "person_id": "text", "valid_from": "day", "shifts": "count", "last_shift": "moment"}
        columns = [tables.Column(each, word(f"person.{each}"), kind) for each, kind in kinds.items()]
        tables.draw(people, columns, "grid_people")
    with st.container(horizontal=True):
        address.link("cases", word("cases"), ":material/assignment:", tier="grid", unit=cell.grid)
        address.link("hotspots", word("hotspots"), ":material/local_fire_department:", tier="grid", place=cell.grid)
        address.link("staffing", word("staffing"), ":material/schedule:")


def _org(name: object, code: object, none: str) -> str:
    return next((each for each in (name, code) if isinstance(each, str)), none)


def _kept(kept: float, asked: float, share: float, language: str) -> Cell:
    return Cell(look.figure(share, "rate", language), small=f"{look.count(kept)} / {look.count(asked)}")
