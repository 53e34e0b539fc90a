"""The choropleth of one indicator: colours, tooltips, legend, and which unit was clicked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping

import pandas
import streamlit as st

from analytics.contract.labels import text
from analytics.indicators import Indicator
from pages.widgets import address, answers, legends, look, maps, unit_table
from pages.widgets.filters import View

HEIGHT = 520  # pixels, where the style sheet does not know the window
_CHOSEN = 4  # pixels of the border around the chosen unit
_CONTEXT = {"city": "district", "district": "subdistrict"}  # area → whose borders help to find one's way
_LINE_REACH = 1 / 120  # of the map's extent: how far beside an alley a click may fall


def draw(
    view: View,
    entry: Indicator,
    rows: pandas.DataFrame,
    names: Mapping[str, str],
    found: legends.Classes,
    unit: str | None,
) -> None:
    """Draws the map and its legend; says why where there is nothing to draw."""
    outlines = answers.outlines(view, view.tier)
    if not outlines.codes:
        st.info(text("unit_map.no_outlines", view.language, tier=text(f"frame.tier.{view.tier}", view.language)))
        return
    if rows["value"].isna().all():
        st.info(text("unit_map.no_data", view.language))
    paints = {row.Index: _paint(view, entry, row, names[row.Index], found) for row in rows.itertuples()}
    groups = [maps.painted(outlines, paints)]
    around = _CONTEXT.get(view.area_tier, "subdistrict")
    if around != view.tier:
        # Under lines, over areas: neither may hide the other.
        groups.insert(0 if view.tier == "alley" else 1, maps.context(answers.outlines(view, around)))
    groups.append(maps.context(outlines.only(unit), look.INK, _CHOSEN))
    counts = Counter(paint.colour for paint in paints.values())
    legends.draw(found, entry.unit, entry.direction, counts, view.language)
    with st.container(key="choropleth"):
        maps.show(maps.base(outlines.bounds), groups, _key(view), HEIGHT, pixelated=True)


def chosen_unit(view: View, order: Collection[str]) -> str | None:
    """The unit clicked last on the map or in the table, else the one in the address; None without any."""
    clicked = (st.session_state.get(_key(view)) or {}).get("last_clicked")
    if address.newly(_key(view), clicked):
        address.write("unit", _at(view, clicked["lng"], clicked["lat"]))
    row = unit_table.clicked_row(view)
    if address.newly(unit_table.key(view), row) and row < len(order):
        address.write("unit", list(order)[row])
    unit = address.read("unit")
    return unit if unit in order else None


def _at(view: View, lon: float, lat: float) -> str | None:
    outlines = answers.outlines(view, view.tier)
    west, south, east, north = outlines.bounds
    reach = max(east - west, north - south) * _LINE_REACH if view.tier == "alley" else 0.0
    return outlines.at(lon, lat, reach)


def _key(view: View) -> str:
    # A map of another area or tier is another map; of another indicator it is the same one, which keeps its zoom.
    return f"map_{view.tier}_{view.area}"


def _paint(view: View, entry: Indicator, row, name: str, found: legends.Classes) -> maps.Paint:
    missing = look.is_missing(row.value)
    value = text("cards.no_data", view.language) if missing else look.figure(row.value, entry.unit, view.language)
    made_of = look.fraction(row.numerator, row.denominator, entry.unit, view.language)
    return maps.Paint(found.colour(row.value), [name, value] if missing else [name, value, made_of])
