"""Tasks: what meetings asked for, who has to do it by when, and what is not done."""

from __future__ import annotations

import streamlit as st

from analytics.contract.labels import text
from pages.widgets import header, task_answers, task_counts, task_filters, task_list

view = header.open_page("tasks", kinds=("week", "month", "quarter", "year"))
language = view.language
if not view.version.has("tasks"):
    st.info(text("tasks.none_ever", language))
    st.stop()
asked = task_filters.choose(view)
task_counts.draw(view, asked)
rows = task_answers.todo(view, **asked)
if rows.empty:
    st.info(text("tasks.none_found", language))
else:
    task_list.draw(view, rows)
