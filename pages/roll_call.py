"""Roll-call: each quarter, how chiefs are rolled out and perform; districts, alleys that fell and rose, the named."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import streamlit as st

from analytics.contract.labels import text
from analytics.contract.periods import Period
from analytics.scoring import NoScorecard, roll_call
from analytics.scoring.roll_calls import SCORECARD
from analytics.scoring.scorecards import in_force
from analytics.store.case_reading import unit_names
from analytics.store.versions import Version
from pages.widgets import call_lists, documents, edition_list, header, heat, look, markdown, task_list


@st.cache_data(show_spinner=False, max_entries=40)
def called(_version: Version, version_id: str, period: Period, as_of: datetime) -> dict[str, Any]:
    """The roll-call of a quarter (see `analytics.scoring.roll_call`)."""
    return roll_call(_version, period, as_of)


view = header.open_page("roll_call", kinds=("quarter",), kind="quarter")
language = view.language
try:
    with st.spinner(text("roll_call.computing", language)):
        call = called(view.version, view.version.key, view.period, view.as_of)
except NoScorecard:
    st.info(text("roll_call.not_in_force", language))
    st.stop()
if not call["districts"]:
    st.info(text("roll_call.no_districts", language))
    st.stop()
if call["provisional"]:
    told = text("roll_call.provisional", language, as_of=look.moment(view.as_of))
    st.warning(told, icon=":material/pending:")
if all(line["rank"] is None for line in call["districts"]):
    st.info(text("roll_call.nobody_ranked", language))

units = {line["unit"] for name in ("districts", "downgraded", "restored", "tasks") for line in call[name]}
names = {code: look.named(*pair, language) for code, pair in unit_names(view.version, units).items()}
only = view.area if view.area_tier == "district" else None
left, right = st.columns([1.7, 1], gap="medium")
with left:
    heat.draw(call, in_force(SCORECARD, view.period), names, only, language)
with right:
    call_lists.draw_named(call, names, language)
    call_lists.draw_problems(call, language)
if only:
    st.caption(text("roll_call.only_area", language, area=markdown.plain(view.area_name)))
for place, event in zip(st.columns(2, gap="medium"), ("downgraded", "restored"), strict=True):
    with place:
        call_lists.draw_alleys(call, event, names, only, language)
left, right = st.columns([1.25, 1], gap="medium")
with left:
    call_lists.draw_tasks(call, names, only, language)
with right:
    call_lists.draw_transfer(call, names, language)
edition_list.draw_published(view)
documents.draw_roll_call(view)
task_list.draw_compact(view)
