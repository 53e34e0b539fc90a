"""What stewards found, how they answered it beside what the routing table asks, and what became of their reports."""

from __future__ import annotations

import pandas
import streamlit as st

from analytics.contract import codes
from analytics.contract.labels import text
from analytics.indicators.catalogue import routing_table
from pages.widgets import address, filters, look, sheets, steward_answers, steward_rows, steward_words, tables
from pages.widgets.filters import View
from pages.widgets.sheets import Cell

_ANY, _WRONG = "any", "wrong"
_FITS, _WRONG_GROUND = "#e7eff7", "#fbe9dd"


def draw(view: View) -> None:
    """Draws kinds of problem against actions, what became of the reports, and the acts behind them."""
    language = view.language
    found = steward_answers.ask(view, "findings")
    if found.empty:
        st.info(text("stewards.no_findings", language))
    else:
        fits = found.loc[found["as_asked"].astype(bool), "acts"].sum()
        told = text("stewards.routing_told", language, share=look.figure(fits / found["acts"].sum(), "rate", language),
                    fits=look.count(fits), all=look.count(found["acts"].sum()))  # fmt: skip
        sheets.line(text("stewards.routing", language), told)
        _draw_matrix(found, language)
    _draw_outcomes(view)
    _draw_rows(view, found)


def _draw_matrix(found: pandas.DataFrame, language: str) -> None:
    """A row per kind, a column per action: how often, whether the table asks for it, and the share that fits."""
    actions = codes.codes("steward_action")
    asked = {(route.kind, action) for route in routing_table() for action in route.actions}
    rows = []
    for kind, own in found.groupby("kind", sort=False):
        counts = own.set_index("action")["acts"]
        cells = [_cell(counts.get(each, 0), (kind, each) in asked) for each in actions]
        fits = own.loc[own["as_asked"].astype(bool), "acts"].sum()
        share = Cell(f"{fits / counts.sum():.1%}", align="right", strong=True)
        rows.append([steward_words.kind(kind, language), *cells, Cell(look.count(counts.sum()), align="right"), share])
    heads = [text("stewards.column.kind_name", language),
             *(Cell(steward_words.action(each, language), align="right") for each in actions),
             Cell(text("stewards.column.acts", language), align="right"),
             Cell(text("stewards.column.fits", language), align="right")]  # fmt: skip
    sheets.draw(heads, rows, dense=True)
    st.caption(text("stewards.matrix_told", language))


def _cell(count: int, is_asked: bool) -> Cell:
    if not count:
        return Cell("✓ 0" if is_asked else "·", align="right")
    return Cell(f"{'✓' if is_asked else '✗'} {look.count(count)}", align="right",
                ground=_FITS if is_asked else _WRONG_GROUND)  # fmt: skip


def _draw_outcomes(view: View) -> None:
    language = view.language
    rows = steward_answers.ask(view, "outcomes")
    if rows.empty:
        return
    word = lambda name: text(f"stewards.column.{name}", language)  # noqa: E731
    frame = rows.assign(name=[steward_words.kind(each, language) for each in rows["kind"]])
    columns = [tables.Column("name", word("kind_name"))]
    columns += [tables.Column(each, word(each), "count")
                for each in ("reports", "linked", "filed", "disposed", "closed", "void")]  # fmt: skip
    st.markdown(f"**{text('stewards.outcomes', language)}**")
    tables.draw(frame, columns, "steward_outcomes", tallest=430)
    link = {"source": "steward", "state": None}
    address.link("cases", text("stewards.open.all_cases", language), ":material/assignment:", **link)


def _draw_rows(view: View, found: pandas.DataFrame) -> None:
    """The acts, of one kind or all, at first those that the routing table does not ask for."""
    language = view.language
    kinds = {_ANY: text("stewards.every_kind", language)}
    kinds |= {each: steward_words.kind(each, language) for each in found["kind"].unique()} if len(found) else {}
    which = {each: text(f"stewards.which.{each}", language) for each in (_WRONG, _ANY)}
    st.markdown(f"**{text('stewards.the_acts', language)}**")
    with st.container(horizontal=True, vertical_alignment="bottom"):
        with st.container(width="content"):
            fitting = filters.switch("which", text("stewards.which_label", language), list(which), _WRONG, which.get)
        with st.container(width=230):
            kind = filters.pick("kind", text("stewards.column.kind_name", language), list(kinds), _ANY, kinds.get)
    asked = {"misrouted": fitting == _WRONG, "kind": None if kind == _ANY else kind}
    rows = steward_answers.ask(view, "act_rows", limit=steward_rows.MOST, **asked)
    steward_rows.draw(view, rows, f"steward_acts_{view.area}_{view.period.text}", ("case_id",))
