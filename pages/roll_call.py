"""Roll-call: how chiefs are rolled out and perform, each quarter."""

from __future__ import annotations

import streamlit as st

from analytics.contract.labels import text
from pages.widgets import header

view = header.open_page("roll_call")
st.info(text("frame.not_built", view.language))
