"""Should be found: what the city found itself beside what an audit found open, and what citizens had to report."""

from __future__ import annotations

import pandas
import streamlit as st

from analytics.contract import codes
from analytics.contract.labels import text
from analytics.indicators import indicator
from analytics.loops.discovery import INDICATORS
from analytics.loops.settings import settings
from analytics.store import case_reading
from pages.widgets import address, case_links, figures, look, loop_answers, loop_words, multiples, tables
from pages.widgets.figures import Figure
from pages.widgets.filters import View
from pages.widgets.loop_words import MOST

_ENOUGH = 10  # reports of a class under which an interval is wider than the chart
_SORT = {"discovery_rate": True, "self_found_share": True, "citizen_first_rate": False}  # worst first: ascending


def draw(view: View) -> None:
    """Draws the area's shares, those of every unit with their intervals, and who had to report twice."""
    language = view.language
    whole = _whole(view)
    twice = loop_answers.ask(view, "reported_twice").iloc[0]
    near = settings("repeats")
    cards = [_figure(name, whole.get(name), language) for name in INDICATORS]
    cards.append(_share(
        text("found_handled.twice", language), twice["twice_rate"], twice["twice"], twice["citizens"], twice["low"],
        twice["high"], language,
    ))  # fmt: skip
    figures.draw(cards, language)
    st.caption(text("found_handled.found_told", language, metres=near["metres"], days=near["days"]))
    if view.tier is not None:
        _draw_units(view, whole)
    _draw_classes(view, twice)
    _draw_repeats(view, twice)


def _whole(view: View) -> dict[str, pandas.Series]:
    """The area's own row per indicator; none where the store knows no areas."""
    if view.area is None:
        return {}
    rows = loop_answers.discovery(view, view.area_tier, None)
    return {row["indicator"]: row for _, row in rows[rows["unit"] == view.area].iterrows()}


def _figure(name: str, row: pandas.Series | None, language: str) -> Figure:
    called = look.named(indicator(name).zh, indicator(name).en, language)
    if row is None:
        return Figure(called, None)
    return _share(called, row["value"], row["numerator"], row["denominator"], row["low"], row["high"], language)


def _share(name: str, value: float, part: float, of: float, low: float, high: float, language: str) -> Figure:
    if look.is_missing(value):
        return Figure(name, None)
    return Figure(name, look.figure(value, "rate", language), [f"{look.count(part)} / {look.count(of)}",
                                                              _interval(low, high, language)])  # fmt: skip


def _interval(low: float, high: float, language: str) -> str:
    if look.is_missing(low):
        return ""
    return text("found_handled.interval", language, low=f"{low:.1%}", high=f"{high:.1%}")


def _draw_units(view: View, whole: dict[str, pandas.Series]) -> None:
    """One panel per indicator, one line per unit; the lowest discovery rate on top."""
    language = view.language
    rows = loop_answers.discovery(view, view.tier, view.within)
    tables_ = {name: rows[rows["indicator"] == name].set_index("unit") for name in INDICATORS}
    told = [name for name in INDICATORS if tables_[name]["value"].notna().any()]  # a panel without values has no axis
    if not told:
        return
    order = tables_[told[0]].sort_values("value", ascending=_SORT[told[0]], na_position="last", kind="stable").index
    shown = order[:MOST]
    names = loop_words.unit_names(tables_[told[0]].loc[shown], language)
    panels = []
    for name in told:
        own = tables_[name].loc[shown]
        called = look.named(indicator(name).zh, indicator(name).en, language)
        hovers = [
            (unit, f"{called} {look.figure(row.value, 'rate', language)}",
             f"{look.count(row.numerator)} / {look.count(row.denominator)}", _interval(row.low, row.high, language))
            for unit, row in zip(names, own.itertuples(), strict=True)
        ]  # fmt: skip
        usual = whole[name]["value"] if name in whole else None
        panels.append(
            multiples.Dots(called, own["value"].tolist(), hovers, own["low"].tolist(), own["high"].tolist(), line=usual)
        )
    st.markdown(f"**{text('found_handled.units', language)}**")
    multiples.show(multiples.dots(names, panels))
    if len(order) > len(shown):
        st.caption(text("found_handled.lowest_only", language, shown=len(shown), all=len(order)))


def _draw_classes(view: View, twice: pandas.Series) -> None:
    """How often a citizen was first, and had to report twice, by class."""
    language = view.language
    rows = loop_answers.ask(view, "citizen_first", by=("class",))
    rows = rows[rows["citizens"] >= _ENOUGH]
    if rows.empty:
        return
    keys = ["scheme", "kind", "major_code"]
    repeats = loop_answers.ask(view, "reported_twice", by=("class",))
    repeats = repeats.rename(columns={"citizens": "reports", "low": "twice_low", "high": "twice_high"})
    rows = rows.merge(repeats, on=keys, how="left").sort_values("citizens", ascending=False)
    names = loop_words.class_names(rows, language)
    first = indicator("citizen_first_rate")
    wanted = (
        (look.named(first.zh, first.en, language), "citizen_first_rate", "first", "citizens", "low", "high", None),
        (text("found_handled.twice", language), "twice_rate", "twice", "reports", "twice_low", "twice_high",
         twice["twice_rate"]),
    )  # fmt: skip
    panels = []
    for title, value, part, of, low, high, usual in wanted:
        hovers = [
            (name, f"{title} {look.figure(row[value], 'rate', language)}",
             f"{look.count(row[part])} / {look.count(row[of])}", _interval(row[low], row[high], language))
            for name, (_, row) in zip(names, rows.iterrows(), strict=True)
        ]  # fmt: skip
        panels.append(multiples.Dots(
            title, rows[value].tolist(), hovers, rows[low].tolist(), rows[high].tolist(), line=usual
        ))  # fmt: skip
    st.markdown(f"**{text('found_handled.classes', language, enough=_ENOUGH)}**")
    multiples.show(multiples.dots(names, panels))


def _draw_repeats(view: View, twice: pandas.Series) -> None:
    """The reports that repeat an earlier one; a click opens the case."""
    language = view.language
    st.subheader(text("found_handled.twice", language), anchor=False)
    if not twice["twice"]:
        st.info(text("found_handled.nobody_twice", language))
        return
    st.caption(text("found_handled.twice_told", language, twice=look.count(twice["twice"]),
                    still_open=look.count(twice["still_open"]), came_back=look.count(twice["came_back"])))  # fmt: skip
    rows = loop_answers.ask(view, "repeated_reports")
    names = case_reading.unit_names(view.version, rows["subdistrict"].dropna().tolist())
    frame = rows.assign(
        name=[look.named(*names.get(each, (None, None)), language) for each in rows["subdistrict"]],
        major=loop_words.class_names(rows, language),
        source=[codes.label("source", each, language) for each in rows["source"]],
        state=[text(f"found_handled.{'was_open' if each else 'was_done'}", language) for each in rows["was_open"]],
    )
    kinds = {"reported_at": "moment", "earlier_at": "moment", "hours_between": "hours", "metres": "score"}
    columns = [
        tables.Column(each, text(f"found_handled.column.{each}", language), kinds.get(each, "text"))
        for each in ("case_id", "name", "major", "source", "reported_at", "earlier_id", "earlier_at", "hours_between",
                     "state")
    ]  # fmt: skip
    key = f"repeats_{view.area}_{view.period.text}"
    row = tables.clickable(frame, columns, key, 8)
    if address.newly(key, row):
        case_links.open_cases(case_links.link(case=rows["case_id"].iloc[row], search=rows["case_id"].iloc[row]))
