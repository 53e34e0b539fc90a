"""Plans and their back-tests, made once and remembered per version of the store and everything asked."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import streamlit as st

from analytics import staffing
from analytics.contract.labels import text
from analytics.contract.periods import Period
from analytics.staffing import NoPlan, Plan
from analytics.store.versions import Version
from pages.widgets import look
from pages.widgets.filters import View

if TYPE_CHECKING:
    from pages.widgets.staff_choices import Asked

_KEPT = 40  # plans; one of a district takes some megabytes


def inspectors(view: View) -> int:
    """Inspectors in force in the view's area."""
    if view.area is None:
        return 0
    return _inspectors(view.version, view.version.key, view.area, view.area_tier, view.day)


@st.cache_data(show_spinner=False, max_entries=200)
def _inspectors(_version: Version, version_id: str, area: str, tier: str, day: date) -> int:
    return staffing.inspectors_in_force(_version, area, tier, day)


def plan(view: View, asked: Asked) -> Plan:
    """The plan, with its progress drawn while it is made. Raises NoPlan."""
    return _made(view, asked, view.period, view.as_of)


def back_test(view: View, asked: Asked, found: Plan) -> tuple[Plan, list[dict[str, Any]]]:
    """The plan that later months can judge, and those months (see `analytics.staffing.back_test`).

    The plan itself where the store knows months after its history; else the one made in the same way from the period
    before, judged by the months of this one. Raises NoPlan.
    """
    rows = _tested(view.version, view.version.key, found, _key(view, asked, view.period, view.as_of))
    if rows:
        return found, rows
    before = view.period.previous()
    moment = before.default_as_of(view.newest)
    earlier = _made(view, asked, before, moment)
    return earlier, _tested(view.version, view.version.key, earlier, _key(view, asked, before, moment))


@st.cache_data(show_spinner=False, max_entries=100)
def _tested(_version: Version, version_id: str, _plan: Plan, asked: Hashable) -> list[dict[str, Any]]:
    return staffing.back_test(_version, _plan)


def _made(view: View, asked: Asked, period: Period, moment: datetime) -> Plan:
    kept, key = _plans(), _key(view, asked, period, moment)
    if key not in kept:
        # Not st.cache_resource: what it remembers cannot draw how far it is.
        bar = st.progress(0.0)
        try:
            made = staffing.plan(
                view.version, view.area, period, asked.inspectors, asked.hours, moment, asked.demands,
                progress=lambda step, share: bar.progress(share, _told(step, period, view.language)),
            )  # fmt: skip
        except NoPlan as error:
            made = error
        finally:
            bar.empty()
        kept[key] = made
        while len(kept) > _KEPT:
            kept.popitem(last=False)
    found = kept[key]
    if isinstance(found, NoPlan):
        raise found
    return found


def _told(step: str, period: Period, language: str) -> str:
    return text(f"staffing.step.{step}", language, period=look.period(period, language))


def _key(view: View, asked: Asked, period: Period, moment: datetime) -> Hashable:
    return view.version.key, view.area, period.text, moment, asked


@st.cache_resource(show_spinner=False)
def _plans() -> OrderedDict[Hashable, Plan | NoPlan]:
    return OrderedDict()
