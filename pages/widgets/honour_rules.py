"""By which rules people are honoured: service, length, and each criterion with its weight, marks and reason."""

from __future__ import annotations

import streamlit as st

from analytics.contract import codes
from analytics.contract.labels import text
from analytics.honours import Honour
from pages.widgets import honour_answers, look, sheets
from pages.widgets.sheets import Cell


def draw(rules: Honour, language: str) -> None:
    """Draws the rules, closed at first."""
    with st.expander(text("honours.rules", language)):
        quota = ""
        if rules.per_unit is not None:
            tier = codes.label("tier", rules.unit_tier, language)
            quota = text("honours.quota", language, count=rules.per_unit, tier=tier)
        told = text("honours.rules_told", language, days=rules.least_days, length=rules.length)
        st.caption(" ".join(each for each in (rules.card.why[language], told, quota) if each))
        word = lambda name: text(f"honours.column.{name}", language)  # noqa: E731
        total = sum(each.weight for each in rules.card.indicators)
        rows = []
        for each in rules.card.indicators:
            unit = honour_answers.unit(each.id)
            marks = [look.mark(value, unit, language) for value in (each.floor, each.target)]
            rows.append([
                Cell(honour_answers.name(each.id, language), small=each.why[language]),
                Cell(f"{each.weight / total:.0%}", align="right"),
                *(Cell(mark, align="right") for mark in marks),
            ])  # fmt: skip
        heads = [word("criterion"), *(Cell(word(name), align="right") for name in ("weight", "floor", "target"))]
        sheets.draw(heads, rows)
