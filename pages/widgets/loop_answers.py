"""What analytics answers about the three loops, remembered per version of the store and everything asked."""

from __future__ import annotations

from typing import Any

import pandas
import streamlit as st

from analytics import loops
from analytics.contract.periods import Period
from analytics.loops.selection import Selection
from analytics.store.versions import Version
from pages.widgets import answers
from pages.widgets.filters import View


def selection(view: View, **which: Any) -> Selection:
    """The cases of the view: its period, as-of and area, and `which` loop, source or organisation."""
    return Selection(view.period, view.as_of, view.area_tier, view.within, **which)


def ask(view: View, question: str, which: dict[str, Any] | None = None, **asked: Any) -> pandas.DataFrame:
    """What a function of `analytics.loops` that takes a selection answers for the view. Not to be changed in place."""
    chosen = selection(view, **(which or {}))
    return _ask(view.version, view.version.key, question, chosen, tuple(sorted(asked.items())))


@st.cache_data(show_spinner=False, max_entries=400)
def _ask(
    _version: Version, version_id: str, question: str, chosen: Selection, asked: tuple[tuple[str, Any], ...]
) -> pandas.DataFrame:
    return getattr(loops, question)(_version, chosen, **dict(asked))


def discovery(view: View, tier: str, within: str | None) -> pandas.DataFrame:
    """One row per unit and indicator of discovery (see `analytics.loops.discovery`)."""
    return _discovery(view.version, view.version.key, view.period, tier, within, view.as_of)


@st.cache_data(show_spinner=False, max_entries=50)
def _discovery(
    _version: Version, version_id: str, period: Period, tier: str, within: str | None, as_of: Any
) -> pandas.DataFrame:
    return loops.discovery(_version, period, tier, within, as_of)


def untold(view: View) -> set[str]:
    """The counts of the balance about which no file tells anything."""
    return _untold(view.version, view.version.key)


@st.cache_data(show_spinner=False, max_entries=10)
def _untold(_version: Version, version_id: str) -> set[str]:
    return loops.untold(_version)


def units(view: View) -> pandas.DataFrame:
    """The units of the view's tier in force inside its area (see `answers.units`)."""
    return answers.units(view.version, view.tier, view.period, view.as_of, view.within)
