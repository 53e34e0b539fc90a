"""Tables: columns with labels and units, and their export as a CSV that office programs read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas
import streamlit as st

from analytics.contract.labels import text
from pages.widgets import clicks, downloads

_FORMATS = {"rate": "%.2f%%", "score": "%.1f", "points": "%.2f", "hours": "%,.1f", "count": "localized",
            "moment": "YYYY-MM-DD HH:mm"}  # fmt: skip
_ROW, _TALLEST = 36, 620  # pixels a row takes, and the tallest table before it scrolls


@dataclass(frozen=True)
class Column:
    """A column of a table: its name in the frame, its label, and what it holds.

    kind: text, rate (0–1), score, points, hours, count, moment, day, bar (0–100 drawn as a bar), yes (a tick).
    """

    name: str
    label: str
    kind: str = "text"
    help: str | None = None
    wide: str | int | None = None  # small, medium, large, or pixels


def draw(
    frame: pandas.DataFrame, columns: Sequence[Column], key: str, choose: bool = False, tallest: int = _TALLEST
) -> int | None:
    """Draws the columns of the frame; with `choose`, gives the position of the row that the reader clicked, or None."""
    drawn = st.dataframe(
        _ticked(_in_units(frame, columns), columns),
        column_config=settings(columns),
        hide_index=True,
        height=_ROW * min(tallest // _ROW, len(frame) + 1) + 2,
        row_height=_ROW,
        placeholder="—",
        key=key,
        on_select="rerun" if choose else "ignore",
        selection_mode="single-row",
    )
    rows = drawn["selection"]["rows"] if choose else []
    return rows[0] if rows else None


def clickable(
    frame: pandas.DataFrame,
    columns: Sequence[Column],
    key: str,
    most: int = 16,
    inks: Mapping[str, Sequence[str]] | None = None,
) -> int | None:
    """As `draw`, but a click on any cell chooses its row; scrolls beyond `most` rows. `inks`: a style per cell."""
    content: Any = _ticked(_in_units(frame, columns), columns)
    for name, styles in (inks or {}).items():
        content = getattr(content, "style", content).apply(lambda column, told=styles: told, subset=[name])
    return clicks.table(content, settings(columns), key, len(frame), most)


def settings(columns: Sequence[Column]) -> dict:
    """How Streamlit has to show each column, by its name."""
    return {each.name: _configured(each) for each in columns}


def _in_units(frame: pandas.DataFrame, columns: Sequence[Column]) -> pandas.DataFrame:
    """The columns in the units they are shown in: rates in per cent."""
    shown = frame[[each.name for each in columns]]
    return shown.assign(**{each.name: shown[each.name] * 100 for each in columns if each.kind == "rate"})


def _ticked(frame: pandas.DataFrame, columns: Sequence[Column]) -> pandas.DataFrame:
    """The frame as it is seen: a tick for yes, nothing for no."""
    return frame.assign(**{each.name: frame[each.name].map({True: "✓", False: ""}) for each in columns
                           if each.kind == "yes"})  # fmt: skip


def _configured(column: Column) -> dict:
    shared = {"label": column.label, "help": column.help, "width": column.wide}
    kinds = st.column_config
    if column.kind == "bar":
        return kinds.ProgressColumn(**shared, format="%.1f", min_value=0, max_value=100)
    if column.kind == "yes":
        return kinds.TextColumn(**shared, alignment="center")
    if column.kind == "day":
        return kinds.DateColumn(**shared, format="YYYY-MM-DD")
    if column.kind == "moment":
        return kinds.DatetimeColumn(**shared, format=_FORMATS["moment"])
    if column.kind in _FORMATS:
        return kinds.NumberColumn(**shared, format=_FORMATS[column.kind])
    return kinds.TextColumn(**shared)


def download(
    frame: pandas.DataFrame, columns: Sequence[Column], name: str, language: str, notes: Sequence[str]
) -> None:
    """Offers the columns as a CSV with the reader's labels; `notes` (title, as-of, source) stand below the rows.

    With a byte-order mark, because office programs otherwise read it in the system's code page.
    """
    labels = {each.name: f"{each.label} (%)" if each.kind == "rate" else each.label for each in columns}
    shown = _in_units(frame, columns)
    shown = shown.round(dict.fromkeys(shown.select_dtypes("number"), 4)).rename(columns=labels)
    told = "".join(f'"{note.replace(chr(34), chr(39))}"\n' for note in notes)
    content = ("\ufeff" + harmless(shown).to_csv(index=False) + "\n" + told).encode("utf-8")
    label = text("tables.download", language)
    downloads.button(label, content, f"{name}.csv", "text/csv")


def harmless(frame: pandas.DataFrame) -> pandas.DataFrame:
    """The frame with an apostrophe before texts, headers too, that a spreadsheet would run as a formula."""
    def plain(value: object) -> object:
        return f"'{value}" if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t", "\r") else value

    return frame.map(plain).rename(columns=plain)
