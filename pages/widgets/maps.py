"""Maps that draw without any network: choropleths of outlines or of cells, with a legend and clicks answered.

What comes from the data and is written on a map goes through `safe`; nothing is loaded but from static/vendor.
"""

from __future__ import annotations

import html
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import folium
from branca.element import Element, MacroElement
from folium.elements import JSCSSMixin
from folium.map import FitBounds
from folium.plugins import Fullscreen, HeatMap, MarkerCluster
from folium.template import Template
from streamlit_folium import st_folium

from analytics.contract.map_settings import base_map
from pages.widgets import look, screen
from pages.widgets.cells import Cells
from pages.widgets.shapes import Shapes

# Relative to the component's own page, so that it also works behind a path prefix.
VENDOR = "../../app/static/vendor"
_SCRIPTS = {
    folium.Map: ["leaflet/leaflet.js"],
    MarkerCluster: ["leaflet.markercluster/leaflet.markercluster.js"],
    Fullscreen: ["leaflet.fullscreen/Control.FullScreen.js"],
    HeatMap: ["leaflet.heat/leaflet-heat.js"],
}
_STYLES = {
    folium.Map: ["leaflet/leaflet.css"],
    MarkerCluster: [
        "leaflet.markercluster/MarkerCluster.css",
        "leaflet.markercluster/MarkerCluster.Default.css",
    ],
    Fullscreen: ["leaflet.fullscreen/Control.FullScreen.css"],
}


def _load_nothing_from_outside() -> None:
    """Rewrites in place what folium's classes would load: our own files, or nothing at all."""
    waiting = [JSCSSMixin]
    while waiting:
        kind = waiting.pop()
        waiting += kind.__subclasses__()
        for attribute, known in (("default_js", _SCRIPTS), ("default_css", _STYLES)):
            if attribute in vars(kind):
                getattr(kind, attribute)[:] = [(path, f"{VENDOR}/{path}") for path in known.get(kind, [])]


_load_nothing_from_outside()


def safe(value: object) -> str:
    """Text from the data, harmless in HTML and in a JavaScript template literal."""
    escaped = html.escape(str(value))
    for character in "`$\\{}":
        escaped = escaped.replace(character, f"&#{ord(character)};")
    return escaped


class _Fittings(MacroElement):
    """A metric scale, and where Leaflet's marker images are: it would guess before its style sheet has come."""

    _template = Template(
        """{% macro script(this, kwargs) %}
        L.Icon.Default.imagePath = '{{ this.path }}';
        L.control.scale({imperial: false}).addTo({{ this._parent.get_name() }});
        {% endmacro %}"""
    )

    def __init__(self) -> None:
        super().__init__()
        self.path = f"{VENDOR}/leaflet/images/"


class _Sources(MacroElement):
    """The corner of the map that says whose base map it is, and its review number."""

    _template = Template(
        """{% macro script(this, kwargs) %}
        L.control.attribution({prefix: false}).addTo({{ this._parent.get_name() }});
        {% endmacro %}"""
    )


@dataclass(frozen=True)
class Paint:
    """How one unit is drawn: its fill colour (None = no data, hatched) and what its tooltip says (plain text lines)."""

    colour: str | None
    lines: Sequence[str]


_HATCH = f"""<svg width="0" height="0" style="position:absolute"><defs>
<pattern id="no-data" width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
<rect width="7" height="7" fill="{look.NO_DATA}"/><rect width="2" height="7" fill="{look.NO_DATA_LINE}"/>
</pattern></defs></svg>"""
_CSS = f"""<style>
html, body, #root, #parent, .float-child {{ margin: 0; height: 100%; }}
.leaflet-container {{ background: {look.PANEL}; font-family: {look.FONT}; font-size: 14px; }}
path.no-data {{ fill: url(#no-data); fill-opacity: 1; }}
#map_div {{ height: 100vh !important; }}
.leaflet-tooltip {{ font-size: 14px; line-height: 1.45; }}
.leaflet-tooltip, .leaflet-bar a, .leaflet-control-scale-line {{ background-color: {look.PAPER}; color: {look.INK}; }}
.leaflet-tooltip {{ border-color: {look.RULE}; }}
</style>"""
# The sign on this button is a black picture.
_NIGHT_CSS = "<style>.leaflet-bar a.fullscreen-icon { filter: invert(1); background-color: #ffffff; }</style>"


