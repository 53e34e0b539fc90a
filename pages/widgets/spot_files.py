"""Hot spots to take away: GeoJSON, workbook and picture, made when somebody asks for them."""

from __future__ import annotations

import io
from collections import Counter

import shapely
import streamlit as st

from analytics.contract.labels import text
from analytics.contract.map_settings import base_map, colours
from analytics.hotspots import HotSpots
from analytics.hotspots.emerging import CLASSES
from analytics.hotspots.readings import READINGS
from analytics.reports.hotspot_files import geojson, write_workbook
from analytics.reports.hotspot_picture import picture
from analytics.store.geometries import geometries
from pages.widgets import downloads, look, spot_answers, spot_map, spot_words
from pages.widgets.filters import View
from pages.widgets.spot_filters import Asked

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def draw(view: View, asked: Asked, found: HotSpots) -> None:
    """Draws a button per kind of file."""
    language = view.language
    tier = text(f"hotspots.tier.{asked.tier}", language).replace("/", "_")
    name = text("hotspots.file_name", language, area=view.area_name, period=found.period.text, tier=tier)
    kept, told = spot_answers.listed(view, found), spot_words.cases_told(asked, language)

    def workbook() -> bytes:
        buffer = io.BytesIO()
        write_workbook(view.version, found, buffer, language, [title(view, asked, found), told], kept)
        return buffer.getvalue()

    offered = {
        "geojson": ("application/geo+json", lambda: geojson(view.version, found, title(view, asked, found), kept)),
        "xlsx": (_XLSX, workbook),
        "png": ("image/png", lambda: _picture(view, asked, found)),
    }
    with st.container(horizontal=True):
        for kind, (mime, content) in offered.items():
            label = text(f"hotspots.download.{kind}", language)
            downloads.button(label, content, f"{name}.{kind}", mime, key=f"get_{kind}")


def title(view: View, asked: Asked, found: HotSpots) -> str:
    """What is shown: places, area, period and which cases count."""
    language = view.language
    tier = text(f"hotspots.tier.{asked.tier}", language)
    period = look.period(found.period, language)
    return text("hotspots.file_title", language, tier=tier, area=view.area_name, period=period)


def _picture(view: View, asked: Asked, found: HotSpots) -> bytes:
    language, kept = view.language, spot_answers.listed(view, found)
    values = spot_map.shown_values(found, asked.shows, None)[kept]
    counts = Counter(values.tolist())
    kinds, say = (READINGS, spot_words.reading) if asked.shows == "now" else (CLASSES, spot_words.class_name)
    legend = [
        (each, text("hotspots.legend", language, name=say(each, language), count=look.count(counts[each])))
        for each in (*kinds, None)
        if counts.get(each)
    ]
    known = text("hotspot_files.subtitle", language, as_of=look.moment(found.as_of), version=view.version.id)
    words = [title(view, asked, found), spot_words.cases_told(asked, language), known]
    if base_map().review_number:
        words.append(base_map().review_number)
    borders = geometries(view.version, "district" if view.area_tier == "city" else "subdistrict", view.day, view.within)
    shades = colours("states" if asked.shows == "now" else "classes")
    drawn = shapely.from_wkb([bytes(wkb) for wkb in borders["geometry"]])
    return picture(found.places.geometries[kept], values, shades, legend, words, drawn)
