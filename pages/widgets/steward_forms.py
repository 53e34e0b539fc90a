"""The six forms of work, by unit, community, team, alley and steward."""

from __future__ import annotations

import pandas
import streamlit as st

from analytics.contract.labels import text
from analytics.stewards import FORMS
from pages.widgets import address, filters, look, multiples, steward_answers, steward_words, tables
from pages.widgets.filters import View

_GROUPS = ("district", "subdistrict", "community", "team", "alley", "person")
_SHOWN = 20  # bars that still can be read


def draw(view: View) -> None:
    """Draws what was done by each group: bars of the busiest, and the table of all."""
    language = view.language
    finer = _GROUPS[_GROUPS.index(view.area_tier) + 1 :] if view.area_tier in _GROUPS else _GROUPS
    shown = {each: text(f"stewards.by.{each}", language) for each in finer}
    with st.container(width="content"):
        by = filters.switch("by", text("stewards.by_label", language), list(finer), finer[0], shown.get,
                            label_visibility="collapsed")  # fmt: skip
    rows = steward_answers.ask(view, "forms", by=(by,))
    if rows.empty:
        st.info(text("stewards.nothing_done", language))
        return
    rows = rows.sort_values(["acts", by], ascending=[False, True], na_position="last", ignore_index=True)
    rows = rows.assign(name=_names(view, by, rows[by]))
    _draw_bars(rows.head(_SHOWN), language)
    if len(rows) > _SHOWN:
        st.caption(text("stewards.busiest", language, shown=_SHOWN, all=look.count(len(rows))))
    _draw_table(view, by, rows)


def _names(view: View, by: str, keys: pandas.Series) -> list[str]:
    if by == "team":
        return [each or text("stewards.no_team", view.language) for each in keys]
    if by == "person":
        people = steward_answers.ask(view, "people")
        known = dict(zip(people["person_id"], people["name"], strict=True))
        return [steward_words.person(known.get(each), each) for each in keys]
    places = steward_words.places(view, keys)
    return [places[each] for each in keys]


def _draw_bars(rows: pandas.DataFrame, language: str) -> None:
    segments = []
    for form in FORMS:
        called = steward_words.form(form, language)
        hovers = [(row.name, f"{called} {look.count(getattr(row, form))}", look.count(row.acts))
                  for row in rows.itertuples(index=False)]  # fmt: skip
        segments.append(multiples.Segment(called, steward_words.COLOURS[form], rows[form].tolist(), hovers))
    ends = [look.count(each) for each in rows["acts"]]
    panel = multiples.Panel(text("stewards.acts_of_period", language), segments, ends)
    multiples.show(multiples.stacked(rows["name"].tolist(), [panel]))


def _draw_table(view: View, by: str, rows: pandas.DataFrame) -> None:
    language = view.language
    word = lambda name: text(f"stewards.column.{name}", language)  # noqa: E731
    columns = [tables.Column("name", text(f"stewards.by.{by}", language)), tables.Column("acts", word("acts"), "count")]
    columns += [tables.Column(form, steward_words.form(form, language), "count") for form in FORMS]
    columns += [tables.Column("stewards", word("acting"), "count"),
                tables.Column("active_days", word("active_days"), "count"),
                tables.Column("hours", word("hours"), "hours"),
                tables.Column("linked", word("linked"), "count")]  # fmt: skip
    st.caption(text("stewards.forms_told", language))
    key = f"steward_forms_{by}_{view.area}_{view.period.text}"
    row = tables.clickable(rows, columns, key)
    known = text("unit_table.known", language, as_of=look.moment(view.as_of), version=view.version.id)
    tables.download(rows, columns, f"steward_forms_{view.period.text}", language,
                    [text("stewards.show.forms", language), known])  # fmt: skip
    if not address.newly(key, row) or not isinstance(rows[by].iloc[row], str):
        return
    chosen = rows[by].iloc[row]
    if by == "person":
        address.write("steward", chosen)
    else:
        address.write("show", "people")
        address.write("team" if by == "team" else "at", chosen)
    st.rerun()
