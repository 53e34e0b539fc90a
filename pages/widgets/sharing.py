"""The address of what is on screen, to be sent to a colleague who then sees the same."""

from __future__ import annotations

from urllib.parse import urlencode

import streamlit as st


def same_view(label: str) -> None:
    """Draws a button that opens the full address of the present view, ready to be copied."""
    page = (st.context.url or "").split("?")[0]
    with st.popover(label, icon=":material/link:"):
        st.code(f"{page}?{urlencode(st.query_params.to_dict())}", language=None, wrap_lines=True)
