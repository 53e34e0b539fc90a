"""The rows behind a number: what counted for one indicator of one unit, and the way to the cases."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import pandas
import streamlit as st

from analytics.contract.labels import text
from analytics.contract.periods import Period
from analytics.indicators import explain, indicator
from analytics.store import case_reading
from analytics.store.versions import Version
from pages.widgets import address, clicks, downloads, look, markdown, sheets, tables
from pages.widgets.filters import View

FIRST_PAGE = 200  # rows on screen; all of them are in the file
_NAMED = ("alley_id", "area_code")
_PARTS = ("numerator", "denominator")


@dataclass(frozen=True)
class Evidence:
    """The first rows that count, how many there are in all, and the sums over all of them (None where none adds up)."""

    head: pandas.DataFrame
    total: int
    numerator: float | None
    denominator: float | None


def draw(view: View, name: str, unit: str, value: float | None) -> None:
    """Draws the rows that count for the indicator `name` of a unit of the view's tier, at most a page of them."""
    language, entry = view.language, indicator(name)
    found = _evidence(view.version, view.version.key, name, unit, view.tier, view.period, view.as_of)
    numbers = {"numerator": look.count(found.numerator), "denominator": look.count(found.denominator)}
    words = {part: getattr(entry, f"{part}_{language}") for part in ("numerator", "denominator")}
    key = "told_of" if found.numerator is None else "told"
    told = text(f"evidence.{key}", language, value=look.figure(value, entry.unit, language), **numbers)
    sheets.line(told, text("evidence.words", language, **words))
    if not found.total:
        st.info(text("evidence.none", language))
        return
    keys = [column for column in found.head.columns if column not in _PARTS]
    frame, columns = _table(view, found.head, keys)
    place = clicks.table(frame, columns, f"evidence_{name}_{unit}", len(frame), 12)
    sizes = {"total": look.count(found.total), "shown": look.count(len(found.head))}
    told = "shown_median" if found.numerator is None else "shown" if found.total > len(found.head) else "shown_all"
    st.caption(text(f"evidence.{told}", language, **sizes, **numbers))
    with st.container(horizontal=True, vertical_alignment="center"):
        _offer_all(view, name, unit)
        if keys == ["case_id"]:
            _link_to_cases(view, name, unit, None if place is None else found.head["case_id"].iloc[place])


def _table(view: View, rows: pandas.DataFrame, keys: list[str]) -> tuple[pandas.DataFrame, dict]:
    """The rows as they are shown, alleys and areas with their names, and the settings of their columns."""
    language, kinds = view.language, st.column_config
    shown = rows[keys].copy()
    columns = {each: kinds.TextColumn(text(f"evidence.key.{each}", language)) for each in keys}
    for each in keys:
        if pandas.api.types.is_datetime64_any_dtype(rows[each]):
            columns[each] = kinds.DateColumn(text(f"evidence.key.{each}", language), format="YYYY-MM-DD")
    if keys[0] in _NAMED:
        names = case_reading.unit_names(view.version, rows[keys[0]].tolist())
        shown["name"] = [look.named(*names.get(code, (None, None)), language) for code in rows[keys[0]]]
        columns["name"] = kinds.TextColumn(text("evidence.name", language))
    for part in _PARTS:
        if rows[part].notna().any():
            shown[part] = rows[part]
            columns[part] = kinds.NumberColumn(text(f"evidence.{part}", language), format="localized")
    return shown, columns


def _link_to_cases(view: View, name: str, unit: str, case: str | None) -> None:
    wanted = {"tier": view.tier, "unit": unit, "indicator": name}
    address.link("cases", text("evidence.open_cases", view.language), ":material/assignment:", **wanted)
    if case is not None:
        told = text("evidence.open_case", view.language, case=markdown.plain(case))
        address.link("cases", told, ":material/open_in_new:", case=case)


def _offer_all(view: View, name: str, unit: str) -> None:
    """Offers every row that counts as a CSV, as the batch verb gives them; made when somebody asks."""

    def content() -> bytes:
        rows = explain(view.version, name, unit, view.tier, view.period, view.as_of)
        rows = rows.convert_dtypes()  # counts without ".0"
        labels = {each: text(f"evidence.key.{each}", view.language) for each in rows.columns if each not in _PARTS}
        labels |= {each: text(f"evidence.{each}", view.language) for each in _PARTS}
        return ("\ufeff" + tables.harmless(rows.rename(columns=labels)).to_csv(index=False)).encode("utf-8")

    file = text("evidence.file_name", view.language, indicator=name, unit=unit, period=view.period.text)
    downloads.button(text("evidence.download", view.language), content, f"{file}.csv", "text/csv", key=f"rows_{name}")


@st.cache_data(show_spinner=False, max_entries=200)
def _evidence(
    _version: Version, version_id: str, name: str, unit: str, tier: str, period: Period, as_of: datetime
) -> Evidence:
    rows = explain(_version, name, unit, tier, period, as_of)
    sums = [rows[part].sum() if rows[part].notna().any() else None for part in _PARTS]
    return Evidence(rows.head(FIRST_PAGE).copy(), len(rows), *sums)
