"""The worst of the period before, and how far chance alone would have brought them back."""

from __future__ import annotations

from collections.abc import Mapping

import pandas
import streamlit as st

from analytics.contract.labels import text
from analytics.indicators import indicator
from analytics.scoring import Ranking
from analytics.scoring.returning import returning
from pages.widgets import look, rank_measures, ranking_table, sheets
from pages.widgets.filters import View
from pages.widgets.sheets import Cell


def draw(view: View, ranking: Ranking) -> None:
    """Draws expected and observed change of the worst units of the period before by a proportion."""
    language = view.language
    weighted = rank_measures.choose(ranking, language)
    if weighted is None:
        return
    found = returning(ranking.before, ranking.now, weighted) if ranking.before else pandas.DataFrame()
    before = look.period(view.period.previous(), language)
    if found.empty:
        st.info(text("rank_statistics.nobody_before", language, period=before))
        return
    measure = getattr(indicator(weighted.id), language)
    means = found[["expected_change", "observed_change"]].mean()
    st.markdown(text("rank_statistics.returning", language, count=len(found), period=before, measure=measure))
    st.caption(text("rank_statistics.returning_told", language,
                    expected=look.change(means["expected_change"], "rate", language),
                    observed=look.change(means["observed_change"], "rate", language)))  # fmt: skip
    _draw_table(found, ranking_table.unit_names(view, ranking), weighted.direction == "high", language)


def _draw_table(found: pandas.DataFrame, names: Mapping[str, str], high: bool, language: str) -> None:
    widest = found[["expected_change", "observed_change"]].abs().max().max() or 1.0
    word = lambda name: text(f"rank_statistics.column.{name}", language)  # noqa: E731
    rows = []
    for line in found.itertuples(index=False):
        missing = look.is_missing(line.observed_change)
        better = not missing and (line.observed_change > 0) == high
        ink = look.MUTED if missing else look.STATUS["good" if better else "bad"][0]
        rows.append([
            Cell(names.get(line.unit, line.unit), align="short"),
            _rate(line.before, line.denominator_before, language), _rate(line.expected, None, language),
            _rate(line.now, line.denominator_now, language),
            Cell(look.change(line.expected_change, "rate", language), align="right"),
            Cell(bar=line.expected_change / widest, ink=look.MUTED),
            Cell(look.change(None if missing else line.observed_change, "rate", language), align="right"),
            Cell(bar=0.0 if missing else line.observed_change / widest, ink=ink),
            Cell(look.change(None if missing else line.observed_change - line.expected_change, "rate", language),
                 align="right", strong=True),
        ])  # fmt: skip
    sheets.draw([
        word("unit"), *(Cell(word(name), align="right") for name in ("before", "expected_rate", "now")),
        Cell(word("expected_change"), align="right"), "", Cell(word("observed_change"), align="right"), "",
        Cell(word("beyond"), align="right"),
    ], rows)  # fmt: skip


def _rate(value: float, cases: float | None, language: str) -> Cell:
    small = "" if cases is None or look.is_missing(cases) else text("look.from_number", language,
                                                                     number=look.count(cases))  # fmt: skip
    return Cell(look.figure(value, "rate", language), small=small, align="right")
