"""Rates standardised for the kind of cases, beside the raw ones."""

from __future__ import annotations

from datetime import datetime

import pandas
import streamlit as st

from analytics.contract.labels import text
from analytics.contract.periods import Period
from analytics.indicators import indicator
from analytics.scoring import Ranking
from analytics.scoring.case_mix import case_mix
from analytics.scoring.ranks import competition_ranks
from analytics.scoring.what_if import UNOFFICIAL
from analytics.store.versions import Version
from pages.widgets import look, rank_measures, ranking_table, tables
from pages.widgets.filters import View


def draw(view: View, ranking: Ranking) -> None:
    """Draws raw and standardised rates of a share of cases, with the places that either would give."""
    language = view.language
    weighted = rank_measures.choose(ranking, language, of_cases=True)
    if weighted is None:
        return
    version = view.version
    rows = _mixed(version, version.key, weighted.id, view.period, view.tier, view.within, view.as_of)
    rows = rows[rows["value"].notna()]
    if rows.empty:
        st.info(text("rank_statistics.no_cases", language))
        return
    st.caption(text("rank_statistics.mix_told", language))
    sign = 1 if weighted.direction == "high" else -1
    names = ranking_table.unit_names(view, ranking)
    frame = rows.assign(
        name=[names.get(unit, unit) for unit in rows["unit"]],
        difference=(rows["standardised"] - rows["value"]) * 100,
        place=competition_ranks(sign * rows["value"].round(6)),
        place_standardised=competition_ranks(sign * rows["standardised"].round(6)),
    )
    frame["moved"] = frame["place"] - frame["place_standardised"]
    frame = frame.sort_values(["place", "unit"])
    columns = _columns(getattr(indicator(weighted.id), language), language)
    tables.draw(frame, columns, f"mix_{weighted.id}_{view.tier}_{view.area}_{view.period.text}", tallest=640)
    name = text("rank_statistics.mix_file", language, period=view.period.text)
    name = text("what_if.file_name", language, name=name) if ranking.scorecard.id == UNOFFICIAL else name
    notes = [text("rank_statistics.mix_told", language), look.period(view.period, language), look.moment(view.as_of)]
    tables.download(frame, columns, name, language, notes)


def _columns(measure: str, language: str) -> list[tables.Column]:
    def column(name: str, kind: str, **more: str) -> tables.Column:
        return tables.Column(name, text(f"rank_statistics.column.{name}", language, measure=measure), kind, **more)

    return [
        column("name", "text", wide="medium"), column("numerator", "count"), column("denominator", "count"),
        column("value", "rate"), column("place", "count"), column("expected", "score"),
        tables.Column("ratio", text("rank_statistics.column.ratio", language), "points",
                      text("rank_statistics.ratio_help", language)),
        column("standardised", "rate"), column("place_standardised", "count"), column("difference", "points"),
        column("moved", "count"),
    ]  # fmt: skip


@st.cache_data(show_spinner=False, max_entries=50)
def _mixed(
    _version: Version, version_id: str, name: str, period: Period, tier: str, within: str | None, as_of: datetime
) -> pandas.DataFrame:
    return case_mix(_version, name, period, tier, within, as_of)
