"""The alleys with the lowest ten-none scores of a unit: what was violated there, and whose alley it is."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import streamlit as st

from analytics.contract.labels import text
from analytics.contract.periods import Period
from analytics.scoring import ten_nones
from analytics.scoring.worst_alleys import worst_alleys
from analytics.store.case_reading import unit_names
from analytics.store.versions import Version
from pages.widgets import look, sheets
from pages.widgets.filters import View
from pages.widgets.sheets import Cell

TIERS = ("district", "subdistrict")
_MOST = 10


def draw(view: View, unit: str) -> None:
    """Draws the worst alleys of a unit in the view's period; says so when no alley was checked."""
    language = view.language
    found = _worst(view.version, view.version.key, view.period, unit, view.as_of)
    if not found:
        st.info(text("worst_alleys.none", language))
        return
    names = unit_names(view.version, [line["unit"] for line in found])
    period = look.period(view.period, language)
    st.markdown(text("worst_alleys.told", language, count=len(found), period=period))
    headings = [
        text("worst_alleys.alley", language),
        Cell(text("worst_alleys.score", language), align="right"),
        text("worst_alleys.violated", language),
        text("worst_alleys.chiefs", language),
    ]
    sheets.draw(headings, [_row(view, line, names) for line in found])


@st.cache_data(show_spinner=False, max_entries=100)
def _worst(_version: Version, version_id: str, period: Period, unit: str, as_of: datetime) -> list[dict[str, Any]]:
    return worst_alleys(_version, period, unit, as_of, _MOST)


def _row(view: View, line: dict[str, Any], names: dict[str, tuple[str | None, str | None]]) -> sheets.Row:
    language = view.language
    problems = {none.item: none.problem[language] for none in ten_nones(view.period.first)}
    violations = sorted(line["violations"].items(), key=lambda pair: (-pair[1], pair[0]))
    told = [text("worst_alleys.item", language, item=problems[item], times=times) for item, times in violations]
    separator = text("worst_alleys.separator", language)
    street = look.named(*names.get(line["unit"], (None, None)), language)
    return [
        Cell(line["name"] or line["alley_id"], small=f"{street} · {line['alley_id']}", align="short"),
        Cell(f"{line['score']:.1f}", align="right", strong=True),
        Cell(separator.join(told) or text("worst_alleys.no_items", language)),
        Cell(separator.join(line["chiefs"]) or text("worst_alleys.no_chief", language), align="short"),
    ]
