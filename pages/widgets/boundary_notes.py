"""What changed on the map between a period and the one before: said beside every comparison of the two."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import pandas
import streamlit as st

from analytics.contract.labels import text
from analytics.contract.periods import Period
from analytics.scoring.boundary_changes import boundary_changes
from analytics.store.versions import Version
from pages.widgets import look, sheets
from pages.widgets.filters import View
from pages.widgets.sheets import Cell

MOST = 40  # lines; more are counted


def draw(view: View) -> None:
    """Draws a line that opens into the list where areas began, ended or were redrawn; nothing where none did."""
    language, version = view.language, view.version
    compared = {"previous": view.period.previous(), "year_before": view.period.year_before()}
    found = {
        name: _changes(version, version.key, each, view.period, view.tier, view.within, view.as_of)
        for name, each in compared.items()
    }
    if all(rows.empty for rows in found.values()):
        return
    counts = {name: look.count(len(rows)) for name, rows in found.items()}
    with st.expander(text("boundaries.told", language, **counts), icon=":material/edit_location_alt:"):
        for name, each in compared.items():
            if len(found[name]):
                st.caption(text(f"boundaries.{name}", language, period=look.period(each, language)))
                sheets.draw(_headings(language), _rows(found[name], language), dense=True)


@st.cache_data(show_spinner=False, max_entries=50)
def _changes(
    _version: Version, version_id: str, earlier: Period, later: Period, tier: str, within: str | None, as_of: datetime
) -> pandas.DataFrame:
    return boundary_changes(_version, earlier, later, tier, within, as_of)


def _headings(language: str) -> Sequence[str]:
    return [text(f"boundaries.column.{name}", language) for name in ("on", "area", "tier", "change")]


def _rows(found: pandas.DataFrame, language: str) -> list[sheets.Row]:
    rows: list[sheets.Row] = [
        [
            Cell(look.moment(row.on), align="short"),
            Cell(look.named(row.name, row.name_en, language), small=row.unit),
            text(f"frame.tier.{row.tier}", language),
            text(f"boundaries.{row.change}", language),
        ]
        for row in found.head(MOST).itertuples(index=False)
    ]
    if len(found) > MOST:
        rows.append([Cell(text("boundaries.more", language, count=look.count(len(found) - MOST)))])
    return rows
