"""Why a unit's score and rank changed since the period before, split by indicator."""

from __future__ import annotations

import pandas
import streamlit as st

from analytics.contract.labels import text
from analytics.indicators import indicator
from analytics.scoring import Ranking, why_moved
from pages.widgets import look, sheets
from pages.widgets.filters import View
from pages.widgets.sheets import Cell

_FELT = 0.005  # points that still show when rounded to two decimals


def draw(view: View, ranking: Ranking, unit: str) -> None:
    """Draws one line per indicator that changed the score, the largest first; says when nothing can be compared."""
    language = view.language
    before = look.period(ranking.period.previous(), language)
    try:
        lines = why_moved(ranking.now, ranking.before, unit) if ranking.before else None
    except KeyError:
        lines = None
    if lines is None:
        st.info(text("changes.no_earlier", language, period=before))
        return
    now, then = (standing.table.set_index("unit").loc[unit] for standing in (ranking.now, ranking.before))
    places = {"rank_before": _rank(then), "rank_now": _rank(now)}
    scores = {"before": f"{then['score']:.2f}", "now": f"{now['score']:.2f}"}
    st.markdown(text("changes.told", language, change=_points(now["score"] - then["score"]), **scores, **places))
    felt = lines[lines["change"].abs() >= _FELT]
    felt = felt.reindex(felt["change"].abs().sort_values(ascending=False, kind="stable").index)
    most = felt["change"].abs().max() if len(felt) else 1.0
    periods = text("changes.before_now", language, before=before, now=look.period(ranking.period, language))
    headings = [
        text("changes.indicator", language),
        Cell(periods, align="right"),
        "",
        Cell(text("changes.change", language), align="right"),
    ]
    sheets.draw(headings, [_row(line, most, ranking, language) for line in felt.itertuples()])
    if len(felt) < len(lines):
        st.caption(text("changes.unchanged", language, count=len(lines) - len(felt)))


def _row(line: tuple, most: float, ranking: Ranking, language: str) -> sheets.Row:
    better = line.change > 0
    colour = look.STATUS["good" if better else "bad"][0]
    weight = ""
    if abs(line.by_weight) >= _FELT and line.kind == "indicator":
        weight = text("changes.weight_changed", language, points=_points(line.by_weight))
    return [
        Cell(_name(line, ranking, language), small=weight),
        Cell(_values(line, language), align="right"),
        Cell(bar=line.change / most, ink=colour),
        Cell(f"{'▲' if better else '▼'} {_points(line.change)}", align="right", ink=colour, strong=True),
    ]


def _name(line: tuple, ranking: Ranking, language: str) -> str:
    if line.kind == "indicator":
        return getattr(indicator(line.id), language)
    return next(each.label[language] for each in ranking.scorecard.adjustments if each.id == line.id)


def _values(line: tuple, language: str) -> str:
    if line.kind != "indicator":
        return ""
    unit = indicator(line.id).unit
    before, now = (look.figure(value, unit, language) for value in (line.value_before, line.value_now))
    return text("changes.values", language, before=before, now=now)


def _points(value: float) -> str:
    return f"{value:+.2f}".replace("-", "−")


def _rank(row: pandas.Series) -> str:
    return look.count(row["rank"])
