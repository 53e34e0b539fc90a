"""Alley stewards: the corps, its six forms of work, alleys, findings, points, evaluations, and each steward's sheet."""

from __future__ import annotations

import streamlit as st

from analytics.contract.labels import text
from pages.widgets import (
    address,
    filters,
    header,
    steward_alleys,
    steward_evaluations,
    steward_findings,
    steward_forms,
    steward_people,
    steward_points,
    steward_sheet,
    steward_team,
)

SECTIONS = {
    "team": steward_team.draw,
    "forms": steward_forms.draw,
    "alleys": steward_alleys.draw,
    "findings": steward_findings.draw,
    "points": steward_points.draw,
    "evaluations": steward_evaluations.draw,
    "people": steward_people.draw,
}

view = header.open_page("stewards", kinds=("week", "month", "quarter", "year"), tiers=("district", "subdistrict"))
language = view.language
if not view.version.has("assignments") and not view.version.has("steward_activity"):
    st.info(text("stewards.none_ever", language))
    st.stop()
if address.read("steward"):
    steward_sheet.draw(view, address.read("steward"))
else:
    SECTIONS[filters.section("stewards", list(SECTIONS), "team", language)](view)
