"""The one way out: every download button, shown to those who may export, each use written into the audit trail."""

from __future__ import annotations

from typing import Any

import streamlit as st

from pages.widgets import gate

ICON = ":material/download:"


def button(label: str, content: Any, name: str, mime: str, **more: Any) -> None:
    """Offers a file; `content` is bytes or text, or a function that makes them when somebody asks.

    `more` goes to `st.download_button`. Nothing is drawn for a reader who may not export.
    """
    if not gate.may("export"):
        return
    noted = {"on_click": gate.note, "args": ("export",), "kwargs": {"file": name}}
    st.download_button(
        label, content, name, mime, **{"icon": ICON, **({"on_click": "ignore"} if gate.is_open() else noted), **more}
    )
