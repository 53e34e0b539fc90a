"""Roster and roll-out: how many alleys and chiefs, the matrix of areas and items, and by name what is missing."""

from __future__ import annotations

import pandas
import streamlit as st

from analytics.chiefs.roll_out import ITEMS
from analytics.chiefs.roster import GAPS
from analytics.chiefs.settings import groups, matrix_marks
from analytics.contract.labels import text
from pages.widgets import address, chief_answers, clicks, filters, look, markdown, screen, sheets, tables
from pages.widgets.filters import View

# Which list stands behind a column of the matrix.
_BEHIND = {
    "chiefs": "several_alleys", "led": "no_chief", "boards": "no_board", "chief_coverage": "no_chief",
    "board_current": "board_names_other", "general_chiefs": "no_general_chief", "offices": "no_office",
    "trained": "untrained",
}  # fmt: skip
_ALL = "all"  # the roster itself
_MOST = 14  # rows of the matrix before it scrolls


def draw(view: View) -> None:
    """Draws the figures, the matrix and the list that was asked for."""
    _draw_figures(view)
    _draw_matrix(view)
    _draw_gap(view)


def _draw_figures(view: View) -> None:
    language = view.language
    found = chief_answers.ask(view, "figures", None if view.within is None else (view.within,))
    told = text("alley_chiefs.figures", language, **{name: look.count(value) for name, value in found.items()})
    sheets.line(view.area_name, told)
    if view.area_tier != "city":
        return
    for group in groups():
        counted = chief_answers.ask(view, "figures", group.districts)
        if counted["alleys"]:
            numbers = {name: look.count(value) for name, value in counted.items()}
            sheets.line(group.label[language], text("alley_chiefs.figures", language, **numbers))


def _draw_matrix(view: View) -> None:
    language = view.language
    tier = chief_answers.compared(view, "subdistrict")
    rows = chief_answers.ask(view, "roll_out_matrix", tier, view.within)
    if rows.empty:
        st.info(text("alley_chiefs.no_units", language))
        return
    names = {row.unit: look.named(row.name, row.name_en, language) for row in rows.drop_duplicates("unit").itertuples()}
    shown = pandas.DataFrame({"name": names})
    grounds = pandas.DataFrame("", index=shown.index, columns=["name", *(item.id for item in ITEMS)])
    for item in ITEMS:
        mine = rows[rows["item"] == item.id].set_index("unit")
        shown[item.id] = [_cell(row, item.is_count) for row in mine.itertuples()]
        grounds[item.id] = ["" if item.is_count else _ground(value) for value in mine["value"]]
    st.markdown(f"**{text('alley_chiefs.matrix', language)}**")
    st.caption(text("alley_chiefs.matrix_told", language))
    kinds = st.column_config
    wide, share = (118, 142) if tier == "district" else (170, 134)
    columns = {"name": kinds.TextColumn(text(f"frame.tier.{tier}", language), width=wide, pinned=True)}
    for item in ITEMS:
        label, told = (text(f"alley_chiefs.{part}.{item.id}", language) for part in ("item", "item_help"))
        columns[item.id] = kinds.TextColumn(label, help=told, alignment="right", width=60 if item.is_count else share)
    styled = shown.style.apply(lambda _: grounds[shown.columns], axis=None)
    key = f"matrix_{tier}_{view.area}_{view.period.text}"
    clicked = clicks.cell(styled, columns, key, len(shown), _MOST)
    if address.newly(key, clicked):
        _open(shown.index[clicked[0]], clicked[1])
    _download(view, rows, names, tier)


def _open(unit: str, column: str) -> None:
    """A name leads into the area, a figure to the list behind it."""
    if column in _BEHIND:
        address.write("gap", _BEHIND[column])
        address.write("at", unit)
    elif column in ("name", "alleys"):
        address.write("area", unit)
        address.write("at", None)
    st.rerun()


def _cell(row, is_count: bool) -> str:
    if look.is_missing(row.numerator):
        return "—"
    if is_count:
        return look.count(row.numerator)
    if look.is_missing(row.value):
        return "—"
    return f"{row.value:.1%} {look.count(row.numerator)}/{look.count(row.denominator)}"


