"""The census: runs of the year per area, and how fresh the parts are, their states, and the new ones surveyed."""

from __future__ import annotations

import pandas
import streamlit as st

from analytics.contract import codes
from analytics.contract.labels import text
from analytics.grids.census import STATES
from analytics.store import case_reading
from pages.widgets import figures, grid_answers, look, tables
from pages.widgets.figures import Figure
from pages.widgets.filters import View

_SUMS = ("parts", "fresh", "new", "new_surveyed", *STATES)
_TALLEST = 400
_BELOW = {"city": "district", "district": "subdistrict", "subdistrict": "community"}


def draw(view: View) -> None:
    """Draws the figures, the runs and the parts by unit."""
    language = view.language
    runs = grid_answers.census_runs(view) if view.version.has("census_runs") else None
    parts = grid_answers.parts(view, _BELOW[view.area_tier]) if view.version.has("parts") else None
    if runs is None and parts is None:
        st.info(text("grids.no_census", language))
        return
    _figures(runs, parts, language)
    if runs is None:
        st.info(text("grids.no_runs", language))
    else:
        _runs(view, runs)
    if parts is None:
        st.info(text("grids.no_parts", language))
    else:
        _parts(view, parts)


def _figures(runs: pandas.DataFrame | None, parts: pandas.DataFrame | None, language: str) -> None:
    word = lambda name: text(f"grids.{name}", language)  # noqa: E731
    shown = []
    for kind in ("parts", "geography") if runs is not None else ():
        of_kind = runs[runs["kind"] == kind]
        shown.append(Figure(
            text("grids.figure.census", language, kind=codes.label("census_kind", kind, language)),
            _share(of_kind["done"].sum(), len(of_kind), language),
            [f"{look.count(of_kind['done'].sum())} / {look.count(len(of_kind))}", word("figure_told.census")],
        ))  # fmt: skip
    if parts is not None:
        sums = parts[list(_SUMS)].sum()
        shown += [
            Figure(word(f"figure.{name}"), _share(sums[top], sums[bottom], language),
                   [f"{look.count(sums[top])} / {look.count(sums[bottom])}", word(f"figure_told.{name}")])
            for name, top, bottom in (("fresh", "fresh", "parts"), ("new_surveyed", "new_surveyed", "new"))
        ]  # fmt: skip
    figures.draw(shown, language)


def _runs(view: View, runs: pandas.DataFrame) -> None:
    language = view.language
    st.caption(text("grids.runs_told", language, year=view.day.year))
    frame = runs.assign(
        name=[look.named(row.name, row.name_en, language) for row in runs[["name", "name_en"]].itertuples(index=False)],
        kind_name=[codes.label("census_kind", each, language) for each in runs["kind"]],
        **{name: pandas.to_datetime(runs[name]).dt.strftime("%Y-%m-%d") for name in ("started_on", "finished_on")},
    ).sort_values(["done", "tier", "area"], ignore_index=True)
    kinds = {"name": "text", "kind_name": "text", "done": "yes", "runs": "count", "started_on": "text",
             "finished_on": "text"} | dict.fromkeys(("surveyed", "added", "changed", "removed"), "count")  # fmt: skip
    columns = [tables.Column(each, text(f"grids.census.{each}", language), kind) for each, kind in kinds.items()]
    tables.draw(frame, columns, "census_runs", tallest=_TALLEST)
    _download(view, frame, columns, "census")


def _parts(view: View, parts: pandas.DataFrame) -> None:
    language = view.language
    st.caption(text("grids.parts_told", language))
    names = case_reading.unit_names(view.version, [each for each in parts["unit"] if isinstance(each, str)])
    unplaced = text("grids.unplaced", language)
    frame = parts.assign(
        name=[look.named(*names.get(each, (each or unplaced, None)), language) for each in parts["unit"]],
        fresh_share=(parts["fresh"] / parts["parts"]).astype(float),
        new_share=(parts["new_surveyed"] / parts["new"].where(parts["new"] > 0)).astype(float),
    ).sort_values(["fresh_share", "unit"], ignore_index=True)
    columns = [
        tables.Column("name", text("grids.census.name", language)),
        tables.Column("fresh_share", text("grids.figure.fresh", language), "rate"),
        *(tables.Column(each, text(f"grids.census.{each}", language), "count") for each in ("parts", "fresh")),
        *(tables.Column(each, codes.label("part_state", each, language), "count") for each in STATES),
        *(tables.Column(each, text(f"grids.census.{each}", language), "count") for each in ("new", "new_surveyed")),
    ]  # fmt: skip
    tables.draw(frame, columns, "parts_by_unit", tallest=_TALLEST)
    _download(view, frame, columns, "parts")


def _download(view: View, frame: pandas.DataFrame, columns: list[tables.Column], name: str) -> None:
    note = text("unit_table.known", view.language, as_of=look.moment(view.as_of), version=view.version.id)
    tables.download(frame, columns, f"{name}_{view.period.text}", view.language,
                    [text("grids.title", view.language), note])  # fmt: skip


def _share(top: float, bottom: float, language: str) -> str | None:
    return look.figure(top / bottom, "rate", language) if bottom else None
