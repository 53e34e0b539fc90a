"""What analytics answers to the pages, remembered per version of the store: the version's id is part of every key."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pandas
import streamlit as st

from analytics.store import freshness
from analytics.store import units as store_units
from analytics.store.versions import Version


def units(version: Version, tiers: Sequence[str], day: date, within: str | None = None) -> pandas.DataFrame:
    """One row per unit of the tiers in force on the day (see `analytics.store.unit_names.units_on`)."""
    return _units(version, version.id, tuple(tiers), day, within)


@st.cache_data(show_spinner=False, max_entries=100)
def _units(_version: Version, version_id: str, tiers: tuple[str, ...], day: date, within: str | None):
    return unit_names.units_on(_version, tiers, day, within)


def first_day(version: Version) -> date:
    """The first day of which the version tells anything."""
    return _first_day(version, version.id)


@st.cache_data(show_spinner=False, max_entries=10)
def _first_day(_version: Version, version_id: str) -> date:
    return freshness.first_day(_version)
