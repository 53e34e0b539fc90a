"""One steward's own sheet: who and where, every day of the period, findings, points, evaluations, training."""

from __future__ import annotations

import streamlit as st

from analytics.contract.labels import text
from analytics.stewards import FORMS
from analytics.stewards.sheet import Sheet
from pages.widgets import (
    address,
    charts,
    day_layers,
    figures,
    look,
    screen,
    sheets,
    steward_answers,
    steward_evaluations,
    steward_rows,
    steward_words,
)
from pages.widgets.figures import Figure
from pages.widgets.filters import View
from pages.widgets.sheets import Cell


def draw(view: View, person: str) -> None:
    """Draws the sheet of the person, with the way back to the roster."""
    language = view.language
    st.button(text("stewards.back", language), icon=":material/arrow_back:", on_click=address.write,
              args=("steward", None))  # fmt: skip
    found = steward_answers.ask(view, "sheet", person=person)
    if found is None:
        st.info(text("stewards.no_steward", language, person=person))
        return
    acts = steward_answers.ask(view, "act_rows", person=person, limit=2000)
    given = steward_answers.ask(view, "evaluation_rows", person=person)
    told = [steward_words.member(found.profile.get("member_kind"), language)]
    if found.profile.get("joined_on"):
        told.append(text("stewards.joined", language, day=look.moment(found.profile["joined_on"])))
    sheets.line(f"{steward_words.person(found.profile.get('name'), None)} {person}", " · ".join(told))
    _draw_figures(found, acts, given, language)
    _draw_days(found, language)
    left, right = st.columns(2, gap="medium")
    with left:
        _draw_places(view, found)
    with right:
        _draw_learnt(found, language)
    st.markdown(f"**{text('stewards.the_acts', language)}**")
    steward_rows.draw(view, acts, f"sheet_acts_{person}", ("points", "worth", "case_id"))
    st.markdown(f"**{text('stewards.given_and_received', language)}**")
    steward_evaluations.draw_rows(view, given, f"sheet_evaluations_{person}")


def _draw_figures(found: Sheet, acts, given, language: str) -> None:
    word = lambda name, **values: text(f"stewards.{name}", language, **values)  # noqa: E731
    days = found.days
    received = given.loc[given["way"] == "of_stewards", "score"]
    routed = acts[acts["is_routed"].astype(bool)] if len(acts) else acts
    fits = int(routed["is_as_asked"].sum()) if len(routed) else 0
    figures.draw([
        Figure(word("column.active_days"), look.count((days["acts"] > 0).sum()),
               [word("of_days", days=look.count(days["in_force"].sum())),
                word("figure_told.acts_of", acts=look.count(days["acts"].sum()),
                     reports=look.count(days["report"].sum()))]),
        Figure(word("column.points"), look.count(acts["points"].sum()) if acts["points"].notna().any() else None,
               [word("worth_told", points=look.count(acts["worth"].sum()))]),
        Figure(word("column.fits"), look.figure(fits / len(routed), "rate", language) if len(routed) else None,
               [f"{fits} / {len(routed)}"]),
        Figure(word("column.score"), look.figure(received.mean(), "score", language) if len(received) else None,
               [word("evaluations_received", count=len(received))]),
    ], language)  # fmt: skip


def _draw_days(found: Sheet, language: str) -> None:
    """The acts of each day by form; days on which the steward was not in force are pale."""
    days = found.days
    if days.empty or not days["acts"].sum():
        st.info(text("stewards.nothing_done", language))
        return
    layers = [
        day_layers.Layer(steward_words.form(form, language), steward_words.COLOURS[form], days[form].tolist(), "bar")
        for form in FORMS
    ]
    figure = day_layers.days(days["day"], layers, height=230)
    figure.update_layout(barmode="stack")
    figure.update_yaxes(dtick=max(1, round(days["acts"].max() / 5)))
    st.markdown(f"**{text('stewards.day_by_day', language)}**")
    screen.chart(figure, config=charts.CONFIG)


def _draw_places(view: View, found: Sheet) -> None:
    language, rows = view.language, found.assignments
    word = lambda name: text(f"stewards.column.{name}", language)  # noqa: E731
    names = steward_words.places(view, {*rows["community"], *rows["subdistrict"]})
    st.markdown(f"**{text('stewards.assignments', language)}**")
    sheets.draw(
        [word("alley"), word("community"), word("team"), word("since"), word("until")],
        [
            [steward_words.person(row.alley_name, row.alley_id), names[row.community], row.team_id or "—",
             Cell(look.moment(row.valid_from.date()), align="short"),
             Cell(look.moment(None if row.valid_to != row.valid_to else row.valid_to.date()), align="short")]
            for row in rows.itertuples()
        ],
        dense=True,
    )  # fmt: skip
    for row in rows.drop_duplicates("alley_id").head(3).itertuples():
        if row.alley_id:
            steward_rows.links(view, alley=row.alley_id, alley_name=row.alley_name)
    for row in found.chiefs.head(4).itertuples():
        steward_rows.links(view, chief=row.person_id, chief_name=row.name)


def _draw_learnt(found: Sheet, language: str) -> None:
    st.markdown(f"**{text('stewards.trainings', language)}**")
    if found.trainings.empty:
        st.caption(text("stewards.no_trainings", language))
        return
    word = lambda name: text(f"stewards.column.{name}", language)  # noqa: E731
    rows = [
        [Cell(look.moment(row.held_on.date()), align="short"), row.topic,
         Cell("—" if row.hours != row.hours else f"{row.hours:g}", align="right")]
        for row in found.trainings.head(8).itertuples()
    ]  # fmt: skip
    sheets.draw([word("held_on"), word("topic"), Cell(word("hours"), align="right")], rows, dense=True)
