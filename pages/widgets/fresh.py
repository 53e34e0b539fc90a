"""How fresh the data are: the newest row of each table, who has not submitted, and why a figure is missing."""

from __future__ import annotations

import html

import pandas
import streamlit as st

from analytics.contract.labels import text
from analytics.indicators import Indicator
from pages.widgets import answers, look, screen, tables
from pages.widgets.filters import View

_NAMED_AT_MOST = 12
_SUBMITTING = {"city": "district", "district": "subdistrict"}  # area → the tier that hands in


def why_no_value(view: View, entry: Indicator, denominator: float | None) -> str:
    """In words, why an indicator has no value: nothing of its kind was ever handed in, or nothing counted this time."""
    absent = [table for table in entry.event_tables if not view.version.has(table)]
    if len(absent) == len(entry.event_tables):
        names = ", ".join(table_name(table, view.language) for table in absent)
        return text("fresh.table_absent", view.language, tables=names)
    key = "column_absent" if look.is_missing(denominator) else "nothing_counted"
    return text(f"fresh.{key}", view.language)


def table_name(table: str, language: str) -> str:
    """What an input table is called on screen."""
    return text(f"fresh.table.{table}", language)


def draw(view: View) -> None:
    """Draws the newest row per table beside the units that have not handed in anything for the period."""
    language = view.language
    left, right = st.columns([1, 1.6], gap="medium")
    newest = pandas.DataFrame(answers.newest_rows(view))
    newest["newest"] = [look.moment(None if pandas.isna(each) else each) for each in newest["newest"]]
    newest["name"] = [table_name(table, language) for table in newest["table"]]
    with left:
        tables.draw(
            newest,
            [
                tables.Column("name", text("fresh.what", language)),
                tables.Column("newest", text("fresh.newest", language)),
                tables.Column("rows", text("fresh.rows", language), "count"),
            ],
            key="newest_rows",
        )
    with right:
        _draw_absent(view)


def _draw_absent(view: View) -> None:
    tier = _SUBMITTING.get(view.area_tier, "subdistrict")
    absent = answers.not_submitted(view, tier)
    units = answers.units(view.version, tier, view.period, view.as_of, view.within)
    names = {row.unit: look.named(row.name, row.name_en, view.language) for row in units.itertuples()}
    if absent.empty:
        st.success(text("fresh.all_submitted", view.language), icon=":material/check_circle:")
        return
    lines = [f'<div class="name">{html.escape(text("fresh.not_submitted", view.language))}</div>']
    for table, group in absent.groupby("table", sort=False):
        listed = [names.get(unit, unit) for unit in group["unit"]]
        told = text("fresh.separator", view.language).join(listed[:_NAMED_AT_MOST])
        if len(listed) > _NAMED_AT_MOST:
            told += text("fresh.and_more", view.language, count=len(listed) - _NAMED_AT_MOST)
        head = text("fresh.absent", view.language, table=table_name(table, view.language), count=len(listed))
        lines.append(f"<div><b>{html.escape(head)}</b> {html.escape(told)}</div>")
    screen.html(f'<div class="absent">{"".join(lines)}</div>')
