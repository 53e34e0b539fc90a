"""How figures are written in notices, slides and PDF: the same value reads the same in each of them."""

from __future__ import annotations

import math
import re
from typing import Any

from analytics.contract.labels import text
from analytics.reports.sheets import Cell

_PLAIN = {"count": ",.0f", "whole": ".0f", "points": ",.2f", "hours": ",.1f"}
_CHANGES = {"point_moves": ".2f", "share_moves": ".2f", "count_moves": ",.0f"}
# A blank between a Chinese character (or its punctuation) and what is not one, as screens write it.
_BLANKS = re.compile(r"(?<=[\u3000-\u9fff\uff00-\uffef]) (?=[!-~])|(?<=[!-~]) (?=[\u3000-\u9fff\uff00-\uffef])")
NUMBERS = {*_PLAIN, *_CHANGES, "rate", "moves", "interval"}


def shown(value: Any, kind: str, language: str) -> str:
    """A value as it is written: rates in per cent, changes with their sign, places with arrows; None says so.

    A change that cannot be told, for want of an earlier figure, is a dash; a figure that is not there is named so.
    """
    if isinstance(value, Cell):
        value, kind = value.value, value.kind
    if value is None or (isinstance(value, float) and math.isnan(value)):
        missing = "no_change" if kind in (*_CHANGES, "moves") else "no_text" if kind == "text" else "no_data"
        return text(f"notice.{missing}", language)
    if kind == "rate":
        return f"{value * 100:.2f}%"
    if kind == "moves":
        way = "same" if value == 0 else "up" if value > 0 else "down"
        return text(f"notice.place_{way}", language, places=abs(int(value)))
    if kind in _CHANGES:
        return signed(value, _CHANGES[kind])
    if kind == "count" and value != int(value):
        return f"{value:,.1f}"  # a sum of scores
    return f"{value:{_PLAIN[kind]}}" if kind in _PLAIN else str(value)


def signed(value: float, form: str = ".2f") -> str:
    """A difference with its sign; one that rounds to nothing has none."""
    told = f"{value:+{form}}"
    return told[1:] if not told.strip("+-0.,") else told.replace("-", "\u2212")


def is_number(kind: str, value: Any) -> bool:
    """Whether a cell stands to the right, as figures do."""
    return (value.kind if isinstance(value, Cell) else kind) in NUMBERS


def tight(words: str) -> str:
    """A sentence of the screens without the blanks around its figures, which notices do not write."""
    return _BLANKS.sub("", words)
