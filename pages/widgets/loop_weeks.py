"""The hours of the week: of what was reported then and fell due, how much was handled in time."""

from __future__ import annotations

import streamlit as st

from analytics.contract.labels import text
from pages.widgets import case_links, look, loop_answers, multiples
from pages.widgets.filters import View

_DAYS, _HOURS = 7, 24


def draw(view: View, loop: str | None, enough: int) -> None:
    """Draws a heat table of seven days by 24 hours; hours with fewer than `enough` cases due stay grey."""
    language = view.language
    rows = loop_answers.ask(view, "balance", {"loop": loop}, by=("hour_of_week",)).set_index("hour_of_week")
    due, on_time = (rows[name].reindex(range(_DAYS * _HOURS), fill_value=0) for name in ("due", "on_time"))
    if not due.sum():
        st.info(text("loops.nothing_due", language))
        return
    days = [text(f"loops.weekday.{day + 1}", language) for day in range(_DAYS)]
    values, texts, hovers = [], [], []
    for day in range(_DAYS):
        hours = range(day * _HOURS, (day + 1) * _HOURS)
        late = [1 - on_time[hour] / due[hour] if due[hour] >= enough else None for hour in hours]
        values.append(late)
        texts.append(["" if share is None else f"{1 - share:.0%}" for share in late])
        hovers.append([_hover(days[day], hour % _HOURS, on_time[hour], due[hour], language) for hour in hours])
    st.caption(text("loops.week_told", language, enough=enough))
    opened = [case_links.link(dated="due", outcome="due", hour=str(hour), loop=loop) for hour in range(_DAYS * _HOURS)]
    links = [opened[first : first + _HOURS] for first in range(0, len(opened), _HOURS)]
    hours = [f"{hour}" for hour in range(_HOURS)]
    figure = multiples.heat(hours, days, values, texts, hovers, look.SEQUENTIAL, links)
    if clicked := multiples.draw(figure, f"week_{loop}_{view.area}"):
        case_links.open_cases(clicked)


def _hover(day: str, hour: int, on_time: int, due: int, language: str) -> list[str]:
    when = f"{day} {hour:02d}:00–{hour + 1:02d}:00"
    if not due:
        return [when, text("loops.nothing_due", language)]
    told = f"{text('loops.on_time', language)} {look.figure(on_time / due, 'rate', language)}"
    return [when, told, f"{look.count(on_time)} / {look.count(due)}"]
