"""What can be laid over the hot spots: tagged grids, alleys, borders, and in a part of the city heat and the cases."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import folium
import numpy
import shapely
import streamlit as st
from branca.element import MacroElement
from folium.plugins import FastMarkerCluster, HeatMap
from folium.template import Template

from analytics.contract.labels import text
from analytics.contract.map_settings import colours
from analytics.contract.periods import Period
from analytics.hotspots import HotSpots
from analytics.store import tag_reading
from pages.widgets import answers, cell_marks, choices, look, maps, screen, spot_answers
from pages.widgets.cells import Cells
from pages.widgets.filters import View
from pages.widgets.shapes import Shapes

TAGGED = ("key_area", "crowded_place")
NEAR = ("alleys", "heat", "points")  # legible only in a part of the city
_CONTEXT = {"city": "district", "district": "subdistrict"}  # area → whose borders help to find one's way
POINTS_AT_MOST = 3000
_ALLEYS_AT_MOST = 2500
_HEAT_SQUARES, _HEAT_SPOTS = 120, 30  # along the longer side: squares that are sent, and spots after blurring
_HEAT = {0.2: "#fbe6c8", 0.45: "#f1a340", 0.7: "#b35806", 1.0: "#5c2302"}
# A point tells nothing: no text from the data gets into this script.
_POINT = """function (row) {
    return L.circleMarker([row[0], row[1]], {radius: 5, weight: 1, color: '#ffffff', fillColor: '%s', fillOpacity: .9});
}"""

# Leaflet puts canvases under vectors: heat would be hidden by the places.
CSS = "<style>.leaflet-heatmap-layer { z-index: 210 !important; pointer-events: none; opacity: .8; }</style>"
_CHOSEN, _RING = 3, 15  # pixels: the border of the chosen place and the ring around it


class _Numbers(MacroElement):
    """1, 2, 3 … beside points (lat, lon); they let clicks through to the map."""

    _template = Template(
        """{% macro script(this, kwargs) %}
        {{ this.points|tojson }}.forEach(function (point, place) {
            var told = '<b style="{{ this.style }}">' + (place + 1) + '</b>';
            var icon = L.divIcon({className: '', html: told, iconSize: [0, 0]});
            L.marker(point, {icon: icon, interactive: false}).addTo({{ this._parent.get_name() }});
        });
        {% endmacro %}"""
    )

    def __init__(self, points: list[list[float]]) -> None:
        super().__init__()
        self.points = points
        # A white rim keeps the figure legible on any colour.
        rim = ",".join(f"{x}px {y}px 2px {look.PAPER}" for x in (-1, 1) for y in (-1, 1))
        place = "position:absolute;left:7px;top:-9px;font-size:13px"
        self.style = screen.worn(f"{place};color:{look.INK};text-shadow:{rim}")


def choose(view: View) -> list[str]:
    """Draws the layers on offer; those for a part of the city are offered when one is chosen."""
    near = view.area_tier != "city"
    families = set(grid_tags(view)["family"])
    offered = [*(each for each in TAGGED if each in families), *(NEAR if near else ())]
    if not view.version.has("alleys"):
        offered = [each for each in offered if each != "alleys"]
    shown = {each: text(f"hotspots.layer.{each}", view.language) for each in offered}
    chosen: list[str] = []
    if offered:
        with st.container(width="content"):
            chosen = choices.several("layers", "", offered, shown.__getitem__)
    if not near:
        with st.container(width="stretch"):
            st.caption(text("hotspots.layers_near", view.language))
    return chosen


def groups(view: View, found: HotSpots, period: Period, wanted: Sequence[str]) -> list[folium.FeatureGroup]:
    """The wanted layers and the borders around, to be drawn over the places."""
    made = [marked(view, family, tagged_codes(view, family)) for family in TAGGED if family in wanted]
    if "heat" in wanted:
        made.append(_heat(spot_answers.case_points(view, found, period)))
    around = _CONTEXT.get(view.area_tier)
    if around and around != found.places.tier:
        made.append(maps.context(answers.outlines(view, around), colours("overlays")["districts"], 1.6))
    if "alleys" in wanted:
        alleys = answers.outlines(view, "alley")
        if len(alleys.codes) <= _ALLEYS_AT_MOST:
            made.append(maps.context(alleys, colours("overlays")["alleys"], 1.1))
    if "points" in wanted:
        made.append(_points(spot_answers.case_points(view, found, period)))
    return made


def told(view: View, found: HotSpots, period: Period, wanted: Sequence[str]) -> list[str]:
    """What the reader has to know of the layers: what was left out, and why."""
    language, lines = view.language, []
    if "points" in wanted:
        cases = len(spot_answers.case_points(view, found, period))
        if cases > POINTS_AT_MOST:
            most = look.count(POINTS_AT_MOST)
            lines.append(text("hotspots.points_cut", language, shown=most, all=look.count(cases)))
    if "alleys" in wanted:
        alleys = len(answers.outlines(view, "alley").codes)
        if alleys == 0 or alleys > _ALLEYS_AT_MOST:
            key = "hotspots.alleys_many" if alleys else "hotspots.alleys_none"
            lines.append(text(key, language, all=look.count(alleys)))
    return lines


def tagged_codes(view: View, family: str) -> list[str]:
    """The grids inside the view's area that bear a tag of the family."""
    found = grid_tags(view)
    return found.loc[found["family"] == family, "grid"].unique().tolist()


