"""First and last of each group with the probability behind them: the page says when a place could be chance."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from analytics.contract.labels import text
from analytics.scoring import Ranking
from analytics.scoring.naming import group_ends
from analytics.scoring.settings import settings
from pages.widgets import call_words, look, sheets, standings
from pages.widgets.sheets import Cell


def draw(ranking: Ranking, names: Mapping[str, str], language: str) -> None:
    """Draws a line for every first and last of a group; nothing where no unit is ranked."""
    if ranking.now.draws is None:
        return
    ends = group_ends(ranking.now, settings())
    if not ends:
        return
    st.subheader(text("call_words.ends_title", language), anchor=False)
    groups = ranking.units.set_index("unit")["group"]
    rows: list[sheets.Row] = []
    for each in sorted(ends, key=lambda end: (end.end != "last", end.unit)):
        state = "none" if not each.is_named else "good" if each.end == "first" else "bad"
        colour, shape = look.STATUS[state]
        told = call_words.end(each, standings.group_name(groups[each.unit], language), language)
        rows.append([Cell(f"{shape} {names[each.unit]}", align="short", ink=colour, strong=each.is_named), told])
    sheets.draw((), rows, dense=True)
