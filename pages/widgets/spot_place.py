"""All about the hot spot's place that is open: its months, what drives it, whose it is, its cases."""

from __future__ import annotations

import streamlit as st

from analytics.hotspots import HotSpots
from pages.widgets import spot_panel, spot_people
from pages.widgets.filters import View
from pages.widgets.spot_filters import Asked


def draw(view: View, asked: Asked, found: HotSpots, place: str) -> None:
    """The panel of one place: its months, what drives it, whose it is, its cases."""
    left, middle, right = st.columns([1, 1.1, 1], gap="medium")
    with left:
        spot_panel.months(view, found, place)
    with middle:
        spot_panel.drivers(view, found, place)
    with right:
        spot_people.owners(view, found, place)
    spot_people.cases(view, asked, found, place)
