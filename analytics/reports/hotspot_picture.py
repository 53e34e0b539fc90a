"""The map of hot spots as a picture for a slide or a printed notice: title, map, legend and where it comes from."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence

import numpy as np
import shapely
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from analytics.contract.map_settings import picture_fonts
from analytics.places.placing import label_raster

_WIDE = 1800  # pixels of the map
_MARGIN, _LINE = 40, 34
_INK, _MUTED, _PAPER, _NO_DATA, _BORDER = "#1b2530", "#5a6675", "#ffffff", "#e6e9ed", "#5a6675"
_LEGEND_STEP = 300  # pixels of a legend entry, at least


def picture(
    outlines: NDArray[np.object_],
    values: NDArray[np.object_],
    shades: Mapping[str, str],
    legend: Sequence[tuple[str | None, str]],
    words: Sequence[str],
    borders: Sequence[shapely.Geometry] = (),
    names: Sequence[tuple[float, float, str]] = (),
    wide: int = _WIDE,
) -> bytes:
    """The places in the colour of their values as PNG: north up, in true proportions at the middle latitude.

    `legend` is (value, what it says), None for what cannot be tested; `words` the title and the lines below it.
    `borders` are drawn over the places, `names` (longitude, latitude, words) over both. `wide` is the map's
    width in pixels. Texts need a font with their characters: see data/map.toml.
    """
    labels, bounds = label_raster(outlines, wide)
    codes = sorted(shades)
    palette = np.array([_rgb(shades[code]) for code in codes] + [_rgb(_NO_DATA), _rgb(_PAPER)], dtype=np.uint8)
    position = {code: place for place, code in enumerate(codes)}
    colour = np.array([*(position.get(value, len(codes)) for value in values), len(codes) + 1])
    drawn = Image.fromarray(palette[colour[labels]])
    west, south, east, north = bounds
    drawn = _squeezed(drawn, (south + north) / 2)
    _draw_borders(drawn, borders, bounds)
    _draw_names(drawn, names, bounds)
    return _framed(drawn, shades, legend, words)


def _squeezed(drawn: Image.Image, latitude: float) -> Image.Image:
    """A degree of longitude is shorter than one of latitude: the picture is as high as the ground is."""
    height = round(drawn.height / np.cos(np.radians(latitude)))
    return drawn.resize((drawn.width, height), Image.Resampling.NEAREST)


def _draw_borders(drawn: Image.Image, borders: Sequence[shapely.Geometry], bounds: Sequence[float]) -> None:
    west, south, east, north = bounds
    pen = ImageDraw.Draw(drawn)
    for line in shapely.get_parts(shapely.boundary(np.array(borders, dtype=object))) if len(borders) else ():
        lon, lat = shapely.get_coordinates(line).T
        x, y = (lon - west) / (east - west) * drawn.width, (north - lat) / (north - south) * drawn.height
        pen.line(list(zip(x.tolist(), y.tolist(), strict=True)), fill=_BORDER, width=2)


def _draw_names(drawn: Image.Image, names: Sequence[tuple[float, float, str]], bounds: Sequence[float]) -> None:
    west, south, east, north = bounds
    pen, font = ImageDraw.Draw(drawn), picture_font(26)
    for lon, lat, words in names:
        at = (lon - west) / (east - west) * drawn.width, (north - lat) / (north - south) * drawn.height
        pen.text(at, words, fill=_INK, font=font, anchor="mm", stroke_width=4, stroke_fill=_PAPER)


def _framed(
    drawn: Image.Image,
    shades: Mapping[str, str],
    legend: Sequence[tuple[str | None, str]],
    words: Sequence[str],
) -> bytes:
    fonts = picture_font(34), picture_font(22)
    step = max([_LEGEND_STEP, *(int(fonts[1].getlength(told)) + 80 for _, told in legend)])
    across = max(1, drawn.width // step)
    lines = -(-len(legend) // across)
    top = _MARGIN + 56 + _LINE * (len(words) - 1)
    size = (drawn.width + 2 * _MARGIN, top + drawn.height + lines * _LINE + 2 * _MARGIN)
    sheet = Image.new("RGB", size, _PAPER)
    pen = ImageDraw.Draw(sheet)
    for place, told in enumerate(words):
        down = _MARGIN if place == 0 else _MARGIN + 14 + _LINE * place
        pen.text((_MARGIN, down), told, fill=_MUTED if place else _INK, font=fonts[min(place, 1)])
    sheet.paste(drawn, (_MARGIN, top))
    for place, (value, told) in enumerate(legend):
        left, down = _MARGIN + place % across * step, top + drawn.height + _MARGIN // 2 + place // across * _LINE
        colour = shades.get(value, _NO_DATA) if value else _NO_DATA
        pen.rectangle((left, down + 4, left + 36, down + 26), fill=colour, outline=_MUTED)
        pen.text((left + 48, down), told, fill=_INK, font=fonts[1])
    buffer = io.BytesIO()
    sheet.save(buffer, "png", optimize=True)
    return buffer.getvalue()


def picture_font(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    """The first of the configured fonts that the system has; without any the one that knows no Chinese."""
    for name in picture_fonts():
        try:
            return ImageFont.truetype(name, size)
        except OSError:
            continue
    return ImageFont.load_default(size)


def _rgb(colour: str) -> tuple[int, int, int]:
    return tuple(bytes.fromhex(colour[1:]))
