"""The roll-call on one page: districts by blocks, the named, alleys that fell and rose, tasks, lines handed over."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from analytics.contract.labels import text
from pages.widgets import call_answers, call_chance, call_lists, documents, edition_list, heat, markdown, task_list
from pages.widgets.filters import View


def draw(view: View, tried: call_answers.Tried, names: Mapping[str, str]) -> None:
    """Draws everything of the quarter; the lists follow the chosen district."""
    language = view.language
    call, ranking = call_answers.call(view, tried), call_answers.ranking(view, tried=tried)
    only = view.area if view.area_tier == "district" else None
    left, right = st.columns([1.95, 1], gap="medium")
    with left:
        heat.draw(call, ranking.scorecard, names, only, language)
        call_chance.draw(ranking, names, language)
    with right:
        call_lists.draw_named(call, names, language)
        call_lists.draw_problems(call, language)
    if only:
        st.caption(text("roll_call.only_area", language, area=markdown.plain(view.area_name)))
    for place, event in zip(st.columns(2, gap="medium"), ("downgraded", "restored"), strict=True):
        with place:
            call_lists.draw_alleys(call, event, names, only, language, tried is not None)
    left, right = st.columns([1.25, 1], gap="medium")
    with left:
        call_lists.draw_tasks(call, names, only, language)
    with right:
        call_lists.draw_transfer(call, names, language)
    if tried is None:
        edition_list.draw_published(view)
        documents.draw_roll_call(view)
    task_list.draw_compact(view)
