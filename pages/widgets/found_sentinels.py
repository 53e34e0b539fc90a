"""Sentinels: patterns that make figures look better than the streets, with the cases behind them; never a score."""

from __future__ import annotations

from typing import Any

import pandas
import streamlit as st

from analytics.contract import codes
from analytics.contract.labels import has, text
from analytics.loops.sentinels import SENTINELS
from analytics.store import case_reading
from pages.widgets import address, case_links, look, loop_answers, markdown, tables
from pages.widgets.filters import View

_TIERS = ("district", "subdistrict")


def draw(view: View) -> None:
    """Draws what each sentinel looks for, its findings in the area, and the cases of the one that was clicked."""
    language = view.language
    st.caption(text("found_handled.sentinels_told", language))
    found = _findings(view)
    if found.empty:
        st.success(text("found_handled.no_findings", language))
        _draw_meanings(language, found)
        return
    names = case_reading.unit_names(view.version, found["unit"].tolist())
    frame = found.assign(
        what=[text(f"found_handled.sentinel.{each}", language) for each in found["sentinel"]],
        tier_name=[text(f"frame.tier.{each}", language) for each in found["tier"]],
        name=[look.named(*names.get(each, (each, None)), language) for each in found["unit"]],
        day=[look.moment(pandas.Timestamp(each).date()) if pandas.notna(each) else "" for each in found["day"]],
        **{name: pandas.to_numeric(found[name]) for name in ("cases", "of", "share", "usual", "low")},
    )
    # A wave's usual is a number of cases per day, the others' a share.
    frame["usual"] = [_usual(row, language) for row in frame.itertuples()]
    kinds = {"cases": "count", "of": "count", "share": "rate"}
    columns = [
        tables.Column(each, text(f"found_handled.finding.{each}", language), kinds.get(each, "text"))
        for each in ("what", "tier_name", "name", "day", "cases", "of", "share", "usual")
    ]
    key = f"findings_{view.area}_{view.period.text}"
    row = tables.clickable(frame, columns, key, 12)
    if address.newly(key, row):
        address.write("finding", str(row))
    asked = address.number("finding") or 0
    chosen = asked if asked < len(found) else 0
    _draw_evidence(view, found.iloc[chosen], frame["what"].iloc[chosen], frame["name"].iloc[chosen])
    _draw_meanings(language, found)


def _findings(view: View) -> pandas.DataFrame:
    """The findings among the units of the tiers inside the area; inside a subdistrict, of itself among its like."""
    tiers = _TIERS[_TIERS.index(view.area_tier) :] if view.area_tier in _TIERS else _TIERS
    parts = [loop_answers.ask(view, "sentinels", tier=tier).assign(tier=tier) for tier in tiers]
    parts = [part for part in parts if len(part)]
    return pandas.concat(parts, ignore_index=True) if parts else pandas.DataFrame(columns=["sentinel"])


def _usual(row: Any, language: str) -> str:
    if look.is_missing(row.usual):
        return ""
    if look.is_missing(row.share):
        return text("found_handled.per_day", language, number=f"{row.usual:.2f}")
    return look.figure(row.usual, "rate", language)


def _draw_evidence(view: View, finding: pandas.Series, what: str, name: str) -> None:
    """The rows behind a finding; a click on one opens its case."""
    language = view.language
    day = pandas.Timestamp(finding["day"]).date() if pandas.notna(finding["day"]) else None
    asked = {"sentinel": finding["sentinel"], "tier": finding["tier"], "unit": finding["unit"]}
    rows = loop_answers.ask(view, "evidence", **asked, **({"day": day} if day else {}))
    st.markdown(f"**{markdown.plain(what)} · {markdown.plain(name)}**")
    if rows.empty:
        return
    labelled = [each for each in rows.columns if has(f"found_handled.evidence.{each}")]
    columns = [
        tables.Column(each, text(f"found_handled.evidence.{each}", language), _kind(rows[each])) for each in labelled
    ]
    if "responsible_org" in rows:
        orgs = case_reading.org_names(view.version, rows["responsible_org"].dropna().tolist())
        rows = rows.assign(responsible_org=[orgs.get(each, each) for each in rows["responsible_org"]])
    if "void_reason" in rows:
        words = [codes.label("void_reason", each, language) if each else "" for each in rows["void_reason"]]
        rows = rows.assign(void_reason=words)
    key = f"evidence_{'_'.join(asked.values())}_{day}_{view.period.text}"
    row = tables.clickable(rows, columns, key, 10)
    if "case_id" in rows and address.newly(key, row):
        case = rows["case_id"].iloc[row]
        case_links.open_cases(case_links.link(case=case, search=case))


def _kind(column: pandas.Series) -> str:
    """How a column of evidence is shown: the same name can be a moment for one sentinel and a count for another."""
    types = pandas.api.types
    if types.is_datetime64_any_dtype(column):
        return "moment"
    if types.is_bool_dtype(column):
        return "yes"
    if types.is_float_dtype(column):
        return "score"
    return "count" if types.is_integer_dtype(column) else "text"


def _draw_meanings(language: str, found: pandas.DataFrame) -> None:
    with st.expander(text("found_handled.meanings", language), expanded=found.empty):
        lines = [
            "- **{}**: {}".format(*(text(f"found_handled.{part}.{each}", language) for part in ("sentinel", "meaning")))
            for each in SENTINELS
        ]
        st.markdown("\n".join(lines))
