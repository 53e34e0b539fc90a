"""District ranking: the monthly ranking of streets and towns, districts, communities or alleys, and all behind it."""

from __future__ import annotations

import io

import streamlit as st

from analytics.contract.labels import text
from analytics.indicators import indicator
from analytics.reports.ranking_workbook import write_ranking
from analytics.scoring import NoScorecard, Ranking, scorecards
from analytics.scoring.scores import RANKED
from pages.widgets import (
    address,
    answers,
    comparing,
    downloads,
    header,
    look,
    markdown,
    sheets,
    standings,
    task_list,
    unit_scores,
)
from pages.widgets.filters import View

SCORECARDS = ("monthly", "remediation_only", "cases_only", "quarterly")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def workbook(ranking: Ranking, language: str) -> bytes:
    """The ranking as the bytes of an .xlsx file."""
    buffer = io.BytesIO()
    write_ranking(ranking, buffer, language)
    return buffer.getvalue()


def draw_heading(view: View, ranking: Ranking, place: st.delta_generator.DeltaGenerator) -> None:
    """Draws what is ranked by what, how many are, and the download."""
    language, card = view.language, ranking.scorecard
    words = {"units": text(f"ranking.units.{view.tier}", language), "scorecard": card.label[language]}
    main = getattr(indicator(card.main(view.tier).indicator), language)
    ranked = look.count((ranking.units["status"] == RANKED).sum())
    heading = text("ranking.heading", language, place=view.area_name, **words)
    told = text("ranking.counted", language, all=look.count(len(ranking.units)), ranked=ranked, main=main)
    with place:
        with st.container():
            sheets.line(heading, f"{told} {text('ranking.open_unit', language)}")
        name = text("ranking.file_name", language, period=view.period.text, tier=view.tier)
        told = text("ranking.download", language)
        book = lambda: workbook(ranking, language)  # noqa: E731  made only when somebody asks
        downloads.button(told, book, f"{name}.xlsx", XLSX)


def draw_ranking(view: View, ranking: Ranking) -> None:
    """Draws the table, and beside it the unit that is open."""
    rows = answers.units(view.version, view.tier, view.period, view.as_of, view.within)
    names = {row.unit: look.named(row.name, row.name_en, view.language) for row in rows.itertuples()}
    names = {unit: names.get(unit, unit) for unit in ranking.units["unit"]}
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


comparing.start_in_a_district()
view = header.open_page("ranking", kinds=("month", "quarter"), scorecards=SCORECARDS)
bar = st.container(horizontal=True, vertical_alignment="center")
with bar:
    view = comparing.choose(view)
fitting = answers.fitting_scorecard(view.version, view.period, view.as_of, SCORECARDS)
if fitting != SCORECARDS[0] and view.scorecard == fitting:
    names = {key: scorecards()[each].label[view.language] for key, each in
             (("preferred", SCORECARDS[0]), ("chosen", view.scorecard))}
    st.caption(text("ranking.scorecard_chosen", view.language, **names))
try:
    with st.spinner(text("ranking.computing", view.language)):
        found = answers.ranking(view, view.tier, view.scorecard)
except NoScorecard:
    st.info(text("ranking.not_in_force", view.language, scorecard=scorecards()[view.scorecard].label[view.language]))
    st.stop()
if found.units.empty:
    st.info(text("ranking.no_units", view.language, place=markdown.plain(view.area_name)))
    st.stop()
draw_heading(view, found, bar)
draw_ranking(view, found)
task_list.draw_compact(view)
