"""The ranking's heading with its download, its table, and beside it the unit that is open."""

from __future__ import annotations

import io

import streamlit as st

from analytics.contract.labels import text
from analytics.indicators import indicator
from analytics.reports.ranking_workbook import write_ranking
from analytics.scoring import Ranking
from analytics.scoring.scores import RANKED
from analytics.scoring.what_if import UNOFFICIAL
from pages.widgets import address, answers, downloads, look, sheets, standings, unit_scores
from pages.widgets.filters import View

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def workbook(ranking: Ranking, language: str) -> bytes:
    """The ranking as the bytes of an .xlsx file."""
    buffer = io.BytesIO()
    write_ranking(ranking, buffer, language)
    return buffer.getvalue()


def draw_heading(view: View, ranking: Ranking) -> None:
    """Draws what is ranked by what, how many are, and the download."""
    language, card = view.language, ranking.scorecard
    words = {"units": text(f"ranking.units.{view.tier}", language), "scorecard": card.label[language]}
    main = getattr(indicator(card.main(view.tier).indicator), language)
    ranked = look.count((ranking.units["status"] == RANKED).sum())
    heading = text("ranking.heading", language, place=view.area_name, **words)
    heading = heading[:1].upper() + heading[1:]
    told = text("ranking.counted", language, all=look.count(len(ranking.units)), ranked=ranked, main=main)
    with st.container(horizontal=True, vertical_alignment="center"):
        with st.container():
            sheets.line(heading, f"{told} {text('ranking.open_unit', language)}")
        name = text("ranking.file_name", language, period=view.period.text, tier=view.tier)
        if card.id == UNOFFICIAL:
            name = text("what_if.file_name", language, name=name)
        told = text("ranking.download", language)
        book = lambda: workbook(ranking, language)  # noqa: E731  made only when somebody asks
        downloads.button(told, book, f"{name}.xlsx", XLSX)


def unit_names(view: View, ranking: Ranking) -> dict[str, str]:
    """What each unit of the ranking is called."""
    rows = answers.units(view.version, view.tier, view.period, view.as_of, view.within)
    names = {row.unit: look.named(row.name, row.name_en, view.language) for row in rows.itertuples()}
    return {unit: names.get(unit, unit) for unit in ranking.units["unit"]}


def draw_ranking(view: View, ranking: Ranking) -> None:
    """Draws the table, and beside it the unit that is open."""
    names = unit_names(view, ranking)
    opened = address.read("unit") if address.read("unit") in names else None
    left, right = st.columns([0.42, 0.58], gap="medium") if opened else (st.container(), None)
    with left:
        ranked = None
        if (ranking.units["status"] == RANKED).any():
            ranked = standings.draw(view, ranking, names, opened)
        else:
            st.info(text("ranking.nobody_ranked", view.language))
        unranked = standings.draw_unranked(view, ranking, names, opened)
    new = [address.newly("ranked_unit", ranked) and ranked, address.newly("unranked_unit", unranked) and unranked]
    clicked = next((unit for unit in new if unit and unit != opened), None)
    if clicked:
        address.write("unit", clicked)
        st.rerun()
    if right:
        with right:
            unit_scores.draw(view, ranking, opened, names[opened])
