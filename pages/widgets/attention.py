"""The list "needs attention": which unit, why, and where to look."""

from __future__ import annotations

import streamlit as st

from analytics.contract.labels import text
from analytics.indicators import indicator
from analytics.scoring.concerns import Concern, concerns
from analytics.scoring.ranking import Ranking
from analytics.scoring.scores import RANKED
from pages.widgets import address, answers, look, markdown
from pages.widgets.filters import View


def draw(view: View, ranking: Ranking) -> None:
    """Draws the ranking's concerns one below the other, each with its reason and a link; says so without any."""
    found = concerns(ranking)
    if not (ranking.units["status"] == RANKED).any():
        st.info(text("attention.none_ranked", view.language))
        return
    if not found:
        st.success(text("attention.none", view.language), icon=":material/check_circle:")
        return
    units = answers.units(view.version, view.tier, view.period, view.as_of, view.within)
    names = {row.unit: look.named(row.name, row.name_en, view.language) for row in units.itertuples()}
    with st.container(border=True, key="attention"):
        for each in found:
            with st.container(gap=None):
                _draw(view, each, names.get(each.unit, each.unit))


def _draw(view: View, concern: Concern, name: str) -> None:
    icon = ":material/trending_down:" if concern.kind == "fell" else ":material/error:"
    label = f"**{markdown.plain(name)}** · {_title(view, concern)}"
    address.link("ranking", label, icon, tier=view.tier, unit=concern.unit)
    st.caption(_reason(view, concern))


def _title(view: View, concern: Concern) -> str:
    if concern.kind == "fell":
        return text("attention.fell", view.language, places=look.count(concern.points))
    entry = indicator(concern.indicator)
    value = look.figure(concern.value, entry.unit, view.language)
    return text("attention.costs", view.language, name=look.named(entry.zh, entry.en, view.language), value=value)


def _reason(view: View, concern: Concern) -> str:
    if concern.kind == "fell":
        return text("attention.fell_why", view.language)
    entry = indicator(concern.indicator)
    made_of = look.fraction(concern.numerator, concern.denominator, entry.unit, view.language)
    return text("attention.costs_why", view.language, made_of=made_of, points=f"{concern.points:.1f}")
