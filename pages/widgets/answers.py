"""What analytics answers to the pages, remembered per version of the store: the version's id is part of every key."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import pandas
import streamlit as st

from analytics import indicators
from analytics.contract.periods import Period
from analytics.scoring.fitting import fitting
from analytics.scoring.ranking import Ranking, rank
from analytics.scoring.what_if import parse, trial
from analytics.store import freshness, geometries
from analytics.store.versions import Version
from pages.widgets.cells import Cells
from pages.widgets.shapes import Shapes

if TYPE_CHECKING:
    from pages.widgets.filters import View

VECTORS_AT_MOST = 3000  # more polygons than this are sent as one picture


def units(
    version: Version, tier: str, period: Period, as_of: datetime, within: str | None = None
) -> pandas.DataFrame:
    """One row per unit of the tier in force: unit, name, name_en, parent, group_code (see `units_in_force`)."""
    return _units(version, version.key, tier, period, as_of, within)


@st.cache_data(show_spinner=False, max_entries=200)
def _units(
    _version: Version, version_id: str, tier: str, period: Period, as_of: datetime, within: str | None
) -> pandas.DataFrame:
    return indicators.units_in_force(_version, tier, period, as_of, within)


def first_day(version: Version) -> date:
    """The first day of which the version tells anything."""
    return _first_day(version, version.key)


@st.cache_data(show_spinner=False, max_entries=10)
def _first_day(_version: Version, version_id: str) -> date:
    return freshness.first_day(_version)


def last_day(version: Version) -> date:
    """The last day of which the version tells anything."""
    return _last_day(version, version.key)


@st.cache_data(show_spinner=False, max_entries=10)
def _last_day(_version: Version, version_id: str) -> date:
    return freshness.last_day(_version)


def values(view: View, tier: str, ids: Sequence[str] | None = None) -> pandas.DataFrame:
    """One row per indicator and unit of the tier inside the area: indicator, unit, numerator, denominator, value."""
    return _values(view.version, view.version.key, view.period, tier, _key(ids), view.within, view.as_of)


@st.cache_data(show_spinner=False, max_entries=300)
def _values(
    _version: Version,
    version_id: str,
    period: Period,
    tier: str,
    ids: tuple[str, ...] | None,
    within: str | None,
    as_of: datetime,
) -> pandas.DataFrame:
    return indicators.compute(_version, period, tier, ids=ids and list(ids), within=within, as_of=as_of)


def trend(view: View, tier: str, ids: Sequence[str] | None, periods: Sequence[Period]) -> pandas.DataFrame:
    """As `values` for several periods, each as of its usual moment; column `period` holds its text."""
    version = view.version
    # Period by period, so that the view of the next month finds all but one already counted.
    return pandas.concat([
        _values(version, version.key, each, tier, _key(ids), view.within, each.default_as_of(view.newest))
        for each in periods
    ])


def ranking(view: View, tier: str, scorecard: str, weights: str | None = None) -> Ranking:
    """The ranking of the tier's units inside the view's area; shared by all readers, so nobody may change it.

    With `weights` (as the address writes them) it is a trial, which is never official.
    """
    return _ranking(view.version, view.version.key, view.period, tier, view.within, view.as_of, scorecard, weights)


@st.cache_resource(show_spinner=False, max_entries=100)
def _ranking(
    _version: Version,
    version_id: str,
    period: Period,
    tier: str,
    within: str | None,
    as_of: datetime,
    scorecard: str,
    weights: str | None,
) -> Ranking:
    rules = trial(scorecard, parse(weights)) if weights else None
    return rank(_version, period, tier=tier, within=within, as_of=as_of, scorecard=scorecard, rules=rules)


def fitting_scorecard(version: Version, period: Period, as_of: datetime, preferred: Sequence[str]) -> str:
    """The first of the preferred scorecards that the store can answer (see `analytics.scoring.fitting`)."""
    return _fitting_scorecard(version, version.key, period, as_of, tuple(preferred))


@st.cache_data(show_spinner=False, max_entries=100)
def _fitting_scorecard(
    _version: Version, version_id: str, period: Period, as_of: datetime, preferred: tuple[str, ...]
) -> str:
    return fitting(_version, period, as_of, preferred)


def newest_rows(view: View) -> list[dict[str, Any]]:
    """One row per submitted table: table, rows, newest (see `analytics.store.freshness.newest_rows`)."""
    return _newest_rows(view.version, view.version.key, view.as_of)


@st.cache_data(show_spinner=False, max_entries=50)
def _newest_rows(_version: Version, version_id: str, as_of: datetime) -> list[dict[str, Any]]:
    return freshness.newest_rows(_version, as_of)


def not_submitted(view: View, tier: str) -> pandas.DataFrame:
    """One row per submitted table and unit that has no row of it in the period: table, unit."""
    return _not_submitted(view.version, view.version.key, view.period, tier, view.within, view.as_of)


@st.cache_data(show_spinner=False, max_entries=50)
def _not_submitted(
    _version: Version, version_id: str, period: Period, tier: str, within: str | None, as_of: datetime
) -> pandas.DataFrame:
    return freshness.not_submitted(_version, period, tier, within, as_of)


def outlines(view: View, tier: str) -> Shapes | Cells:
    """The outlines of the tier's units inside the area, as vectors or, when there are too many, as a raster."""
    return _outlines(view.version, view.version.key, tier, view.day, view.within)


@st.cache_resource(show_spinner=False, max_entries=20)
def _outlines(_version: Version, version_id: str, tier: str, day: date, within: str | None) -> Shapes | Cells:
    frame = geometries.geometries(_version, tier, day, within)
    return Cells.of(frame) if len(frame) > VECTORS_AT_MOST and tier != "alley" else Shapes.of(frame)


def _key(ids: Sequence[str] | None) -> tuple[str, ...] | None:
    return None if ids is None else tuple(ids)
