"""Cards: one key figure each, against its target, the last period and last year, with the trend that led to it."""

from __future__ import annotations

import html
from collections.abc import Sequence
from dataclasses import dataclass

from analytics.contract.labels import text
from pages.widgets import charts, look, screen


@dataclass(frozen=True)
class Card:
    """What a card shows of one indicator. Values are None where there are no data; `trend` ends with this period."""

    name: str
    unit: str
    direction: str  # high or low is good; none: neither
    value: float | None
    made_of: str
    target: float | None
    floor: float | None
    previous: float | None
    year_before: float | None
    trend: Sequence[float | None]
    reason: str = ""  # why there is no value


def draw(cards: Sequence[Card], language: str) -> None:
    """Draws the cards in a grid that fills the width."""
    screen.html(f'<div class="cards">{"".join(_card(each, language) for each in cards)}</div>')


def status(value: float | None, target: float | None, floor: float | None, direction: str) -> str:
    """``good`` from the target on, ``bad`` up to the floor, ``watch`` between; ``none`` without data or marks."""
    if look.is_missing(value) or target is None or floor is None or direction not in ("high", "low"):
        return "none"
    sign = 1 if direction == "high" else -1
    if sign * value >= sign * target:
        return "good"
    return "bad" if sign * value <= sign * floor else "watch"


def _card(card: Card, language: str) -> str:
    missing = look.is_missing(card.value)
    value = text("cards.no_data", language) if missing else look.figure(card.value, card.unit, language)
    picture = charts.sparkline(card.trend, card.target)
    lines = [
        f'<div class="name">{html.escape(card.name)}</div>',
        f'<div class="value{" missing" if missing else ""}">{html.escape(value)}'
        f"{_state(card, language)}</div>",
        f'<div class="made">{html.escape(_made_of(card, language))}</div>',
        f'<img alt="" src="{picture}">' if picture else '<div class="flat"></div>',
        '<div class="against">',
        _against("previous", card, card.previous, language),
        _against("year_before", card, card.year_before, language),
        "</div>",
    ]
    return f'<div class="card">{"".join(lines)}</div>'


def _state(card: Card, language: str) -> str:
    state = status(card.value, card.target, card.floor, card.direction)
    if state == "none":
        return ""
    colour, shape = look.STATUS[state]
    return f'<span class="state" style="color:{colour}">{shape} {html.escape(text(f"cards.{state}", language))}</span>'


def _made_of(card: Card, language: str) -> str:
    if look.is_missing(card.value):
        return card.reason
    if card.target is None:
        return card.made_of
    target = look.mark(card.target, card.unit, language)
    return text("cards.made_of", language, made_of=card.made_of, target=target)


def _against(key: str, card: Card, earlier: float | None, language: str) -> str:
    """The change against an earlier period, and in a word and a colour whether it is good, where one direction is."""
    if look.is_missing(card.value) or look.is_missing(earlier):
        told, colour = "—", look.MUTED
    else:
        difference = card.value - earlier
        told = look.change(difference, card.unit, language)
        better = (difference > 0) == (card.direction == "high")
        judged = told.startswith(("+", "−")) and card.direction in ("high", "low")
        colour = look.MUTED if not judged else look.STATUS["good" if better else "bad"][0]
        word = text(f"cards.{'better' if better else 'worse'}", language) if judged else ""
        told = f"{told} {word}"
    label = html.escape(text(f"cards.{key}", language))
    return f'<div>{label}<br><b style="color:{colour}">{html.escape(told.strip())}</b></div>'
