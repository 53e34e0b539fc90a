"""Figures in a row: a name, a value, and below it what it is made of."""

from __future__ import annotations

import html
from collections.abc import Sequence
from dataclasses import dataclass

from analytics.contract.labels import text
from pages.widgets import screen


@dataclass(frozen=True)
class Figure:
    """One figure: its name, its value as text (None = no data), and the lines below it."""

    name: str
    value: str | None
    told: Sequence[str] = ()


def draw(figures: Sequence[Figure], language: str) -> None:
    """Draws the figures as cards that fill the width."""
    screen.html(f'<div class="cards">{"".join(_card(each, language) for each in figures)}</div>')


def _card(figure: Figure, language: str) -> str:
    missing = figure.value is None
    value = html.escape(text("cards.no_data", language) if figure.value is None else figure.value)
    told = "<br>".join(html.escape(line) for line in figure.told)
    return (
        f'<div class="card"><div class="name">{html.escape(figure.name)}</div>'
        f'<div class="value{" missing" if missing else ""}">{value}</div><div class="made">{told}</div></div>'
    )
