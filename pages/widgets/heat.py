"""Districts against blocks on one page: numbers on grounds that colour-blind readers can tell apart."""

from __future__ import annotations

import html
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from analytics.contract.labels import text
from analytics.scoring import Scorecard
from pages.widgets import look, screen, sheets, standings
from pages.widgets.sheets import Cell, Part

_MARKS = (60, 70, 80, 90)  # points at which the ground changes
_WORDS = ("worst", "low", "middle", "good", "best")
_DARK = (0, 4)  # grounds that need light text


def draw(call: Mapping[str, Any], card: Scorecard, names: Mapping[str, str], chosen: str | None, language: str) -> None:
    """Draws the districts of a roll-call by group; the `chosen` one in bold."""
    lines = sorted(call["districts"], key=lambda line: (line["rank"] or 10**6, line["unit"]))
    fallen, risen = (Counter(alley["unit"] for alley in call[name]) for name in ("downgraded", "restored"))
    blocks = [(block.id, block.label[language]) for block in card.blocks]
    word = lambda name: text(f"roll_call.column.{name}", language)  # noqa: E731
    headings = [
        *(Cell(word(name), align="right") for name in ("rank", "rank_in_group")),
        word("district"),
        *(Cell(word(name), align="centre") for name in ("interval", "score")),
        *(Cell(label, align="centre") for _, label in blocks),
        *(Cell(word(name), align="right") for name in ("downgraded", "restored")),
    ]
    rows: list[sheets.Row] = []
    for group in standings.group_order(line["group"] for line in lines):
        if group is not None or any(line["group"] for line in lines):
            rows.append(Part(standings.group_name(group, language)))
        for line in lines:
            if line["group"] == group:
                counts = (fallen[line["unit"]], risen[line["unit"]])
                rows.append(_row(line, blocks, names, counts, line["unit"] == chosen, language))
    sheets.draw(headings, rows, dense=True)
    draw_legend(language)


def _row(line: Mapping[str, Any], blocks: Sequence[tuple[str, str]], names: Mapping[str, str], counts: Sequence[int],
         strong: bool, language: str) -> sheets.Row:
    ranked = line["rank"] is not None
    interval = f"{line['rank_low']}–{line['rank_high']}" if ranked else "—"
    if ranked:
        score = Cell(f"{line['score']:.2f}", align="centre", strong=True)
    else:
        score = Cell(text(f"roll_call.status.{line['status']}", language), align="centre", ink=look.MUTED)
    places = [Cell(look.count(line[name]), align="right") for name in ("rank", "rank_in_group")]
    name = Cell(names.get(line["unit"], line["unit"]), align="short", strong=strong)
    heat = [cell(line["blocks"][block]) for block, _ in blocks]
    return [*places, name, Cell(interval, align="centre"), score, *heat,
            *(Cell(look.count(count) if count else "·", align="right") for count in counts)]


def cell(points: float | None, decimals: int = 1) -> Cell:
    """Points 0–100 on a ground that says how many; a dash where there are none."""
    if look.is_missing(points):
        return Cell("—", align="centre", ground=look.NO_DATA)
    place = sum(points >= mark for mark in _MARKS)
    ink = look.PAPER if place in _DARK else look.INK
    return Cell(f"{points:.{decimals}f}", align="centre", ground=look.DIVERGING[place], ink=ink)


def draw_legend(language: str) -> None:
    """Draws what the grounds mean."""
    grounds = [*zip(_WORDS, look.DIVERGING, strict=True), ("missing", look.NO_DATA)]
    told = [
        f'<span><i style="background:{ground}"></i>{html.escape(text(f"roll_call.legend.{word}", language))}</span>'
        for word, ground in grounds
    ]
    screen.html(f'<div class="legend">{"".join(told)}</div>')
