"""Hot spots for the pages, remembered per version of the store: the version's id is part of every key."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

import numpy
import pandas
import shapely
import streamlit as st

from analytics.contract.periods import Period
from analytics.hotspots import HotSpots, NoPlaces, find_hotspots
from analytics.hotspots.counting import CaseClass
from analytics.hotspots.drivers import drivers
from analytics.hotspots.place_cases import cases_of, points
from analytics.hotspots.places import places_on
from analytics.store import case_reading, place_reading
from analytics.store.versions import Version
from pages.widgets import answers
from pages.widgets.cells import Cells
from pages.widgets.filters import View
from pages.widgets.shapes import Shapes

if TYPE_CHECKING:
    from pages.widgets.spot_filters import Asked


@dataclass(frozen=True)
class _Question:
    """All that decides an answer of `find_hotspots`, fit to be a key."""

    period: Period
    tier: str
    months: int
    within: str | None
    as_of: datetime
    case_class: CaseClass | None
    source: str | None
    loop: str | None
    overdue: bool
    key_content: bool
    content_tag: str | None
    rate: bool


def find(view: View, asked: Asked, period: Period | None = None) -> HotSpots | None:
    """The hot spots of the view's period, or of another one as it was known then; None without places to compare.

    Shared by all readers, so nobody may change it.
    """
    as_of = view.as_of if period is None else min(view.as_of, period.default_as_of(view.newest))
    question = _Question(
        period or view.period, asked.tier, asked.months, asked.compared_within(view), as_of, asked.case_class,
        asked.source, asked.loop, asked.overdue, asked.key_content, asked.content_tag, asked.rate,
    )  # fmt: skip
    return _find(view.version, view.version.key, question)


@st.cache_resource(show_spinner=False, max_entries=40)
def _find(_version: Version, version_id: str, question: _Question) -> HotSpots | None:
    try:
        return find_hotspots(_version, **vars(question))
    except NoPlaces:
        return None


def has_outlines(view: View, tier: str) -> bool:
    """Whether places of the tier can be drawn and tested; hexagons always can."""
    return tier == "hex" or _has_outlines(view.version, view.version.key, tier)


@st.cache_data(show_spinner=False, max_entries=20)
def _has_outlines(_version: Version, version_id: str, tier: str) -> bool:
    return place_reading.has_outlines(_version, tier)


def listed(view: View, found: HotSpots) -> numpy.ndarray:
    """True per compared place that lies inside the view's area: the ones to draw and to list."""
    if view.within is None or found.selection.within == view.within:
        return numpy.ones(len(found.places.codes), dtype=bool)
    inside = _codes(view.version, view.version.key, found.places.tier, view.day, view.within)
    return numpy.array([code in inside for code in found.places.codes], dtype=bool)


@st.cache_data(show_spinner=False, max_entries=40)
def _codes(_version: Version, version_id: str, tier: str, day: date, within: str) -> frozenset[str]:
    try:
        return frozenset(places_on(_version, tier, day, within).codes)
    except NoPlaces:
        return frozenset()


def outlines(view: View, found: HotSpots) -> Shapes | Cells:
    """The outlines of the places inside the view's area, as vectors or, when there are too many, as a raster."""
    if found.places.tier != "hex":
        return answers.outlines(view, found.places.tier)
    return _hexagons(view.version.key, view.day, view.within, found, listed(view, found))


@st.cache_resource(show_spinner=False, max_entries=10)
def _hexagons(
    version_id: str, day: date, within: str | None, _found: HotSpots, _listed: numpy.ndarray
) -> Shapes | Cells:
    places = _found.places
    codes = [code for code, kept in zip(places.codes, _listed, strict=True) if kept]
    frame = pandas.DataFrame({"unit": codes, "geometry": shapely.to_wkb(places.geometries[_listed])})
    return Cells.of(frame) if len(frame) > answers.VECTORS_AT_MOST else Shapes.of(frame)


@st.cache_data(show_spinner=False, max_entries=10)
def major_classes(_version: Version, version_id: str) -> dict[str, CaseClass]:
    """Key in the address → (scheme, kind, major code) of the classes that cases bear, most frequent first."""
    found = case_reading.major_classes(_version)
    return {
        f"{row['scheme']}.{row['kind']}.{row['major_code']}": (row["scheme"], row["kind"], row["major_code"])
        for row in found
    }


@st.cache_data(show_spinner=False, max_entries=10)
def sources(_version: Version, version_id: str) -> list[str]:
    """The sources that cases bear, most frequent first."""
    return case_reading.sources(_version)


def driving(view: View, found: HotSpots, place: str) -> pandas.DataFrame:
    """One row per class and source around a place (see `analytics.hotspots.drivers.drivers`)."""
    return _driving(view.version, view.version.key, found.period, found.selection, found.places.tier, place, found)


@st.cache_data(show_spinner=False, max_entries=50)
def _driving(_version: Version, version_id: str, period, selection, tier: str, place: str, _found: HotSpots):
    return drivers(_version, _found, place)


def cases(view: View, found: HotSpots, place: str) -> pandas.DataFrame:
    """One row per case counted for a place (see `analytics.hotspots.place_cases.cases_of`)."""
    return _cases(view.version, view.version.key, found.period, found.selection, found.places.tier, place, found)


@st.cache_data(show_spinner=False, max_entries=50)
def _cases(_version: Version, version_id: str, period, selection, tier: str, place: str, _found: HotSpots):
    return cases_of(_version, _found, place)


def case_points(view: View, found: HotSpots, period: Period) -> numpy.ndarray:
    """Longitude and latitude of the counted cases inside the view's area, newest first: (cases, 2)."""
    return _points(view.version, view.version.key, found.selection, period, view.within)


@st.cache_data(show_spinner=False, max_entries=50)
def _points(_version: Version, version_id: str, selection, period: Period, within: str | None) -> numpy.ndarray:
    return points(_version, selection, period, within)
