"""What the reader asks of the cases: which date, which place, source, class, state, overdue only, or an id."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import streamlit as st

from analytics.contract import codes
from analytics.contract.labels import text
from analytics.indicators import catalogue
from analytics.store import case_reading
from analytics.store.case_reading import DATED, PLACES, STATES, CaseFilter
from analytics.store.versions import Version
from pages.widgets import address, filters, look, markdown
from pages.widgets.filters import View

_ANY = "any"
_HOURS = 7 * 24
_FIRST, _LAST = datetime(1990, 1, 1), datetime(2101, 1, 1)
# An indicator's cohort tells by which date its cases fall into the period.
_DATED_BY = {
    "is_due": "due",
    "is_closing_due": "due",
    "is_filed_in_period": "filed",
    "is_filed_in_period_void_or_not": "filed",
    "is_closed_in_period": "closed",
    "is_disposed_in_period": "disposed",
}


def choose(view: View) -> CaseFilter:
    """Draws the conditions, mirrored into the address, and gives the filter."""
    language = view.language
    word = lambda name: text(f"cases.{name}", language)  # noqa: E731
    with st.container(horizontal=True, vertical_alignment="bottom"):
        places = [st.container(width=width) for width in (140, 130, 170, 230, 210)]
        with places[0]:
            shown = {each: text(f"cases.dated.{each}", language) for each in DATED}
            dated = filters.pick("dated", word("dated_label"), list(DATED), _usual_date(), shown.__getitem__)
        with places[1]:
            shown = {_ANY: word("all")} | {each: text(f"cases.state.{each}", language) for each in STATES}
            state = filters.pick("state", word("state_label"), list(shown), _ANY, shown.__getitem__)
        with places[2]:
            known = {each: codes.label("source", each, language) for each in _sources(view.version, view.version.key)}
            shown = {_ANY: word("all")} | known
            source = filters.pick("source", word("source_label"), list(shown), _ANY, shown.__getitem__)
        with places[3]:
            classes = _classes(view.version, view.version.key)
            shown = {_ANY: word("all_classes")} | {key: class_name(*each, language) for key, each in classes.items()}
            major = filters.pick("class", word("class_label"), list(shown), _ANY, shown.__getitem__)
        with places[4]:
            search = _search(word("search_label"), word("search_hint"))
        overdue = _overdue(word("overdue_label"))
    tier, unit = _place(view)
    linked = _linked(language)
    period = (_FIRST, _LAST, view.newest or view.as_of) if search else (view.period.start, view.period.end, view.as_of)
    return CaseFilter(
        *period,
        dated=dated,
        tier="city" if search else tier,
        unit=None if search else unit,
        source=None if source == _ANY else source,
        major=classes.get(major),
        state=None if state == _ANY else state,
        overdue=overdue,
        search=search,
        **linked,
    )


def class_name(scheme: str | None, kind: str | None, major: str | None, language: str) -> str:
    """What a major class is called: its code and, where the scheme is shipped, its name; with the kind of case."""
    if major is None:
        return text("cases.unclassified", language)
    words = codes.classes().get((scheme, kind, major))
    name = f"{major} {words[language]}" if words else major
    return f"{codes.label('case_kind', kind, language)} {name}" if kind else name


def hour_name(hour: int, language: str) -> str:
    """What an hour of the week is called: its day and from when to when."""
    day, start = divmod(hour, 24)
    return f"{text(f'loops.weekday.{day + 1}', language)} {start:02d}:00–{start + 1:02d}:00"


def _is_day(written: str) -> bool:
    try:
        date.fromisoformat(written)
    except ValueError:
        return False
    return True


def _usual_date() -> str:
    """The date by which an indicator's cases fall into the period, where a link names one; else the report."""
    entry = catalogue().get(address.read("indicator") or "")
    cohort = entry.formula.cohort.split()[0] if entry else ""
    return _DATED_BY.get(cohort, "reported")


def _search(label: str, hint: str) -> str | None:
    st.session_state["filter_search"] = address.read("search") or ""
    st.text_input(label, key="filter_search", placeholder=hint, on_change=_keep, args=("search",), max_chars=100)
    return (address.read("search") or "").strip() or None


def _overdue(label: str) -> bool:
    st.session_state["filter_overdue"] = address.read("overdue") == "yes"
    st.toggle(label, key="filter_overdue", on_change=_keep, args=("overdue",))
    return st.session_state["filter_overdue"]


def _keep(name: str) -> None:
    value = st.session_state[f"filter_{name}"]
    address.write(name, "yes" if value is True else value or None)


def _place(view: View) -> tuple[str, str | None]:
    """The tier and unit meant: the one that a link names, which can be dropped again, else the area of the head."""
    tier, unit = address.read("tier"), address.read("unit")
    if tier not in PLACES or not unit or tier == "city":
        return view.area_tier, view.within
    named = case_reading.unit_names(view.version, [unit]).get(unit, (unit, None))
    name = markdown.plain(look.named(*named, view.language))
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(text("cases.only_place", view.language, place=f"**{name}**"), width="content")
        st.button(text("cases.everywhere", view.language), icon=":material/close:", on_click=_drop_place, key="drop")
    return tier, unit


_LINKED = ("loop", "org", "outcome", "hour", "lying")


def _linked(language: str) -> dict[str, Any]:
    """What only a link can ask for: a loop, an organisation, an outcome, an hour of the week, a day on which the case
    was lying there. Said, and dropped again by a click."""
    found: dict[str, Any] = {name: address.read(name) for name in _LINKED}
    if found["outcome"] not in (*case_reading.OUTCOMES, case_reading.DUE):
        found["outcome"] = None
    hour, day = address.number("hour"), found["lying"] or ""
    found["hour"] = hour if hour is not None and hour < _HOURS else None
    found["lying"] = date.fromisoformat(day) if _is_day(day) else None
    found = {name: value for name, value in found.items() if value is not None and value != ""}
    if not found:
        return {}
    words = {
        "loop": lambda code: codes.label("loop", code, language),
        "org": markdown.plain,
        "outcome": lambda code: text(f"cases.outcome.{code}", language),
        "hour": lambda hour: hour_name(hour, language),
        "lying": lambda day: text("cases.lying", language, day=day.isoformat()),
    }
    told = " · ".join(f"**{words[name](value)}**" for name, value in found.items())
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(text("cases.only_place", language, place=told), width="content")
        st.button(text("cases.everywhere", language), icon=":material/close:", on_click=_drop_linked, key="drop_linked")
    return found


def _drop_linked() -> None:
    for name in _LINKED:
        address.write(name, None)


def _drop_place() -> None:
    for name in ("tier", "unit", "indicator"):
        address.write(name, None)


@st.cache_data(show_spinner=False, max_entries=10)
def _sources(_version: Version, version_id: str) -> list[str]:
    return case_reading.sources(_version)


@st.cache_data(show_spinner=False, max_entries=10)
def _classes(_version: Version, version_id: str) -> dict[str, tuple[Any, Any, Any]]:
    found = case_reading.major_classes(_version)
    return {f"{row['scheme']}.{row['kind']}.{row['major_code']}": (row["scheme"], row["kind"], row["major_code"])
            for row in found}
