"""Tables to read and to print: HTML with plain text in every cell, colours, small bars, headings between rows."""

from __future__ import annotations

import html
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pages.widgets import screen

_STYLE = Path(__file__).with_name("sheets.css")


@dataclass(frozen=True)
class Cell:
    """A cell: its text, more in small below it (both may have several lines), how it stands, and its colours.

    align: left, right, centre or short (left, never wrapped). bar: −1 to 1, drawn from the middle instead of text.
    """

    text: str = ""
    small: str = ""
    align: str = "left"
    ground: str | None = None
    ink: str | None = None
    strong: bool = False
    bar: float | None = None


@dataclass(frozen=True)
class Part:
    """A heading between rows that spans the table."""

    text: str


Row = Sequence[Cell | str] | Part


def draw(headings: Sequence[Cell | str], rows: Sequence[Row], dense: bool = False) -> None:
    """Draws the table, with or without headings. Texts may come from the data: everything is escaped."""
    width = max([len(headings), *(len(row) for row in rows if not isinstance(row, Part))])
    head = "".join(_cell(each, "th") for each in headings)
    body = "".join(_row(each, width) for each in rows)
    head = f"<thead><tr>{head}</tr></thead>" if headings else ""
    _show(f'<table class="sheet{" dense" if dense else ""}">{head}<tbody>{body}</tbody></table>')


def line(strong: str, rest: str) -> None:
    """Draws a heading and what belongs to it on one line."""
    _show(f'<div class="headline"><b>{html.escape(strong)}</b> {html.escape(rest)}</div>')


def _show(body: str) -> None:
    screen.html(f"<style>{_STYLE.read_text(encoding='utf-8')}</style>{body}")


def _row(row: Row, width: int) -> str:
    if isinstance(row, Part):
        return f'<tr class="part"><td colspan="{width}">{html.escape(row.text)}</td></tr>'
    return f"<tr>{''.join(_cell(each, 'td') for each in row)}</tr>"


def _cell(cell: Cell | str, tag: str) -> str:
    if isinstance(cell, str):
        cell = Cell(cell)
    colours = [f"{name}:{value}" for name, value in (("background", cell.ground), ("color", cell.ink)) if value]
    style = f' style="{";".join(colours)}"' if colours else ""
    told = _track(cell) if cell.bar is not None else _lines(cell.text)
    told = f"<b>{told}</b>" if cell.strong else told
    small = f"<br><small>{_lines(cell.small)}</small>" if cell.small else ""
    return f'<{tag} class="{cell.align}"{style}>{told}{small}</{tag}>'


def _lines(words: str) -> str:
    return "<br>".join(html.escape(words).split("\n"))


def _track(cell: Cell) -> str:
    """A bar to the right for more, to the left for less."""
    share = max(-1.0, min(1.0, cell.bar)) * 50
    left = 50 + min(share, 0)
    bar = f'<b style="left:{left:.1f}%;width:{abs(share):.1f}%;background:{cell.ink}"></b>'
    return f'<span class="track">{bar}<i></i></span>'
