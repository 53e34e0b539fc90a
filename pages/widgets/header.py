"""The head of every page: what, where, when and as of; the filters; the switch of language."""

from __future__ import annotations

import html
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime

import streamlit as st

from analytics.contract.labels import LANGUAGES, text
from analytics.contract.periods import Period
from pages.widgets import address, filters, first_run, frame, gate, look, page_help, reader, screen, store, times
from pages.widgets.filters import View


def open_page(
    name: str,
    kinds: Sequence[str] = ("month", "quarter"),
    kind: str = "month",
    tiers: Sequence[str] = (),
    scorecards: Sequence[str] = (),
    moment: Callable[[Period], datetime] | None = None,
) -> View:
    """Draws the head of the page and gives what the reader has chosen; ends the page when there is no store.

    `name` is the page's file of labels; `kinds` are the kinds of period offered and `kind` the one it opens with;
    `tiers` those whose units can be compared, `scorecards` those that can be chosen, the preferred ones first.
    `moment` gives the as-of moment where it follows from the period; the reader then chooses none.
    """
    frame.enter(name)
    language = address.language()
    head = st.container(key="head")
    version = store.current()
    if version is None:
        title(name, head)
        first_run.draw()
        st.stop()
    store.say_lag(version, language)
    newest = version.newest_known_at
    with st.container(key="filters", horizontal=True, vertical_alignment="bottom"):
        # What stands first depends on what is chosen behind it: the units on the period, the period on nothing.
        places = [st.container(width=width) for width in (205, "content", 130, 155, 170)]
    with places[1].container(horizontal=True, vertical_alignment="bottom"):
        period = times.period(version, language, kinds, kind)
    if moment:
        as_of = moment(period)
    else:
        with places[4]:
            as_of = times.as_of(period, newest, language)
    with places[0]:
        area, area_tier, area_name = filters.area(version, period, as_of, language)
    view = View(version, language, area, area_tier, area_name, period, as_of, newest)
    if tiers:
        with places[2]:
            view = replace(view, tier=filters.tier(view, tiers))
    if scorecards:
        with places[3]:
            view = replace(view, scorecard=filters.scorecard(view, scorecards))
    title(name, head, view)
    return view


def title(name: str, place: st.delta_generator.DeltaGenerator | None = None, view: View | None = None) -> None:
    """Draws the title, the line "where, when, as of, from which data" and the reader's controls."""
    language = address.language()
    heading = text(f"{name}.title", language)
    place = place or st.container(key="head")
    with place, st.container(horizontal=True, vertical_alignment="center"):
        with st.container():
            st.title(heading, anchor=False)
        gate.draw()
        if view:
            with st.container(width="content"):
                page_help.draw(name, view)
        kept = text("reader.suggested", language, title=heading, area=view.area_name) if view else heading
        with st.container(width="content"):
            reader.draw(kept, view.period.kind if view else None, language)
        other = next(each for each in LANGUAGES if each != language)
        st.button(text("frame.switch_language", language), on_click=address.write, args=("lang", other), key="language")
    with place:
        told = _told(view) if view else text(f"{name}.what", language)
        screen.html(f'<div class="told">{html.escape(told)}</div>')


def _told(view: View) -> str:
    """Where, when, as of, from which data: the line that makes a printed page stand alone."""
    unfinished = "" if view.period.is_finished(view.as_of) else text("frame.provisional", view.language)
    return text(
        "frame.told",
        view.language,
        area=view.area_name,
        period=look.dated_period(view.period, view.language) + unfinished,
        as_of=look.moment(view.as_of),
        version=view.version.id,
        newest=look.moment(view.newest),
    )
