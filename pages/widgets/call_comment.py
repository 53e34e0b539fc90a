"""The comment on one district: its place and what chance has to do with it, what moved, alleys, problems, tasks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from analytics.contract.labels import text
from analytics.scoring.comments import Comment
from analytics.scoring.settings import settings
from analytics.scoring.ten_nones import ten_nones
from pages.widgets import address, call_answers, call_words, filters, look, sheets, standings
from pages.widgets.filters import View
from pages.widgets.markdown import plain
from pages.widgets.sheets import Cell


def draw(view: View, tried: call_answers.Tried, names: Mapping[str, str]) -> None:
    """Lets the reader choose a district and draws its comment."""
    language = view.language
    call = call_answers.call(view, tried)
    codes = sorted(line["unit"] for line in call["districts"])
    start = view.area if view.area in codes else codes[0]
    unit = filters.pick("district", text("roll_call.column.district", language), codes, start,
                        lambda code: names.get(code, code), width=230)  # fmt: skip
    found = call_answers.remark(view, unit, tried)
    left, right = st.columns([1.25, 1], gap="large")
    with left:
        _draw_place(found, names[unit], language)
        _draw_list("call_words.changed", [call_words.change(each, language) for each in found.changes],
                   text("call_words.nothing_changed", language), language)  # fmt: skip
        _draw_named(found, language)
    with right:
        _draw_alleys(found, language)
        _draw_problems(found, view, language)
        st.markdown(f"**{text('call_words.tasks_title', language)}**")
        st.markdown(call_words.tasks(found.tasks, language))
        _draw_tasks(found, language)
        with st.container(horizontal=True):
            for page in ("ranking", "alley_chiefs", "tasks"):
                address.link(page, text(f"call_words.open_{page}", language), area=unit)


def _draw_place(found: Comment, name: str, language: str) -> None:
    line = found.line
    if line["rank"] is None:
        st.info(text(f"call_words.unranked_{line['status']}", language, name=name))
        return
    group = standings.group_name(line["group"], language)
    sheets.line(name, text("call_words.place", language, rank=line["rank"], score=f"{line['score']:.2f}",
                           low=line["rank_low"], high=line["rank_high"]))  # fmt: skip
    told = [call_words.end(each, group, language) for each in found.ends]
    told.append(call_words.moved(line, language))
    st.markdown("\n".join(f"- {plain(each)}" for each in told))


def _draw_list(title: str, lines: Sequence[str], nothing: str, language: str) -> None:
    st.markdown(f"**{text(title, language)}**")
    if lines:
        st.markdown("\n".join(f"- {plain(each)}" for each in lines))
    else:
        st.caption(nothing)


def _draw_named(found: Comment, language: str) -> None:
    lines = []
    for each in found.named:
        rule = settings().rules[each["rule"]][language]
        reasons = text("roll_call.separator", language).join(reason[language] for reason in each["reasons"])
        kind = text(f"roll_call.{each['kind']}", language)
        lines.append(text("call_words.named_line", language, kind=kind, rule=rule, reasons=reasons))
    _draw_list("roll_call.named", lines, text("call_words.not_named", language), language)


def _draw_alleys(found: Comment, language: str) -> None:
    st.markdown(f"**{text('call_words.alleys', language)}**")
    counts = {"downgraded": len(found.downgraded), "restored": len(found.restored)}
    st.caption(text("call_words.alleys_told", language, **counts))
    for event in ("downgraded", "restored"):
        listed = [f"{each['name'] or each['alley_id']} {_score(each['score'])}" for each in getattr(found, event)]
        if listed:
            told = text("roll_call.separator", language).join(listed)
            st.markdown(f"**{text(f'call_words.{event}', language)}** {plain(told)}")
    rows: list[sheets.Row] = [
        [Cell(each["name"] or each["alley_id"]), Cell(_score(each["score"]), align="right"),
         text("roll_call.separator", language).join(each["chiefs"][:2]) or "—"]
        for each in found.alleys
    ]  # fmt: skip
    if rows:
        sheets.draw([text("call_words.lowest", language), Cell(text("roll_call.column.score", language), align="right"),
                     text("call_words.chief", language)], rows, dense=True)  # fmt: skip


def _draw_problems(found: Comment, view: View, language: str) -> None:
    nones = {none.item: none.problem[language] for none in ten_nones(view.period.first)}
    lines = [text("call_words.problem", language, problem=nones[item], met=look.count(met), checks=look.count(checks),
                  share=f"{met / checks:.1%}") for item, met, checks in found.problems]  # fmt: skip
    _draw_list("roll_call.problems", lines, text("call_words.no_problems", language), language)


def _draw_tasks(found: Comment, language: str) -> None:
    rows = [
        [line["text"], Cell(line["due_on"] or "—", align="short"),
         Cell(text(f"roll_call.task_state.{call_words.task_state(line)}", language), align="short")]
        for line in found.tasks
    ]  # fmt: skip
    if rows:
        with st.container(height=min(220, 46 * len(rows) + 10), border=False):
            sheets.draw((), rows, dense=True)


def _score(value: float | None) -> str:
    return "—" if value is None else f"{value:.1f}"
