"""Hot spots in words: what a place is called, how clear it is, what its class means."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy
import streamlit as st

from analytics.contract import codes
from analytics.contract.labels import text
from analytics.hotspots import HotSpots
from analytics.hotspots.locations import place_chains
from analytics.store import place_reading
from pages.widgets import answers, case_filters, look
from pages.widgets.filters import View
from pages.widgets.spot_filters import Asked


def place_names(view: View, found: HotSpots, codes: Sequence[str]) -> dict[str, str]:
    """Code → what the place is called: a subdistrict by its name, a grid or hexagon by the subdistrict around it."""
    key = (view.version.key, found.places.tier, view.day, view.area_tier, view.language)
    return _place_names(view, found, tuple(codes), *key)


@st.cache_data(show_spinner=False, max_entries=100)
def _place_names(_view: View, _found: HotSpots, codes: tuple[str, ...], *key: object) -> dict[str, str]:
    view, found = _view, _found
    chains = place_chains(view.version, found, codes)
    names = {tier: _names(view, tier) for tier in ("district", "subdistrict")}
    return {code: _named(view, names, chains.get(code, {})) for code in codes}


def grid_names(view: View, codes: Sequence[str]) -> dict[str, str]:
    """Code → what a grid is called, by the subdistrict around it."""
    chains = place_reading.chains(view.version, "grid", codes, view.day)
    names = {tier: _names(view, tier) for tier in ("district", "subdistrict")}
    return {code: _named(view, names, chains.get(code, {})) for code in codes}


def cases_told(asked: Asked, language: str) -> str:
    """Which cases count and what is tested, in one line for files that stand alone."""
    parts = [text(f"hotspots.measure.{'rate' if asked.rate else 'count'}", language)]
    if asked.case_class:
        parts.append(case_filters.class_name(*asked.case_class, language))
    chosen = {"source": asked.source, "loop": asked.loop}
    parts += [codes.label(name, code, language) for name, code in chosen.items() if code]
    kept = {"overdue": asked.overdue, "key_content": asked.key_content}
    parts += [text(f"hotspots.only.{name}", language) for name, only in kept.items() if only]
    if len(parts) == 1:
        parts.append(text("hotspots.all_classes", language))
    return text("hotspots.cases_told", language, parts=text("hotspots.separator", language).join(parts))


def reading(value: str | None, language: str) -> str:
    """How clear it is, in words; what cannot be tested says so."""
    return text(f"hotspots.reading.{value or 'untested'}", language)


def class_name(value: str | None, language: str) -> str:
    """What an emerging class is called."""
    return text(f"hotspots.class.{value or 'untested'}.name", language)


def class_told(value: str | None, language: str, months: int) -> str:
    """What an emerging class means, over so many months."""
    return text(f"hotspots.class.{value or 'untested'}.told", language, months=months)


def chance(p: float, language: str) -> str:
    """How often chance alone would do this, in words."""
    if numpy.isnan(p):
        return text("hotspots.chance.unknown", language)
    if p < 1e-4:
        return text("hotspots.chance.hardly", language)
    return text("hotspots.chance.about", language, share=f"{p * 100:.2g}")


@st.cache_data(show_spinner=False, max_entries=20)
def _cached_names(_view: View, version_id: str, tier: str, day: object, language: str) -> dict[str, str]:
    units = answers.units(_view.version, tier, _view.period, _view.as_of)
    return {row.unit: look.named(row.name, row.name_en, language) for row in units.itertuples()}


def _names(view: View, tier: str) -> dict[str, str]:
    return _cached_names(view, view.version.key, tier, view.day, view.language)


def _named(view: View, names: dict[str, dict[str, str]], chain: dict[str, Any]) -> str:
    district, subdistrict = (names[each].get(chain.get(each)) for each in ("district", "subdistrict"))
    if view.area_tier == "city" and district and subdistrict:
        return text("hotspots.in_district", view.language, district=district, subdistrict=subdistrict)
    return subdistrict or district or text("hotspots.unnamed", view.language)
