"""What belongs to the reader, on every page in one place: views kept, the link of this one, the theme."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from analytics.access.chain import BrokenChain
from analytics.contract.labels import text
from pages.widgets import gate, screen

_WORDS = ("favourites", "none", "keep_this", "name", "newest", "keep", "remove", "link", "copied", "kept", "full")
_LANGUAGES = {"zh": "zh-CN", "en": "en"}  # as a document names them
_HERE = Path(__file__)
_PAGES = sorted(path.stem for path in _HERE.parents[1].glob("*.py"))


@st.cache_resource(show_spinner=False)
def _controls():
    """The component, registered once per process."""
    return st.components.v2.component(
        "reader", html='<div class="reader-bar"></div>', js=_HERE.with_suffix(".js").read_text(encoding="utf-8"),
        isolate_styles=False,
    )  # fmt: skip


@st.fragment
def draw(name: str, kind: str | None, language: str) -> None:
    """Draws the controls. `name` is proposed for the view, `kind` its kind of period, None where it has none.

    Where readers sign in, the server keeps their views; else the browser does.
    """
    theme = "light" if screen.is_dark() else "dark"
    words = {each: text(f"reader.{each}", language) for each in _WORDS}
    drawn = _controls()(
        key="reader", width="content", height="content",
        data={"words": words, "language": _LANGUAGES[language], "name": name, "kind": kind, "pages": _PAGES,
              "kept": _kept(), "theme": [theme, text(f"frame.theme.{theme}", language)]},
        on_keep_change=lambda: None,
        on_drop_change=lambda: None,
    )  # fmt: skip
    if drawn.keep or drawn.drop:
        _obey(drawn.keep, drawn.drop)
        st.rerun(scope="fragment")


def _kept() -> list[dict] | None:
    journal = gate.favourites()
    if journal is None:
        return None
    try:
        return [{"number": each.number, "name": each.name, "address": each.address}
                for each in journal.of(gate.person())]  # fmt: skip
    except BrokenChain:
        return []


def _obey(keep: dict | None, drop: int | None) -> None:
    journal = gate.favourites()
    if journal is None:
        return
    try:
        if keep:
            journal.keep(gate.person(), str(keep["name"]), str(keep["address"]))
        if drop:
            journal.drop(gate.person(), int(drop))
    except (BrokenChain, ValueError, KeyError, TypeError) as refused:
        gate.note("refused", wanted="favourites", reason=type(refused).__name__)
