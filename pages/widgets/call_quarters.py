"""All districts by all blocks with four quarters on one page."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from analytics.contract.labels import text
from analytics.contract.periods import Period
from analytics.scoring import NoScorecard, Ranking
from pages.widgets import call_answers, heat, look, sheets, standings
from pages.widgets.filters import View
from pages.widgets.sheets import Cell, Part

QUARTERS = 4


def draw(view: View, tried: call_answers.Tried, names: Mapping[str, str]) -> None:
    """Draws rank, score and blocks of every district in the quarter and the three before, the oldest first."""
    language = view.language
    found = {quarter: _ranking(view, quarter, tried) for quarter in _quarters(view.period)}
    now = found[view.period]
    assert now is not None, "the page has asked for this quarter already"
    blocks = [(block.id, block.label[language]) for block in now.scorecard.blocks]
    st.caption(text("roll_call.quarters_told", language, first=look.period(next(iter(found)), language),
                    last=look.period(view.period, language)))  # fmt: skip
    short = [text("roll_call.quarter_short", language, year=f"{quarter.text[2:4]}", quarter=quarter.text[-1])
             for quarter in found]  # fmt: skip
    groups = [text("roll_call.column.rank", language), text("roll_call.column.score", language),
              *(label for _, label in blocks)]  # fmt: skip
    headings = [Cell(text("roll_call.column.district", language)), *(
        Cell("\u00a0" if place else label, small=short[place], align="centre")
        for label in groups for place in range(QUARTERS))]  # fmt: skip
    tables = {quarter: ranking.units.set_index("unit") if ranking else None for quarter, ranking in found.items()}
    rows: list[sheets.Row] = []
    lines = now.units.sort_values(["rank", "unit"], na_position="last")
    for group in standings.group_order(code if isinstance(code, str) else None for code in lines["group"]):
        if group is not None or lines["group"].notna().any():
            rows.append(Part(standings.group_name(group, language)))
        for unit, own in zip(lines["unit"], lines["group"], strict=True):
            if (own if isinstance(own, str) else None) == group:
                rows.append(_row(unit, names, found, tables, [name for name, _ in blocks]))
    with st.container(key="quarters"):
        sheets.draw(headings, rows, dense=True)
    heat.draw_legend(language)


def _quarters(last: Period) -> list[Period]:
    found = [last]
    while len(found) < QUARTERS:
        found.insert(0, found[0].previous())
    return found


def _ranking(view: View, quarter: Period, tried: call_answers.Tried) -> Ranking | None:
    try:
        return call_answers.ranking(view, None if quarter == view.period else quarter, tried)
    except NoScorecard:
        return None


def _row(unit: str, names: Mapping[str, str], found: Mapping, tables: Mapping, blocks: list[str]) -> sheets.Row:
    here = {quarter: table is not None and unit in table.index for quarter, table in tables.items()}
    ranks = [tables[quarter].at[unit, "rank"] if here[quarter] else None for quarter in found]
    scores = [tables[quarter].at[unit, "score"] if here[quarter] else None for quarter in found]
    parts = [
        heat.cell(found[quarter].now.scores.blocks.at[unit, block] if here[quarter] else None, decimals=0)
        for block in blocks for quarter in found
    ]  # fmt: skip
    return [
        Cell(names.get(unit, unit), align="short"), *(Cell(look.count(each), align="right") for each in ranks),
        *(Cell("—" if look.is_missing(each) else f"{each:.1f}", align="centre", strong=place == QUARTERS - 1)
          for place, each in enumerate(scores)), *parts,
    ]  # fmt: skip
