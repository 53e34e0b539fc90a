"""The panel of one unit of a ranking: its indicators by block, why its rank changed, its worst alleys."""

from __future__ import annotations

from collections.abc import Sequence

import pandas
import streamlit as st

from analytics.contract.labels import text
from analytics.indicators import indicator
from analytics.scoring import Ranking
from analytics.scoring.scores import RANKED
from pages.widgets import address, changes, clicks, evidence, filters, look, markdown, sheets, standings, worst
from pages.widgets.filters import View


def draw(view: View, ranking: Ranking, unit: str, name: str) -> None:
    """Draws the panel; the address says what of it is open (`show`, `indicator`)."""
    language = view.language
    row = ranking.units.set_index("unit").loc[unit]
    with st.container(horizontal=True, vertical_alignment="center"):
        with st.container():
            sheets.line(name, "")
        if ranking.tier == "alley":
            address.link("alley_chiefs", text("unit_scores.to_alley", language), ":material/signpost:", alley=unit)
        st.button(text("unit_scores.close", language), icon=":material/close:", on_click=close, key="close_unit")
    st.markdown(_told(view, ranking, row))
    opened = address.read("indicator")
    lines = ranking.indicator_lines(unit)
    if opened in [line["indicator"] for line in lines]:
        line = next(each for each in lines if each["indicator"] == opened)
        _draw_evidence(view, line, unit)
        return
    options = ["indicators", "why", "alleys"] if ranking.tier in worst.TIERS else ["indicators", "why"]
    label = text("unit_scores.panel", language)
    shown = {each: text(f"unit_scores.show.{each}", language) for each in options}
    show = filters.switch("show", label, options, "indicators", shown.get, label_visibility="collapsed")
    if show == "why":
        changes.draw(view, ranking, unit)
    elif show == "alleys":
        worst.draw(view, unit)
    else:
        _draw_indicators(view, ranking, lines, unit, row["adjustment"])


def close() -> None:
    """Closes the panel."""
    for name in ("unit", "indicator", "show"):
        address.write(name, None)


def _told(view: View, ranking: Ranking, row: pandas.Series) -> str:
    language, kind = view.language, ranking.period.kind
    if row["status"] != RANKED:
        return text("unit_scores.unranked", language)
    numbers = {each: look.count(row[each]) for each in ("rank", "rank_low", "rank_high")}
    placed = {"rank": numbers["rank"], "low": numbers["rank_low"], "high": numbers["rank_high"]}
    ranked = look.count((ranking.units["status"] == RANKED).sum())
    told = [text("unit_scores.placed", language, ranked=ranked, **placed)]
    if not look.is_missing(row["rank_in_group"]):
        group = {"group": markdown.plain(standings.group_name(row["group"], language))}
        told.append(text("unit_scores.placed_in_group", language, rank=look.count(row["rank_in_group"]), **group))
    told.append(text("unit_scores.score", language, score=f"{row['score']:.2f}"))
    for name, label, sure in (
        ("movement", "previous", row["movement_significant"]),
        ("year_on_year", "year_before", None),
    ):
        words, _ = standings.moved(row[name], sure, language)
        told.append(text("unit_scores.since", language, since=text(f"standings.{label}.{kind}", language), told=words))
    return " · ".join(told)


def _draw_indicators(view: View, ranking: Ranking, lines: Sequence[dict], unit: str, adjustment: float) -> None:
    language = view.language
    blocks = {each.id: block.label[language] for block in ranking.scorecard.blocks for each in block.indicators}
    word = lambda name: text(f"unit_scores.{name}", language)  # noqa: E731
    rows = []
    for line in lines:
        entry = indicator(line["indicator"])
        rows.append({
            "block": blocks[line["indicator"]],
            "indicator": getattr(entry, language),
            "value": look.figure(line["value"], entry.unit, language),
            "made_of": look.fraction(line["numerator"], line["denominator"], entry.unit, language),
            **{name: line[name] for name in ("score", "weight", "contribution")},
        })
    kinds = st.column_config
    columns = {
        "block": kinds.TextColumn(word("block"), width=160),
        "indicator": kinds.TextColumn(word("indicator"), width=210),
        "value": kinds.TextColumn(word("value"), width=82, alignment="right"),
        "made_of": kinds.TextColumn(word("made_of"), width=112, alignment="right"),
        "score": kinds.NumberColumn(word("points"), width=64, format="%.1f"),
        "weight": kinds.NumberColumn(word("weight"), width=56, format="%g"),
        "contribution": kinds.NumberColumn(word("contribution"), width=90, format="%.2f"),
    }
    place = clicks.table(pandas.DataFrame(rows), columns, f"indicators_{unit}", len(rows), len(rows))
    st.caption(word("open_rows"))
    if adjustment:
        st.caption(text("unit_scores.adjusted", language, points=f"{adjustment:+.2f}".replace("-", "−")))
    if place is not None:
        address.write("indicator", lines[place]["indicator"])
        st.rerun()


def _draw_evidence(view: View, line: dict, unit: str) -> None:
    entry = indicator(line["indicator"])
    with st.container(horizontal=True, vertical_alignment="center"):
        back = text("unit_scores.back", view.language)
        st.button(back, icon=":material/arrow_back:", on_click=address.write, args=("indicator", None), key="back")
        st.markdown(f"**{getattr(entry, view.language)}**")
    evidence.draw(view, line["indicator"], unit, line["value"])
