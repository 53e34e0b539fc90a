"""Grids: levels, tags and their standards, whose the cells are, load against staff, fallback money and the census."""

from __future__ import annotations

import streamlit as st

from analytics.contract.labels import text
from pages.widgets import (
    filters,
    found_fallback,
    grid_cells,
    grid_census,
    grid_levels,
    grid_owners,
    header,
)

SECTIONS = {
    "levels": grid_levels.draw,
    "cells": grid_cells.draw,
    "owners": grid_owners.draw,
    "fallback": found_fallback.draw,
    "census": grid_census.draw,
}

view = header.open_page("grids", kinds=("month", "quarter", "year"), tiers=("district", "subdistrict", "community"))
language = view.language
if not view.version.has("grids"):
    st.info(text("grids.no_grids", language))
    st.stop()
grid_levels.draw_figures(view)
SECTIONS[filters.section("grids", list(SECTIONS), "levels", language)](view)
