"""One person of the shortlist: what each criterion is made of and adds, counts beside it, and where to read on."""

from __future__ import annotations

from typing import Any

import streamlit as st

from analytics.contract.labels import text
from analytics.honours import Shortlist
from analytics.store import case_reading
from pages.widgets import address, honour_answers, look, markdown, sheets
from pages.widgets.filters import View
from pages.widgets.sheets import Cell


def draw(view: View, found: Shortlist, person: str) -> None:
    """Draws the evidence of the person."""
    language = view.language
    row = next(each for each in found.listed if each["person_id"] == person)
    with st.container(horizontal=True, vertical_alignment="center"):
        with st.container():
            told = text("honours.place", language, rank=row["rank"], score=f"{row['score']:.2f}",
                        days=look.count(row["days_in_force"]))  # fmt: skip
            sheets.line(f"{row['name'] or ''} {person}".strip(), told)
        st.button("✕", on_click=address.write, args=("person", None), help=text("honours.close", language))
    _draw_criteria(found, row, language)
    if row["weight_available"] < 1:
        share = look.figure(row["weight_available"], "rate", language)
        st.caption(text("honours.weight_available", language, share=share))
    known = {name: value for name, value in row["counts"].items() if value is not None}
    if known:
        cells = [[text(f"honours.count.{name}", language), Cell(look.count(each), align="right")]
                 for name, each in known.items()]  # fmt: skip
        sheets.draw([text("honours.beside", language), ""], cells, dense=True)
    _draw_links(view, found, row)


def _draw_criteria(found: Shortlist, row: dict[str, Any], language: str) -> None:
    word = lambda name: text(f"honours.column.{name}", language)  # noqa: E731
    right = lambda told: Cell(told, align="right")  # noqa: E731
    rows = []
    for weighted in found.honour.card.indicators:
        entry, unit = row["criteria"][weighted.id], honour_answers.unit(weighted.id)
        made_of = look.fraction(entry["numerator"], entry["denominator"], unit, language)
        added = None if entry["score"] is None else entry["score"] * entry["weight"]
        rows.append([
            Cell(honour_answers.name(weighted.id, language), small=made_of),
            right(look.figure(entry["value"], unit, language)),
            right("—" if entry["score"] is None else f"{entry['score']:.1f}"),
            right("—" if added is None else f"{entry['weight']:.0%}"),
            right("—" if added is None else f"{added:.2f}"),
        ])  # fmt: skip
    heads = [word("criterion"), *(right(word(name)) for name in ("value", "points", "weight", "adds"))]
    sheets.draw(heads, rows, dense=True)


def _draw_links(view: View, found: Shortlist, row: dict[str, Any]) -> None:
    """The person's own sheet, and each alley with its cases."""
    language, person = view.language, row["person_id"]
    is_steward = found.honour.role == "steward"
    own = ("stewards", "steward", "open_sheet") if is_steward else ("alley_chiefs", "chief", "open_chief")
    page, parameter, key = own
    names = case_reading.unit_names(view.version, row["alleys"])
    with st.container(horizontal=True):
        address.link(page, text(f"honours.{key}", language), ":material/person:", **{parameter: person})
        for alley in row["alleys"][:4]:
            name = markdown.plain(look.named(*names.get(alley, (alley, None)), language))
            address.link("alley_chiefs", name, ":material/signpost:", alley=alley)
            told = text("honours.open_cases", language, alley=name)
            address.link("cases", told, ":material/assignment:", tier="alley", unit=alley)
