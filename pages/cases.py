"""Cases: filtered, paged, each with its stages against its deadline."""

from __future__ import annotations

import streamlit as st

from analytics.contract.labels import text
from analytics.store import case_reading
from analytics.store.case_reading import CaseFilter
from pages.widgets import address, case_filters, case_story, case_table, header, look, sheets
from pages.widgets.filters import View

PAGE = 50  # rows


def page_number(wanted: CaseFilter, pages: int) -> int:
    """The page that the address asks for; the first one as soon as another question is asked."""
    asked = address.number("page") or 1
    number = asked if 1 <= asked <= pages else 1
    if address.newly("cases_asked", wanted) and st.session_state.get("cases_seen"):
        number = 1
    st.session_state["cases_seen"] = True
    address.write("page", None if number == 1 else str(number))
    return number


def draw_pages(pages: int, number: int) -> None:
    """Draws the way to the other pages."""
    key = f"cases_page_{number}"
    st.pagination(pages, default=number, key=key, on_change=turn, args=(key,))


def turn(key: str) -> None:
    """Goes to the page that was clicked."""
    address.write("page", str(st.session_state[key]))


def draw_found(view: View, wanted: CaseFilter, found: int) -> None:
    """Draws how many there are, the page of them, and beside it the case that is open."""
    language, opened = view.language, address.read("case")
    dated = text(f"cases.dated.{wanted.dated}", language)
    told = {"dated": dated, "period": look.period(view.period, language), "as_of": look.moment(view.as_of)}
    key = "found_by_id" if wanted.search else "found_told"
    words = text(f"cases.{key}", language, **({"search": wanted.search} if wanted.search else told))
    with st.container(horizontal=True, vertical_alignment="center"):
        with st.container():
            sheets.line(text("cases.found", language, count=look.count(found)), words)
        case_table.download(view, wanted)
    left, right = st.columns([0.45, 0.55], gap="medium") if opened else (st.container(), None)
    pages = -(-found // PAGE)
    with left:
        number = page_number(wanted, pages)
        rows = case_reading.page(view.version, wanted, PAGE, (number - 1) * PAGE)
        clicked = case_table.draw(view, rows, opened)
        if pages > 1:
            draw_pages(pages, number)
    if address.newly("case_clicked", clicked) and clicked != opened:
        address.write("case", clicked)
        st.rerun()
    if right:
        with right:
            case_story.draw(view, opened)


view = header.open_page("cases", kinds=("day", "week", "month", "quarter", "year"))
if not view.version.has("cases"):
    st.info(text("cases.none_ever", view.language))
    st.stop()
wanted = case_filters.choose(view)
found = case_reading.count(view.version, wanted)
if found:
    draw_found(view, wanted, found)
else:
    st.info(text("cases.none_found", view.language))
    if address.read("case"):
        case_story.draw(view, address.read("case"))
