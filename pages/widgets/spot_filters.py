"""What the reader asks of the hot spots: which places and cases, counts or rates, against whom, what the map shows."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from analytics.contract import codes
from analytics.contract.labels import text
from analytics.contract.periods import BadPeriod, Period
from analytics.hotspots.counting import CaseClass
from pages.widgets import address, answers, case_filters, choices, filters, look, spot_answers
from pages.widgets.filters import View

TIERS = ("grid", "subdistrict", "hex")
WINDOWS = ("6", "12", "24", "36")
SHOWS = ("now", "class")
_ANY = "any"
_ONLY = ("overdue", "key_content")


@dataclass(frozen=True)
class Asked:
    """The choices of the page. `against`: city (all places are compared) or area (those of the area, among themselves).

    `shows`: now (is it clear) or class (how the months went); `layers`: what lies over it; `other`: the period that
    this one is compared with; `content_tag`: only classes that bear this tag of key content.
    """

    tier: str
    months: int
    case_class: CaseClass | None
    source: str | None
    loop: str | None
    overdue: bool
    key_content: bool
    rate: bool
    against: str = "city"
    shows: str = "now"
    layers: tuple[str, ...] = ()
    other: Period | None = None
    content_tag: str | None = None

    def compared_within(self, view: View) -> str | None:
        """The area whose places are compared with each other; None for the whole city."""
        return view.within if self.against == "area" else None


def choose(view: View) -> Asked:
    """Draws the choices in one line, mirrored into the address."""
    language = view.language
    with st.container(horizontal=True, vertical_alignment="bottom", key="spot_filters"):
        tiers = _tiers(view)
        shown = {each: text(f"hotspots.tier.{each}", language) for each in tiers}
        with st.container(width="content"):
            start = next(each for each in tiers if spot_answers.has_outlines(view, each))
            tier = filters.switch("tier", text("hotspots.tier_label", language), tiers, start, shown.__getitem__)
        with st.container(width="content"):
            shown_measure = {each: text(f"hotspots.measure.{each}", language) for each in ("count", "rate")}
            label = text("hotspots.measure_label", language)
            help_ = text("hotspots.measure_help", language)
            measure = filters.switch(
                "measure", label, list(shown_measure), "count", shown_measure.__getitem__, help=help_
            )
        with st.container(width=118):
            shown = {each: text("hotspots.window", language, months=each) for each in WINDOWS}
            label, help_ = text("hotspots.window_label", language), text("hotspots.window_help", language)
            months = filters.pick("months", label, WINDOWS, "24", shown.__getitem__, help=help_)
        case_class, source, loop = _which_cases(view)
        with st.container(width="content"):
            shown = {each: text(f"hotspots.only.{each}", language) for each in _ONLY}
            only = choices.several("only", text("hotspots.only_label", language), _ONLY, shown.__getitem__)
        with st.container(width=140):
            other = _other_period(view)
    kept = ("overdue" in only, "key_content" in only)
    return Asked(tier, int(months), case_class, source, loop, *kept, measure == "rate", other=other)


def choose_shown(view: View) -> str:
    """Draws what the map shows: how clear the places are, or their classes; gives that."""
    shown = {each: text(f"hotspots.shows.{each}", view.language) for each in SHOWS}
    label = text("hotspots.shows_label", view.language)
    with st.container(width="content"):
        return filters.switch("shows", label, SHOWS, "now", shown.__getitem__, label_visibility="collapsed")


def _tiers(view: View) -> list[str]:
    def has_units(tier: str) -> bool:
        return tier == "hex" or bool(len(answers.units(view.version, tier, view.period, view.as_of, view.within)))

    finer = [each for each in TIERS if each != "subdistrict" or view.area_tier != "subdistrict"]
    return [each for each in finer if has_units(each)]


def _which_cases(view: View) -> tuple[CaseClass | None, str | None, str | None]:
    language = view.language
    with st.container(width=165):
        classes = spot_answers.major_classes(view.version, view.version.key)
        named = {key: case_filters.class_name(*each, language) for key, each in classes.items()}
        shown = {_ANY: text("hotspots.all_classes", language)} | named
        label = text("hotspots.class_label", language)
        major = filters.pick("class", label, list(shown), _ANY, shown.__getitem__)
    with st.container(width=125):
        known = spot_answers.sources(view.version, view.version.key)
        shown = {_ANY: text("hotspots.all", language)} | {each: codes.label("source", each, language) for each in known}
        source = filters.pick("source", text("hotspots.source_label", language), list(shown), _ANY, shown.__getitem__)
    with st.container(width=125):
        loops = codes.codes("loop")
        shown = {_ANY: text("hotspots.all", language)} | {each: codes.label("loop", each, language) for each in loops}
        loop = filters.pick("loop", text("hotspots.loop_label", language), list(shown), _ANY, shown.__getitem__)
    return classes.get(major), None if source == _ANY else source, None if loop == _ANY else loop


def choose_against(view: View) -> str:
    """Draws whether a part of the city is compared within itself or with the whole; the city has no choice."""
    if view.area_tier == "city":
        return "city"
    # No name from the data: these labels are read as Markdown.
    shown = {each: text(f"hotspots.against.{each}", view.language) for each in ("area", "city")}
    more = {"label_visibility": "collapsed", "help": text("hotspots.against_help", view.language)}
    with st.container(width="content"):
        label = text("hotspots.against_label", view.language)
        return filters.switch("against", label, list(shown), "area", shown.__getitem__, **more)


def _other_period(view: View) -> Period | None:
    language = view.language
    first = answers.first_day(view.version)
    known = [each for each in _earlier(view.period) if each.after > first]
    shown = {_ANY: text("hotspots.no_other", language)} | {each.text: look.period(each, language) for each in known}
    asked = address.read("other")
    try:
        wished = Period.parse(asked or "")
    except BadPeriod:
        wished = None
    if wished and wished.kind == view.period.kind and wished != view.period:
        shown.setdefault(wished.text, look.period(wished, language))
    label = text("hotspots.other_label", language)
    chosen = filters.pick("other", label, list(shown), _ANY, shown.__getitem__)
    return None if chosen == _ANY else Period.parse(chosen)


def _earlier(period: Period) -> list[Period]:
    """The periods of the same kind before this one, the last one first, and the same one a year before."""
    found = [period.previous()]
    while len(found) < {"month": 23, "quarter": 8}.get(period.kind, 4):
        found.append(found[-1].previous())
    return found
