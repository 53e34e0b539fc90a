"""The shortlists, remembered per version of the store and everything asked; and what their criteria are called."""

from __future__ import annotations

from datetime import datetime

import streamlit as st

from analytics import honours
from analytics.contract.labels import has, text
from analytics.contract.periods import Period
from analytics.honours import Shortlist
from analytics.indicators import indicator
from analytics.store.versions import Version
from pages.widgets.filters import View


def shortlist(view: View, role: str) -> Shortlist:
    """The shortlist of the role for the view's year and area (see `analytics.honours.shortlist`)."""
    return _shortlist(view.version, view.version.key, role, view.period, view.as_of, view.within)


@st.cache_data(show_spinner=False, max_entries=30)
def _shortlist(
    _version: Version, version_id: str, role: str, year: Period, as_of: datetime, within: str | None
) -> Shortlist:
    return honours.shortlist(_version, role, year, as_of, within)


def name(criterion: str, language: str) -> str:
    """What the criterion is called: as on the honours page, else as the indicator of the same id."""
    key = f"honours.criterion.{criterion}"
    return text(key, language) if has(key) else getattr(indicator(criterion), language)


def unit(criterion: str) -> str:
    """In which unit its value is written."""
    return "rate" if has(f"honours.criterion.{criterion}") else indicator(criterion).unit
