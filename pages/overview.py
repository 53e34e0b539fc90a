"""Overview: this period against target, last period and last year; what needs attention; who has not submitted."""

from __future__ import annotations

import pandas
import streamlit as st

from analytics.contract.labels import text
from analytics.contract.periods import Period
from analytics.indicators import indicator
from analytics.scoring.concerns import marks
from analytics.scoring.scorecards import Weighted, in_force
from pages.widgets import answers, attention, bars, cards, fresh, header, look, markdown
from pages.widgets.filters import View

TREND = 13  # periods; a month's card reaches back to the same month a year before
CARDS = 8


def key_figures(view: View, weighted: list[Weighted]) -> list[cards.Card]:
    """A card per indicator of the scorecard for the area as a whole."""
    periods = [view.period]
    while len(periods) < TREND:
        periods.insert(0, periods[0].previous())
    ids = [each.id for each in weighted]
    now = answers.values(view, view.area_tier, ids).set_index("indicator")
    earlier = answers.trend(view, view.area_tier, ids, [*periods[:-1], view.period.year_before()])
    before = earlier.drop_duplicates(["indicator", "period"]).pivot(index="period", columns="indicator", values="value")
    return [_card(view, each, now, before, periods) for each in weighted]


def _card(view: View, weighted: Weighted, now: pandas.DataFrame, before: pandas.DataFrame, periods: list[Period]):
    entry, row = indicator(weighted.id), now.loc[weighted.id]
    floor, target = marks(weighted)
    past = before[weighted.id] if weighted.id in before else pandas.Series(dtype=float)
    return cards.Card(
        name=look.named(entry.zh, entry.en, view.language),
        unit=entry.unit,
        direction=weighted.direction,
        value=row["value"],
        made_of=look.fraction(row["numerator"], row["denominator"], entry.unit, view.language),
        target=target,
        floor=floor,
        previous=past.get(view.period.previous().text),
        year_before=past.get(view.period.year_before().text),
        trend=[*(past.get(each.text) for each in periods[:-1]), row["value"]],
        reason=fresh.why_no_value(view, entry, row["denominator"]),
    )


view = header.open_page(
    "overview",
    kinds=("day", "week", "month", "quarter"),
    tiers=("city", "district", "subdistrict", "community", "alley"),
    scorecards=("monthly", "cases_only", "quarterly"),
)
card = in_force(view.scorecard, view.period)
heaviest = sorted(card.indicators, key=lambda each: -each.weight)[:CARDS]
weighted = [each for each in card.indicators if each in heaviest]
cards.draw(key_figures(view, weighted), view.language)

left, right = st.columns([1.6, 1], gap="medium")
with left:
    bars.by_unit(view, list(card.indicators))
with right:
    st.subheader(text("overview.attention", view.language), anchor=False)
    if view.tier is None:
        st.info(text("overview.no_units", view.language, area=markdown.plain(view.area_name)))
    else:
        attention.draw(view, answers.ranking(view, view.tier, view.scorecard))
st.subheader(text("overview.freshness", view.language), anchor=False)
fresh.draw(view)
