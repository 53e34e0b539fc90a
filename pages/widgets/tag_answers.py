"""Figures of tagged grids and classes for the pages, remembered per version of the store."""

from __future__ import annotations

import pandas
import streamlit as st

from analytics.hotspots import HotSpots
from analytics.store import tag_figures
from pages.widgets import spot_answers, spot_layers
from pages.widgets.filters import View
from pages.widgets.spot_filters import Asked


def figures(view: View) -> pandas.DataFrame:
    """One row per family and tag (see `analytics.store.tag_figures.tag_figures`)."""
    return _figures(view.version, view.version.key, view.period, view.as_of, view.within)


@st.cache_data(show_spinner=False, max_entries=50)
def _figures(_version, version_id: str, period, as_of, within: str | None) -> pandas.DataFrame:
    return tag_figures.tag_figures(_version, period, as_of, within)


def grid_figures(view: View, family: str, tag: str | None) -> pandas.DataFrame:
    """One row per grid with cases of the tag, or of the whole family (see `analytics.store.tag_figures`)."""
    return _grid_figures(view.version, view.version.key, view.period, view.as_of, family, tag, view.within)


@st.cache_data(show_spinner=False, max_entries=50)
def _grid_figures(_version, version_id: str, period, as_of, family, tag, within) -> pandas.DataFrame:
    return tag_figures.grid_figures(_version, period, as_of, family, tag, within)


@st.cache_data(show_spinner=False, max_entries=10)
def class_counts(_version, version_id: str) -> dict[str, int]:
    """How many class entries bear each tag of key content."""
    return tag_figures.class_counts(_version)


def hot_spots(view: View, family: str, tag: str | None) -> HotSpots | None:
    """Hot spots among the grids: of all cases for tags of grids, of the tagged classes' cases for key content."""
    asked = Asked("grid", 24, None, None, None, False, family == "key_content" and tag is None, False, "area")
    if family == "key_content" and tag:
        asked = Asked("grid", 24, None, None, None, False, False, False, "area", content_tag=tag)
    return spot_answers.find(view, asked)


def tagged_grids(view: View, family: str, tag: str | None) -> set[str]:
    """The grids that bear the tag, or any of the family; none for key content, which is a matter of classes."""
    found = spot_layers.grid_tags(view)
    chosen = found["family"] == family
    if tag:
        chosen &= found["tag"] == tag
    return set(found.loc[chosen, "grid"])
