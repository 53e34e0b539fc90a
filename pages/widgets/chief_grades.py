"""Ten-none results: items as a heat table by unit or by month in the wording of their time, and grades that changed."""

from __future__ import annotations

from collections.abc import Sequence

import pandas
import streamlit as st

from analytics.chiefs import violations_by_month
from analytics.chiefs.violations import ITEMS
from analytics.contract import codes
from analytics.contract.labels import text
from analytics.contract.periods import Period
from analytics.scoring import ten_nones
from analytics.scoring.grade_history import pass_mark, standing
from analytics.scoring.ten_nones import wording_since
from pages.widgets import address, chief_answers, look, multiples, sheets, tables
from pages.widgets.filters import View

SUBJECTS = ("weekly_remediation_score", "weekly_daily_score", "civility_score", "chief_check_score")


def draw_units(view: View) -> None:
    """Draws the share of checks that met each item, one line per unit of the area."""
    language = view.language
    tier = chief_answers.compared(view, "subdistrict")
    rows = chief_answers.ask(view, "violations", tier, view.within)
    if rows.empty:
        st.info(text("alley_chiefs.no_ten_none", language))
        return
    units = sorted(rows["unit"].unique())
    names = chief_answers.unit_names(view, units)
    st.markdown(f"**{text('alley_chiefs.items_by_unit', language)}**")
    st.caption(text("alley_chiefs.items_told", language, since=_wording(view.period)))
    _draw_heat(rows, "unit", units, [names[unit] for unit in units], view.period, language)


def draw_months(view: View, alley: str | None, months: Sequence[Period]) -> None:
    """Draws the same month by month, for an alley or for the whole area."""
    language = view.language
    rows = _by_month(view, alley or view.within, months)
    # Months in another wording would stand under the wrong headings.
    months = [month for month in months if wording_since(month.first) == wording_since(view.period.first)]
    told = [month.text for month in months if rows.loc[rows["period"] == month.text, "checks"].sum()]
    if not told:
        st.info(text("alley_chiefs.no_ten_none", language))
        return
    st.markdown(f"**{text('alley_chiefs.items_by_month', language)}**")
    st.caption(text("alley_chiefs.items_told", language, since=_wording(view.period)))
    _draw_heat(rows, "period", told, told, view.period, language)


def _draw_heat(rows: pandas.DataFrame, key: str, lines: Sequence[str], names: Sequence[str], period: Period,
               language: str) -> None:
    items = {none.item: none for none in ten_nones(period.first)}
    cells = rows.set_index([key, "item"])
    values, texts, hovers = [], [], []
    for line, name in zip(lines, names, strict=True):
        mine = [cells.loc[(line, item)] for item in ITEMS]
        values.append([None if look.is_missing(cell["share"]) else cell["share"] for cell in mine])
        texts.append([_told(cell["share"]) for cell in mine])
        hovers.append([[f"{name} · {items[item].standard[language]}",
                        text("alley_chiefs.met_told", language, met=look.count(cell["met"]),
                             checks=look.count(cell["checks"]), violations=look.count(cell["violations"]))]
                       for item, cell in zip(ITEMS, mine, strict=True)])  # fmt: skip
    columns = [f"{item} {items[item].standard[language]}" for item in ITEMS]
    figure = multiples.heat(columns, names, values, texts, hovers, look.SEQUENTIAL, low=0)
    if language == "en":
        figure.update_xaxes(tickangle=-28)
        figure.update_layout(height=figure.layout.height + 70)
    multiples.show(figure)


def _told(share: float) -> str:
    """A share in its cell; nothing where no check says anything, a point where none met a violation."""
    return "" if look.is_missing(share) else f"{share:.0%}" if share else "·"


def _wording(period: Period) -> str:
    """From which day on the wording of the ten is that of the period."""
    return look.moment(wording_since(period.first))


@st.cache_data(show_spinner=False, max_entries=50)
def _months(
    _version, version_id: str, within: str | None, months: tuple[Period, ...], as_of
) -> pandas.DataFrame:
    return violations_by_month(_version, months, within, as_of)


def _by_month(view: View, within: str | None, months: Sequence[Period]) -> pandas.DataFrame:
    return _months(view.version, view.version.key, within, tuple(months), view.as_of)


def draw_alley(view: View, alley: str, year: Period) -> None:
    """Draws an alley's scores month by month, when it fell or rose, and its items."""
    language, months = view.language, year.months()
    left, right = st.columns([1, 1.25], gap="medium")
    with left:
        st.markdown(f"**{text('alley_chiefs.grade_history', language)}**")
        with st.spinner(text("alley_chiefs.computing", language)):
            events = chief_answers.grade_events(view)
        row = standing(view.version, events).set_index("alley_id").loc[alley]
        before = codes.label("grade", row["grade"], language) if isinstance(row["grade"], str) else "—"
        now = text(f"alley_chiefs.standing.{'below' if row['is_below'] else 'passed'}", language)
        st.caption(text("alley_chiefs.grade_told", language, before=before, now=now, mark=f"{pass_mark():g}"))
        _draw_scores(view, alley, months, events[events["alley_id"] == alley])
    with right:
        draw_months(view, alley, months)


