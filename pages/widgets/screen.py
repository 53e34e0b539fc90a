"""Light and dark: the widgets write the colours of the light theme; what leaves for a dark screen is translated here.

Every colour has one night colour, chosen so that light and dark change places: what was told by a dark fill is told
by a bright one, and ink that reads on a ground by day reads on its translation by night.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import plotly.graph_objects as go
import streamlit as st

from pages.widgets import look

NIGHT = {
    # ink, lines and grounds
    look.INK: "#e4e9ef", look.SOFT: "#b4bfcb", look.MUTED: "#a3afbd",
    look.RULE: "#343e4a", look.HAIRLINE: "#2a333d", look.EDGE: "#566270",
    "#3a4653": "#c3ccd6", look.PAPER: "#12181f", look.PANEL: "#1b232c",
    look.ACCENT: "#6fb1ee", look.ACCENT_SOFT: "#2f5577",
    look.NO_DATA: "#29313a", look.NO_DATA_LINE: "#5f6b78",
    # scales: the middle recedes into the ground, the ends stand out from it
    "#b35806": "#f28e3c", "#f1a340": "#8f5412", "#ece7dc": "#3a3f45", "#8db8dc": "#3d6a94", "#2166ac": "#74b4f0",
    "#e7eff7": "#1c2c3c", "#b7d0e8": "#2a4a67", "#7fadd6": "#3b6b96", "#3a78b4": "#4f8fc6", "#0b2f55": "#b8d9f7",
    "#fbe6c8": "#4a3a22", "#5c2302": "#ffd9b0", "#fbe9dd": "#3a2a1e",
    # series and status
    "#56b4e9": "#d6ecff", "#8a6400": "#f2d060", "#8c2d04": "#f07a45",
    # maps
    "#f6bd7d": "#8a5a22", "#efebe3": "#33383e", "#b5d0e8": "#3a5f80",
    "#7a0a10": "#ffd9b2", "#0b2a66": "#b2f2ff", "#6b2fa0": "#c39bf0", "#00756b": "#3cc7b8",
    "#3c4652": "#b4bfcb", "#4d5866": "#9aa6b3",
}  # fmt: skip
_STYLE = Path(__file__).with_name("look.css")
_COLOUR = re.compile("#[0-9a-fA-F]{6}(?![0-9a-fA-F])")
_DARK, _BRIGHT = 88, 150  # brightness (0–255) of ink on paper by day and by night


def is_dark() -> bool:
    """Whether the reader's screen shows the dark theme; pages without a browser are light."""
    return st.context.theme.type == "dark"


def worn(told: str) -> str:
    """Text with colours (#rrggbb) of the light theme, in those of the reader's theme."""
    return night(told) if is_dark() else told


def night(told: str) -> str:
    """Text with colours of the light theme, in those of the dark one; colours without a translation stay."""
    return _COLOUR.sub(lambda found: NIGHT.get(found[0].lower(), found[0]), told)


def ground(colour: str) -> str:
    """The style of a table's cell with that colour behind its text."""
    return f"background-color: {worn(colour)};"


def ink(colour: str) -> str:
    """The style of a table's cell whose text has that colour."""
    return f"color: {worn(colour)};"


def legible(colour: str) -> str:
    """The colour of a map's class made dark enough, or by night light enough, to be the ink of a word."""
    red, green, blue = (int(worn(colour)[place : place + 2], 16) for place in (1, 3, 5))
    brightness = max(0.299 * red + 0.587 * green + 0.114 * blue, 1)
    if is_dark():
        share = max(0.0, (_BRIGHT - brightness) / (255 - brightness))
        shades = [round(each + (255 - each) * share) for each in (red, green, blue)]
    else:
        shades = [round(each * min(1.0, _DARK / brightness)) for each in (red, green, blue)]
    return "#" + "".join(f"{each:02x}" for each in shades)


def html(body: str | Path, **more: Any) -> None:
    """Draws HTML, or a style sheet of ours, in the reader's theme."""
    if isinstance(body, Path):
        body = f"<style>{body.read_text(encoding='utf-8')}</style>"
    st.html(worn(body), **more)


def chart(figure: go.Figure, **more: Any) -> Any:
    """Draws a figure in the reader's theme; gives what the reader selected in it, where `more` asks for that."""
    if is_dark():
        figure = go.Figure(json.loads(night(figure.to_json())))
    return st.plotly_chart(figure, theme=None, **more)


def dress() -> None:
    """Draws the style sheet that Streamlit's theme has no setting for: less air, figures that line up."""
    html(_STYLE)
