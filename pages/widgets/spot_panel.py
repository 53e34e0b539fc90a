"""The panel of one place: how it stands, its months against what is usual, and what drives the excess."""

from __future__ import annotations

import html

import numpy
import pandas
import streamlit as st

from analytics.contract import codes
from analytics.contract.labels import text
from analytics.hotspots import HotSpots
from analytics.hotspots.drivers import CLASS, SOURCE, grouped, neighbourhood
from analytics.hotspots.readings import LEANING_P, readings
from pages.widgets import case_filters, charts, look, screen, sheets, spot_answers, spot_words
from pages.widgets.filters import View
from pages.widgets.spot_filters import Asked

_DRIVERS = 6  # lines
_STYLE = "<style>.panel.spot .value { font-size: 1.35rem; } .sheet .track { min-width: 5rem; }</style>"


def summary(view: View, asked: Asked, found: HotSpots, sides: dict[str, numpy.ndarray], spots: int) -> None:
    """Draws in one sentence how many places are hot and cold (True per place), how many hot spots that makes, and what
    would have been found without correction. Nothing where nothing can be tested."""
    if numpy.isnan(found.z).all():
        return
    listed = spot_answers.listed(view, found)
    with numpy.errstate(invalid="ignore"):
        raw = int(((found.p < LEANING_P) & listed).sum())
    told = text(
        "hotspots.summary" if asked.shows == "now" else "hotspots.summary_classes",
        view.language,
        places=look.count(listed.sum()),
        tier=text(f"hotspots.tier.{asked.tier}", view.language),
        hot=look.count(sides["hot"].sum()),
        cold=look.count(sides["cold"].sum()),
        spots=look.count(spots),
        raw=look.count(raw),
    )
    screen.html(f'<div class="told">{html.escape(told)}</div>')


def head(view: View, found: HotSpots, place: str) -> None:
    """Draws name, class, count and, in plain words, how sure it is."""
    language, row = view.language, found.row(place)
    name = spot_words.place_names(view, found, [place])[place]
    emerging = found.emerging.classes[row]
    reading = readings(found.z[[row]], found.p[[row]], found.significant[[row]])[0]
    lines = {
        "unit": name,
        "name": text("hotspots.place", language, tier=text(f"hotspots.tier.{found.places.tier}", language), code=place),
        "value": spot_words.reading(reading, language),
        "made": _sentence(found, row, place, language),
    }
    told = "".join(f'<div class="{kind}">{html.escape(line)}</div>' for kind, line in lines.items())
    months = len(found.months)
    class_line = text(
        "hotspots.class_line",
        language,
        name=spot_words.class_name(emerging, language),
        told=spot_words.class_told(emerging, language, months),
    )
    screen.html(f'{_STYLE}<div class="panel spot">{told}<div class="made"><b>{html.escape(class_line)}</b></div></div>')


def _sentence(found: HotSpots, row: int, place: str, language: str) -> str:
    around = neighbourhood(found, place)
    if not len(around) or numpy.isnan(found.z[row]):
        return text("hotspots.untested", language, cases=look.count(found.count[row]))
    return text(
        "hotspots.sentence",
        language,
        cases=look.count(found.count[row]),
        neighbours=len(around) - 1,
        around=look.count(found.count[around].sum()),
        expected=look.count(found.expected[around].sum()),
        chance=spot_words.chance(found.p[row], language),
    )


def months(view: View, found: HotSpots, place: str) -> None:
    """Draws the place's cases per month against what is usual there, hot and cold months marked."""
    language, row = view.language, found.row(place)
    st.subheader(text("hotspots.months_title", language), anchor=False)
    if not found.months:
        st.info(text("hotspots.no_months", language))
        return
    labels = [look.period(each, language) for each in found.months]
    usual = found.expected_monthly[row]
    states = found.emerging.states[row]
    hovers = [
        [label, text("hotspots.month_cases", language, cases=look.count(cases), expected=_tenths(level))]
        for label, cases, level in zip(labels, found.monthly[row], usual, strict=True)
    ]
    texts = [each.text for each in found.months]
    names = [text(f"hotspots.series.{each}", language) for each in ("cases", "expected", "hot", "cold")]
    figure = charts.months(texts, found.monthly[row].tolist(), usual.tolist(), states.tolist(), hovers, names)
    screen.chart(figure, config=charts.CONFIG)
    st.caption(text("hotspots.expected_rate" if found.rate else "hotspots.expected_count", language))


def drivers(view: View, found: HotSpots, place: str) -> None:
    """Draws the classes and sources that make the excess of the place and its neighbours."""
    language = view.language
    st.subheader(text("hotspots.drivers_title", language), anchor=False)
    rows = spot_answers.driving(view, found, place)
    if rows.empty or not len(neighbourhood(found, place)):
        st.info(text("hotspots.no_drivers", language))
        return
    for by, title in ((CLASS, "by_class"), (SOURCE, "by_source")):
        _draw_drivers(view, grouped(rows, found, place, by), title)
    st.caption(text("hotspots.drivers_told", language))


def _draw_drivers(view: View, table: pandas.DataFrame, title: str) -> None:
    language = view.language
    largest = max(float(table["excess"].abs().max()), 1e-9)
    table = table.loc[table["excess"].abs().nlargest(_DRIVERS).index].sort_values("excess", ascending=False)
    headings = [text(f"hotspots.{title}", language)]
    for each in ("around", "expected"):
        headings.append(sheets.Cell(text(f"hotspots.driver.{each}", language), align="right"))
    headings.append(text("hotspots.driver.excess", language))
    lines = [
        [
            _driver_name(line, language),
            sheets.Cell(look.count(line["around"]), align="right"),
            sheets.Cell(_tenths(line["expected"]), align="right"),
            sheets.Cell(bar=line["excess"] / largest, ink=look.DIVERGING[0 if line["excess"] > 0 else -1]),
        ]
        for line in table.to_dict("records")
    ]
    sheets.draw(headings, lines)


def _driver_name(line: dict, language: str) -> str:
    if "source" in line:
        return codes.label("source", line["source"], language)
    parts = (None if look.is_missing(line[each]) else line[each] for each in CLASS)
    return case_filters.class_name(*parts, language)


def _tenths(value: float) -> str:
    return "—" if look.is_missing(value) else f"{value:,.1f}"
