"""Alley chiefs: who leads which alley, how it is patrolled, checked and remedied; an alley, and a chief's own sheet."""

from __future__ import annotations

import streamlit as st

from analytics.contract.labels import text
from pages.widgets import (
    address,
    chief_alley,
    chief_checks,
    chief_days,
    chief_person,
    chief_plan,
    chief_roster,
    chief_suspicions,
    filters,
    header,
)

SECTIONS = {
    "roster": chief_roster.draw,
    "patrols": chief_days.draw,
    "checks": chief_checks.draw,
    "plan": chief_plan.draw,
    "suspicions": chief_suspicions.draw,
}

view = header.open_page("alley_chiefs", kinds=("month", "quarter"), tiers=("district", "subdistrict", "alley"))
language = view.language
if not view.version.has("alleys"):
    st.info(text("alley_chiefs.no_alleys", language))
    st.stop()
if address.read("chief"):
    chief_person.draw(view, address.read("chief"))
elif address.read("alley"):
    chief_alley.draw(view, address.read("alley"))
else:
    SECTIONS[filters.section("alley_chiefs", list(SECTIONS), "roster", language)](view)
