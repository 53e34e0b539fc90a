"""Alleys with one, several or no steward, and what was done on each."""

from __future__ import annotations

import streamlit as st

from analytics import stewards
from analytics.contract.labels import text
from analytics.stewards import FORMS, SPREAD
from pages.widgets import (
    address,
    figures,
    filters,
    look,
    markdown,
    steward_answers,
    steward_rows,
    steward_words,
    tables,
)
from pages.widgets.figures import Figure
from pages.widgets.filters import View

_ALL, _IDLE = "all", "idle"


def draw(view: View) -> None:
    """Draws how stewards are spread, and the alleys of the chosen kind; a click on one shows where it leads."""
    language = view.language
    rows = steward_answers.ask(view, "alleys_of")
    if rows.empty:
        st.info(text("stewards.no_alleys", language))
        return
    whole = stewards.spread(rows).iloc[0]
    word = lambda name: text(f"stewards.{name}", language)  # noqa: E731
    coverage = None if look.is_missing(whole["coverage"]) else look.figure(whole["coverage"], "rate", language)
    every = look.count(whole["alleys"])
    shares = {
        each: text("stewards.of_alleys", language, share=f"{whole[each] / whole['alleys']:.1%}", all=every)
        for each in SPREAD
    }
    figures.draw([
        Figure(word("column.coverage"), coverage, [f"{look.count(whole['covered'])} / {look.count(whole['programme'])}",
                                                   word("programme")]),
        *(Figure(word(f"spread.{each}"), look.count(whole[each]), [shares[each]]) for each in SPREAD),
    ], language)  # fmt: skip
    choices = (_ALL, *SPREAD, _IDLE)
    shown = {each: text(f"stewards.spread.{each}", language) for each in choices}
    with st.container(width="content"):
        chosen = filters.switch("spread", word("spread_label"), list(choices), _ALL, shown.get,
                                label_visibility="collapsed")  # fmt: skip
    if chosen == _IDLE:
        rows = rows[(rows["stewards"] > 0) & (rows["acts"] == 0)]
    elif chosen != _ALL:
        rows = rows[rows["spread"] == chosen]
    if rows.empty:
        st.info(text("stewards.no_such_alley", language))
        return
    _draw_table(view, rows.reset_index(drop=True))


def _draw_table(view: View, rows) -> None:
    language = view.language
    word = lambda name: text(f"stewards.column.{name}", language)  # noqa: E731
    names = steward_words.places(view, {*rows["subdistrict"], *rows["community"]})
    frame = rows.assign(
        name=[steward_words.person(*pair) for pair in zip(rows["name"], rows["alley_id"], strict=True)],
        subdistrict_name=rows["subdistrict"].map(names), community_name=rows["community"].map(names),
    )  # fmt: skip
    columns = [tables.Column("name", word("alley")), tables.Column("subdistrict_name", word("subdistrict")),
               tables.Column("community_name", word("community")),
               tables.Column("in_programme", word("programme"), "yes"),
               tables.Column("stewards", word("stewards"), "count"), tables.Column("acts", word("acts"), "count"),
               *(tables.Column(form, steward_words.form(form, language), "count") for form in FORMS),
               tables.Column("active_days", word("days_with_acts"), "count")]  # fmt: skip
    st.caption(text("stewards.alleys_told", language, count=look.count(len(rows))))
    row = tables.clickable(frame, columns, f"steward_alleys_{view.area}_{view.period.text}")
    if row is not None:
        steward_rows.links(view, alley=frame["alley_id"].iloc[row], alley_name=frame["name"].iloc[row])
        people = steward_answers.ask(view, "people")
        names = dict(zip(people["person_id"], people["name"], strict=True))
        with st.container(horizontal=True):
            for person in (frame["people"].iloc[row] or "").split(";")[:6]:
                if person:
                    told = markdown.plain(steward_words.person(names.get(person), person))
                    called = text("stewards.open.steward", language, name=told)
                    address.link("stewards", called, ":material/person:", steward=person)
    known = text("unit_table.known", language, as_of=look.moment(view.as_of), version=view.version.id)
    tables.download(frame, columns, f"steward_alleys_{view.period.text}", language,
                    [text("stewards.show.alleys", language), known])  # fmt: skip
