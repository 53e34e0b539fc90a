"""How things look: colours safe for colour-blind readers, and how numbers, periods and moments are written."""

from __future__ import annotations

import math
from datetime import date, datetime, timedelta

from analytics.contract.labels import text
from analytics.contract.periods import Period
from analytics.contract.wording import period_in_words

# The colours of the light theme; `screen` translates them for a dark screen. Each has one role.
INK, SOFT, MUTED, PAPER, PANEL = "#1b2530", "#4a5563", "#5a6675", "#ffffff", "#f3f5f8"
RULE, HAIRLINE, EDGE = "#d7dde4", "#e3e8ee", "#b9c2cc"
ACCENT, ACCENT_SOFT = "#1d5a96", "#a9c6e2"
NO_DATA, NO_DATA_LINE = "#e6e9ed", "#a4adb8"
FONT = "'Noto Sans CJK SC', 'Source Han Sans SC', 'Microsoft YaHei', 'PingFang SC', sans-serif"

# Blue against orange stays apart under every common colour blindness; a word or a shape always goes with it.
DIVERGING = ("#b35806", "#f1a340", "#ece7dc", "#8db8dc", "#2166ac")  # worst … best
SEQUENTIAL = ("#e7eff7", "#b7d0e8", "#7fadd6", "#3a78b4", "#1d5a96")  # few … many
BLOCKS = ("#1d5a96", "#e69f00", "#009e73", "#cc79a7", "#56b4e9")
CHOSEN = SEQUENTIAL[0]  # the ground of the row that is open
# Dark enough to be read as text on every ground, and apart from each other for every reader.
STATUS = {"good": ("#2166ac", "●"), "watch": ("#8a6400", "▲"), "bad": ("#8c2d04", "■"), "none": (MUTED, "○")}

_DECIMALS = {"rate": 2, "score": 1, "hours": 1, "number": 1}


def ink_on(colour: str) -> str:
    """Black or white, whichever reads better on the colour (#rrggbb)."""
    red, green, blue = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
    return INK if 0.299 * red + 0.587 * green + 0.114 * blue > 150 else PAPER


def is_missing(value: object) -> bool:
    """Whether a figure is absent (None or NaN), which is not the same as 0."""
    return value is None or (isinstance(value, float) and math.isnan(value))


def figure(value: float | None, unit: str, language: str) -> str:
    """A value with its unit: rates 0–1 as per cent, scores in points, durations in hours; a dash when missing."""
    if is_missing(value):
        return "—"
    return text(f"look.{unit}", language, number=number(value, unit))


def number(value: float, unit: str) -> str:
    """A value as `figure` writes it, without its unit."""
    return f"{value * 100 if unit == 'rate' else value:,.{_DECIMALS.get(unit, 0)}f}"


def mark(value: float, unit: str, language: str) -> str:
    """A target or limit with its unit, without zeros that say nothing."""
    shown = value * 100 if unit == "rate" else value
    return text(f"look.{unit}", language, number=f"{round(shown, 4):,g}")


def change(difference: float | None, unit: str, language: str) -> str:
    """A difference of two values, always with its sign: rates in percentage points."""
    if is_missing(difference):
        return "—"
    shown = difference * 100 if unit == "rate" else difference
    key = "look.percentage_points" if unit == "rate" else f"look.{unit}"
    told = f"{shown:+,.{_DECIMALS.get(unit, 0)}f}"
    # A difference that rounds to nothing carries no sign.
    told = told[1:] if not told.strip("+-0.,") else told.replace("-", "−")
    return text(key, language, number=told)


def count(things: float | None) -> str:
    """A number of things, with thousands separators; a dash when missing."""
    return "—" if is_missing(things) else f"{things:,.0f}"


def fraction(numerator: float | None, denominator: float | None, unit: str, language: str) -> str:
    """What a value was made of: ``737 / 972``; medians have no numerator, means of scores are told by their number."""
    if is_missing(denominator):
        return "—"
    if is_missing(numerator) or unit in ("score", "hours"):
        return text("look.from_number", language, number=count(denominator))
    return f"{count(numerator)} / {count(denominator)}"


def period(value: Period, language: str) -> str:
    """The period in words, as an official notice writes it."""
    return period_in_words(value, language)


def dated_period(value: Period, language: str) -> str:
    """As `period`, with its first and last day where the words alone do not tell them: weeks, shifted months."""
    told = period(value, language)
    if value.kind == "day" or (value.kind != "week" and value.first.day == 1):
        return told
    first, last = moment(value.first), moment(value.after - timedelta(days=1))
    return text("look.dated_period", language, period=told, first=first, last=last)


def moment(value: datetime | date | None) -> str:
    """A moment to the minute, or a day; a dash when missing."""
    if value is None:
        return "—"
    return f"{value:%Y-%m-%d %H:%M}" if isinstance(value, datetime) else f"{value:%Y-%m-%d}"


def named(zh: str | None, en: str | None, language: str) -> str:
    """A name from the data in the reader's language, in the other one where it has none."""
    first, second = (en, zh) if language == "en" else (zh, en)
    return (first if isinstance(first, str) and first else second) or "—"
