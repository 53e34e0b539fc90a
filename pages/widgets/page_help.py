"""The help in a page's title row: how the indicators that it shows are defined, from the catalogue itself."""

from __future__ import annotations

import tomllib
from functools import cache

import streamlit as st

from analytics.contract.labels import text
from analytics.contract.schema import DATA
from analytics.indicators import Indicator, catalogue
from analytics.scoring.scorecards import scorecards
from pages.widgets import address, definitions
from pages.widgets.filters import View


@cache
def _listed() -> dict[str, list[str]]:
    with (DATA / "page_help.toml").open("rb") as file:
        return tomllib.load(file)


def explained(page: str, scorecard: str | None = None, chosen: str | None = None) -> list[Indicator]:
    """The indicators that the page's help explains, in their order.

    `scorecard` is the one that the reader has chosen, `chosen` the indicator; where the page goes by neither, they
    change nothing.
    """
    found: dict[str, Indicator] = {}
    for wanted in _listed().get(page, ()):
        kind, _, name = wanted.partition(" ")
        if kind == "scorecard":
            card = scorecards().get(name or scorecard or "")
            ids = [each.id for each in card.indicators] if card else []
        elif kind == "chosen":
            ids = [chosen if chosen in catalogue() else name]
        else:
            ids = [wanted]
        found |= {each: catalogue()[each] for each in ids}
    return list(found.values())


def draw(page: str, view: View) -> None:
    """Draws the button that opens the help; nothing on a page that shows no indicator."""
    entries = explained(page, view.scorecard, address.read("indicator"))
    if entries:
        _draw([each.id for each in entries], view.language)


@st.fragment
def _draw(ids: list[str], language: str) -> None:
    # Opening it runs this fragment alone; the page stays as it is.
    label = text("page_help.open", language)
    opened = st.popover(label, icon=":material/help:", key="page_help", on_change="rerun")
    if not opened.open:
        return
    with opened:
        st.caption(text("page_help.told", language))
        for name in ids:
            entry = catalogue()[name]
            definitions.draw_one(entry, language)
            told = text("page_help.to_methods", language, name=getattr(entry, language))
            address.link("methods", told, ":material/menu_book:", search=name)
