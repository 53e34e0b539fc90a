"""The indicators' definitions, drawn from the catalogue: the fraction, what is good, why, from where, who weighs it."""

from __future__ import annotations

import html
from collections.abc import Sequence
from pathlib import Path

import streamlit as st

from analytics.contract.labels import text
from analytics.indicators import Indicator, catalogue, themes
from analytics.scoring import scorecards
from pages.widgets import fresh, screen

_STYLE = Path(__file__).with_name("definitions.css")
_ARROWS = {"high": "↑", "low": "↓", "none": "–"}
_SEARCHED = ("id", "zh", "en") + tuple(
    f"{part}_{language}"
    for part in ("numerator", "denominator", "why", "note", "source")
    for language in ("zh", "en")
)


def found(search: str, theme: str | None) -> list[Indicator]:
    """The indicators of a theme (None: all) that hold every word of the search, in either language.

    The id of an indicator finds that one alone, in whatever theme.
    """
    if search in catalogue():
        return [catalogue()[search]]
    words = search.lower().split()
    return [
        entry
        for entry in catalogue().values()
        if theme in (None, entry.theme) and all(word in _all_words(entry) for word in words)
    ]


def draw(entries: Sequence[Indicator], language: str) -> None:
    """Draws the definitions theme by theme."""
    for theme in themes().values():
        cards = [_card(entry, language) for entry in entries if entry.theme == theme.id]
        if cards:
            st.subheader(getattr(theme, language), anchor=False)
            _draw(cards)


def draw_one(entry: Indicator, language: str) -> None:
    """Draws one definition."""
    _draw([_card(entry, language)])


def _draw(cards: Sequence[str]) -> None:
    style = f"<style>{_STYLE.read_text(encoding='utf-8')}</style>"
    screen.html(f'{style}<div class="definitions">{"".join(cards)}</div>')


def _all_words(entry: Indicator) -> str:
    return " ".join(getattr(entry, name) or "" for name in _SEARCHED).lower()


def _card(entry: Indicator, language: str) -> str:
    other = entry.en if language == "zh" else entry.zh
    word = lambda name, **values: html.escape(text(f"indicator_methods.{name}", language, **values))  # noqa: E731
    escaped = {part: html.escape(getattr(entry, f"{part}_{language}") or "") for part in ("numerator", "denominator")}
    lines = [word("why", text=getattr(entry, f"why_{language}"))]
    if getattr(entry, f"note_{language}"):
        lines.append(word("reading", text=getattr(entry, f"note_{language}")))
    lines.append(word("source", text=getattr(entry, f"source_{language}")))
    direction = f"{_ARROWS[entry.direction]} {word(f'direction.{entry.direction}')}"
    unit, tables = word(f"unit.{entry.unit}"), html.escape(_tables(entry, language))
    kept = [unit, f"<b>{direction}</b>", tables, _weights(entry, language)]
    return (
        f'<div class="definition"><span class="name">{html.escape(getattr(entry, language))}</span>'
        f'<span class="other">{html.escape(other)}</span><code>{html.escape(entry.id)}</code><br>'
        f'<div class="ratio"><div>{escaped["numerator"]}</div><div>{escaped["denominator"]}</div></div>'
        f'<div class="kept">{" · ".join(each for each in kept if each)}</div>'
        f"{''.join(f'<div>{line}</div>' for line in lines)}</div>"
    )


def _tables(entry: Indicator, language: str) -> str:
    names = [fresh.table_name(table, language) for table in entry.event_tables]
    return text("methods.counted_on", language, tables=text("methods.separator", language).join(names))


def _weights(entry: Indicator, language: str) -> str:
    """In which scorecards the indicator counts, and for how much; empty where it counts in none."""
    told = [
        text("methods.weight", language, scorecard=card.label[language], weight=f"{weighted.weight:g}")
        for card in scorecards().values()
        for weighted in card.indicators
        if weighted.id == entry.id
    ]
    words = text("methods.separator", language).join(told)
    return html.escape(text("methods.weights", language, weights=words)) if told else ""