def _draw_scores(view: View, alley: str, months: Sequence[Period], events: pandas.DataFrame) -> None:
    """One line per month, the newest on top: ten-none score, what changed, weekly checks and their four subjects."""
    language = view.language
    rows = chief_answers.of_months(view, alley, ("ten_none_score", "weekly_check_coverage", *SUBJECTS), months)
    values = rows.set_index(["period", "indicator"])["value"]
    changed = {row.quarter: row.event for row in events.itertuples()}
    lines: list[sheets.Row] = []
    for month in reversed(months):
        of = {name: values.get((month.text, name)) for name in rows["indicator"].unique()}
        quarter = Period.holding(month.first, "quarter")
        event = changed.get(quarter.text) if quarter.after == month.after else None
        mark = text(f"alley_chiefs.event.{event}", language) if event else ""
        failed = not look.is_missing(of["ten_none_score"]) and of["ten_none_score"] < pass_mark()
        lines.append([
            sheets.Cell(month.text, align="short"),
            sheets.Cell(_score(of["ten_none_score"]), align="right", strong=failed,
                        ink=look.STATUS["bad"][0] if failed else None),
            sheets.Cell(mark, align="short", ink=look.STATUS["bad" if event == "downgraded" else "good"][0]),
            sheets.Cell(_told_rate(of["weekly_check_coverage"]), align="right"),
            *(sheets.Cell(_score(of[name]), align="right") for name in SUBJECTS),
        ])  # fmt: skip
    word = lambda name: text(f"alley_chiefs.column.{name}", language)  # noqa: E731
    headings: list[sheets.Cell | str] = [word("month"), sheets.Cell(word("ten_none"), align="right"), word("event")]
    headings.append(sheets.Cell(word("coverage"), align="right"))
    headings += [sheets.Cell(text(f"alley_chiefs.subject_short.{name}", language), align="right") for name in SUBJECTS]
    sheets.draw(headings, lines, dense=True)


def _score(value: float | None) -> str:
    return "—" if look.is_missing(value) else f"{value:.1f}"


def _told_rate(value: float | None) -> str:
    return "—" if look.is_missing(value) else f"{value:.0%}"


def draw_below(view: View) -> None:
    """Draws the alleys of the area that count as below standard at the end of the period's quarter."""
    language = view.language
    with st.spinner(text("alley_chiefs.computing", language)):
        events = chief_answers.grade_events(view)
    rows = standing(view.version, events)
    known = chief_answers.alleys(view).rename(columns={"unit": "alley_id", "name": "alley", "parent": "unit"})
    rows = rows[rows["is_below"]].merge(known[["alley_id", "alley", "unit"]], on="alley_id")
    st.markdown(f"**{text('alley_chiefs.below', language, count=look.count(len(rows)), all=look.count(len(known)))}**")
    _draw_changes(events[events["alley_id"].isin(known["alley_id"])], language)
    if rows.empty:
        st.success(text("alley_chiefs.none_below", language))
        return
    units = chief_answers.unit_names(view, rows["unit"])
    frame = rows.assign(
        unit=[units.get(each, each) for each in rows["unit"]], since=rows["since"].fillna(""),
        grade=[codes.label("grade", each, language) if isinstance(each, str) else "" for each in rows["grade"]],
    )  # fmt: skip
    kinds = {"changes": "count"}
    columns = [
        tables.Column(each, text(f"alley_chiefs.column.{each}", language), kinds.get(each, "text"))
        for each in ("alley", "unit", "grade", "since", "changes")
    ]
    key = f"below_{view.area}_{view.period.text}"
    row = tables.clickable(frame, columns, key, 8)
    if address.newly(key, row):
        address.write("alley", rows["alley_id"].iloc[row])
        st.rerun()


def _draw_changes(events: pandas.DataFrame, language: str) -> None:
    """How many alleys fell and rose in each quarter, the newest last."""
    if events.empty:
        return
    table = events.groupby(["quarter", "event"]).size().unstack(fill_value=0)
    quarters = [look.period(Period.parse(quarter), language) for quarter in table.index]
    lines = [
        [text(f"alley_chiefs.event.{event}", language),
         *(sheets.Cell(look.count(count), align="right") for count in table.get(event, pandas.Series(0, table.index)))]
        for event in ("downgraded", "restored")
    ]  # fmt: skip
    sheets.draw(["", *(sheets.Cell(quarter, align="right") for quarter in quarters)], lines, dense=True)
