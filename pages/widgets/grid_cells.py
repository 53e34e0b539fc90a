"""The cells one by one: a map of one measure, a table, and the cell that is open with its people, cases, hot spots."""

from __future__ import annotations

from collections import Counter

import pandas
import streamlit as st

from analytics.contract.labels import text
from analytics.grids import no_owner
from pages.widgets import (
    address,
    answers,
    filters,
    grid_answers,
    grid_panel,
    grid_words,
    legends,
    look,
    maps,
    screen,
    tables,
)
from pages.widgets.filters import View

# Measure → unit and which direction is good.
MEASURES = {
    "visits_kept": ("rate", "high"), "respond_kept": ("rate", "high"), "load": ("number", "low"),
    "cases": ("count", "none"), "hours": ("number", "none"), "level": ("count", "none"), "owned": ("count", "high"),
}  # fmt: skip
ROLES = {"responsible_org": "responsible", "fallback_org": "fallback"}  # column of the organisation → of its name
_HEIGHT, _MOST = 520, 500
_ANY = "any"
_STYLE = """<style>
.st-key-grid_map iframe { height: max(26rem, calc(100vh - 27rem)) !important; }
</style>"""


def draw(view: View) -> None:
    """Draws map, table and the open cell."""
    language = view.language
    every = grid_words.with_measures(grid_answers.cells(view))
    every["owned"] = (~every["grid"].isin(no_owner(every)["grid"])).astype(float)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        with st.container(width=260):
            shown = {each: text(f"grids.measure.{each}", language) for each in MEASURES}
            measure = filters.pick("measure", text("grids.measure_label", language), list(shown), "visits_kept",
                                   shown.__getitem__)  # fmt: skip
        frame = _chosen(view, every)
    key = f"grid_map_{view.area}"
    outlines = answers.outlines(view, "grid")
    clicked = (st.session_state.get(key) or {}).get("last_clicked")
    if address.newly(key, clicked) and outlines.codes:
        address.write("grid", outlines.at(clicked["lng"], clicked["lat"]))
    left, right = st.columns([1, 1.25], gap="medium")
    with right:
        _table(view, frame, measure)
        cell = every[every["grid"] == address.read("grid")]
        if cell.empty:
            st.caption(text("grids.click", language))
        else:
            grid_panel.draw(view, next(cell.itertuples(index=False)))
    with left:
        _map(view, frame, measure, outlines, key)


def _chosen(view: View, every: pandas.DataFrame) -> pandas.DataFrame:
    """The cells of the level, tag and ownership asked for."""
    language = view.language
    levels = sorted(every["level"].dropna().unique())
    names = {_ANY: text("grids.all", language)} | {f"{each:.0f}": grid_words.level(each, language) for each in levels}
    names |= {"none": grid_words.level(None, language)} if every["level"].isna().any() else {}
    with st.container(width=170):
        level = filters.pick("level", text("grids.column.level", language), list(names), _ANY, names.__getitem__)
    tagged = grid_answers.tags(view)
    pairs = sorted(set(zip(tagged["family"], tagged["tag"], strict=True)))
    shown = {_ANY: text("grids.all", language)} | {f"{a}.{b}": grid_words.tag(a, b, language) for a, b in pairs}
    with st.container(width=210):
        tag = filters.pick("tag", text("grids.tag_label", language), list(shown), _ANY, shown.__getitem__)
    owners = {each: text(f"grids.owner.{each}", language) for each in (_ANY, "responsible_org", "fallback_org")}
    asked = address.read("owner") or ""
    role, _, org = asked.partition(":")  # of one organisation, where its line was clicked
    if org and role in ROLES:
        owners[asked] = next(iter(every.loc[every[role] == org, ROLES[role]].dropna()), org)
    with st.container(width=210):
        owner = filters.pick("owner", text("grids.owner_label", language), list(owners), _ANY, owners.__getitem__)
    kept = pandas.Series(True, index=every.index)
    if level != _ANY:
        kept &= every["level"].isna() if level == "none" else every["level"] == float(level)
    if tag != _ANY:
        kept &= every["grid"].isin(tagged.loc[tagged["family"] + "." + tagged["tag"] == tag, "grid"])
    if owner in ROLES:
        kept &= every[owner].isna()
    elif owner != _ANY:
        kept &= every[role] == org
    return every[kept]


def _table(view: View, frame: pandas.DataFrame, measure: str) -> None:
    """Draws the cells, the worst on top; where the load is asked for, those with nobody on shift before all."""
    language = view.language
    if frame.empty:
        st.info(text("grids.no_cells", language))
        return
    _, direction = MEASURES[measure]
    missing = "first" if measure == "load" else "last"
    order = [direction == "high", False, True]
    ordered = frame.sort_values([measure, "cases", "grid"], ascending=order, na_position=missing, ignore_index=True)
    ordered = ordered.assign(name=grid_words.area_names(view, ordered),
                             level_name=[grid_words.level(each, language) for each in ordered["level"]])  # fmt: skip
    shown = ordered.head(_MOST)
    kinds = {"visits_kept": "rate", "respond_kept": "rate", "load": "hours", "cases": "count", "hours": "hours",
             "inspectors": "count"}  # fmt: skip
    names = ("name", "level_name", *kinds, "responsible", "fallback", "grid")
    columns = [tables.Column(each, text(f"grids.column.{each}", language), kinds.get(each, "text")) for each in names]
    row = tables.clickable(shown, columns, f"grid_cells_{measure}", most=9)
    if address.newly(f"grid_cells_row_{measure}", row):
        address.write("grid", shown["grid"].iloc[row])
    with st.container(horizontal=True, vertical_alignment="center"):
        told = text("grids.listed", language, shown=look.count(len(shown)), all=look.count(len(frame)))
        st.caption(told)
        note = text("unit_table.known", language, as_of=look.moment(view.as_of), version=view.version.id)
        tables.download(ordered, columns, f"grids_{view.period.text}", language,
                        [text("grids.title", language), note])  # fmt: skip


def _map(view: View, frame: pandas.DataFrame, measure: str, outlines, key: str) -> None:
    language = view.language
    if not outlines.codes:
        st.info(text("unit_map.no_outlines", language, tier=text("frame.tier.grid", language)))
        return
    unit, direction = MEASURES[measure]
    found = legends.classes(frame[measure].tolist(), direction)
    label = text(f"grids.measure.{measure}", language)
    names = grid_words.area_names(view, frame)
    paints = {
        row.grid: maps.Paint(found.colour(getattr(row, measure)),
                             [f"{name} · {row.grid}", f"{label} {look.figure(getattr(row, measure), unit, language)}"])
        for row, name in zip(frame.itertuples(), names, strict=True)
    }  # fmt: skip
    legends.draw(found, unit, direction, Counter(paint.colour for paint in paints.values()), language)
    around = {"city": "district", "district": "subdistrict"}.get(view.area_tier)
    groups = [maps.painted(outlines, paints)]
    groups += [maps.context(answers.outlines(view, around), look.MUTED)] if around else []
    groups.append(maps.context(outlines.only(address.read("grid")), look.INK, 4))
    screen.html(_STYLE)
    with st.container(key="grid_map"):
        maps.show(maps.base(outlines.bounds), groups, key, _HEIGHT, pixelated=True)
