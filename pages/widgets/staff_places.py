"""The places of a plan: on a map what is covered more or less than today, and in a table what each gets."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import numpy
import pandas
import streamlit as st

from analytics.contract.labels import text
from analytics.staffing import Plan
from pages.widgets import address, answers, look, maps, screen, staff_words, tables
from pages.widgets.filters import View

_HEIGHT = 520
_STYLE = """<style>
.st-key-staff_map iframe { height: max(26rem, calc(100vh - 27rem)) !important; }
</style>"""
_MARKS = (-0.15, -0.03, 0.03, 0.15)  # of the place's problems: where the ground changes


def draw(view: View, plan: Plan) -> None:
    """Draws the map beside the table; a click on either opens the place's cases and hot spots."""
    frame = _frame(view, plan)
    outlines = answers.outlines(replace(view, tier=plan.places.tier), plan.places.tier)
    key = f"staff_map_{plan.places.tier}_{view.area}"
    clicked = (st.session_state.get(key) or {}).get("last_clicked")
    if address.newly(key, clicked):
        address.write("place", outlines.at(clicked["lng"], clicked["lat"]) if outlines.codes else None)
    left, right = st.columns([1, 1.15], gap="medium")
    with right:
        row = tables.clickable(frame, _columns(view, plan), "staff_places", most=13)
        if address.newly("staff_places_row", row):
            address.write("place", frame["place"].iloc[row])
        _links(view, plan, frame)
    with left:
        _map(view, plan, frame, outlines, key)


def _frame(view: View, plan: Plan) -> pandas.DataFrame:
    """One row per place: what is expected and covered by plan and today, inspector-hours; the largest gain on top."""
    names = staff_words.place_names(view, plan)
    today = plan.today
    against = plan.baseline if today is None else today
    frame = pandas.DataFrame({
        "place": plan.places.codes, "name": [names[code] for code in plan.places.codes], "cells": plan.places.cells,
        "expected": plan.expected.sum(axis=1), "covered": plan.covered.sum(axis=1),
        "against": against.sum(axis=1), "hours": plan.on_duty.sum(axis=1),
        "hours_today": numpy.nan if plan.present is None else plan.present.sum(axis=1),
    })  # fmt: skip
    frame["more"] = frame["covered"] - frame["against"]
    frame["share"] = (frame["more"] / frame["expected"].where(frame["expected"] > 0)).astype(float)
    return frame.sort_values(["more", "place"], ascending=[False, True], ignore_index=True)


def _columns(view: View, plan: Plan) -> list[tables.Column]:
    names = ["name", "more", "covered", "against", "expected", "hours", "hours_today", "cells"]
    names = [name for name in names if plan.present is not None or name != "hours_today"]
    kinds = {"name": "text", "hours": "count", "cells": "count"}
    known = "even" if plan.present is None else "today"
    label = lambda name: text(f"staffing.column.{known if name == 'against' else name}", view.language)  # noqa: E731
    return [tables.Column(name, label(name), kinds.get(name, "hours")) for name in names]


def _map(view: View, plan: Plan, frame: pandas.DataFrame, outlines, key: str) -> None:
    language = view.language
    if not outlines.codes:
        tier = text(f"frame.tier.{plan.places.tier}", language)
        st.info(text("unit_map.no_outlines", language, tier=tier))
        return
    place = numpy.digitize(frame["share"].fillna(0), _MARKS)
    colours = [None if look.is_missing(share) else look.DIVERGING[each]
               for each, share in zip(place, frame["share"], strict=True)]  # fmt: skip
    paints = {row.place: maps.Paint(colour, _lines(row, plan, language))
              for row, colour in zip(frame.itertuples(), colours, strict=True)}  # fmt: skip
    against = text(f"staffing.against.{'even' if plan.present is None else 'today'}", language)
    st.caption(text("staffing.map_told", language, against=against))
    _legend(Counter(place.tolist()), language)
    groups = [maps.painted(outlines, paints), maps.context(outlines.only(address.read("place")), look.INK, 4)]
    if plan.places.tier in ("grid", "community") and view.area_tier != "subdistrict":
        groups.insert(1, maps.context(answers.outlines(view, "subdistrict")))
    screen.html(_STYLE)
    with st.container(key="staff_map"):
        maps.show(maps.base(outlines.bounds), groups, key, _HEIGHT, pixelated=True)


def _lines(row, plan: Plan, language: str) -> list[str]:
    known = "even" if plan.present is None else "today"
    told = {"covered": row.covered, known: row.against, "expected": row.expected}
    return [row.name] + [f"{text(f'staffing.column.{name}', language)} {value:,.1f}" for name, value in told.items()]


def _legend(counts: Counter, language: str) -> None:
    words = [text(f"staffing.legend.{place}", language) for place in range(len(look.DIVERGING))]
    parts = [f'<span><i style="background:{colour}"></i>{words[place]} · {counts.get(place, 0)}</span>'
             for place, colour in enumerate(look.DIVERGING)]  # fmt: skip
    screen.html(f'<div class="legend">{"".join(parts)}</div>')


def _links(view: View, plan: Plan, frame: pandas.DataFrame) -> None:
    place = address.read("place")
    if place not in set(frame["place"]):
        st.caption(text("staffing.click", view.language))
        return
    name = frame.loc[frame["place"] == place, "name"].iloc[0]
    with st.container(horizontal=True, vertical_alignment="center"):
        st.text(name)
        address.link("cases", text("staffing.cases", view.language), ":material/assignment:",
                     tier=plan.places.tier, unit=place)  # fmt: skip
        if plan.places.tier in ("grid", "subdistrict"):
            address.link("hotspots", text("staffing.hotspots", view.language), ":material/local_fire_department:",
                         tier=plan.places.tier, place=place)  # fmt: skip
