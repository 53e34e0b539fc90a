"""Inspectors: how many should be where and when, against an even spread of the same hours and against today."""

from __future__ import annotations

import io

import streamlit as st

from analytics.contract.labels import text
from analytics.reports.staffing_workbook import write_timetable
from analytics.staffing import NoPlan, Plan
from pages.widgets import (
    comparing,
    downloads,
    filters,
    header,
    look,
    staff_answers,
    staff_choices,
    staff_places,
    staff_proof,
    staff_week,
    staff_words,
)

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def workbook(plan: Plan) -> bytes:
    """The timetable as the bytes of an .xlsx file."""
    period = look.period(plan.history, language)
    words = [text("staffing.file_title", language, area=view.area_name, inspectors=look.count(plan.task.inspectors)),
             text("staffing.file_told", language, period=period, as_of=look.moment(plan.as_of), version=view.version.id,
                  hours=plan.task.hours)]  # fmt: skip
    buffer = io.BytesIO()
    write_timetable(plan, staff_words.place_names(view, plan), buffer, language, words)
    return buffer.getvalue()


comparing.start_in_a_district()
view = header.open_page("staffing", kinds=("month", "quarter", "year"), kind="quarter")
language = view.language
if not view.version.has("cases") or view.area is None:
    st.info(text("staffing.no_history", language))
    st.stop()
asked = staff_choices.choose(view)
try:
    plan = staff_answers.plan(view, asked)
except NoPlan as error:
    st.warning(error.told(language))
    st.stop()
staff_proof.draw_figures(view, plan)
sections = {
    "week": lambda: staff_week.draw(view, plan),
    "places": lambda: staff_places.draw(view, plan),
    "back_test": lambda: staff_proof.draw_back_test(view, asked, plan),
    "constraints": lambda: staff_proof.draw_constraints(view, asked, plan),
}
with st.container(horizontal=True, vertical_alignment="center"):
    shown = {each: text(f"staffing.show.{each}", language) for each in sections}
    with st.container(width="content"):
        section = filters.switch("show", text("staffing.show_label", language), list(sections), "week",
                                 shown.__getitem__, label_visibility="collapsed")  # fmt: skip
    name = text("staffing.file_name", language, area=view.area_name, period=view.period.text)
    downloads.button(text("staffing.download", language), lambda: workbook(plan), f"{name}.xlsx", XLSX)
sections[section]()
