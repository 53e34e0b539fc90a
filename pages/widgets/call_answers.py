"""A quarter's roll-call and the ranking behind it, remembered per version; a trial is another one."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import streamlit as st

from analytics.contract.periods import Period
from analytics.scoring import Ranking, rank, roll_call
from analytics.scoring.comments import Comment, comment
from analytics.scoring.roll_calls import SCORECARD, TIER
from analytics.scoring.rulebooks import Rulebook
from analytics.scoring.what_if import parse, trial
from analytics.store.versions import Version
from pages.widgets.filters import View

Tried = tuple[str, str] | None  # a scorecard and weights, as `what_if.choose` gives them


def call(view: View, tried: Tried = None) -> dict[str, Any]:
    """The roll-call of the view's quarter (see `analytics.scoring.roll_call`). Raises NoScorecard."""
    return _call(view.version, view.version.key, view.period, view.as_of, tried)


def ranking(view: View, period: Period | None = None, tried: Tried = None) -> Ranking:
    """The ranking behind a quarter's roll-call, an earlier one as known by then. Raises NoScorecard."""
    quarter = period or view.period
    as_of = min(view.as_of, quarter.default_as_of(view.newest)) if period else view.as_of
    return _ranking(view.version, view.version.key, quarter, as_of, tried)


def remark(view: View, unit: str, tried: Tried = None) -> Comment:
    """The comment on a district (see `analytics.scoring.comments`)."""
    return _comment(view.version, view.version.key, view.period, view.as_of, unit, tried)


def _rules(tried: Tried) -> Rulebook:
    return trial(tried[0], parse(tried[1])) if tried else Rulebook.of(SCORECARD)


@st.cache_data(show_spinner=False, max_entries=40)
def _call(_version: Version, version_id: str, period: Period, as_of: datetime, tried: Tried) -> dict[str, Any]:
    return roll_call(_version, period, as_of, _rules(tried))


@st.cache_resource(show_spinner=False, max_entries=40)
def _ranking(_version: Version, version_id: str, period: Period, as_of: datetime, tried: Tried) -> Ranking:
    return rank(_version, period, TIER, as_of=as_of, scorecard=SCORECARD, rules=_rules(tried))


@st.cache_data(show_spinner=False, max_entries=80)
def _comment(
    _version: Version, version_id: str, period: Period, as_of: datetime, unit: str, tried: Tried
) -> Comment:
    found = _ranking(_version, version_id, period, as_of, tried)
    return comment(_version, _call(_version, version_id, period, as_of, tried), found, unit, _rules(tried).settings)
