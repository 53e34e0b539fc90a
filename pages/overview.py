"""Overview: this period against target, last period and last year."""

from __future__ import annotations

import streamlit as st

from analytics.contract.labels import text
from pages.widgets import header

view = header.open_page("overview")
st.info(text("frame.not_built", view.language))
