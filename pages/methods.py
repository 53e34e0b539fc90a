"""Methods: how indicators and scores are defined."""

from __future__ import annotations

import streamlit as st

from analytics.contract.labels import text
from pages.widgets import header

view = header.open_page("methods")
st.info(text("frame.not_built", view.language))
