"""Tables in which a click on any cell chooses the row."""

from __future__ import annotations

from typing import Any

import streamlit as st

ROW = 36  # pixels


def table(content: Any, columns: dict[str, Any], key: str, rows: int, tallest: int) -> int | None:
    """Draws a frame (or a styled one) of `rows` rows, scrolling beyond `tallest`; the position of the row clicked."""
    drawn = st.dataframe(
        content,
        column_config=columns,
        hide_index=True,
        row_height=ROW,
        height=ROW * (min(rows, tallest) + 1) + 3,
        key=key,
        placeholder="—",
        on_select="rerun",
        selection_mode="single-cell",
    )
    cells = drawn["selection"]["cells"]
    return cells[0][0] if cells and cells[0][0] < rows else None
