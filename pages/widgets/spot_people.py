"""Whose a place is, and its cases: departments, alleys with chief and steward, each case counted."""

from __future__ import annotations

from collections import Counter

import pandas
import streamlit as st

from analytics.contract import codes
from analytics.contract.labels import text
from analytics.hotspots import HotSpots
from analytics.hotspots.locations import place_chains
from analytics.store import place_reading
from pages.widgets import address, case_filters, look, sheets, spot_answers, tables
from pages.widgets.filters import View
from pages.widgets.spot_filters import Asked

_ALLEYS, _NAMES, _CASES = 6, 3, 200  # shown at most


def owners(view: View, found: HotSpots, place: str) -> None:
    """Draws who answers for the place: departments, general chief, alleys with their chiefs and stewards."""
    language = view.language
    st.subheader(text("hotspots.owners_title", language), anchor=False)
    lines = [*_departments(view, found, place), *_general(view, found, place)]
    word = lambda name: text(f"hotspots.owner.{name}", language)  # noqa: E731
    rows = [[sheets.Cell(label, strong=True, align="short"), sheets.Cell(value)] for label, value in lines]
    sheets.draw([], rows)
    alleys = _alleys(view, found, place)
    if not alleys:
        st.caption(word("no_alleys"))
        return
    people = [
        [
            sheets.Cell(alley.name),
            sheets.Cell("\n".join(_person(each, language) for each in alley.chiefs[:_NAMES]) or "—"),
            sheets.Cell(_some(alley.stewards, language) or "—"),
        ]
        for alley in alleys[:_ALLEYS]
    ]
    sheets.draw([word("alley"), word("chief"), word("steward")], people)
    if len(alleys) > _ALLEYS:
        st.caption(text("hotspots.owner.more_alleys", language, shown=_ALLEYS, all=len(alleys)))


def cases(view: View, asked: Asked, found: HotSpots, place: str) -> None:
    """Draws how many of the place's cases are overdue, the cases themselves, and the way to all of them."""
    language = view.language
    rows = spot_answers.cases(view, found, place)
    st.subheader(text("hotspots.cases_title", language, count=look.count(len(rows))), anchor=False)
    due, overdue = int(rows["due"].sum()), int(rows["overdue"].sum())
    share = look.figure(overdue / due, "rate", language) if due else "—"
    told = text("hotspots.overdue_told", language, share=share, overdue=look.count(overdue), due=look.count(due))
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(told, width="stretch")
        _link(view, asked, found, place)
    if rows.empty:
        return
    tables.draw(_shown(view, rows.head(_CASES)), _columns(language), key=f"spot_cases_{place}", tallest=360)
    if len(rows) > _CASES:
        st.caption(text("hotspots.cases_cut", language, shown=_CASES, all=look.count(len(rows))))


def _departments(view: View, found: HotSpots, place: str) -> list[tuple[str, str]]:
    """The grid's departments, and those that these cases went to."""
    language, lines = view.language, []
    grid = place_reading.grid(view.version, place, view.day) if found.places.tier == "grid" else None
    if grid:
        lines += [(text(f"hotspots.owner.{each}", language), grid[each] or "—") for each in ("responsible", "fallback")]
    handled = Counter(spot_answers.cases(view, found, place)["responsible_org"].dropna())
    names = place_reading.org_names(view.version, list(handled))
    told = [
        text("hotspots.owner.handled_by", language, name=names.get(org, org), cases=look.count(number))
        for org, number in handled.most_common(_NAMES)
    ]
    separator = text("hotspots.separator", language)
    return [*lines, (text("hotspots.owner.handled", language), separator.join(told) or "—")]


def _general(view: View, found: HotSpots, place: str) -> list[tuple[str, str]]:
    chain = place_chains(view.version, found, [place]).get(place, {})
    area = chain.get("subdistrict") or chain.get("district")
    people = place_reading.general_chiefs(view.version, area, view.day) if area else []
    told = text("hotspots.separator", view.language).join(_person(each, view.language) for each in people[:_NAMES])
    return [(text("hotspots.owner.general", view.language), told or "—")]


def _alleys(view: View, found: HotSpots, place: str) -> list[place_reading.Alley]:
    outline = found.places.geometries[found.row(place)]
    if outline is None or not view.version.has("alleys"):
        return []
    subdistrict = place if found.places.tier == "subdistrict" else None
    return place_reading.alleys_in(view.version, outline, subdistrict, view.day)


def _person(person: tuple[str, str | None, str | None], language: str) -> str:
    name, rank, phone = person
    known = [codes.label("rank", rank, language) if rank else None, phone]
    more = text("hotspots.separator", language).join(each for each in known if each)
    return text("hotspots.owner.person", language, name=name, more=more) if more else name


def _some(names: list[str], language: str) -> str:
    told = text("hotspots.separator", language).join(names[:_NAMES])
    more = len(names) - _NAMES
    return told if more <= 0 else told + text("hotspots.owner.and_more", language, count=more)


def _link(view: View, asked: Asked, found: HotSpots, place: str) -> None:
    """The way to the page of cases, which knows grids and subdistricts but no hexagons."""
    if found.places.tier == "hex":
        return
    wanted = {"tier": found.places.tier, "unit": place, "dated": "reported", "source": asked.source}
    wanted["class"] = address.read("class") if asked.case_class else None
    wanted["overdue"] = "yes" if asked.overdue else None
    address.link("cases", text("hotspots.all_cases", view.language), ":material/assignment:", **wanted)


def _shown(view: View, rows: pandas.DataFrame) -> pandas.DataFrame:
    language = view.language
    names = place_reading.org_names(view.version, rows["responsible_org"].dropna().unique().tolist())
    return pandas.DataFrame({
        "case_id": rows["case_id"],
        "class": [
            case_filters.class_name(*(None if look.is_missing(part) else part for part in parts), language)
            for parts in zip(rows["scheme"], rows["kind"], rows["major_code"], strict=True)
        ],
        "source": [codes.label("source", each, language) for each in rows["source"]],
        "org": [names.get(each, "" if look.is_missing(each) else each) for each in rows["responsible_org"]],
        "reported_at": rows["reported_at"],
        "dispose_due": rows["dispose_due"],
        "disposed_at": rows["disposed_at"],
        "state": [_state(line, language) for line in rows.itertuples()],
    })  # fmt: skip


def _state(line, language: str) -> str:
    disposed = not pandas.isna(line.disposed_at)
    if line.overdue:
        state, shape = ("late" if disposed else "overdue_open"), look.STATUS["bad"][1]
    else:
        state, shape = ("disposed" if disposed else "open"), look.STATUS["good" if disposed else "none"][1]
    return f"{shape} {text(f'hotspots.case_state.{state}', language)}"


def _columns(language: str) -> list[tables.Column]:
    word = lambda name: text(f"hotspots.case_column.{name}", language)  # noqa: E731
    kinds = {"reported_at": "moment", "dispose_due": "moment", "disposed_at": "moment"}
    names = ("case_id", "class", "source", "org", "reported_at", "dispose_due", "disposed_at", "state")
    return [tables.Column(name, word(name), kinds.get(name, "text")) for name in names]
