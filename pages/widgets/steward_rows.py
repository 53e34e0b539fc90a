"""The acts behind a number, as a table whose rows lead to the steward, the alley and the case."""

from __future__ import annotations

import pandas
import streamlit as st

from analytics.contract.labels import text
from pages.widgets import address, look, markdown, steward_words, tables
from pages.widgets.filters import View

MOST = 500  # rows that are shown; the CSV of the page holds the same


def draw(view: View, rows: pandas.DataFrame, key: str, names: tuple[str, ...] = ("points",)) -> None:
    """Draws the rows of `act_rows`, with the columns `names` beside the usual ones, and where the chosen one leads."""
    language = view.language
    if rows.empty:
        st.caption(text("stewards.no_acts", language))
        return
    word = lambda name: text(f"stewards.column.{name}", language)  # noqa: E731
    shown = rows.assign(
        person=[steward_words.person(*pair) for pair in zip(rows["person_name"], rows["person_id"], strict=True)],
        alley=[steward_words.person(*pair) for pair in zip(rows["alley_name"], rows["alley_id"], strict=True)],
        form_name=[steward_words.form(each, language) for each in rows["form"]],
        kind_name=[steward_words.kind(each, language) for each in rows["kind"]],
        action_name=[steward_words.action(each, language) for each in rows["action"]],
    )
    usual = {"at": "moment", "person": "text", "alley": "text", "form_name": "text", "kind_name": "text",
             "action_name": "text"}  # fmt: skip
    wanted = usual | {name: "score" if name in ("points", "worth") else "text" for name in names}
    columns = [tables.Column(name, word(name), kind) for name, kind in wanted.items()]
    row = tables.clickable(shown, columns, key, most=10)
    st.caption(text("stewards.newest", language, count=look.count(len(rows))) if len(rows) >= MOST
               else text("stewards.all_rows", language, count=look.count(len(rows))))  # fmt: skip
    if row is not None:
        one = shown.iloc[row]
        links(view, one["person_id"], one["alley_id"], one["case_id"], one["person"], one["alley"])


def links(
    view: View, steward: str | None = None, alley: str | None = None, case: str | None = None,
    person: str | None = None, alley_name: str | None = None, chief: str | None = None, chief_name: str | None = None,
) -> None:  # fmt: skip
    """Draws the ways on: a steward's sheet, a chief's, an alley with its cases, a case; those that are named."""
    language = view.language
    told = lambda name, word: text(f"stewards.open.{name}", language, name=markdown.plain(word))  # noqa: E731
    with st.container(horizontal=True):
        if steward:
            address.link("stewards", told("steward", person or steward), ":material/person:", steward=steward)
        if chief:
            address.link("alley_chiefs", told("chief", chief_name or chief), ":material/badge:", chief=chief)
        if alley:
            name = alley_name or alley
            address.link("alley_chiefs", told("alley", name), ":material/signpost:", alley=alley)
            address.link("cases", told("cases", name), ":material/assignment:", tier="alley", unit=alley)
        if case:
            address.link("cases", told("case", case), ":material/open_in_new:", case=case)
