"""The parts of the daily digest."""

from __future__ import annotations

import html
from collections import Counter
from collections.abc import Sequence

import streamlit as st

from analytics.contract.labels import text
from analytics.digest import Digest, Movement
from analytics.indicators import indicator
from pages.widgets import address, answers, fresh, look, markdown, screen, sheets, spot_words
from pages.widgets.filters import View
from pages.widgets.sheets import Cell

_PLACES_AT_MOST = 6
_STATES = ("missed", "overdue_open", "due_next")


def draw_movements(view: View, found: Digest) -> None:
    """Draws a card per stage: the day's cases, the usual of that weekday, whether the day is out of the ordinary."""
    screen.html(f'<div class="cards five">{"".join(_card(each, view.language) for each in found.movements)}</div>')


def _card(movement: Movement, language: str) -> str:
    state = ""
    if movement.is_unusual:
        more = movement.cases > movement.high
        word, shape = ("more", "▲") if more else ("less", "▼")
        state = f'<span class="state" style="color:{look.STATUS["watch"][0]}">{shape} ' \
                f'{html.escape(text(f"digest.{word}", language))}</span>'
    usual = text("digest.no_usual", language) if movement.usual is None else text(
        "digest.usual", language, usual=f"{movement.usual:,.0f}", low=look.count(movement.low),
        high=look.count(movement.high))  # fmt: skip
    return (
        f'<div class="card"><div class="name">{html.escape(text(f"digest.stage.{movement.stage}", language))}</div>'
        f'<div class="value">{look.count(movement.cases)}{state}</div>'
        f'<div class="made">{html.escape(usual)}</div></div>'
    )


def draw_deadlines(view: View, found: Digest) -> None:
    """Draws the totals and a line per unit; a click on a link opens the cases."""
    language = view.language
    st.subheader(text("digest.deadlines", language), anchor=False)
    if found.deadlines.empty:
        st.success(text("digest.no_deadlines", language), icon=":material/check_circle:")
        return
    rows = answers.units(view.version, found.tier, view.period, view.as_of, view.within)
    names = {row.unit: look.named(row.name, row.name_en, language) for row in rows.itertuples()}
    headings = [text(f"frame.tier.{found.tier}", language),
                *(Cell(text(f"digest.state.{state}", language), align="right") for state in _STATES)]  # fmt: skip
    lines = [[Cell(text("digest.all", language), strong=True),
              *(Cell(look.count(found.total(state)), align="right", strong=True) for state in _STATES)]]  # fmt: skip
    ordered = found.deadlines.sort_values(["missed", "overdue_open", "unit"], ascending=[False, False, True])
    for row in ordered.to_dict("records"):
        unit = row["unit"] if isinstance(row["unit"], str) else None
        name = names.get(unit, unit) if unit else text("digest.nowhere", language)
        lines.append([name, *(Cell(look.count(row[state]), align="right") for state in _STATES)])
    sheets.draw(headings, lines, dense=len(lines) > 12)
    with st.container(horizontal=True):
        day, after = view.period.text, view.period.next().text
        address.link("cases", text("digest.open_missed", language), ":material/list:", period=day, dated="due",
                     overdue="1")
        address.link("cases", text("digest.open_next", language), ":material/list:", period=after, dated="due",
                     as_of=f"{view.as_of:%Y-%m-%d}")


def draw_rates(view: View, found: Digest) -> None:
    """Draws the day's rates of the area."""
    language = view.language
    st.subheader(text("digest.rates", language), anchor=False)
    lines = []
    for row in found.rates:
        entry = indicator(row["indicator"])
        value, made = text("cards.no_data", language), fresh.why_no_value(view, entry, row["denominator"])
        if row["value"] is not None:
            value = look.figure(row["value"], entry.unit, language)
            made = look.fraction(row["numerator"], row["denominator"], entry.unit, language)
        lines.append([look.named(entry.zh, entry.en, language), Cell(value, small=made, align="right")])
    sheets.draw((), lines)


def draw_watch(view: View, found: Digest) -> None:
    """Draws what to watch: new hot spots of the month, tasks overdue and due."""
    language = view.language
    st.subheader(text("digest.watch", language), anchor=False)
    spots = found.new_hot_spots
    if spots:
        told = text("digest.new_spots", language, count=look.count(len(spots)), listed=_where(view, spots))
        st.warning(markdown.plain(told), icon=":material/local_fire_department:")
        address.link("hotspots", text("digest.open_spots", language), ":material/map:", period=view.period.text[:7])
    else:
        st.caption(text("digest.no_spots", language))
    told = text("digest.tasks", language, overdue=look.count(found.tasks_overdue), due=look.count(found.tasks_due))
    address.link("tasks", told, ":material/checklist:", period=view.period.text[:7])


def _where(view: View, grids: Sequence[str]) -> str:
    """The places in which the grids lie, those with most first, and how many lie in each."""
    language = view.language
    counts = Counter(spot_words.grid_names(view, grids).values()).most_common()
    listed = text("digest.separator", language).join(
        text("digest.grids_of", language, place=place, count=number) for place, number in counts[:_PLACES_AT_MOST])
    left = len(counts) - _PLACES_AT_MOST
    return listed + (text("digest.and_more", language, count=left) if left > 0 else "")
