"""Import: import files and read the report."""

from __future__ import annotations

import streamlit as st

from analytics.contract.labels import text
from pages.widgets import header

view = header.open_page("importing")
st.info(text("frame.not_built", view.language))
