"""Pages are drawn inside the dashboard's frame, never bare."""

from __future__ import annotations

import streamlit as st

from pages.widgets import gate

_MARK = "framed"


def mark() -> None:
    """Says that the dashboard's script runs this page."""
    st.session_state[_MARK] = True


def enter(name: str) -> None:
    """Ends the page `name` where it runs bare, and has it run again inside the frame; ends it at the gate.

    Until a process has called `st.navigation` once, Streamlit serves the scripts of a folder named pages/ by itself:
    the first link opened after a start would come without frame, language or gate.
    """
    if not st.session_state.get(_MARK):
        # The rerun asks for the same page again, which must therefore be known here too.
        st.navigation([st.Page(_nothing, title="-", url_path=each) for each in ("start", name)], position="hidden")
        st.rerun()
    gate.enter(name)


def _nothing() -> None:
    """A page without content."""