def _ground(value: float) -> str:
    if look.is_missing(value):
        return screen.ground(look.NO_DATA)
    colour = look.DIVERGING[sum(value >= mark for mark in matrix_marks())]
    return screen.ground(colour) + screen.ink(look.ink_on(colour))


def _download(view: View, rows: pandas.DataFrame, names: dict[str, str], tier: str) -> None:
    language = view.language
    frame = rows.assign(
        name=rows["unit"].map(names), item=[text(f"alley_chiefs.item.{each}", language) for each in rows["item"]]
    )
    kinds = {"numerator": "count", "denominator": "count", "value": "rate"}
    columns = [
        tables.Column(each, text(f"alley_chiefs.column.{each}", language), kinds.get(each, "text"))
        for each in ("unit", "name", "item", "numerator", "denominator", "value")
    ]
    known = text("unit_table.known", language, as_of=look.moment(view.as_of), version=view.version.id)
    name = text("alley_chiefs.matrix_file", language, period=view.period.text, tier=tier)
    tables.download(frame, columns, name, language, [text("alley_chiefs.matrix", language), known])


def _draw_gap(view: View) -> None:
    language = view.language
    options = [_ALL, *GAPS]
    shown = {each: text(f"alley_chiefs.gap.{each}", language) for each in options}
    with st.container(width="content"):
        gap = filters.switch("gap", text("alley_chiefs.gap_label", language), options, _ALL, shown.get)
    at = address.read("at")
    names = chief_answers.unit_names(view, [at])
    within = at or view.within
    rows = chief_answers.ask(view, "roster", within) if gap == _ALL else chief_answers.ask(view, "gap", gap, within)
    place = names.get(at, at) if at else view.area_name
    told = text("alley_chiefs.gap_told", language, place=markdown.plain(place), what=shown[gap],
                count=look.count(len(rows)))  # fmt: skip
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(told)
        if at:
            everywhere = text("alley_chiefs.gap_everywhere", language, place=markdown.plain(view.area_name))
            st.button(everywhere, on_click=address.write, args=("at", None), key="gap_everywhere")
    if rows.empty:
        st.success(text("alley_chiefs.gap_none", language))
        return
    if gap == _ALL:
        rows = rows.drop(columns="person_ids").assign(
            chiefs=[text("alley_chiefs.separator", language).join(each) for each in rows["chiefs"]],
            board=[text(f"alley_chiefs.board_state.{each}", language) for each in rows["board"]],
        )  # fmt: skip
    _draw_list(view, gap, rows, at)


def _draw_list(view: View, gap: str, rows: pandas.DataFrame, at: str | None) -> None:
    """The list; a click opens the alley or the chief."""
    language = view.language
    units = chief_answers.unit_names(view, rows["unit"])
    frame = rows.assign(unit=[units.get(each, each) for each in rows["unit"]])
    if "alley_id" in frame:
        frame = frame.rename(columns={"person_id": "board_person_id", "person": "board_person"})
    if "alley_ids" in frame:
        frame = frame.assign(alley_ids=[", ".join(each) for each in rows["alley_ids"]])
    kinds = {"alleys": "count", "in_programme": "yes"}
    columns = [
        tables.Column(each, text(f"alley_chiefs.column.{each}", language), kinds.get(each, "text")) for each in frame
    ]
    key = f"gap_{gap}_{at}_{view.area}_{view.period.text}"
    row = tables.clickable(frame, columns, key, 10)
    if address.newly(key, row):
        if "alley_id" in rows:
            address.write("alley", rows["alley_id"].iloc[row])
        elif "person_id" in rows:
            address.write("chief", rows["person_id"].iloc[row])
        else:
            address.write("area", rows["unit"].iloc[row])
        st.rerun()
    known = text("unit_table.known", language, as_of=look.moment(view.as_of), version=view.version.id)
    title = text(f"alley_chiefs.gap.{gap}", language)
    tables.download(frame, columns, f"{title}_{view.period.text}", language, [title, known])
