"""Cases: each case, its stages and its deadline."""

from __future__ import annotations

import streamlit as st

from analytics.contract.labels import text
from pages.widgets import header

view = header.open_page("cases")
st.info(text("frame.not_built", view.language))
