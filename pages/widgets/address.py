"""The page's address: what is chosen stands there as plain strings, so that a view can be sent to a colleague."""

from __future__ import annotations

from typing import Any

import streamlit as st

from analytics.contract.labels import LANGUAGES

# Kept when the reader goes to another page; everything else belongs to one page.
_DIGITS = 9
STICKY = ("lang", "area", "period", "as_of", "scorecard")


def restore() -> None:
    """Puts what was chosen on earlier pages back into the address: a change of page empties it."""
    for name in STICKY:
        if name in st.query_params:
            st.session_state[f"kept_{name}"] = st.query_params[name]
        elif st.session_state.get(f"kept_{name}"):
            st.query_params[name] = st.session_state[f"kept_{name}"]


def read(name: str) -> str | None:
    """The parameter's text; None when the address has none."""
    return st.query_params.get(name) or None


def number(name: str) -> int | None:
    """The whole number that the parameter holds; None for anything else, and for more digits than any count has."""
    asked = read(name) or ""
    return int(asked) if asked.isascii() and asked.isdecimal() and len(asked) <= _DIGITS else None


def write(name: str, value: str | None) -> None:
    """Sets the parameter; None removes it."""
    if value is None:
        st.query_params.pop(name, None)
    elif st.query_params.get(name) != value:
        st.query_params[name] = value
    if name in STICKY:
        st.session_state[f"kept_{name}"] = value


def newly(name: str, value: Any) -> bool:
    """Whether the reader has just done this: a widget's value that differs from what it was at the last look."""
    seen, st.session_state[f"seen_{name}"] = st.session_state.get(f"seen_{name}"), value
    return value is not None and value != seen


def language() -> str:
    """The language of this view: ``zh`` unless the address says ``en``."""
    asked = read("lang")
    return asked if asked in LANGUAGES else LANGUAGES[0]


def go(page: str) -> None:
    """Opens another page; what is chosen goes along."""
    st.switch_page(f"pages/{page}.py", query_params=_kept())


def link(page: str, label: str, icon: str | None = None, **parameters: Any) -> None:
    """Draws a link to another page that takes along what is chosen; `parameters` override it (None removes)."""
    wanted = _kept() | parameters
    strings = {name: str(value) for name, value in wanted.items() if value is not None}
    st.page_link(f"pages/{page}.py", label=label, icon=icon, query_params=strings)


def _kept() -> dict[str, str]:
    return {name: st.query_params[name] for name in STICKY if name in st.query_params}
