"""Legends of the hot-spot map: how clear a place is, and the classes, each explained."""

from __future__ import annotations

import html
from collections import Counter
from collections.abc import Mapping, Sequence

import streamlit as st

from analytics.contract.labels import text
from analytics.contract.map_settings import colours
from analytics.hotspots import HotSpots
from analytics.hotspots.emerging import CLASSES
from analytics.hotspots.readings import READINGS
from pages.widgets import look, screen, spot_answers, spot_words
from pages.widgets.filters import View

_STYLE = """<style>
.classes { display: grid; grid-template-columns: repeat(auto-fill, minmax(20rem, 1fr)); gap: .1rem 1.2rem; }
.classes div { display: grid; grid-template-columns: 1.9rem auto; font-size: .9rem; line-height: 1.5; }
.classes i { width: 1.3rem; height: .9rem; margin-top: .25rem; border: 1px solid #b9c2cc; }
.classes .empty { opacity: .62; }
.classes small { color: #4a5563; font-size: .85rem; }
</style>"""


def layers(wanted: Sequence[str], language: str) -> None:
    """Draws the colours of the layers that are laid over; nothing without any."""
    shades = {each: shade for each, shade in colours("overlays").items() if each in wanted}
    parts = [_swatch(shades[each], text(f"hotspots.layer.{each}", language)) for each in wanted if each in shades]
    if parts:
        screen.html(f'<div class="legend">{"".join(parts)}</div>')


def readings(counts: Mapping[str | None, int], language: str) -> None:
    """Draws how clear the places are, each with its number of places; what cannot be tested is hatched."""
    shades = colours("states")
    parts = [
        _part(shades[each], spot_words.reading(each, language), counts.get(each, 0), language) for each in READINGS
    ]
    if counts.get(None):
        parts.append(_part(None, spot_words.reading(None, language), counts[None], language))
    screen.html(f'<div class="legend">{"".join(parts)}</div>')


def classes_in_short(counts: Mapping[str | None, int], language: str) -> None:
    """Draws the classes that occur, without their explanations."""
    shades = colours("classes")
    parts = [
        _part(shades[each], spot_words.class_name(each, language), counts[each], language)
        for each in CLASSES
        if counts.get(each)
    ]
    if counts.get(None):
        parts.append(_part(None, spot_words.class_name(None, language), counts[None], language))
    screen.html(f'<div class="legend">{"".join(parts)}</div>')


def classes_explained(view: View, found: HotSpots) -> None:
    """Draws every class with what it means and its number of places; those that do not occur are faint."""
    language, months = view.language, len(found.months)
    counts = Counter(found.emerging.classes[spot_answers.listed(view, found)].tolist())
    st.subheader(text("hotspots.classes_title", language), anchor=False)
    st.caption(text("hotspots.classes_told", language, months=months))
    entries = "".join(_explained(each, counts.get(each, 0), language, months) for each in CLASSES)
    screen.html(f'{_STYLE}<div class="classes">{entries}</div>')


def _part(colour: str | None, name: str, count: int, language: str) -> str:
    told = text("hotspots.legend", language, name=name, count=look.count(count))
    return _swatch(colour, told)


def _swatch(colour: str | None, told: str) -> str:
    swatch = f'<i style="background:{colour}"></i>' if colour else '<i class="no-data"></i>'
    return f"<span>{swatch}{html.escape(told)}</span>"


def _explained(value: str, count: int, language: str, months: int) -> str:
    name = text("hotspots.legend", language, name=spot_words.class_name(value, language), count=look.count(count))
    told = spot_words.class_told(value, language, months)
    empty = "" if count else ' class="empty"'
    swatch = f'<i style="background:{colours("classes")[value]}"></i>'
    return f"<div{empty}>{swatch}<span><b>{html.escape(name)}</b> <small>{html.escape(told)}</small></span></div>"
