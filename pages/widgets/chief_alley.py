"""One alley: who answers for it, its year of patrols day by day, its checks, its grade, and the way on from there."""

from __future__ import annotations

import html
from typing import Any

import pandas
import streamlit as st

from analytics.chiefs import current_streak, runs, span
from analytics.chiefs.boards import AlleyRecord
from analytics.chiefs.settings import calendar_months
from analytics.contract import codes
from analytics.contract.labels import text
from pages.widgets import (
    address,
    chief_answers,
    chief_calendar,
    chief_grades,
    chief_patrols,
    chief_prints,
    look,
    screen,
    sheets,
)
from pages.widgets.filters import View
from pages.widgets.sheets import Cell


def draw(view: View, alley: str) -> None:
    """Draws the alley's page; says so where no file describes the alley."""
    language = view.language
    record = chief_answers.record(view, alley)
    _draw_head(view, alley, record)
    if record is None:
        st.info(text("alley_chiefs.no_alley", language))
        return
    year = span(view.period, calendar_months())
    left, right = st.columns([1.9, 1], gap="medium")
    with left:
        days, patrols = chief_answers.alley_year(view, alley, year)
        _draw_figures(view, days)
        chief_calendar.draw(view, alley, days)
    with right:
        _draw_record(view, record)
    chief_patrols.draw(view, alley, patrols)
    chief_grades.draw_alley(view, alley, year)


def _draw_head(view: View, alley: str, record: AlleyRecord | None) -> None:
    language = view.language
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(text("alley_chiefs.back", language), icon=":material/arrow_back:", on_click=close, key="close_alley")
        if record is None:
            return
        row = record.alley
        names = chief_answers.unit_names(view, [row["district"], row["subdistrict"], row["community"]])
        place = " · ".join(names[row[tier]] for tier in ("district", "subdistrict", "community") if row[tier] in names)
        with st.container():
            sheets.line(row["name"], f"{alley} · {place}")
        within = row["subdistrict"] or row["district"]
        address.link("ranking", text("alley_chiefs.to_ranking", language), ":material/leaderboard:", area=within,
                     tier="alley", unit=alley)  # fmt: skip
        address.link("cases", text("alley_chiefs.to_cases", language), ":material/assignment:", tier="alley",
                     unit=alley)  # fmt: skip
        chief_prints.offer_board(view, alley, record)


def close() -> None:
    """Goes back to the lists."""
    for name in ("alley", "chief", "day"):
        address.write(name, None)


def _draw_figures(view: View, days: pandas.DataFrame) -> None:
    """Compliance over the calendar and in the period, the longest gap, the streak that runs, late entries."""
    language = view.language
    mine = days[days["has_chief"]]
    of_period = mine[(mine["day"].dt.date >= view.period.first) & (mine["day"].dt.date < view.period.after)]
    gaps = runs(days, "none")
    longest = gaps.loc[gaps["days"].idxmax()] if len(gaps) else None
    logged = int(days["logged"].sum())
    figures = [
        (look.period(view.period, language), *_share(of_period, language)),
        (text("alley_chiefs.year", language, months=calendar_months()), *_share(mine, language)),
        (text("alley_chiefs.longest_gap", language), text("alley_chiefs.days", language, days=longest["days"])
         if longest is not None else text("alley_chiefs.no_gap", language),
         _stretch(longest) if longest is not None else ""),
        (text("alley_chiefs.current_streak", language),
         text("alley_chiefs.days", language, days=current_streak(days)), text("alley_chiefs.to_last_day", language)),
        (text("alley_chiefs.late_entries", language), look.count(days["late"].sum()),
         text("alley_chiefs.of_logged", language, logged=look.count(logged))),
    ]  # fmt: skip
    parts = "".join(
        f'<div class="panel"><div class="name">{html.escape(name)}</div>'
        f'<div class="unit">{html.escape(value)}</div><div class="made">{html.escape(told)}</div></div>'
        for name, value, told in figures
    )
    screen.html(f'<div style="display:grid;grid-template-columns:repeat({len(figures)},1fr);gap:.6rem">{parts}</div>')


