"""What analytics answers about alley chiefs, remembered per version of the store and everything asked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

import pandas
import streamlit as st

from analytics import chiefs
from analytics.chiefs.boards import AlleyRecord, alley_record
from analytics.chiefs.four_rights import ChiefSheet, chief_sheet
from analytics.contract.periods import Period
from analytics.indicators import compute
from analytics.scoring import grade_history
from analytics.store import case_reading
from analytics.store.versions import Version
from pages.widgets import answers, look
from pages.widgets.filters import View


def ask(view: View, question: str, *asked: Any) -> Any:
    """What a function of `analytics.chiefs` answers for the view's period and as-of. Not to be changed in place.

    `asked` stands between the period and the as-of moment, as those functions have it.
    """
    return _ask(view.version, view.version.key, question, view.period, asked, view.as_of)


@st.cache_data(show_spinner=False, max_entries=300)
def _ask(
    _version: Version, version_id: str, question: str, period: Period, asked: tuple[Any, ...], as_of: datetime
) -> Any:
    return getattr(chiefs, question)(_version, period, *asked, as_of)


def alley_year(view: View, alley: str, period: Period) -> tuple[pandas.DataFrame, pandas.DataFrame]:
    """An alley's days and its patrols in a period (see `alley_calendar`, `alley_patrols`)."""
    return _alley_year(view.version, view.version.key, alley, period, view.as_of)


@st.cache_data(show_spinner=False, max_entries=100)
def _alley_year(
    _version: Version, version_id: str, alley: str, period: Period, as_of: datetime
) -> tuple[pandas.DataFrame, pandas.DataFrame]:
    patrols = chiefs.alley_patrols(_version, alley, period, as_of)
    return chiefs.alley_calendar(_version, alley, period, as_of, patrols), patrols


def record(view: View, alley: str) -> AlleyRecord | None:
    """The alley's own record (see `alley_record`)."""
    return _record(view.version, view.version.key, alley, view.period, view.as_of)


@st.cache_data(show_spinner=False, max_entries=100)
def _record(_version: Version, version_id: str, alley: str, period: Period, as_of: datetime) -> AlleyRecord | None:
    return alley_record(_version, alley, period, as_of)


def sheet(view: View, person: str) -> ChiefSheet | None:
    """The chief's record by the four rights (see `chief_sheet`)."""
    return _sheet(view.version, view.version.key, person, view.period, view.as_of)


@st.cache_data(show_spinner=False, max_entries=50)
def _sheet(_version: Version, version_id: str, person: str, period: Period, as_of: datetime) -> ChiefSheet | None:
    return chief_sheet(_version, person, period, as_of)


def grade_events(view: View) -> pandas.DataFrame:
    """Every fall and rise of an alley up to the quarter of the period's end."""
    return _grade_events(view.version, view.version.key, view.period, view.as_of)


@st.cache_data(show_spinner=False, max_entries=20)
def _grade_events(_version: Version, version_id: str, period: Period, as_of: datetime) -> pandas.DataFrame:
    return grade_history.grade_events(_version, period, as_of)


def of_months(view: View, alley: str, ids: Sequence[str], months: Sequence[Period]) -> pandas.DataFrame:
    """An alley's indicators month by month, as known at the view's as-of: the columns of `compute`."""
    return _of_months(view.version, view.version.key, alley, tuple(ids), tuple(months), view.as_of)


@st.cache_data(show_spinner=False, max_entries=100)
def _of_months(
    _version: Version, version_id: str, alley: str, ids: tuple[str, ...], months: tuple[Period, ...], as_of: datetime
) -> pandas.DataFrame:
    return pandas.concat([compute(_version, month, "alley", ids, within=alley, as_of=as_of) for month in months])


def unit_names(view: View, units: Iterable[Any]) -> dict[str, str]:
    """Code → name in the reader's language, of areas; a code that nobody knows is its own name."""
    known = sorted({unit for unit in units if isinstance(unit, str)})
    found = case_reading.unit_names(view.version, known)
    return {unit: look.named(*found.get(unit, (unit, None)), view.language) for unit in known}


def alleys(view: View) -> pandas.DataFrame:
    """The alleys in force inside the view's area: unit, name, parent and more (see `answers.units`)."""
    return answers.units(view.version, "alley", view.period, view.as_of, view.within)


def compared(view: View, finest: str) -> str:
    """The tier whose units a table compares: the view's, but not below `finest`; the area's own where it has none."""
    order = ("city", "district", "subdistrict", "community", "alley")
    tier = view.tier or view.area_tier
    return tier if order.index(tier) <= order.index(finest) else finest
