"""The corps: how many stewards, whether every alley has one, whether they are active and stay; who they are."""

from __future__ import annotations

import pandas
import streamlit as st

from analytics import stewards
from analytics.contract.labels import text
from analytics.contract.periods import Period
from analytics.indicators import indicator
from pages.widgets import address, answers, charts, figures, look, screen, steward_answers, steward_words, tables
from pages.widgets.figures import Figure
from pages.widgets.filters import View
from pages.widgets.steward_answers import RATES

_MONTHS = 13
_LINES = dict(zip(RATES, look.BLOCKS, strict=False))


def draw(view: View) -> None:
    """Draws the figures, how they went month by month, who the stewards are, and the units beside each other."""
    language = view.language
    with st.spinner(text("stewards.computing", language)):
        people = steward_answers.ask(view, "people")
        acts = steward_answers.ask(view, "forms").iloc[0]
        rates = steward_answers.rates(view)
    kinds = stewards.composition(people)
    _draw_figures(view, people, kinds, acts, rates)
    left, right = st.columns([1.25, 1], gap="medium")
    with left:
        _draw_months(view)
    with right:
        _draw_composition(view, kinds)
    _draw_units(view)


def _draw_figures(
    view: View, people: pandas.DataFrame, kinds: pandas.DataFrame, acts: pandas.Series, rates: pandas.DataFrame
) -> None:
    language = view.language
    word = lambda name, **values: text(f"stewards.{name}", language, **values)  # noqa: E731
    there, trained = kinds["stewards"].sum(), kinds["trained"].sum()
    told = word("figure_told.stewards", day=look.moment(view.day), ever=look.count(len(people)))
    drawn = [Figure(word("figure.stewards"), look.count(there), [told])]
    for name, row in rates.iterrows():
        value = None if look.is_missing(row["value"]) else look.figure(row["value"], "rate", language)
        made_of = look.fraction(row["numerator"], row["denominator"], "rate", language)
        drawn.append(Figure(getattr(indicator(name), language), value, [made_of]))
    share = look.figure(trained / there, "rate", language) if there else None
    drawn += [
        Figure(word("figure.reports"), look.count(acts["report"]),
               [word("figure_told.reports", acts=look.count(acts["acts"]))]),
        Figure(word("figure.acting"), look.count(acts["stewards"]),
               [word("figure_told.acting", days=look.count(acts["active_days"]))]),
        Figure(word("figure.hours"), None if look.is_missing(acts["hours"]) else look.count(acts["hours"]),
               [word("figure_told.hours")]),
        Figure(word("figure.trained"), share, [f"{look.count(trained)} / {look.count(there)}"]),
    ]  # fmt: skip
    figures.draw(drawn, language)


def _draw_months(view: View) -> None:
    """Coverage, activity and retention month by month, each as of its usual moment."""
    language = view.language
    months = [Period.holding(view.day, "month")]
    while len(months) < _MONTHS and months[0].first > answers.first_day(view.version):
        months.insert(0, months[0].previous())
    rows = answers.trend(view, view.area_tier, RATES, months)
    rows = rows[rows["unit"] == view.area]
    lines = []
    for name, colour in _LINES.items():
        own = rows[rows["indicator"] == name].set_index("period").reindex([each.text for each in months])
        called = getattr(indicator(name), language)
        hovers = [
            [look.period(month, language), f"{called} {look.figure(row.value, 'rate', language)}",
             look.fraction(row.numerator, row.denominator, "rate", language)]
            for month, row in zip(months, own.itertuples(), strict=True)
        ]  # fmt: skip
        values = [None if look.is_missing(value) else value for value in own["value"]]
        lines.append(charts.Line(called, values, hovers, colour))
    st.markdown(f"**{text('stewards.months', language)}**")
    figure = charts.trend([each.text for each in months], lines, per_cent=True, height=300)
    screen.chart(figure, config=charts.CONFIG)


def _draw_composition(view: View, kinds: pandas.DataFrame) -> None:
    language = view.language
    word = lambda name: text(f"stewards.column.{name}", language)  # noqa: E731
    st.markdown(f"**{text('stewards.composition', language)}**")
    frame = kinds.assign(
        name=[steward_words.member(each, language) for each in kinds["member_kind"]],
        share=kinds["stewards"] / max(kinds["stewards"].sum(), 1),
    )
    columns = [tables.Column("name", word("member")), tables.Column("stewards", word("stewards"), "count"),
               tables.Column("share", word("share"), "rate"), tables.Column("active_rate", word("active_rate"), "rate"),
               tables.Column("trained_share", word("trained_share"), "rate")]  # fmt: skip
    tables.draw(frame, columns, "steward_kinds")


def _draw_units(view: View) -> None:
    """One line per unit; a click goes there."""
    if view.tier is None:
        return
    language = view.language
    word = lambda name: text(f"stewards.column.{name}", language)  # noqa: E731
    values = answers.values(view, view.tier, RATES)
    alleys = stewards.spread(steward_answers.ask(view, "alleys_of"), view.tier).rename(columns={view.tier: "unit"})
    acts = steward_answers.ask(view, "forms", by=(view.tier,)).rename(columns={view.tier: "unit"})
    frame = values.pivot(index="unit", columns="indicator", values="value").reindex(columns=list(RATES)).reset_index()
    frame = frame.merge(alleys[["unit", "alleys", "none", "one", "several"]], on="unit", how="left")
    frame = frame.merge(acts[["unit", "acts", "report", "stewards"]], on="unit", how="left")
    names = steward_words.places(view, frame["unit"])
    frame = frame.assign(name=frame["unit"].map(names)).fillna({"acts": 0, "report": 0, "stewards": 0})
    columns = [
        tables.Column("name", text(f"frame.tier.{view.tier}", language)),
        *(tables.Column(name, getattr(indicator(name), language), "rate") for name in RATES),
        *(tables.Column(name, word(name), "count") for name in ("alleys", "none", "one", "several")),
        tables.Column("stewards", word("acting"), "count"), tables.Column("acts", word("acts"), "count"),
        tables.Column("report", word("reports"), "count"),
    ]  # fmt: skip
    st.markdown(f"**{text('stewards.units', language)}**")
    key = f"steward_units_{view.area}_{view.period.text}"
    row = tables.clickable(frame, columns, key)
    if address.newly(key, row):
        address.write("area", frame["unit"].iloc[row])
        st.rerun()
    known = text("unit_table.known", language, as_of=look.moment(view.as_of), version=view.version.id)
    tables.download(frame, columns, f"stewards_{view.period.text}", language, [text("stewards.title", language), known])
