"""Levels and tags: how many cells, what their level asks for and how far it was kept; a line opens its cells."""

from __future__ import annotations

import pandas
import streamlit as st

from analytics.contract.labels import text
from analytics.grids import groups, standards
from pages.widgets import address, figures, grid_answers, grid_words, look, tables
from pages.widgets.figures import Figure
from pages.widgets.filters import View

_KINDS = {"name": "text", "visits_asked": "text", "respond_asked": "text", "load": "hours", "hours": "hours",
          "visits_kept": "rate", "respond_kept": "rate"}  # fmt: skip
_COLUMNS = ("name", "cells", "visits_asked", "visits_kept", "respond_asked", "respond_kept", "cases", "inspectors",
            "hours", "load", "without_owner", "without_fallback")  # fmt: skip


def draw_figures(view: View) -> None:
    """The area's cells in four figures."""
    language = view.language
    found = grid_answers.cells(view)
    sums = grid_words.with_measures(groups(found, pandas.Series("all", index=found.index))).iloc[0]
    word = lambda name, **more: text(f"grids.{name}", language, **more)  # noqa: E731
    share = lambda name: None if look.is_missing(sums[name]) else look.figure(sums[name], "rate", language)  # noqa: E731
    made = lambda top, bottom: f"{look.count(sums[top])} / {look.count(sums[bottom])}"  # noqa: E731
    figures.draw([
        Figure(word("figure.cells"), look.count(len(found)),
               [word("figure_told.owners", owner=look.count(sums["without_owner"]),
                     fallback=look.count(sums["without_fallback"]))]),
        Figure(word("figure.visits_kept"), share("visits_kept"),
               [made("weeks_kept", "weeks"), word("figure_told.visits_kept")]),
        Figure(word("figure.respond_kept"), share("respond_kept"),
               [made("responded", "respond_due"), word("figure_told.respond_kept")]),
        Figure(word("figure.load"), None if look.is_missing(sums["load"]) else f"{sums['load']:,.1f}",
               [word("figure_told.load", inspectors=look.count(sums["inspectors"]), hours=look.count(sums["hours"]))]),
    ], language)  # fmt: skip


def draw(view: View) -> None:
    """Draws a table by level and one by tag; a click goes to the cells meant."""
    language = view.language
    found = grid_answers.cells(view)
    st.caption(text("grids.levels_told", language))
    by_level = grid_words.with_measures(groups(found, found["level"])).reset_index()
    by_level["name"] = [grid_words.level(each, language) for each in by_level["level"]]
    asked = {each.level: each for each in standards()}
    by_level["visits_asked"] = [
        text("grids.visits_a_week", language, visits=asked[each].visits_a_week) if each in asked else "—"
        for each in by_level["level"]
    ]
    by_level["respond_asked"] = [
        text("grids.hours", language, hours=f"{asked[each].respond_hours:g}") if each in asked else "—"
        for each in by_level["level"]
    ]
    row = tables.clickable(by_level, _columns(_COLUMNS, language), "grid_levels")
    if address.newly("grid_level_row", row):
        level = by_level["level"].iloc[row]
        _open(level="none" if look.is_missing(level) else f"{level:.0f}", tag=None)
    _draw_tags(view, found)


def _draw_tags(view: View, found: pandas.DataFrame) -> None:
    language = view.language
    tagged = grid_answers.tags(view).merge(found, on="grid")
    if tagged.empty:
        st.info(text("grids.no_tags", language))
        return
    st.caption(text("grids.tags_told", language))
    key = tagged["family"] + "." + tagged["tag"]
    by_tag = grid_words.with_measures(groups(tagged, key)).reset_index(names="key")
    by_tag["name"] = [grid_words.tag(*each.split(".", 1), language) for each in by_tag["key"]]
    by_tag["family"] = [text(f"key_areas.family.{each.split('.')[0]}", language) for each in by_tag["key"]]
    names = ("family", *(name for name in _COLUMNS if name not in ("visits_asked", "respond_asked")))
    row = tables.clickable(by_tag, _columns(names, language), "grid_tags")
    if address.newly("grid_tag_row", row):
        _open(level=None, tag=by_tag["key"].iloc[row])


def _open(**conditions: str | None) -> None:
    for name, value in (conditions | {"show": "cells"}).items():
        address.write(name, value)
    st.rerun()


def _columns(names: tuple[str, ...], language: str) -> list[tables.Column]:
    kinds = _KINDS | {"family": "text"}
    return [tables.Column(name, text(f"grids.column.{name}", language), kinds.get(name, "count")) for name in names]
