"""Which colour a value gets on a map, and the legend that says so: five classes that hold as many units each."""

from __future__ import annotations

import html
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy
import streamlit as st

from analytics.contract.labels import text
from pages.widgets import look


@dataclass(frozen=True)
class Classes:
    """Class borders (ascending, one more than colours) and a colour per class."""

    borders: Sequence[float]
    colours: Sequence[str]

    def colour(self, value: float | None) -> str | None:
        """The colour of a value; None where there is no data."""
        if look.is_missing(value):
            return None
        place = int(numpy.searchsorted(self.borders[1:-1], value, side="right"))
        return self.colours[min(place, len(self.colours) - 1)]


def classes(values: Sequence[float | None], direction: str) -> Classes:
    """Up to five classes that hold about as many units each; fewer where values repeat.

    `direction` decides the colours: where high or low is good, orange is worst and blue is best; else light is few and
    dark is many.
    """
    known = numpy.array([value for value in values if not look.is_missing(value)], float)
    if not len(known):
        return Classes([], [])
    borders = numpy.unique(numpy.quantile(known, numpy.linspace(0, 1, 6)))
    if len(borders) == 1:
        borders = numpy.repeat(borders, 2)
    palette = look.SEQUENTIAL if direction not in ("high", "low") else look.DIVERGING
    if direction == "low":
        palette = palette[::-1]
    spread = numpy.linspace(0, len(palette) - 1, len(borders) - 1).round().astype(int) if len(borders) > 2 else [2]
    return Classes(borders.tolist(), [palette[place] for place in spread])


def draw(found: Classes, unit: str, direction: str, counts: Mapping[str | None, int], language: str) -> None:
    """Draws the legend: each class with its range and its number of units, worst and best in words, no data hatched."""
    last = len(found.colours) - 1
    best = {"high": last, "low": 0}.get(direction)
    worst = {"high": 0, "low": last}.get(direction)
    parts = []
    for place, colour in enumerate(found.colours):
        low, high = (look.figure(found.borders[place + side], unit, language) for side in (0, 1))
        word = text("legends.best", language) if place == best and last else ""
        word = text("legends.worst", language) if place == worst and last else word
        told = text("legends.range", language, low=low, high=high, count=counts.get(colour, 0), word=word)
        parts.append(f'<span><i style="background:{colour}"></i>{html.escape(told)}</span>')
    if counts.get(None):
        told = text("legends.no_data", language, count=counts[None])
        parts.append(f'<span><i class="no-data"></i>{html.escape(told)}</span>')
    st.html(f'<div class="legend">{"".join(parts)}</div>')
