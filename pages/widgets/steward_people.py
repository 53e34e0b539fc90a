"""The roster: every steward of the period, narrowed down by place, team, kind of member and mark."""

from __future__ import annotations

import pandas
import streamlit as st

from analytics.contract import codes
from analytics.contract.labels import text
from analytics.stewards import FORMS
from pages.widgets import address, filters, look, markdown, steward_answers, steward_words, tables
from pages.widgets.filters import View

_ANY = "any"
_MARKS = {
    "any": lambda rows: rows["person_id"].notna(),
    "active": lambda rows: rows["is_measured"] & rows["is_active"],
    "inactive": lambda rows: rows["is_measured"] & ~rows["is_active"],
    "silent": lambda rows: rows["acts"] == 0,
    "untrained": lambda rows: rows["is_in_force"] & ~rows["is_trained"],
    "left": lambda rows: ~rows["is_in_force"],
}


def draw(view: View) -> None:
    """Draws the conditions and the stewards who meet them; a click on one opens the steward's sheet."""
    language = view.language
    with st.spinner(text("stewards.computing", language)):
        rows = steward_answers.ask(view, "people")
    if rows.empty:
        st.info(text("stewards.nobody", language))
        return
    rows = _narrowed(view, _chosen(rows, language))
    if rows.empty:
        st.info(text("stewards.nobody_fits", language))
        return
    _draw_table(view, rows.sort_values(["acts", "person_id"], ascending=[False, True], ignore_index=True))


def _chosen(rows: pandas.DataFrame, language: str) -> pandas.DataFrame:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        with st.container(width="content"):
            shown = {each: text(f"stewards.mark.{each}", language) for each in _MARKS}
            mark = filters.switch("mark", text("stewards.mark_label", language), list(_MARKS), _ANY, shown.get)
        with st.container(width=200):
            kinds = {each: codes.label("member_kind", each, language) for each in codes.codes("member_kind")}
            kinds = {_ANY: text("stewards.every_member", language)} | kinds
            member = filters.pick("member", text("stewards.column.member", language), list(kinds), _ANY, kinds.get)
    rows = rows[_MARKS[mark](rows).astype(bool)]
    return rows if member == _ANY else rows[rows["member_kind"] == member]


def _narrowed(view: View, rows: pandas.DataFrame) -> pandas.DataFrame:
    """Those of the team or place that a link names, which can be dropped again."""
    language, team, at = view.language, address.read("team"), address.read("at")
    if team:
        rows = rows[rows["team_id"] == team]
    if at:
        rows = rows[[
            at in (row.district, row.subdistrict, row.community, *(row.alley_ids or "").split(";"))
            for row in rows.itertuples()
        ]]  # fmt: skip
    for name, value in (("team", team), ("at", at)):
        if value:
            called = steward_words.places(view, [value])[value] if name == "at" else value
            told = text("stewards.only", language, name=markdown.plain(called))
            st.button(told, icon=":material/close:", key=f"drop_{name}", on_click=address.write, args=(name, None))
    return rows


def _draw_table(view: View, rows: pandas.DataFrame) -> None:
    language = view.language
    word = lambda name: text(f"stewards.column.{name}", language)  # noqa: E731
    places = steward_words.places(view, rows["community"].unique())
    frame = rows.assign(
        name=[steward_words.person(*pair) for pair in zip(rows["name"], rows["person_id"], strict=True)],
        member=[steward_words.member(each, language) for each in rows["member_kind"]],
        community_name=rows["community"].map(places), since=rows["since"].dt.date,
        active=rows["is_measured"] & rows["is_active"],
    )  # fmt: skip
    columns = [tables.Column("name", word("person")), tables.Column("alley_name", word("alley")),
               tables.Column("community_name", word("community")), tables.Column("team_id", word("team")),
               tables.Column("member", word("member")), tables.Column("since", word("since"), "day"),
               tables.Column("active", word("active"), "yes"), tables.Column("is_trained", word("trained"), "yes"),
               tables.Column("active_days", word("active_days"), "count"), tables.Column("acts", word("acts"), "count"),
               *(tables.Column(form, steward_words.form(form, language), "count") for form in FORMS),
               tables.Column("points", word("points"), "count"),
               tables.Column("score", word("score"), "score")]  # fmt: skip
    st.caption(text("stewards.people_told", language, count=look.count(len(rows))))
    key = f"steward_people_{view.area}_{view.period.text}"
    row = tables.clickable(frame, columns, key)
    known = text("unit_table.known", language, as_of=look.moment(view.as_of), version=view.version.id)
    columns = [tables.Column("person_id", word("person_id")), *columns]
    notes = [text("stewards.show.people", language), known]
    tables.download(frame, columns, f"steward_people_{view.period.text}", language, notes)
    if address.newly(key, row):
        address.write("steward", frame["person_id"].iloc[row])
        st.rerun()
