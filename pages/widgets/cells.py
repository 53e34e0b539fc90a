"""Many outlines as one picture: a raster of which cell lies where, painted with a palette; clicks by array look-up."""

from __future__ import annotations

import base64
import io
from collections.abc import Mapping
from dataclasses import dataclass

import numpy
import pandas
import shapely
from PIL import Image

from analytics.places.placing import label_raster
from pages.widgets import look, screen
from pages.widgets.shapes import Shapes

_OUTSIDE, _NO_DATA, _NO_DATA_LINE, _FIRST_COLOUR = 0, 1, 2, 3
_HATCH = 8  # pixels from one hatch line to the next


@dataclass(frozen=True)
class Cells:
    """`labels[row, column]` is the place in `codes` of the cell there, -1 outside; rows run south in Mercator steps."""

    codes: list[str]
    geometries: numpy.ndarray
    labels: numpy.ndarray
    bounds: tuple[float, float, float, float]  # west, south, east, north in degrees

    @classmethod
    def of(cls, frame: pandas.DataFrame) -> Cells:
        """From rows of unit and geometry (WKB)."""
        geometries = shapely.from_wkb(frame["geometry"].map(bytes).to_numpy())
        labels, bounds = label_raster(geometries)
        return cls(frame["unit"].tolist(), geometries, labels[_mercator_rows(labels.shape[0], bounds)], bounds)

    def at(self, lon: float, lat: float, reach: float = 0.0) -> str | None:
        """The cell at a point; None outside."""
        west, south, east, north = self.bounds
        rows, columns = self.labels.shape
        column = int((lon - west) / (east - west) * columns)
        top, bottom, here = _mercator(numpy.array([north, south, lat]))
        row = int((top - here) / (top - bottom) * rows)
        if not (0 <= row < rows and 0 <= column < columns):
            return None
        label = self.labels[row, column]
        return self.codes[label] if label >= 0 else None

    def only(self, code: str | None) -> Shapes:
        """The outline of one cell, to be drawn over the picture; none for an unknown code."""
        return Shapes(self.codes, self.geometries).only(code)

    def picture(self, colours: Mapping[str, str | None]) -> str:
        """The raster painted, as a PNG data address; cells whose colour is None are hatched."""
        palette = sorted({colour for colour in colours.values() if colour})
        places = {colour: _FIRST_COLOUR + place for place, colour in enumerate(palette)}
        classes = [places.get(colours.get(code), _NO_DATA) for code in self.codes]
        painted = numpy.array([*classes, _OUTSIDE], numpy.uint8)[self.labels]  # label -1 takes the last: outside
        rows, columns = numpy.indices(painted.shape, sparse=True)
        painted = numpy.where((painted == _NO_DATA) & ((rows + columns) % _HATCH < 2), _NO_DATA_LINE, painted)
        image = Image.fromarray(painted.astype(numpy.uint8), mode="P")
        shades = (look.PAPER, *map(screen.worn, (look.NO_DATA, look.NO_DATA_LINE)), *palette)
        image.putpalette(b"".join(bytes.fromhex(shade[1:]) for shade in shades))
        buffer = io.BytesIO()
        image.save(buffer, "png", transparency=_OUTSIDE, optimize=False)
        return "data:image/png;base64," + base64.b64encode(buffer.getvalue()).decode()


def _mercator(lat: numpy.ndarray) -> numpy.ndarray:
    """Web Mercator's y of latitudes in degrees, in radians."""
    return numpy.arcsinh(numpy.tan(numpy.radians(lat)))


def _mercator_rows(rows: int, bounds: tuple[float, float, float, float]) -> numpy.ndarray:
    """For each row of a picture that the browser stretches evenly in Mercator, the row of the raster in degrees."""
    _, south, _, north = bounds
    top, bottom = _mercator(numpy.array([north, south]))
    y = top + (bottom - top) * (numpy.arange(rows) + 0.5) / rows
    lat = numpy.degrees(numpy.arctan(numpy.sinh(y)))
    return numpy.clip(((north - lat) / (north - south) * rows).astype(int), 0, rows - 1)
