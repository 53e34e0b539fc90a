"""One case opened: its stages against its deadline, what is known of it, its steps, and which file it came from."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import streamlit as st

from analytics.contract import codes
from analytics.contract.labels import text
from analytics.store import case_reading
from pages.widgets import (
    address,
    case_filters,
    case_personal,
    case_table,
    case_times,
    charts,
    look,
    markdown,
    screen,
    sheets,
)
from pages.widgets.filters import View
from pages.widgets.sheets import Cell


def draw(view: View, case_id: str) -> None:
    """Draws the case as known at the view's as-of; a case reported later as known now. Says so when there is none."""
    language, as_of = view.language, view.as_of
    case = case_reading.case(view.version, case_id, as_of)
    if case is None and view.newest:
        as_of = view.newest
        case = case_reading.case(view.version, case_id, as_of)
    with st.container(horizontal=True, vertical_alignment="center"):
        state = text(f"cases.state.{case['state']}", language) if case else ""
        with st.container():
            sheets.line(case_id, state)
        label = text("cases.close", language)
        st.button(label, icon=":material/close:", on_click=address.write, args=("case", None), key="close_case")
    if case is None:
        st.warning(text("cases.unknown", language, case=markdown.plain(case_id)))
        return
    if as_of != view.as_of:
        st.caption(text("cases.later", language, as_of=look.moment(view.as_of)))
    sheets.draw((), [(_deadline(case, language),)])
    screen.chart(case_times.figure(case, as_of, language), config=charts.CONFIG, key="case_times")
    _draw_facts(view, case)
    case_personal.draw(view, case_id)
    if case["steps"]:
        st.markdown(f"**{text('case_story.steps', language)}**")
        _draw_steps(view, case["steps"])


def _deadline(case: dict[str, Any], language: str) -> Cell:
    if case["dispose_due"] is None:
        return Cell(text("case_story.told_no_due", language))
    given = text(f"case_story.{'given' if case['dispose_due_given'] else 'computed'}", language)
    told = case_table.outcome(case, language)
    due = look.moment(case["dispose_due"])
    words = text("case_story.told_due", language, due=due, given=given, outcome=told)
    return Cell(words, ink=case_table.outcome_colour(case), strong=True)


def _draw_facts(view: View, case: dict[str, Any]) -> None:
    """What the record holds, blanks left out."""
    facts = {name: value for name, value in _facts(view, case).items() if value}
    labels = {name: text(f"case_story.fact.{name}", view.language) for name in facts}
    sheets.draw((), [(Cell(labels[name], align="short"), Cell(value)) for name, value in facts.items()])


def _facts(view: View, case: dict[str, Any]) -> dict[str, str]:
    language = view.language
    coded = lambda name, enumeration: codes.label(enumeration, case[name], language) if case[name] else ""  # noqa: E731
    named = case_filters.class_name(case["scheme"], case["kind"], case["major_code"], language)
    located = case["lon"] is not None and case["lat"] is not None
    point = text("case_story.point", language, lon=f"{case['lon']:.6f}", lat=f"{case['lat']:.6f}") if located else ""
    has_limit = case["limit_value"] is not None and case["limit_unit"]
    limit = {"value": f"{case['limit_value']:g}", "unit": coded("limit_unit", "limit_unit")} if has_limit else None
    orgs = case_reading.org_names(view.version, [case["responsible_org"], case["fallback_org"]])
    fallback = [orgs.get(case["fallback_org"], case["fallback_org"] or ""), coded("fallback_reason", "fallback_reason")]
    cost = case["fallback_cost_cny"]
    return {
        "class": " / ".join(each for each in (named, case["minor_code"], case["condition_id"]) if each),
        "source": coded("source", "source"),
        "place": _place(view, case),
        "point": point,
        "responsible_org": orgs.get(case["responsible_org"], case["responsible_org"] or ""),
        "loop": coded("loop", "loop"),
        "limit": text("case_story.limit", language, **limit) if limit else "",
        "rework_count": look.count(case["rework_count"]) if case["rework_count"] else "",
        "extension_count": look.count(case["extension_count"]) if case["extension_count"] else "",
        "fallback": " ".join(each for each in fallback if each) if case["is_fallback"] else "",
        "fallback_cost": text("case_story.money", language, value=look.count(cost)) if cost else "",
        "satisfaction": coded("satisfaction", "satisfaction"),
        "void_reason": coded("void_reason", "void_reason"),
        "parent_case_id": case["parent_case_id"] or "",
        "description": case["description"] or "",
        "photo": case["photo"] or "",
        "lineage": text("case_story.lineage_value", language, import_id=case["_import"], file=case["_file"],
                        line=case["_line"]),
    }  # fmt: skip


def _place(view: View, case: dict[str, Any]) -> str:
    units = [case[tier] for tier in case_reading.PLACES if tier != "grid" and case[tier]]
    names = case_reading.unit_names(view.version, units)
    told = [look.named(*names.get(unit, (unit, None)), view.language) for unit in units]
    if case["grid"]:
        told.append(case["grid"])
    return text("case_story.separator", view.language).join(told)


def _draw_steps(view: View, steps: list[dict[str, Any]]) -> None:
    language = view.language
    orgs = case_reading.org_names(view.version, [step[side] for step in steps for side in ("from_org", "to_org")])
    headings = [text(f"case_story.step.{name}", language) for name in ("at", "action", "orgs", "reason")]
    rows = [_step(step, orgs, language) for step in steps]
    sheets.draw(headings, rows)


def _step(step: dict[str, Any], orgs: dict[str, str], language: str) -> sheets.Row:
    at: datetime = step["at"]
    sides = {side: orgs.get(step[side], step[side] or "") for side in ("from_org", "to_org")}
    both = text("case_story.step.from_to", language, **sides) if all(sides.values()) else "".join(sides.values())
    action = codes.label("flow_action", step["action"], language)
    return (Cell(look.moment(at), align="short"), Cell(action, align="short"), Cell(both), Cell(step["reason"] or ""))