def base(bounds: tuple[float, float, float, float]) -> folium.Map:
    """An empty map that shows the bounds (west, south, east, north); make it anew at every run, never keep one."""
    west, south, east, north = bounds
    drawn = folium.Map(
        location=[(south + north) / 2, (west + east) / 2], tiles=None, attribution_control=False
    )
    drawn.options.update(maxZoom=19, zoomSnap=0.25)
    fit = FitBounds([[south, west], [north, east]], padding=(12, 12))
    fit.options["animate"] = False  # layers that come while the map is still moving stay scaled
    drawn.add_child(fit)
    drawn.add_child(_Fittings())
    drawn.add_child(Fullscreen(title="", title_cancel=""))
    _lay_base_map(drawn)
    root = drawn.get_root()
    root.header.add_child(Element(screen.worn(_CSS) + (_NIGHT_CSS if screen.is_dark() else "")))
    root.html.add_child(Element(screen.worn(_HATCH)))
    return drawn


def _lay_base_map(drawn: folium.Map) -> None:
    """Lays the configured base map under everything: out of the box there is none, and nothing is fetched."""
    wanted = base_map()
    if wanted.kind == "none":
        return
    told = safe(" · ".join(each for each in (wanted.attribution, wanted.review_number) if each)) or "&nbsp;"
    if wanted.kind == "wms":
        more = {"fmt": "image/png", "overlay": False, "max_zoom": wanted.max_zoom}
        drawn.add_child(folium.WmsTileLayer(wanted.url, wanted.layers, attr=told, **more))
    else:
        drawn.add_child(folium.TileLayer(wanted.url, attr=told, max_zoom=wanted.max_zoom))
    drawn.add_child(_Sources())


def opacity() -> float:
    """How opaque areas are: a base map has to be seen through them."""
    return 1.0 if base_map().kind == "none" else 0.65


def painted(units: Shapes | Cells, paints: Mapping[str, Paint]) -> folium.FeatureGroup:
    """The units in the colours of `paints`, as vectors or as one picture."""
    if isinstance(units, Shapes):
        return outlines(units, paints)
    colours = {code: paint.colour and screen.worn(paint.colour) for code, paint in paints.items()}
    west, south, east, north = units.bounds
    picture = folium.FeatureGroup()
    image, corners = units.picture(colours), [[south, west], [north, east]]
    picture.add_child(folium.raster_layers.ImageOverlay(image, corners, opacity=opacity()))
    return picture


def context(shapes: Shapes, colour: str = look.NO_DATA_LINE, weight: float = 1.2) -> folium.FeatureGroup:
    """Bare outlines to find one's way by: no fill, no answer to clicks."""
    style = {"color": screen.worn(colour), "weight": weight, "fill": False, "interactive": False}
    features = [
        {"type": "Feature", "id": code, "geometry": shapes.geojson[code], "properties": {}} for code in shapes.codes
    ]
    group = folium.FeatureGroup()
    if features:
        collection = {"type": "FeatureCollection", "features": features}
        group.add_child(folium.GeoJson(collection, style_function=lambda feature: style))
    return group


def outlines(shapes: Shapes, paints: Mapping[str, Paint]) -> folium.FeatureGroup:
    """The units as polygons or lines, coloured by `paints`, each telling its lines when pointed at."""
    features = [_feature(code, shapes.geojson[code], paints.get(code)) for code in shapes.codes]
    group = folium.FeatureGroup()
    if features:
        layer = folium.GeoJson(
            {"type": "FeatureCollection", "features": features},
            style_function=lambda feature: feature["properties"]["style"],
            tooltip=folium.GeoJsonTooltip(["told"], labels=False, sticky=True),
            zoom_on_click=False,
        )
        group.add_child(layer)
    return group


def _feature(code: str, geometry: dict, paint: Paint | None) -> dict:
    colour = paint.colour if paint else None
    line = geometry["type"].endswith("LineString")
    style = {
        "color": screen.worn((colour or look.NO_DATA_LINE) if line else look.PAPER),
        "weight": 4 if line else 0.8,
        "fill": not line,
        "fillColor": screen.worn(colour or look.NO_DATA),
        "fillOpacity": opacity(),
        "className": "" if colour or line else "no-data",
    }
    if line and not colour:
        style["dashArray"] = "4 6"
    told = "<br>".join(safe(each) for each in (paint.lines if paint else [code]))
    return {"type": "Feature", "id": code, "geometry": geometry, "properties": {"told": told, "style": style}}


def show(
    drawn: folium.Map, groups: list[folium.FeatureGroup], key: str, height: int, pixelated: bool = False
) -> tuple[float, float] | None:
    """Draws the map and gives the point (lon, lat) last clicked on it; None until somebody clicks."""
    answer = st_folium(
        drawn,
        key=key,
        height=height,
        use_container_width=True,
        feature_group_to_add=groups,
        returned_objects=["last_clicked"],
        pixelated=pixelated,
    )
    clicked = (answer or {}).get("last_clicked")
    return (clicked["lng"], clicked["lat"]) if clicked else None
