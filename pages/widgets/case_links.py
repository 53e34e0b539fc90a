"""From a figure to its cases: the page of cases with the conditions of the bar that was clicked."""

from __future__ import annotations

from typing import NoReturn
from urllib.parse import parse_qsl, urlencode

import streamlit as st

from pages.widgets import address


def link(**conditions: str | None) -> str:
    """The conditions (parameters of the page of cases) as one text that a chart can carry; None is left out."""
    return urlencode({name: value for name, value in conditions.items() if value is not None})


def open_cases(conditions: str) -> NoReturn:
    """Goes to the cases that `link` described, in the area and period of this page."""
    kept = {name: st.query_params[name] for name in address.STICKY if name in st.query_params}
    st.switch_page("pages/cases.py", query_params=kept | dict(parse_qsl(conditions)))
