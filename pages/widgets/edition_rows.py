"""The result of an edition as it was drafted or sealed: ranks, intervals, blocks; of a roll-call also the named."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from analytics.contract.labels import text
from analytics.editions import Edition
from analytics.editions.corrections import rows
from analytics.scoring.scores import RANKED
from pages.widgets import look, sheets, standings
from pages.widgets.edition_words import points, word
from pages.widgets.sheets import Cell

_MOST = 200  # units on screen


def draw(edition: Edition, names: Mapping[str, str], language: str) -> None:
    """Draws the units in the order of their ranks, the unranked last; `names` holds the units that may be seen."""
    card = edition.scorecard
    seen = sorted((row for row in rows(edition.document) if row["unit"] in names), key=_order)
    if not seen:
        st.info(word("no_rows", language))
        return
    grouped = any(row["group"] for row in seen)
    right = [word("column.rank", language), *([word("column.rank_in_group", language)] if grouped else ())]
    headings = [
        *(Cell(each, align="right") for each in right),
        word("column.unit", language),
        Cell(word("column.interval", language), align="centre"),
        Cell(word("column.score", language), align="right"),
        *(Cell(block.label[language], align="right") for block in card.blocks),
        Cell(word("column.movement", language), align="right"),
    ]
    shown, blocks = seen[:_MOST], [block.id for block in card.blocks]
    sheets.draw(headings, [_row(row, blocks, names, grouped, language) for row in shown], dense=len(seen) > 16)
    if len(shown) < len(seen):
        st.caption(word("first_ones", language, shown=look.count(len(shown)), all=look.count(len(seen))))
    if len(seen) < len(rows(edition.document)):
        st.caption(word("only_own", language, shown=len(seen), all=len(rows(edition.document))))
    if edition.kind == "quarterly":
        _draw_lists(edition, names, language)


def _order(row: Mapping[str, Any]) -> tuple[bool, int, str]:
    return row["rank"] is None, row["rank"] or 0, row["unit"]


def _row(
    row: Mapping[str, Any], blocks: Sequence[str], names: Mapping[str, str], grouped: bool, language: str
) -> sheets.Row:
    ranked = row["status"] == RANKED
    interval = f"{row['rank_low']}–{row['rank_high']}" if row["rank_low"] is not None else "—"
    moved, ink = standings.moved(row["movement"], row["movement_significant"], language)
    places = [row["rank"], *([row["rank_in_group"]] if grouped else ())]
    small = "" if ranked else word(f"status.{row['status']}", language)
    return [
        *(Cell(look.count(place), align="right") for place in places),
        Cell(names[row["unit"]], small=small),
        Cell(interval, align="centre"),
        Cell(points(row["score"]), align="right", strong=True),
        # A sealed document holds its keys in the order of the alphabet, not in the scorecard's.
        *(Cell(points(row["blocks"].get(block)), align="right") for block in blocks),
        Cell(moved, align="right", ink=ink),
    ]


def _draw_lists(edition: Edition, names: Mapping[str, str], language: str) -> None:
    """Draws who was named by which rule, and how many alleys fell and rose."""
    document, settings = edition.document, edition.rules.settings
    counted = {name: look.count(len(document[name])) for name in ("downgraded", "restored")}
    st.markdown(f"**{text('roll_call.named', language)}** · {word('alleys_counted', language, **counted)}")
    named = [each for each in document["named"] if each["unit"] in names]
    if not named:
        st.caption(text("roll_call.nobody_named", language))
        return
    lines = []
    for each in named:
        reasons = "\n".join(reason[language] if isinstance(reason, dict) else str(reason) for reason in each["reasons"])
        kind = text(f"roll_call.{each['kind']}", language)
        lines.append([Cell(kind, align="short"), Cell(names[each["unit"]], align="short"),
                      Cell(settings.rules[each["rule"]][language], small=reasons)])  # fmt: skip
    sheets.draw([], lines)
