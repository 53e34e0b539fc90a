"""Cases as a table: a page of them, their state and whether they kept their deadline, and the export."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import pandas
import streamlit as st

from analytics.contract import codes
from analytics.contract.labels import text
from analytics.store import case_reading
from analytics.store.case_reading import CaseFilter
from pages.widgets import case_filters, clicks, downloads, look, screen, tables
from pages.widgets.filters import View

_EXPORTED = 50_000  # rows; more is a task for the batch commands
_SHAPES = {
    "on_time": look.STATUS["good"],
    "late": look.STATUS["bad"],
    "overdue_open": look.STATUS["bad"],
    "not_due": (look.INK, "○"),
    "suspended": look.STATUS["watch"],
    "no_deadline": (look.MUTED, "—"),
    "void": (look.MUTED, "×"),
}
_NARROW = ("case_id", "state", "outcome", "reported_at")


def draw(view: View, rows: Sequence[dict[str, Any]], opened: str | None) -> str | None:
    """Draws the rows; gives the id of the case that was clicked. Beside an `opened` one the table is narrow."""
    frame = _frame(view, rows)
    shown = frame[list(_NARROW)] if opened else frame
    colours = [screen.ink(_SHAPES[row['outcome']][0]) for row in rows]
    grounds = [screen.ground(look.CHOSEN) if row["case_id"] == opened else "" for row in rows]
    styled = shown.style.apply(lambda column: grounds).apply(lambda column: colours, subset=["outcome"])
    ids = "_".join((rows[0]["case_id"], rows[-1]["case_id"]))
    place = clicks.table(styled, _columns(view, opened is not None), f"cases_{ids}_{bool(opened)}", len(rows), 16)
    return None if place is None else rows[place]["case_id"]


def download(view: View, wanted: CaseFilter) -> None:
    """Offers what the filter finds as a CSV that office programs read; made when somebody asks."""
    language = view.language

    def content() -> bytes:
        frame = _frame(view, case_reading.page(view.version, wanted, _EXPORTED, 0))
        labels = {name: text(f"cases.column.{name}", language) for name in frame.columns}
        return ("\ufeff" + tables.harmless(frame.rename(columns=labels)).to_csv(index=False)).encode("utf-8")

    name = text("cases.file_name", language, period=view.period.text)
    told = text("cases.download_help", language, most=look.count(_EXPORTED))
    label = text("cases.download", language)
    downloads.button(label, content, f"{name}.csv", "text/csv", help=told)


def outcome(row: dict[str, Any], language: str) -> str:
    """Whether the case kept its deadline, with a shape and in words."""
    told = text(f"cases.outcome.{row['outcome']}", language)
    if row["outcome"] == "late":
        hours = (row["disposed_at"] - row["dispose_due"]).total_seconds() / 3600
        minutes = math.ceil(hours * 60)  # a second too late is late
        told = text("cases.late_hours" if hours >= 1 else "cases.late_minutes", language,
                    told=told, hours=f"{hours:,.1f}", minutes=minutes)  # fmt: skip
    return f"{_SHAPES[row['outcome']][1]} {told}"


def outcome_colour(row: dict[str, Any]) -> str:
    """The colour that goes with `outcome`."""
    return _SHAPES[row["outcome"]][0]


def _frame(view: View, rows: Sequence[dict[str, Any]]) -> pandas.DataFrame:
    language = view.language
    units = [row[tier] for row in rows for tier in ("subdistrict", "district")]
    names = case_reading.unit_names(view.version, units)
    places = [names.get(row["subdistrict"]) or names.get(row["district"]) or (None, None) for row in rows]
    times = ("reported_at", "dispose_due", "disposed_at", "closed_at")
    return pandas.DataFrame({
        "case_id": [row["case_id"] for row in rows],
        "state": [text(f"cases.state.{row['state']}", language) for row in rows],
        "outcome": [outcome(row, language) for row in rows],
        "class": [case_filters.class_name(row["scheme"], row["kind"], row["major_code"], language) for row in rows],
        "source": [codes.label("source", row["source"], language) for row in rows],
        "place": [look.named(*place, language) for place in places],
        **{name: pandas.Series([row[name] for row in rows], dtype="datetime64[us]") for name in times},
        "rework_count": pandas.Series([row["rework_count"] for row in rows], dtype="Int64"),
    })


def _columns(view: View, narrow: bool) -> dict[str, Any]:
    kinds = st.column_config
    found: dict[str, Any] = {}
    for name in (_NARROW if narrow else ("case_id", "state", "outcome", "class", "source", "place", "reported_at",
                                         "dispose_due", "disposed_at", "closed_at", "rework_count")):
        label = text(f"cases.column.{name}", view.language)
        if name.endswith(("_at", "_due")):
            found[name] = kinds.DatetimeColumn(label, format="YYYY-MM-DD HH:mm", width=132)
        elif name == "rework_count":
            found[name] = kinds.NumberColumn(label, width=64, format="%d")
        else:
            found[name] = kinds.TextColumn(label)
    return found


