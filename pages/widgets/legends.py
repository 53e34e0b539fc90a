"""Which colour a value gets on a map, and the legend that says so: five classes that hold as many units each."""

from __future__ import annotations

import html
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy

from analytics.contract.labels import text
from pages.widgets import look, screen

MOST = 5  # classes that the eye can still tell apart


@dataclass(frozen=True)
class Classes:
    """Lowest and highest value of each class, ascending, and a colour per class."""

    ranges: Sequence[tuple[float, float]]
    colours: Sequence[str]

    def colour(self, value: float | None) -> str | None:
        """The colour of a value; None where there is no data."""
        if look.is_missing(value) or not self.ranges:
            return None
        starts = [low for low, _ in self.ranges[1:]]
        return self.colours[int(numpy.searchsorted(starts, value, side="right"))]


def classes(values: Sequence[float | None], direction: str) -> Classes:
    """Up to five classes that hold about as many units each; with five values or fewer, a class per value.

    `direction` decides the colours: where high or low is good, orange is worst and blue is best; else light is few and
    dark is many.
    """
    known = numpy.sort([value for value in values if not look.is_missing(value)])
    if not len(known):
        return Classes([], [])
    starts = numpy.unique(known)
    if len(starts) > MOST:
        starts = numpy.unique(numpy.quantile(known, numpy.arange(MOST) / MOST, method="higher"))
    ends = [known[known < start][-1] for start in starts[1:]] + [known[-1]]
    palette = look.SEQUENTIAL if direction not in ("high", "low") else look.DIVERGING
    if direction == "low":
        palette = palette[::-1]
    spread = numpy.linspace(0, MOST - 1, len(starts)).round().astype(int) if len(starts) > 1 else [MOST // 2]
    return Classes(list(zip(starts.tolist(), map(float, ends), strict=True)), [palette[place] for place in spread])


def draw(found: Classes, unit: str, direction: str, counts: Mapping[str | None, int], language: str) -> None:
    """Draws the legend: each class with its range and its number of units, worst and best in words, no data hatched."""
    last = len(found.colours) - 1
    best = {"high": last, "low": 0}.get(direction)
    worst = {"high": 0, "low": last}.get(direction)
    parts = []
    for place, colour in enumerate(found.colours):
        low, high = found.ranges[place]
        word = text("legends.best", language) if place == best and last else ""
        word = text("legends.worst", language) if place == worst and last else word
        told = look.figure(high, unit, language)
        told = told if low == high else text("legends.range", language, low=look.number(low, unit), high=told)
        told = text("legends.class", language, range=told, count=look.count(counts.get(colour, 0)), word=word).strip()
        parts.append(f'<span><i style="background:{colour}"></i>{html.escape(told)}</span>')
    if counts.get(None):
        told = text("legends.no_data", language, count=look.count(counts[None]))
        parts.append(f'<span><i class="no-data"></i>{html.escape(told)}</span>')
    screen.html(f'<div class="legend">{"".join(parts)}</div>')
