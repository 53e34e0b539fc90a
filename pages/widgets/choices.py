"""Choices of several things at once, mirrored into the page's address as one comma-separated parameter."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import streamlit as st

from pages.widgets import address

_NONE = "none"  # in the address: the reader has taken everything away


def several(
    name: str, label: str, options: Sequence[str], show: Callable[[str], str], default: Sequence[str] = ()
) -> list[str]:
    """A row of buttons of which any number can be on; the address holds them under `name`."""
    asked = address.read(name)
    chosen = list(default) if asked is None else [each for each in asked.split(",") if each in options]
    key = f"filter_{name}"
    # The address decides, not the widget's memory: a link that was sent must open as it was sent.
    st.session_state[key] = [each for each in chosen if each in options]
    more = {"label_visibility": "collapsed"} if not label else {}
    st.pills(
        label or name, options, selection_mode="multi", format_func=show, key=key, on_change=_keep, args=(name,), **more
    )
    return [each for each in options if each in chosen]


def _keep(name: str) -> None:
    address.write(name, ",".join(st.session_state[f"filter_{name}"] or []) or _NONE)
