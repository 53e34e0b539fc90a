"""The map of hot spots: coloured by how clear they are or by class, stepped through the months, answering clicks."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Mapping, Sequence

import folium
import numpy
import streamlit as st
from branca.element import Element

from analytics.contract.labels import text
from analytics.contract.map_settings import colours
from analytics.contract.periods import Period
from analytics.hotspots import HotSpots
from analytics.hotspots.emerging import COLD, HOT
from analytics.hotspots.readings import readings
from pages.widgets import address, look, maps, screen, spot_answers, spot_layers, spot_legends, spot_words
from pages.widgets.cells import Cells
from pages.widgets.filters import View
from pages.widgets.spot_filters import Asked

HEIGHT = 520  # pixels, where the style sheet does not know the window
_TICK = 1.5  # seconds a month stays while playing
_WHOLE = "period"
_PLAYING, _AT, _STEPPED = "spots_playing", "spots_at", "spots_stepped"  # whether, which month, and since when
_STYLE = """<style>
/* The map takes the height that the window has, from the start: one that grows later shows the wrong part. */
.st-key-spots iframe, .st-key-spots_0 iframe, .st-key-spots_1 iframe {
    height: max(24rem, calc(100vh - 30rem)) !important; }
.st-key-spot_steps { margin-top: -.4rem; }
</style>"""


def draw(view: View, asked: Asked, found: HotSpots, place: str | None, ranks: Sequence[int]) -> None:
    """Draws legend, map and the months' slider; a click on the map has the whole page drawn again.

    `ranks` are the positions of the places that bear the numbers 1, 2, 3 … of the table.
    """
    playing = st.session_state.get(_PLAYING, False) and asked.shows == "now" and len(found.months) > 1
    st.session_state[_PLAYING] = playing
    fragment = st.fragment(_draw, run_every=_TICK if playing else None)
    fragment(view, asked, found, place, ranks, playing)


def chosen_place(view: View, found: HotSpots) -> str | None:
    """The place last clicked on the map, else the one in the address; None without any."""
    for key in _keys(found.places.tier, view.area):
        clicked = (st.session_state.get(key) or {}).get("last_clicked")
        if address.newly(key, clicked):
            address.write("place", found.places.at(clicked["lng"], clicked["lat"]))
    place = address.read("place")
    return place if place is not None and found.row(place) is not None else None


def draw_still(view: View, asked: Asked, found: HotSpots, place: str | None, number: int) -> None:
    """Draws the map of a whole period, one of two side by side: the first or the second."""
    outlines = spot_answers.outlines(view, found)
    values = shown_values(found, asked.shows, None)
    _legend(asked, values[spot_answers.listed(view, found)], view.language)
    groups = layers_of(view, asked.shows, found, values, place, [], found.period)
    key = _keys(found.places.tier, view.area)[number]
    screen.html(_STYLE)
    with st.container(key=f"spots_{number}"):
        maps.show(maps.base(outlines.bounds), groups, key, HEIGHT, pixelated=True)
    _pass_on_click(key)


def shown_values(found: HotSpots, shows: str, month: int | None) -> numpy.ndarray:
    """Per place its class, or how clear it is in the period or in one of the months."""
    if shows == "class":
        return found.emerging.classes
    if month is None:
        return readings(found.z, found.p, found.significant)
    steps = found.emerging
    clear = numpy.isin(steps.states[:, month], (HOT, COLD))
    return readings(steps.z[:, month], steps.p[:, month], clear)


def layers_of(
    view: View,
    shows: str,
    found: HotSpots,
    values: numpy.ndarray,
    place: str | None,
    wanted: Sequence[str],
    period: Period,
) -> list[folium.FeatureGroup]:
    """What changes from one drawing to the next, from below to above: places, layers, borders, the chosen place."""
    outlines = spot_answers.outlines(view, found)
    groups = [maps.painted(outlines, _paints(view, shows, found, values, isinstance(outlines, Cells)))]
    groups += spot_layers.groups(view, found, period, wanted)
    if place is not None:
        groups.append(spot_layers.chosen(found, outlines, place))
    return groups


def _draw(
    view: View, asked: Asked, found: HotSpots, place: str | None, ranks: Sequence[int], playing: bool
) -> None:
    outlines = spot_answers.outlines(view, found)
    if not outlines.codes:
        st.info(text("hotspots.no_outlines", view.language))
        return
    months = found.months if asked.shows == "now" else []
    month = _step(months)
    if st.session_state[_PLAYING] != playing:
        st.rerun()  # the clock that steps the months stands outside
    values = shown_values(found, asked.shows, month)
    period = found.period if month is None else months[month]
    _legend(asked, values[spot_answers.listed(view, found)], view.language)
    spot_legends.layers(asked.layers, view.language)
    groups = layers_of(view, asked.shows, found, values, place, asked.layers, period)
    if month is None or period == found.period:
        groups.append(spot_layers.numbers(found, ranks))
    key = _keys(found.places.tier, view.area)[0]
    screen.html(_STYLE)
    with st.container(key="spots"):
        drawn = maps.base(outlines.bounds)
        drawn.get_root().header.add_child(Element(spot_layers.CSS))
        maps.show(drawn, groups, key, HEIGHT, pixelated=True)
    for line in spot_layers.told(view, found, period, asked.layers):
        st.caption(line)
    if len(months) > 1:
        _draw_steps(view, found, months, month, playing)
    _pass_on_click(key)


def _legend(asked: Asked, values: numpy.ndarray, language: str) -> None:
    counts = Counter(values.tolist())
    (spot_legends.readings if asked.shows == "now" else spot_legends.classes_in_short)(counts, language)


def _paints(
    view: View, shows: str, found: HotSpots, values: numpy.ndarray, as_picture: bool
) -> dict[str, maps.Paint]:
    """Code → how it is drawn; outlines of a picture tell nothing when pointed at, so they need no words."""
    shades = colours("states" if shows == "now" else "classes")
    if as_picture:
        return wordless(found.places.codes, values, shades)
    listed = spot_answers.listed(view, found)
    codes = [code for code, kept in zip(found.places.codes, listed, strict=True) if kept]
    names = spot_words.place_names(view, found, codes)
    say = spot_words.reading if shows == "now" else spot_words.class_name
    told = {value: say(value, view.language) for value in set(values.tolist())}
    return {
        code: maps.Paint(shades.get(value), (names.get(code, code), told[value], code))
        for code, value in zip(found.places.codes, values.tolist(), strict=True)
    }


def wordless(codes: Sequence[str], values: numpy.ndarray, shades: Mapping[str, str]) -> dict[str, maps.Paint]:
    """Code → the colour of its value and nothing to tell; a value without a colour is hatched."""
    paints = {value: maps.Paint(shades.get(value), ()) for value in set(values.tolist())}
    return dict(zip(codes, map(paints.__getitem__, values.tolist()), strict=True))


def _step(months: Sequence[Period]) -> int | None:
    """The position of the month to show; None for the period as a whole. While playing, the next one in its time."""
    if not st.session_state[_PLAYING]:
        texts = [each.text for each in months]
        asked = address.read("month")
        return texts.index(asked) if asked in texts else None
    # The address follows the clock here: what the browser sends back of it may be a month behind.
    moment, month = time.monotonic(), min(st.session_state[_AT], len(months) - 1)
    if moment - st.session_state[_STEPPED] > _TICK * 0.7:
        st.session_state[_STEPPED] = moment
        month = min(month + 1, len(months) - 1)
        st.session_state[_AT] = month
        st.session_state[_PLAYING] = month < len(months) - 1
    address.write("month", months[month].text)
    return month


def _draw_steps(view: View, found: HotSpots, months: Sequence[Period], month: int | None, playing: bool) -> None:
    language = view.language
    options = [each.text for each in months]
    # The last month is the period itself, where the period is a month.
    if options[-1] != found.period.text:
        options.append(_WHOLE)
    shown = {each.text: look.period(each, language) for each in months} | {_WHOLE: look.period(view.period, language)}
    st.session_state["spots_month"] = options[-1] if month is None else options[month]
    with st.container(horizontal=True, vertical_alignment="bottom", key="spot_steps"):
        if playing:
            label, icon = text("hotspots.pause", language), ":material/pause:"
            st.button(label, icon=icon, key="spots_pause", on_click=_pause, args=(options,))
        else:
            label, icon = text("hotspots.play", language), ":material/play_arrow:"
            st.button(label, icon=icon, key="spots_play", on_click=_play)
        st.select_slider(
            text("hotspots.month_label", language), options, format_func=shown.__getitem__, key="spots_month",
            on_change=_keep_month, args=(options[-1],), label_visibility="collapsed",
        )  # fmt: skip


def _play() -> None:
    st.session_state[_PLAYING], st.session_state[_AT] = True, 0
    st.session_state[_STEPPED] = time.monotonic()


def _pause(options: Sequence[str]) -> None:
    st.session_state[_PLAYING] = False
    address.write("month", options[min(st.session_state[_AT], len(options) - 1)])


def _keep_month(last: str) -> None:
    chosen = st.session_state["spots_month"]
    st.session_state[_PLAYING] = False
    address.write("month", None if chosen == last else chosen)


def _pass_on_click(key: str) -> None:
    """A click inside the map's own run concerns the whole page."""
    clicked = (st.session_state.get(key) or {}).get("last_clicked")
    if clicked is not None and clicked != st.session_state.get(f"seen_{key}"):
        st.rerun()


def _keys(tier: str, area: str | None) -> list[str]:
    # A map of another area or tier is another map; of another month it is the same one, which keeps its zoom.
    return [f"spots_{tier}_{area}", f"spots_{tier}_{area}_other"]
