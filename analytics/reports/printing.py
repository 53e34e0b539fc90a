"""Printable pages: one HTML file each that needs nothing else, laid out for A4; every text from the data is escaped."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from pathlib import Path

import pandas as pd

_STYLE = Path(__file__).with_name("printing.css")
# Nothing may be loaded and nothing may run, even if a text should get past the escaping.
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"
_COLOURS = {0: "#b35806", 1: "#f1a340", 2: "#4484bd", None: "#ffffff"}
_SIDE, _STEP, _TOP, _LEFT = 8, 9.6, 14, 26


def page(title: str, body: str, language: str, is_wide: bool = False) -> bytes:
    """The page as a UTF-8 file; `body` is HTML whose texts are escaped already."""
    tongue = "zh-CN" if language == "zh" else "en"
    shape = ' class="wide"' if is_wide else ""
    return (
        f'<!DOCTYPE html>\n<html lang="{tongue}"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}"><title>{escape(title)}</title>'
        f"<style>{_STYLE.read_text(encoding='utf-8')}</style></head><body{shape}>\n{body}\n</body></html>\n"
    ).encode()


def table(headings: Sequence[str], rows: Iterable[Sequence[object]], right: Sequence[int] = ()) -> str:
    """A table; the columns at the positions `right` hold figures. A missing cell is a dash."""
    def cells(values: Sequence[object], tag: str) -> str:
        return "".join(
            f'<{tag}{" class=right" if place in right else ""}>{_cell(value)}</{tag}>'
            for place, value in enumerate(values)
        )

    body = "".join(f"<tr>{cells(row, 'td')}</tr>" for row in rows)
    head = f"<thead><tr>{cells(headings, 'th')}</tr></thead>" if headings else ""
    return f"<table>{head}<tbody>{body}</tbody></table>"


def figures(pairs: Iterable[tuple[str, str]]) -> str:
    """Figures side by side: what each is, and its value."""
    parts = "".join(f"<div><span>{escape(name)}</span><b>{escape(value)}</b></div>" for name, value in pairs)
    return f'<div class="figures">{parts}</div>'


def calendar(days: pd.DataFrame, weekdays: Sequence[str], told: str) -> str:
    """The days of `alley_calendar` as an inline SVG: weeks side by side, Monday on top.

    Two valid patrols or more: full blue; one: amber with a dot; none: brown with a cross; no chief: white. `told` is
    the picture in words.
    """
    if days.empty:
        return ""
    first = days["day"].iloc[0]
    monday = first - pd.Timedelta(days=first.weekday())
    parts = [
        f'<text x="0" y="{_TOP + place * _STEP + 7:.1f}" font-size="7">{escape(weekdays[place])}</text>'
        for place in range(0, 7, 2)
    ]
    for row in days.itertuples():
        x = _LEFT + (row.day - monday).days // 7 * _STEP
        y = _TOP + row.day.weekday() * _STEP
        if row.day.day == 1 or row.Index == 0:
            parts.append(f'<text x="{x:.1f}" y="9" font-size="7">{row.day:%Y-%m}</text>')
        parts.append(_square(x, y, min(2, int(row.valid)) if row.has_chief else None))
    width = _LEFT + ((days["day"].iloc[-1] - monday).days // 7 + 1) * _STEP
    return (
        f'<svg viewBox="0 0 {max(width, 300):.0f} {_TOP + 7 * _STEP:.0f}" role="img" aria-label="{escape(told)}" '
        f'xmlns="http://www.w3.org/2000/svg">{"".join(parts)}</svg>'
    )


def _square(x: float, y: float, level: int | None) -> str:
    mark = ""
    if level == 0:
        mark = f'<path d="M{x + 2:.1f} {y + 2:.1f}l4 4m0 -4l-4 4" stroke="#fff" stroke-width="1.1"/>'
    elif level == 1:
        mark = f'<circle cx="{x + 4:.1f}" cy="{y + 4:.1f}" r="1.3" fill="#1b2530"/>'
    return (
        f'<rect x="{x:.1f}" y="{y:.1f}" width="{_SIDE}" height="{_SIDE}" rx="1" fill="{_COLOURS[level]}" '
        f'stroke="#b9c2cc" stroke-width=".4"/>{mark}'
    )


def _cell(value: object) -> str:
    if value is None or (not isinstance(value, str) and pd.isna(value)):
        return "—"
    return "<br>".join(escape(line) for line in str(value).split("\n")) or "—"
