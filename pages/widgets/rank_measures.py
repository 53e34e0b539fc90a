"""Which proportion of a scorecard is looked at, chosen once for all statistics of a ranking."""

from __future__ import annotations

import streamlit as st

from analytics.contract.labels import text
from analytics.indicators import indicator
from analytics.scoring import Ranking
from analytics.scoring.scorecards import Weighted
from pages.widgets import filters


def choose(ranking: Ranking, language: str, of_cases: bool = False) -> Weighted | None:
    """Lets the reader choose one of the scorecard's proportions, the main indicator first; None where it has none.

    `of_cases`: only shares of cases.
    """
    def fits(name: str) -> bool:
        entry = indicator(name)
        formula = entry.formula_at(ranking.tier)
        return entry.unit == "rate" and (not of_cases or (formula.fact == "cases" and formula.kind == "share"))

    offered = {each.id: each for each in ranking.scorecard.indicators if fits(each.id)}
    if not offered:
        st.info(text("rank_statistics.no_measure", language))
        return None
    main = ranking.scorecard.main(ranking.tier).indicator
    shown = {name: getattr(indicator(name), language) for name in offered}
    start = main if main in offered else next(iter(offered))
    chosen = filters.pick("measure", text("rank_statistics.measure", language), list(offered), start, shown.get,
                          label_visibility="collapsed", width=280)  # fmt: skip
    return offered[chosen]
