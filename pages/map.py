"""Map: any indicator, drawn by unit."""

from __future__ import annotations

import streamlit as st

from analytics.contract.labels import text
from pages.widgets import header

view = header.open_page("map")
st.info(text("frame.not_built", view.language))
