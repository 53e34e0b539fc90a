"""What analytics answers about grid cells and the census, remembered per version of the store."""

from __future__ import annotations

from datetime import date, datetime

import pandas
import streamlit as st

from analytics import grids
from analytics.contract.periods import Period
from analytics.store import tag_reading
from analytics.store.versions import Version
from pages.widgets.filters import View


def cells(view: View) -> pandas.DataFrame:
    """One row per cell of the view's area (see `analytics.grids.cells`). Not to be changed in place."""
    return _ask(view.version, view.version.key, "cells", view.period, view.as_of, view.within)


def census_runs(view: View) -> pandas.DataFrame:
    """One row per district and subdistrict and kind of census (see `analytics.grids.census_runs`)."""
    return _ask(view.version, view.version.key, "census_runs", view.period, view.as_of, view.within)


@st.cache_data(show_spinner=False, max_entries=60)
def _ask(
    _version: Version, version_id: str, question: str, period: Period, as_of: datetime, within: str | None
) -> pandas.DataFrame:
    return getattr(grids, question)(_version, period, as_of, within)


def parts(view: View, tier: str) -> pandas.DataFrame:
    """One row per unit of the tier with parts (see `analytics.grids.parts_of`)."""
    return _parts(view.version, view.version.key, view.period, tier, view.as_of, view.within)


@st.cache_data(show_spinner=False, max_entries=60)
def _parts(
    _version: Version, version_id: str, period: Period, tier: str, as_of: datetime, within: str | None
) -> pandas.DataFrame:
    return grids.parts_of(_version, period, tier, as_of, within)


def tags(view: View) -> pandas.DataFrame:
    """One row per cell and tag: grid, family, tag."""
    return _tags(view.version, view.version.key, view.day, view.within)


@st.cache_data(show_spinner=False, max_entries=60)
def _tags(_version: Version, version_id: str, day: date, within: str | None) -> pandas.DataFrame:
    return tag_reading.grid_tags(_version, day, within)


def people(view: View, grid: str) -> pandas.DataFrame:
    """One row per inspector of the cell (see `analytics.grids.people_of`)."""
    return grids.people_of(view.version, grid, view.period, view.as_of)