def _stretch(run: pandas.Series) -> str:
    first, last = (f"{run[name]:%Y-%m-%d}" for name in ("first", "last"))
    return first if first == last else f"{first} – {last[5:] if first[:4] == last[:4] else last}"


def _share(days: pandas.DataFrame, language: str) -> tuple[str, str]:
    if days.empty:
        return "—", text("alley_chiefs.level.no_chief", language)
    two = int((days["valid"] >= 2).sum())
    made = text("alley_chiefs.days_of", language, two=look.count(two), days=look.count(len(days)))
    return look.figure(two / len(days), "rate", language), made


def _draw_record(view: View, record: AlleyRecord) -> None:
    language, row = view.language, record.alley
    word = lambda name: text(f"alley_chiefs.record.{name}", language)  # noqa: E731
    length = "" if look.is_missing(row["length_m"]) else f"{row['length_m']:,.0f} m"
    kind = codes.label("alley_kind", row["kind"], language) if row["kind"] else ""
    rows: list[sheets.Row] = [
        [word("profile"), Cell(" · ".join(part for part in (kind, length) if part) or "—",
                               small="\n".join(row[name] for name in ("bounds", "history", "condition") if row[name]))],
        [word("general"), _person(record.general, language)],
        [word("board"), _board(view, record)],
        [word("plan"), _plan(row, language)],
        [word("stewards"), Cell(look.count(len(record.stewards)),
                                small=text("alley_chiefs.separator", language).join(
                                    _name(each) for each in record.stewards.to_dict("records")))],
    ]  # fmt: skip
    st.markdown(f"**{word('chiefs')}**")
    chiefs = record.chiefs.to_dict("records")
    if not chiefs:
        st.warning(text("alley_chiefs.no_chief", language), icon=":material/person_off:")
    for chief in chiefs:
        with st.container(horizontal=True, vertical_alignment="center"):
            role = codes.label("role", chief["role"], language)
            st.button(f"{_name(chief)} · {role}", icon=":material/badge:", key=f"open_{chief['person_id']}",
                      on_click=address.write, args=("chief", chief["person_id"]))  # fmt: skip
            st.caption(text("alley_chiefs.since", language, day=look.moment(pandas.Timestamp(chief["since"]).date())))
    sheets.draw((), rows, dense=True)


def _name(person: dict[str, Any]) -> str:
    return person["name"] if isinstance(person["name"], str) else person["person_id"]


def _person(person: dict[str, Any] | None, language: str) -> Cell:
    if person is None:
        return Cell(text("alley_chiefs.none", language), ink=look.STATUS["bad"][0])
    return Cell(_name(person), small=" · ".join(part for part in (person["org_name"], person["duty_phone"]) if part))


def _board(view: View, record: AlleyRecord) -> Cell:
    language, row = view.language, record.alley
    if not row["board_posted"]:
        return Cell(text("alley_chiefs.board.missing", language), ink=look.STATUS["bad"][0])
    named = row["board_person"] or row["board_person_id"] or text("alley_chiefs.none", language)
    updated = look.moment(row["board_updated_on"])
    state = "current" if row["board_is_current"] else "other"
    ink = None if row["board_is_current"] else look.STATUS["bad"][0]
    return Cell(text(f"alley_chiefs.board.{state}", language, name=named), ink=ink,
                small=text("alley_chiefs.board.updated", language, day=updated))  # fmt: skip


def _plan(row: dict[str, Any], language: str) -> Cell:
    if not row["in_programme"]:
        return Cell(text("alley_chiefs.not_in_programme", language))
    days = {name: look.moment(row[name]) for name in ("target_date", "accepted_date")}
    return Cell(text("alley_chiefs.plan_days", language, **days))
