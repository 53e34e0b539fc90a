"""Tables in which a click on any cell chooses the row."""

from __future__ import annotations

from typing import Any

import streamlit as st

ROW = 36  # pixels


def table(content: Any, columns: dict[str, Any], key: str, rows: int, tallest: int) -> int | None:
    """Draws a frame (or a styled one) of `rows` rows, scrolling beyond `tallest`; the position of the row clicked."""
    clicked = cell(content, columns, key, rows, tallest)
    return None if clicked is None else clicked[0]


def cell(content: Any, columns: dict[str, Any], key: str, rows: int, tallest: int) -> tuple[int, str] | None:
    """As `table`, but gives the position of the row and the name of the column."""
    drawn = st.dataframe(
        content,
        column_config=columns,
        hide_index=True,
        row_height=ROW,
        height=ROW * (min(rows, tallest) + 1) + 2,
        key=key,
        placeholder="—",
        on_select="rerun",
        selection_mode="single-cell",
    )
    cells = drawn["selection"]["cells"]
    return (cells[0][0], cells[0][1]) if cells and cells[0][0] < rows else None