def grid_tags(view: View):
    """One row per grid and tag inside the view's area (see `analytics.store.tag_reading.grid_tags`)."""
    return _grid_tags(view.version, view.version.key, view.day, view.within)


@st.cache_data(show_spinner=False, max_entries=50)
def _grid_tags(_version, version_id: str, day: object, within: str | None):
    return tag_reading.grid_tags(_version, day, within)


def chosen(found: HotSpots, outlines: Shapes | Cells, place: str) -> folium.FeatureGroup:
    """The chosen place: its border, and a ring around it, since a cell of a whole city is hardly larger than a line."""
    group = maps.context(outlines.only(place), look.INK, _CHOSEN)
    lon, lat = _middles(found, [found.row(place)])[0]
    ring = {"radius": _RING, "color": screen.worn(look.INK), "weight": 2.5, "fill": False, "interactive": False}
    group.add_child(folium.CircleMarker([lat, lon], **ring))
    return group


def numbers(found: HotSpots, rows: Sequence[int]) -> folium.FeatureGroup:
    """The ranks 1, 2, 3 … beside the places at these positions, as the table numbers them."""
    group = folium.FeatureGroup()
    group.add_child(_Numbers([[lat, lon] for lon, lat in _middles(found, rows)]))
    return group


def _middles(found: HotSpots, rows: Sequence[int]) -> list[tuple[float, float]]:
    points = shapely.point_on_surface(found.places.geometries[list(rows)])
    return [(round(point.x, 5), round(point.y, 5)) for point in points]


def marked(view: View, family: str, codes: Collection[str]) -> folium.FeatureGroup:
    """Grids in the colour of their family: hatched on a picture of many cells, else with a border around each group."""
    outlines, colour = answers.outlines(view, "grid"), colours("overlays")[family]
    if not isinstance(outlines, Cells):
        kept = numpy.isin(numpy.array(outlines.codes, dtype=object), list(codes))
        merged = [shapely.coverage_union_all(outlines.geometries[kept])] if kept.any() else []
        return maps.context(Shapes([family] * len(merged), numpy.array(merged, dtype=object)), colour, 2.6)
    west, south, east, north = outlines.bounds
    shade = screen.worn(colour)
    picture = _hatching(view.version.key, view.day, view.within, family, tuple(sorted(codes)), shade, outlines)
    group = folium.FeatureGroup()
    group.add_child(folium.raster_layers.ImageOverlay(picture, [[south, west], [north, east]]))
    return group


@st.cache_data(show_spinner=False, max_entries=20)
def _hatching(
    version_id: str, day: object, within: str | None, family: str, codes: tuple[str, ...], colour: str,
    _outlines: Cells,
) -> str:
    return cell_marks.hatched(_outlines, codes, colour, rising=family == TAGGED[0])


def _heat(points: numpy.ndarray) -> folium.FeatureGroup:
    """All cases, gathered in small squares: as warm as one by one, in a fraction of the bytes."""
    group = folium.FeatureGroup()
    if len(points):
        low = points.min(axis=0)
        extent = max(float(numpy.ptp(points, axis=0).max()), 1e-6)
        squares, weight = _gathered(points - low, extent / _HEAT_SQUARES)
        centres = numpy.round(low + (squares + 0.5) * extent / _HEAT_SQUARES, 5)
        data = [[lat, lon, int(cases)] for (lon, lat), cases in zip(centres.tolist(), weight, strict=True)]
        # What a blurred spot holds on screen: full heat is for the warmest few of those. Leaflet's heat counts a point
        # for less at each zoom below max_zoom; 1 keeps the scale while zooming.
        top = 2.0 * float(numpy.quantile(_gathered(points - low, extent / _HEAT_SPOTS)[1], 0.97))
        shades = {share: screen.worn(shade) for share, shade in _HEAT.items()}
        heat = HeatMap(data, radius=12, blur=12, min_opacity=0.05, max_zoom=1, gradient=shades, max=top)
        group.add_child(heat)
    return group


def _gathered(points: numpy.ndarray, step: float) -> tuple[numpy.ndarray, numpy.ndarray]:
    """The squares of that size that hold points, as whole numbers (squares, 2), and how many each holds."""
    return numpy.unique((points / step).astype(int), axis=0, return_counts=True)


def _points(points: numpy.ndarray) -> folium.FeatureGroup:
    group = folium.FeatureGroup()
    data = [[lat, lon] for lon, lat in numpy.round(points[:POINTS_AT_MOST], 5).tolist()]
    if data:
        group.add_child(FastMarkerCluster(data, callback=screen.worn(_POINT % colours("overlays")["points"])))
    return group
