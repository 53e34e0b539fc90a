"""What analytics answers about stewards, remembered per version of the store and everything asked."""

from __future__ import annotations

from typing import Any

import pandas
import streamlit as st

from analytics import stewards
from analytics.stewards import Question
from analytics.store.versions import Version
from pages.widgets import answers
from pages.widgets.filters import View

RATES = ("steward_coverage", "steward_active_rate", "steward_retention")


def question(view: View) -> Question:
    """The stewards of the view: its period, as-of and area."""
    return Question(view.period, view.as_of, view.area_tier, view.within)


def ask(view: View, name: str, **asked: Any) -> Any:
    """What a function of `analytics.stewards` answers for the view. Not to be changed in place."""
    return _ask(view.version, view.version.key, name, question(view), tuple(sorted(asked.items())))


@st.cache_data(show_spinner=False, max_entries=300)
def _ask(
    _version: Version, version_id: str, name: str, chosen: Question, asked: tuple[tuple[str, Any], ...]
) -> Any:
    return getattr(stewards, name)(_version, chosen, **dict(asked))


def rates(view: View) -> pandas.DataFrame:
    """The indicators RATES of the view's own area, indexed by indicator: numerator, denominator, value."""
    found = answers.values(view, view.area_tier, RATES)
    own = found[found["unit"] == view.area] if view.area else found.iloc[:0]
    return own.set_index("indicator").reindex(RATES)
