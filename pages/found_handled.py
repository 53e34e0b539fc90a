"""Found and handled: what is found and by whom, who had to step in, who came when called, and what residents say."""

from __future__ import annotations

import streamlit as st

from analytics.contract.labels import text
from pages.widgets import (
    filters,
    found_departments,
    found_fallback,
    found_residents,
    found_sentinels,
    found_shares,
    found_whistles,
    header,
)

SECTIONS = {
    "found": found_shares.draw,
    "fallback": found_fallback.draw,
    "whistles": found_whistles.draw,
    "departments": found_departments.draw_departments,
    "supervision": found_departments.draw_supervision,
    "residents": found_residents.draw,
    "sentinels": found_sentinels.draw,
}

view = header.open_page("found_handled", kinds=("month", "quarter", "year"), tiers=("district", "subdistrict"))
language = view.language
if not view.version.has("cases"):
    st.info(text("loops.no_cases", language))
    st.stop()
shown = {each: text(f"found_handled.show.{each}", language) for each in SECTIONS}
with st.container(width="content"):
    section = filters.switch(
        "show", text("loops.show_label", language), list(SECTIONS), "found", shown.__getitem__,
        label_visibility="collapsed",
    )  # fmt: skip
SECTIONS[section](view)
