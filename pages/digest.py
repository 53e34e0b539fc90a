"""Daily digest: yesterday's movements beside the usual, deadlines missed and coming, new hot spots, tasks."""

from __future__ import annotations

import streamlit as st

from analytics.contract.labels import text
from analytics.digest import Digest, digest
from pages.widgets import digest_parts, header
from pages.widgets.filters import View


def answered(view: View) -> Digest:
    """The digest of the morning after the day that is looked at, remembered."""
    return _answered(view.version, view.version.key, view.as_of, view.within)


@st.cache_data(show_spinner=False, max_entries=100)
def _answered(_version, version_id: str, as_of, within: str | None) -> Digest:
    return digest(_version, as_of, within)


view = header.open_page("digest", kinds=("day",), kind="day", moment=lambda period: period.end)
with st.spinner(text("digest.computing", view.language)):
    found = answered(view)
digest_parts.draw_movements(view, found)
left, right = st.columns([1.2, 1], gap="medium")
with left:
    digest_parts.draw_deadlines(view, found)
with right:
    digest_parts.draw_rates(view, found)
    digest_parts.draw_watch(view, found)
