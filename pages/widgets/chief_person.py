"""One chief by the four rights: what there is to know, what was supervised, disposed and evaluated."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import pandas
import streamlit as st

from analytics.chiefs.four_rights import ChiefSheet
from analytics.contract import codes
from analytics.contract.labels import text
from pages.widgets import address, case_links, chief_alley, chief_answers, chief_prints, look, screen, sheets, tables
from pages.widgets.filters import View
from pages.widgets.sheets import Cell


def draw(view: View, person: str) -> None:
    """Draws the chief's sheet; says so where no file names the person."""
    language = view.language
    sheet = chief_answers.sheet(view, person)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(text("alley_chiefs.back", language), icon=":material/arrow_back:", on_click=_close,
                  key="close_chief")  # fmt: skip
        if sheet is None:
            st.info(text("alley_chiefs.no_person", language))
            return
        about = sheet.person
        rank = codes.label("rank", about["rank"], language) if about["rank"] else None
        told = " · ".join(part for part in (person, rank, about["org_name"], about["duty_phone"]) if part)
        with st.container():
            sheets.line(about["name"] or person, told)
        chief_prints.offer_sheet(view, person, sheet)
    _draw_posts(view, sheet)
    left, right = st.columns(2, gap="medium")
    with left:
        _draw_know(view, sheet)
        _draw_dispose(view, sheet, person)
    with right:
        _draw_supervise(view, sheet)
        _draw_evaluate(view, sheet)


def _close() -> None:
    address.write("chief", None)


def _draw_posts(view: View, sheet: ChiefSheet) -> None:
    """The alleys of the period, each a way to its page."""
    language = view.language
    with st.container(horizontal=True):
        for row in sheet.posts.itertuples():
            if not isinstance(row.alley_id, str):
                continue
            name = row.alley if isinstance(row.alley, str) else row.alley_id
            role = codes.label("role", row.role, language)
            key = f"post_{row.alley_id}_{row.role}_{row.valid_from}"
            st.button(f"{name} · {role}", icon=":material/signpost:", on_click=_open_alley, args=(row.alley_id,),
                      key=key)  # fmt: skip


def _open_alley(alley: str) -> None:
    chief_alley.close()
    address.write("alley", alley)


def _draw_know(view: View, sheet: ChiefSheet) -> None:
    language = view.language
    _heading("know", language)
    if sheet.profiles.empty:
        st.info(text("alley_chiefs.leads_nothing", language))
        return
    for alley in sheet.profiles.itertuples():
        told = "\n".join(part for part in (alley.bounds, alley.history, alley.condition) if isinstance(part, str))
        updated = look.moment(None if pandas.isna(alley.profile_updated_on) else alley.profile_updated_on.date())
        rows: list[sheets.Row] = [
            [text("alley_chiefs.record.profile", language),
             Cell(told or "—", small=text("alley_chiefs.board.updated", language, day=updated))],
            [text("alley_chiefs.record.stewards", language), look.count(alley.stewards)],
        ]  # fmt: skip
        for team in sheet.teams[sheet.teams["alley_id"] == alley.alley_id].itertuples():
            contact = team.contact if isinstance(team.contact, str) else ""
            name = team.org_name if isinstance(team.org_name, str) else team.org
            rows.append([codes.label("team_kind", team.kind, language), Cell(name, small=contact)])
        st.markdown(f"**{text('alley_chiefs.profile_of', language, alley=alley.name)}**")
        sheets.draw((), rows, dense=True)


def _draw_supervise(view: View, sheet: ChiefSheet) -> None:
    language = view.language
    _heading("supervise", language)
    counts = [(codes.label("chief_log_kind", kind, language), int((sheet.log["kind"] == kind).sum()))
              for kind in codes.codes("chief_log_kind")]  # fmt: skip
    _figures(counts)
    if sheet.log.empty:
        st.info(text("alley_chiefs.no_log", language))
        return
    frame = sheet.log.assign(
        kind=[codes.label("chief_log_kind", each, language) for each in sheet.log["kind"]],
        org=sheet.log["org_name"].fillna(sheet.log["org"]),
    )
    columns = [
        tables.Column(each, text(f"alley_chiefs.column.{each}", language), "moment" if each == "at" else "text")
        for each in ("at", "kind", "finding", "org", "case_id")
    ]
    key = f"log_{sheet.person['person_id']}_{view.period.text}"
    row = tables.clickable(frame, columns, key, 8)
    case = sheet.log["case_id"].iloc[row] if row is not None else None
    if isinstance(case, str) and address.newly(key, row):
        case_links.open_cases(case_links.link(case=case, search=case))


def _draw_dispose(view: View, sheet: ChiefSheet, person: str) -> None:
    language = view.language
    _heading("dispose", language)
    _figures([(text(f"chief_documents.sheet.disposed.{name}", language), count)
              for name, count in sheet.disposed.items()])  # fmt: skip
    st.caption(text("alley_chiefs.disposed_told", language, patrols=look.count(sheet.patrols["patrols"]),
                    late=look.count(sheet.patrols["late"] or 0)))  # fmt: skip
    if sheet.cases.empty:
        return
    state = [_state(row, language) for row in sheet.cases.itertuples()]
    columns = [
        tables.Column(each, text(f"alley_chiefs.column.{each}", language), kind)
        for each, kind in (("case_id", "text"), ("reported_at", "moment"), ("escalated_at", "moment"),
                           ("disposed_at", "moment"), ("case_state", "text"))
    ]  # fmt: skip
    key = f"cases_{person}_{view.period.text}"
    row = tables.clickable(sheet.cases.assign(case_state=state), columns, key, 8)
    if address.newly(key, row):
        case = sheet.cases["case_id"].iloc[row]
        case_links.open_cases(case_links.link(case=case, search=case))


def _state(row, language: str) -> str:
    done = "closed" if pandas.notna(row.closed_at) else "disposed" if pandas.notna(row.disposed_at) else "open"
    return text(f"alley_chiefs.case_state.{done}", language)


def _draw_evaluate(view: View, sheet: ChiefSheet) -> None:
    language = view.language
    _heading("evaluate", language)
    for name, rows, other in (("given", sheet.given, "subject"), ("received", sheet.received, "evaluator")):
        mean = f"{rows['score'].mean():.1f}" if len(rows) else "—"
        st.markdown(text(f"chief_documents.sheet.{name}_told", language, count=look.count(len(rows)), mean=mean))
        if rows.empty:
            continue
        frame = rows.assign(
            subject_kind=[codes.label("subject_kind", each, language) for each in rows["subject_kind"]],
            award_suggested=rows["award_suggested"].fillna(False).astype(bool),
        )
        kinds = {"evaluated_on": "day", "score": "score", "award_suggested": "yes"}
        columns = [
            tables.Column(each, text(f"alley_chiefs.column.{each}", language), kinds.get(each, "text"))
            for each in ("evaluated_on", "subject_kind", other, "score", "award_suggested")
        ]
        tables.draw(frame, columns, f"{name}_{sheet.person['person_id']}_{view.period.text}", tallest=240)


def _heading(right: str, language: str) -> None:
    what, told = (text(f"chief_documents.sheet.{part}.{right}", language) for part in ("right", "right_told"))
    st.subheader(what, anchor=False, help=told)


def _figures(pairs: Sequence[tuple[str, int]]) -> None:
    parts = "".join(
        f'<div><div class="name">{escape(name)}</div><div class="unit">{look.count(count)}</div></div>'
        for name, count in pairs
    )
    screen.html(f'<div class="panel" style="display:flex;justify-content:space-between;gap:.8rem">{parts}</div>')
