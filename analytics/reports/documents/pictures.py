"""Pictures in documents: charts where the format draws none of its own, and the map of scores."""

from __future__ import annotations

import io

import numpy as np
import shapely
from PIL import Image, ImageDraw

from analytics.reports.documents.basis import Basis
from analytics.reports.documents.content import Bars, Picture
from analytics.reports.documents.settings import colour, limit, score_class, settings
from analytics.reports.documents.shown import shown
from analytics.reports.hotspot_picture import picture, picture_font
from analytics.scoring.ranking import number
from analytics.store.geometries import geometries

_WIDE, _EDGE, _SIZE = 2000, 24, 38  # pixels
_BAR, _GAP = 34, 22
_MAP = 1500


def bars_picture(bars: Bars, language: str) -> bytes:
    """Horizontal bars from 0 as PNG, names to the left, values behind the bars; no bar and a word for no data."""
    font = picture_font(_SIZE)
    shades = (colour("accent"), colour("second"))
    series = len(bars.series)
    legend = _SIZE + 2 * _EDGE if series > 1 else 0
    step = series * _BAR + _GAP
    sheet = Image.new("RGB", (_WIDE, legend + step * len(bars.categories) + 2 * _EDGE), "#ffffff")
    pen = ImageDraw.Draw(sheet)
    told = [[shown(value, bars.kind, language) for value in values] for _, values in bars.series]
    left = int(max(font.getlength(name) for name in bars.categories)) + 2 * _EDGE
    right = int(max(font.getlength(words) for line in told for words in line)) + 2 * _EDGE
    known = [value for _, values in bars.series for value in values if value is not None]
    highest = bars.highest or max([*known, 0]) or 1
    if series > 1:
        _legend(pen, font, [name for name, _ in bars.series], shades, left)
    for place, name in enumerate(bars.categories):
        top = legend + _EDGE + place * step
        pen.text((left - _EDGE, top + series * _BAR / 2), name, fill=colour("ink"), font=font, anchor="rm")
        for line, (_, values) in enumerate(bars.series):
            y, value = top + line * _BAR, values[place]
            end = left + (_WIDE - left - right) * (value or 0) / highest
            if value is not None:
                pen.rectangle((left, y, max(end, left + 1), y + _BAR - 4), fill=shades[line])
            pen.text((end + _EDGE / 2, y + _BAR / 2 - 2), told[line][place], fill=colour("ink"), font=font, anchor="lm")
    pen.line((left, legend + _EDGE / 2, left, sheet.height - _EDGE / 2), fill=colour("muted"), width=3)
    buffer = io.BytesIO()
    sheet.save(buffer, "png", optimize=True)
    return buffer.getvalue()


def _legend(pen: ImageDraw.ImageDraw, font: object, names: list[str], shades: tuple[str, ...], left: int) -> None:
    for name, shade in zip(names, shades, strict=False):
        pen.rectangle((left, _EDGE, left + _SIZE, _EDGE + _SIZE), fill=shade)
        pen.text((left + _SIZE + 14, _EDGE + _SIZE / 2), name, fill=colour("ink"), font=font, anchor="lm")
        left += int(font.getlength(name)) + _SIZE + 80


def scores_map(basis: Basis) -> list[Picture]:
    """The units in the colour of their scores, with their names; nothing where they have no outlines."""
    ranking = basis.ranking
    day = basis.period.last_day(ranking.as_of) or basis.period.first
    frame = geometries(basis.version, ranking.tier, day, ranking.within)
    frame = frame[frame["unit"].isin(list(basis.names))]
    if frame.empty or ranking.tier in ("alley", "grid"):
        return []
    outlines = shapely.from_wkb([bytes(each) for each in frame["geometry"]])
    scores = ranking.units[ranking.units["status"] == "ranked"].set_index("unit")["score"]
    classes = [score_class(number(scores.get(unit))) for unit in frame["unit"]]
    values = np.array([None if each is None else str(each) for each in classes], dtype=object)
    shades = {str(place): shade for place, shade in enumerate(settings()["colours"]["scores"])}
    legend = [(place, basis.say(f"map_class.{place}")) for place in reversed(shades)]
    legend.append((None, basis.say("map_class.none")))
    told = basis.say("places.map_words", period=basis.words_of(basis.period), as_of=basis.moment(ranking.as_of))
    names = []
    if len(frame) <= limit("listed_units"):
        inside = shapely.point_on_surface(outlines)
        names = [(point.x, point.y, basis.names[unit]) for point, unit in zip(inside, frame["unit"], strict=True)]
    png = picture(outlines, values, shades, legend, [basis.area[2], told], outlines, names, _map_width(outlines))
    return [Picture(basis.say("places.map"), png, basis.say("places.map_told"))]


def _map_width(outlines: np.ndarray) -> int:
    """Pixels across, so that a long map is no larger than a wide one and its letters as easy to read."""
    west, south, east, north = shapely.total_bounds(outlines)
    tall = (north - south) / (east - west) / np.cos(np.radians((north + south) / 2))
    return int(_MAP / max(1.0, tall))
