"""Weekly checks: coverage, what was fixed within a week, and the scores in the four subjects; ten-none results."""

from __future__ import annotations

from collections.abc import Sequence

import pandas
import streamlit as st

from analytics.chiefs import span
from analytics.chiefs.settings import calendar_months
from analytics.contract.labels import text
from analytics.contract.periods import Period
from analytics.indicators import indicator
from pages.widgets import address, answers, chief_answers, chief_grades, filters, look, multiples, tables
from pages.widgets.chief_grades import SUBJECTS
from pages.widgets.filters import View

_RATES = ("weekly_check_coverage", "weekly_fix_rate")
_MOST = 40


def draw(view: View) -> None:
    """Draws weekly checks and ten-none results of the area."""
    language = view.language
    if view.version.has("weekly_checks"):
        _draw_units(view)
        _draw_trend(view)
    else:
        st.info(text("alley_chiefs.no_weekly", language))
    if not view.version.has("ten_none_checks"):
        st.info(text("alley_chiefs.no_ten_none", language))
        return
    chief_grades.draw_units(view)
    chief_grades.draw_months(view, None, span(view.period, calendar_months()).months())
    chief_grades.draw_below(view)


def _draw_units(view: View) -> None:
    """One line per unit: coverage, fixed within a week, and the four subjects; the lowest coverage on top."""
    language = view.language
    tier = chief_answers.compared(view, "alley")
    rows = answers.values(view, tier, [*_RATES, *SUBJECTS])
    names = _names(view, tier, rows)
    table = rows.pivot(index="unit", columns="indicator", values="value")
    table = table.sort_values([*_RATES], na_position="last")
    told = rows.set_index(["indicator", "unit"])
    shown = table.head(_MOST)
    labels = [names.get(unit, unit) for unit in shown.index]
    st.markdown(f"**{text('alley_chiefs.weekly', language)}**")
    st.caption(text("alley_chiefs.weekly_told", language, shown=len(shown), all=look.count(len(table))))
    whole = answers.values(view, view.area_tier, [*_RATES, *SUBJECTS]).set_index("indicator")["value"]
    panels = []
    for name in _RATES:
        entry = indicator(name)
        made = [
            look.fraction(*told.loc[(name, unit), ["numerator", "denominator"]], entry.unit, language)
            for unit in shown.index
        ]
        title = getattr(entry, language)
        panels.append(multiples.measure(title, labels, shown[name].tolist(), "rate", made, language, whole[name]))
    multiples.show(multiples.stacked(labels, panels, legend=False))
    _draw_subjects(view, shown, labels, told)
    if tier == "alley":
        _offer(view, shown.index.tolist(), labels)


def _draw_subjects(view: View, table: pandas.DataFrame, labels: Sequence[str], told: pandas.DataFrame) -> None:
    """The mean scores as a heat table: orange is low, blue is high."""
    language = view.language
    titles = [text(f"alley_chiefs.subject.{name}", language) for name in SUBJECTS]
    values, texts, hovers = [], [], []
    for unit, label in zip(table.index, labels, strict=True):
        line = [None if look.is_missing(value) else value for value in table.loc[unit, list(SUBJECTS)].tolist()]
        values.append(line)
        texts.append(["" if value is None else f"{value:.1f}" for value in line])
        hovers.append([
            [f"{label} · {title}", look.figure(value, "score", language),
             look.fraction(*told.loc[(name, unit), ["numerator", "denominator"]], "score", language)]
            for name, title, value in zip(SUBJECTS, titles, line, strict=True)
        ])  # fmt: skip
    st.markdown(f"**{text('alley_chiefs.subjects', language)}**")
    multiples.show(multiples.heat(titles, labels, values, texts, hovers, look.DIVERGING))


def _draw_trend(view: View) -> None:
    """The four subjects and the coverage of the whole area month by month."""
    language = view.language
    months = span(view.period, calendar_months()).months()
    rows = answers.trend(view, view.area_tier, [*_RATES[:1], *SUBJECTS], months)
    if view.area_tier != "city":
        rows = rows[rows["unit"] == view.area]
    table = rows.pivot(index="period", columns="indicator", values="value").reindex([month.text for month in months])
    shown = table.dropna(how="all")
    if len(shown) < 2:
        return
    lines = [look.period(Period.parse(month), language) for month in shown.index[::-1]]
    titles = [text(f"alley_chiefs.subject.{name}", language) for name in SUBJECTS]
    title = text("alley_chiefs.subjects_by_month", language)
    with st.expander(title):
        frame = shown.iloc[::-1].assign(month=lines)
        columns = [tables.Column("month", text("alley_chiefs.column.month", language)),
                   tables.Column(_RATES[0], getattr(indicator(_RATES[0]), language), "rate"),
                   *(tables.Column(name, label, "score") for name, label in zip(SUBJECTS, titles, strict=True))]
        tables.draw(frame, columns, f"subjects_by_month_{view.area}")


def _names(view: View, tier: str, rows: pandas.DataFrame) -> dict[str, str]:
    if tier != "alley":
        return chief_answers.unit_names(view, rows["unit"])
    known = chief_answers.alleys(view)
    return dict(zip(known["unit"], known["name"], strict=True))


def _offer(view: View, units: Sequence[str], labels: Sequence[str]) -> None:
    """Lets the reader open one of the alleys shown."""
    names = dict(zip(units, labels, strict=True))
    word = text("alley_chiefs.open_alley", view.language)
    search = filters.findable(names.__getitem__, None)
    chosen = st.selectbox(word, units, index=None, format_func=search, placeholder=word, width=320,
                          label_visibility="collapsed", key="open_checked_alley")  # fmt: skip
    if address.newly("open_checked_alley", chosen):
        address.write("alley", chosen)
        st.rerun()
