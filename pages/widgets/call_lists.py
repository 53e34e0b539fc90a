"""The lists of a roll-call: the named and why, what stood out, alleys that fell and rose, tasks, lines handed over."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas
import streamlit as st

from analytics.contract.labels import text
from analytics.scoring.settings import settings
from pages.widgets import call_words, look, sheets, tables
from pages.widgets.sheets import Cell, Part

_COLOURS = {"praise": look.STATUS["good"][0], "criticise": look.STATUS["bad"][0]}


def draw_named(call: Mapping[str, Any], names: Mapping[str, str], language: str) -> None:
    """Draws who is praised and criticised, by which rule and on what evidence."""
    st.subheader(text("roll_call.named", language), anchor=False)
    if not call["named"]:
        st.info(text("roll_call.nobody_named", language))
        return
    rows: list[sheets.Row] = []
    for kind in ("praise", "criticise"):
        lines = [line for line in call["named"] if line["kind"] == kind]
        if lines:
            rows.append(Part(text(f"roll_call.{kind}", language)))
        for line in lines:
            rule = settings().rules[line["rule"]][language]
            reasons = "\n".join(reason[language] for reason in line["reasons"])
            name = names.get(line["unit"], line["unit"])
            rows.append([Cell(name, align="short", ink=_COLOURS[kind], strong=True), Cell(rule, small=reasons)])
    sheets.draw((), rows)


def draw_problems(call: Mapping[str, Any], language: str) -> None:
    """Draws the ten-none items violated most beside the case classes reported most."""
    st.subheader(text("roll_call.problems", language), anchor=False)
    if not call["prominent_problems"]:
        st.info(text("roll_call.no_problems", language))
        return
    kinds = {"ten_none": "ten_nones", "case_class": "case_classes"}
    met = [kind for kind in kinds if any(line["kind"] == kind for line in call["prominent_problems"])]
    for place, kind in zip(st.columns(len(met), gap="small"), met, strict=True):
        lines = [line for line in call["prominent_problems"] if line["kind"] == kind]
        with place:
            sheets.draw([text(f"roll_call.{kinds[kind]}", language)], [[_problem(line, language)] for line in lines])


def _problem(line: Mapping[str, Any], language: str) -> Cell:
    key, counts = ("times", ("count", "checks")) if line["kind"] == "ten_none" else ("cases", ("count",))
    told = text(f"roll_call.{key}", language, **{name: look.count(line[name]) for name in counts})
    return Cell(line["label"][language], small=told)


def draw_alleys(
    call: Mapping[str, Any], event: str, names: Mapping[str, str], only: str | None, language: str, is_trial: bool
) -> None:
    """Draws the alleys that fell (``downgraded``) or rose (``restored``), one row per district, and offers the list."""
    lines = [line for line in call[event] if only is None or line["unit"] == only]
    st.subheader(text(f"roll_call.{event}", language, count=len(lines)), anchor=False)
    if not lines:
        st.caption(text(f"roll_call.no_{event}", language))
        return
    word = lambda name: text(f"roll_call.column.{name}", language)  # noqa: E731
    by_district: dict[str, list[dict[str, Any]]] = {}
    for line in lines:
        by_district.setdefault(line["unit"], []).append(line)
    rows = []
    for unit, alleys in sorted(by_district.items(), key=lambda pair: pair[0] or ""):
        listed = text("roll_call.separator", language).join(_alley(each, language) for each in alleys)
        rows.append([Cell(names.get(unit, unit or "—"), align="short"), Cell(str(len(alleys)), align="right"), listed])
    sheets.draw([word("district"), Cell(word("count"), align="right"), word("alleys")], rows)
    frame = pandas.DataFrame(lines).assign(unit=[names.get(line["unit"], line["unit"]) for line in lines])
    columns = [tables.Column("unit", word("district")), tables.Column("alley_id", word("alley_id")),
               tables.Column("name", word("alley")), tables.Column("score", word("score"))]
    name = text("roll_call.file_name", language, period=call["period"], list=word(event))
    name = text("what_if.file_name", language, name=name) if is_trial else name
    tables.download(frame, columns, name, language, [text("roll_call.title", language), call["period"]])


def _alley(line: Mapping[str, Any], language: str) -> str:
    name = line["name"] or line["alley_id"]
    return text("roll_call.alley_score", language, alley=name, score=_score(line["score"]))


def _score(value: float | None) -> str:
    return "—" if value is None else f"{value:.1f}"


def draw_tasks(call: Mapping[str, Any], names: Mapping[str, str], only: str | None, language: str) -> None:
    """Draws what the roll-call before asked for and whether it was done."""
    st.subheader(text("roll_call.tasks", language), anchor=False)
    lines = [line for line in call["tasks"] if only is None or line["unit"] == only]
    if not lines:
        st.caption(text("roll_call.no_tasks", language))
        return
    done = sum(line["done"] for line in lines)
    st.caption(text("roll_call.tasks_told", language, all=len(lines), done=done))
    word = lambda name: text(f"roll_call.column.{name}", language)  # noqa: E731
    rows = []
    for line in sorted(lines, key=lambda line: (line["done"], line["due_on"] or "", line["task_id"])):
        state = text(f"roll_call.task_state.{call_words.task_state(line)}", language)
        days = [Cell(line[name] or "—", align="short") for name in ("asked_on", "due_on", "done_on")]
        district = names.get(line["unit"], line["unit"] or "—")
        rows.append([Cell(district, align="short"), line["text"], *days, Cell(state, align="short")])
    headings = [word(name) for name in ("district", "task", "asked_on", "due_on", "done_on", "state")]
    with st.container(height=430, border=False):
        sheets.draw(headings, rows)


def draw_transfer(call: Mapping[str, Any], names: Mapping[str, str], language: str) -> None:
    """Draws the lines that the capital assessment takes over, one column each."""
    st.subheader(text("roll_call.transfer", language), anchor=False)
    lines = {(line["unit"], line["line"]): line for line in call["transfer"]}
    columns = {line["line"]: line for line in call["transfer"]}
    headings: Sequence[Cell | str] = [text("roll_call.column.district", language), *(
        Cell(line["label"][language], small=_factor(line, language), align="right") for line in columns.values())]
    units = sorted({unit for unit, _ in lines})
    st.caption(text("roll_call.transfer_told", language))
    sheets.draw(headings, [
        [Cell(names.get(unit, unit), align="short"),
         *(Cell(_handed_over(lines[unit, name], language), align="right") for name in columns)]
        for unit in units
    ])  # fmt: skip


def _factor(line: Mapping[str, Any], language: str) -> str:
    if line["factor"] is None:
        return text("roll_call.no_factor", language)
    return text("roll_call.factor", language, factor=f"{line['factor']:g}")


def _handed_over(line: Mapping[str, Any], language: str) -> str:
    if line["points"] is None:
        return _score(line["score"])
    return text("roll_call.points", language, score=_score(line["score"]), points=f"{line['points']:.2f}")
