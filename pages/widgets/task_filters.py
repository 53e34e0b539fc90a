"""Which tasks are shown: on the list, asked or due in the period; from which meeting; whose; in which state."""

from __future__ import annotations

from typing import Any

import streamlit as st

from analytics.contract import codes
from analytics.contract.labels import text
from analytics.tasks import STATES, WHICH
from pages.widgets import choices, filters, task_answers, task_words
from pages.widgets.filters import View

_ANY = "any"


def choose(view: View) -> dict[str, Any]:
    """Draws the conditions, mirrored into the address, and gives them as the words of `analytics.tasks.todo`."""
    language = view.language
    with st.container(horizontal=True, vertical_alignment="bottom"):
        shown = {each: text(f"tasks.which.{each}", language) for each in WHICH}
        with st.container(width="content"):
            which = filters.switch("which", text("tasks.which_label", language), list(WHICH), WHICH[0], shown.get)
        known = {each: codes.label("task_origin", each, language) for each in codes.codes("task_origin")}
        origins = {_ANY: text("tasks.every_origin", language)} | known
        with st.container(width=210):
            origin = filters.pick("origin", text("tasks.column.origin", language), list(origins), _ANY, origins.get)
        asked = {"which": which, "origin": None if origin == _ANY else origin}
        with st.container(width=230):
            orgs = {_ANY: text("tasks.every_org", language)} | _orgs(view, asked)
            org = filters.pick("org", text("tasks.column.org_name", language), list(orgs), _ANY, orgs.get)
        with st.container(width="content"):
            states = choices.several(
                "state", text("tasks.column.state", language), STATES, lambda each: task_words.state(each, language)
            )
    return asked | {"org": None if org == _ANY else org, "state": states or None}


def _orgs(view: View, asked: dict[str, Any]) -> dict[str, str]:
    """The organisations that have such tasks, by name."""
    rows = task_answers.todo(view, **asked)[["org", "org_name"]].dropna(subset=["org"]).drop_duplicates("org")
    named = {row.org: row.org_name or row.org for row in rows.itertuples()}
    return dict(sorted(named.items(), key=lambda pair: pair[0]))
