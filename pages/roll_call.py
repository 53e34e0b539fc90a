"""Roll-call: each quarter, how chiefs are rolled out and perform; districts, alleys that fell and rose, the named."""

from __future__ import annotations

import streamlit as st

from analytics.contract.labels import text
from analytics.scoring import NoScorecard
from analytics.scoring.roll_calls import SCORECARD
from analytics.store.case_reading import unit_names
from pages.widgets import (
    address,
    call_alley,
    call_answers,
    call_comment,
    call_overview,
    call_quarters,
    call_roll_out,
    filters,
    header,
    look,
    what_if,
)

TRIALS = ("monthly", "remediation_only", "cases_only")
SECTIONS = {
    "call": call_overview.draw,
    "quarters": call_quarters.draw,
    "comment": call_comment.draw,
    "roll_out": call_roll_out.draw,
    "alley": call_alley.draw,
}

view = header.open_page("roll_call", kinds=("quarter",), kind="quarter")
language = view.language
with st.container(horizontal=True, vertical_alignment="center"):
    shown = {each: text(f"roll_call.section.{each}", language) for each in SECTIONS}
    section = filters.switch("section", text("roll_call.sections", language), list(SECTIONS), "call", shown.get,
                             label_visibility="collapsed", width="content")
    tried = what_if.choose(view, SCORECARD, TRIALS)
    address.link("presentation", text("roll_call.present", language), icon=":material/slideshow:")
try:
    with st.spinner(text("roll_call.computing", language)):
        call, ranking = call_answers.call(view, tried), call_answers.ranking(view, tried=tried)
except NoScorecard:
    st.info(text("roll_call.not_in_force", language))
    st.stop()
if not call["districts"]:
    st.info(text("roll_call.no_districts", language))
    st.stop()
what_if.mark(ranking.scorecard, language)
if call["provisional"]:
    told = text("roll_call.provisional", language, as_of=look.moment(view.as_of))
    st.warning(told, icon=":material/pending:")
if all(line["rank"] is None for line in call["districts"]):
    st.info(text("roll_call.nobody_ranked", language))
units = {line["unit"] for name in ("districts", "downgraded", "restored", "tasks") for line in call[name]}
names = {code: look.named(*pair, language) for code, pair in unit_names(view.version, units).items()}
SECTIONS[section](view, tried, names)
