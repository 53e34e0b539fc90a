"""Tier performance: the three loops side by side, whether all was handled in time, and where time is lost."""

from __future__ import annotations

import streamlit as st

from analytics.contract.labels import text
from pages.widgets import filters, header, loop_balance, loop_flow, loop_time
from pages.widgets.loop_words import ALL, CHOICES, loop_name

SECTIONS = {
    "balance": loop_balance.draw,
    "funnel": loop_flow.draw_funnel,
    "stages": loop_time.draw_stages,
    "on_time": loop_time.draw_on_time,
    "backlog": loop_flow.draw_backlog,
    "setbacks": loop_flow.draw_setbacks,
}

view = header.open_page("loops", kinds=("week", "month", "quarter", "year"), tiers=("district", "subdistrict"))
language = view.language
if not view.version.has("cases"):
    st.info(text("loops.no_cases", language))
    st.stop()
loop_balance.draw_loops(view)
with st.container(horizontal=True, vertical_alignment="bottom"):
    section = filters.section("loops", list(SECTIONS), "balance", language)
    loop = ALL
    if section != "balance":
        with st.container(width="content"):
            loop = filters.switch(
                "loop", text("loops.loop_label", language), CHOICES, ALL, lambda each: loop_name(each, language),
                label_visibility="collapsed",
            )  # fmt: skip
SECTIONS[section](view, None if loop == ALL else loop)
