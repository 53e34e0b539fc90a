"""Honours: the yearly shortlist of outstanding chiefs and stewards, the evidence, and by which rules."""

from __future__ import annotations

import streamlit as st

from analytics.contract import codes
from analytics.contract.labels import text
from analytics.honours import honoured_roles
from pages.widgets import address, filters, header, honour_answers, honour_list, honour_person, honour_rules

view = header.open_page("honours", kinds=("year",), kind="year")
language = view.language
roles = list(honoured_roles())
shown = {each: codes.label("role", each, language) for each in roles}
with st.container(width="content"):
    role = filters.switch("role", text("honours.role", language), roles, roles[0], shown.get)
if not view.version.has("assignments"):
    st.info(text("honours.no_people", language))
    st.stop()
with st.spinner(text("honours.computing", language)):
    found = honour_answers.shortlist(view, role)
if not found.listed:
    st.info(text("honours.nobody", language, days=found.honour.least_days, served=found.considered))
    honour_rules.draw(found.honour, language)
    st.stop()
opened = address.read("person")
opened = opened if any(row["person_id"] == opened for row in found.listed) else None
left, right = st.columns([0.6, 0.4], gap="medium") if opened else (st.container(), None)
with left:
    clicked = honour_list.draw(view, found)
if address.newly("honoured", clicked) and clicked != opened:
    address.write("person", clicked)
    st.rerun()
if right:
    with right:
        honour_person.draw(view, found, opened)
honour_rules.draw(found.honour, language)
