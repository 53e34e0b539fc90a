"""The way of one edition from draft to seal: where it stands, who did what when, and what can be done now."""

from __future__ import annotations

import html

import streamlit as st

from analytics.contract.canonical import canonical
from analytics.editions import Edition, State
from analytics.editions.states import ALLOWED, DROPPED
from pages.widgets import downloads, edition_answers, edition_words, gate, look, screen
from pages.widgets.edition_words import word

_ICONS = {"redraft": ":material/refresh:", "approve": ":material/done_all:", "seal": ":material/lock:",
          "drop": ":material/delete:"}  # fmt: skip
_LISTED = 20  # differences on screen
_STEP = "flex:1;padding:.35rem .7rem;border-top:3px solid {ink};background:{ground};font-size:.9rem;line-height:1.4"


def draw_way(edition: State, language: str) -> None:
    """Draws the four steps with who and when; the present one is set off."""
    open_ones, every = len(edition.open_objections), len(edition.objections)
    counted = word("objections_counted", language, open=open_ones, all=every) if every else "—"
    told = {
        "draft": edition_words.stamp(edition.drafted) + (f" · {word('draft_number', language, number=edition.draft)}"
                                                         if edition.draft > 1 else ""),
        "objections": counted,
        "approved": edition_words.stamp(edition.approved),
        "sealed": edition_words.stamp(edition.sealed),
    }  # fmt: skip
    if edition.state == DROPPED:
        told = {"draft": told["draft"], DROPPED: edition_words.stamp(edition.dropped)}
    steps = "".join(_step(name, line, name == edition.state, language) for name, line in told.items())
    screen.html(f'<div style="display:flex;gap:.4rem;margin:.2rem 0">{steps}</div>')


def _step(name: str, line: str, is_now: bool, language: str) -> str:
    ink, ground = (edition_words.INKS[name], look.SEQUENTIAL[0]) if is_now else (look.RULE, look.PANEL)
    title = html.escape(f"{edition_words.SIGNS[name]} {word(f'step.{name}', language)}")
    style = _STEP.format(ink=ink, ground=ground)
    return f'<div style="{style}"><b>{title}</b><br><small>{html.escape(line)}</small></div>'


def name_of_reader(language: str) -> str:
    """Who acts: the signed-in reader, else the name that is typed in."""
    if not gate.is_open():
        return gate.person()
    label, hint = word("your_name", language), word("name_hint", language)
    return st.text_input(label, key="edition_by", placeholder=hint, width=230).strip()


def draw_acts(edition: Edition, by: str, language: str) -> None:
    """Draws what can be done now: verify for everybody, steps for those who may publish, the document to keep."""
    with st.container(horizontal=True, vertical_alignment="center"):
        doing = {"on_click": edition_answers.verify, "args": (edition.id,), "key": "verify"}
        st.button(word("verify", language), icon=":material/fact_check:", **doing)
        if gate.may("publish"):
            for act in ALLOWED[edition.state]:
                if act in _ICONS:
                    _draw_act(edition, act, by, language)
        content = lambda: canonical(edition.paper)  # noqa: E731  written out only when somebody asks
        if edition_answers.sees_all():
            downloads.button(word("take_home", language), content, f"{edition.id}.json", "application/json")
    _draw_verdict(edition, language)


def _draw_act(edition: Edition, act: str, by: str, language: str) -> None:
    told = {"args": (act, edition.id), "kwargs": {"by": by}, "on_click": edition_answers.attempt, "disabled": not by}
    kind = "primary" if act in ("approve", "seal") else "secondary"
    if act not in ("seal", "drop"):
        st.button(word(f"do.{act}", language), icon=_ICONS[act], key=act, type=kind, **told)
        return
    # What cannot be taken back is asked twice.
    with st.popover(word(f"do.{act}", language), icon=_ICONS[act]):
        st.markdown(word(f"sure.{act}", language, edition=edition.id))
        st.button(word(f"do.{act}", language), key=f"{act}_sure", type="primary", **told)


def draw_refusal(language: str) -> None:
    """Draws why the last thing asked for was refused, once."""
    told = edition_answers.refusal(language)
    if told:
        st.error(told, icon=":material/block:")


def _draw_verdict(edition: Edition, language: str) -> None:
    """Draws what the last verification of this edition found."""
    verdict = edition_answers.verdict(edition.id)
    if verdict is None:
        return
    if verdict.identical:
        st.success(word("identical", language, sha256=edition.sha256), icon=":material/verified:")
        return
    st.error(word("not_identical", language, count=len(verdict.differences)), icon=":material/error:")
    for each in verdict.differences[:_LISTED] if edition_answers.sees_all() else ():
        st.text(each[f"message_{language}"])
