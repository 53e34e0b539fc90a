"""Which units a ranking compares: all districts, or the streets, communities or alleys of the chosen area."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from analytics.contract.labels import text
from analytics.store import case_reading
from analytics.store.versions import Version
from pages.widgets import address, answers, filters, look, store
from pages.widgets.filters import View

TIERS = ("district", "subdistrict", "community", "alley")
DEFAULT = "subdistrict"


def start_in_a_district() -> None:
    """On opening, goes from the whole city to the first district with data: the monthly meeting is a district's."""
    version = store.current()
    if version is None or address.read("tier") or address.read("unit"):
        return
    district, cities = _start(version, version.key)
    if district and address.read("area") in (None, *cities):
        address.write("area", district)


@st.cache_data(show_spinner=False, max_entries=10)
def _start(_version: Version, version_id: str) -> tuple[str | None, list[str]]:
    return case_reading.first_district(_version), case_reading.cities(_version)


def choose(view: View) -> View:
    """Lets the reader choose the tier; the view then is of the area inside which the units are compared."""
    options = [tier for tier in TIERS if tier == "district" or _has_units(inside(view, tier), tier)]
    default = DEFAULT if DEFAULT in options else options[0]
    words = {tier: text(f"ranking.units.{tier}", view.language) for tier in options}
    shown = {tier: told[:1].upper() + told[1:] for tier, told in words.items()}
    label = text("ranking.compare", view.language)
    tier = filters.switch("tier", label, options, default, shown.get, label_visibility="collapsed", width="content")
    return replace(inside(view, tier), tier=tier)


def inside(view: View, tier: str) -> View:
    """The view of the area whose units of the tier are compared: the city for districts, a district for its streets."""
    language = view.language
    if tier == "district":
        return replace(view, area=None, area_tier="city", area_name=text("frame.whole_city", language))
    if tier == "subdistrict" and view.area_tier == "subdistrict":
        rows = answers.units(view.version, "subdistrict", view.period, view.as_of, view.area)
        parent = rows["parent"].iloc[0] if len(rows) else None
        names = case_reading.unit_names(view.version, [parent])
        if parent in names:
            return replace(view, area=parent, area_tier="district", area_name=look.named(*names[parent], language))
    return view


def _has_units(view: View, tier: str) -> bool:
    return len(answers.units(view.version, tier, view.period, view.as_of, view.within)) > 0
