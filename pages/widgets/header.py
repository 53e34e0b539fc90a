"""The head of every page: what, where, when and as of; the filters; the switch of language."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from analytics.contract.labels import LANGUAGES, text
from pages.widgets import address, filters, look, store
from pages.widgets.filters import View


def open_page(name: str, kinds: Sequence[str] = ("month", "quarter"), kind: str = "month") -> View:
    """Draws the head of the page and gives what the reader has chosen; ends the page when there is no store.

    `name` is the page's file of labels, `kinds` the kinds of period offered, `kind` the one it opens with.
    """
    language = address.language()
    head = st.container(key="head")
    version = store.current()
    if version is None:
        title(name, head)
        store.explain_absence()
        st.stop()
    newest = version.newest_known_at
    with st.container(key="filters", horizontal=True, vertical_alignment="bottom"):
        places = [st.container(width=260), st.container(width="content"), st.container(width=190)]
    with places[1].container(horizontal=True, vertical_alignment="bottom"):
        period = filters.period(version, language, kinds, kind)
    with places[2]:
        as_of = filters.as_of(period, newest, language)
    with places[0]:
        area, tier, area_name = filters.area(version, period, as_of, language)
    view = View(version, language, area, tier, area_name, period, as_of, newest)
    title(name, head, view)
    return view


def title(name: str, place: st.delta_generator.DeltaGenerator | None = None, view: View | None = None) -> None:
    """Draws the title, the line "where, when, as of, from which data" and the switch of language."""
    language = address.language()
    with (place or st.container(key="head")), st.container(horizontal=True, vertical_alignment="bottom"):
        with st.container():
            st.title(text(f"{name}.title", language), anchor=False)
            st.caption(_told(view) if view else text(f"{name}.what", language))
        other = next(each for each in LANGUAGES if each != language)
        st.button(text("frame.switch_language", language), on_click=address.write, args=("lang", other), key="language")


def _told(view: View) -> str:
    """Where, when, as of, from which data: the line that makes a printed page stand alone."""
    unfinished = "" if view.period.is_finished(view.as_of) else text("frame.provisional", view.language)
    return text(
        "frame.told",
        view.language,
        area=view.area_name,
        period=look.period(view.period, view.language) + unfinished,
        as_of=look.moment(view.as_of),
        version=view.version.id,
        newest=look.moment(view.newest),
    )
