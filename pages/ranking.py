"""District ranking: the monthly ranking of streets and towns, districts, communities or alleys, and all behind it."""

from __future__ import annotations

import streamlit as st

from analytics.contract.labels import text
from analytics.scoring import NoScorecard, scorecards
from pages.widgets import (
    answers,
    boundary_notes,
    comparing,
    documents,
    edition_list,
    filters,
    header,
    markdown,
    rank_funnel,
    rank_mix,
    rank_returning,
    ranking_table,
    task_list,
    what_if,
)

SCORECARDS = ("monthly", "remediation_only", "cases_only", "quarterly")
SECTIONS = {
    "table": ranking_table.draw_ranking,
    "funnel": rank_funnel.draw,
    "mix": rank_mix.draw,
    "returning": rank_returning.draw,
}

comparing.start_in_a_district()
view = header.open_page("ranking", kinds=("month", "quarter"), scorecards=SCORECARDS)
language = view.language
bar = st.container(horizontal=True, vertical_alignment="center")
with bar:
    view = comparing.choose(view)
fitting = answers.fitting_scorecard(view.version, view.period, view.as_of, SCORECARDS)
if fitting != SCORECARDS[0] and view.scorecard == fitting:
    names = {key: scorecards()[each].label[language] for key, each in
             (("preferred", SCORECARDS[0]), ("chosen", view.scorecard))}
    st.caption(text("ranking.scorecard_chosen", language, **names))
with bar:
    shown = {each: text(f"ranking.section.{each}", language) for each in SECTIONS}
    section = filters.switch("section", text("ranking.sections", language), list(SECTIONS), "table", shown.get,
                             label_visibility="collapsed", width="content")
    tried = what_if.choose(view, view.scorecard)
try:
    with st.spinner(text("ranking.computing", language)):
        found = answers.ranking(view, view.tier, view.scorecard, tried and tried[1])
except NoScorecard:
    st.info(text("ranking.not_in_force", language, scorecard=scorecards()[view.scorecard].label[language]))
    st.stop()
if found.units.empty:
    st.info(text("ranking.no_units", language, place=markdown.plain(view.area_name)))
    st.stop()
what_if.mark(found.scorecard, language)
ranking_table.draw_heading(view, found)
boundary_notes.draw(view)
SECTIONS[section](view, found)
if not tried:
    edition_list.draw_published(view)
    documents.draw(view, view.tier, view.scorecard)
task_list.draw_compact(view)
