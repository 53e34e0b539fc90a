"""The roll-out matrix as a meeting sees it: every district against what the chief system needs to stand."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from analytics.chiefs.roll_out import ITEMS
from analytics.contract.labels import text
from pages.widgets import address, call_answers, chief_answers, heat, look, sheets
from pages.widgets.filters import View
from pages.widgets.sheets import Cell


def draw(view: View, tried: call_answers.Tried, names: Mapping[str, str]) -> None:
    """Draws the matrix of all districts, as it stood on the quarter's last day; no scorecard has a part in it."""
    language = view.language
    rows = chief_answers.ask(view, "roll_out_matrix", "district", None)
    if rows.empty:
        st.info(text("alley_chiefs.no_units", language))
        return
    st.caption(text("call_words.roll_out_told", language))
    cells = rows.set_index(["unit", "item"])
    headings = [text("roll_call.column.district", language), *(
        Cell(text(f"alley_chiefs.item.{item.id}", language), align="right" if item.is_count else "centre")
        for item in ITEMS)]  # fmt: skip
    sheets.draw(headings, [
        [Cell(look.named(row.name, row.name_en, language), align="short"),
         *(_cell(cells.loc[(row.unit, item.id)], item.is_count) for item in ITEMS)]
        for row in rows.drop_duplicates("unit").itertuples(index=False)
    ], dense=True)  # fmt: skip
    heat.draw_legend(language)
    address.link("alley_chiefs", text("call_words.open_alley_chiefs", language))


def _cell(row, is_count: bool) -> Cell:
    if is_count:
        return Cell(look.count(row["numerator"]), align="right")
    share = heat.cell(row["value"] * 100)
    if look.is_missing(row["value"]):
        return share
    made_of = f"{look.count(row['numerator'])}/{look.count(row['denominator'])}"
    return Cell(f"{row['value']:.1%}\n{made_of}", align="centre", ground=share.ground, ink=share.ink)
