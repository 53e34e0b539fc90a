"""What if: other weights, chosen and marked. What comes of them is never official, on the screen or in a file."""

from __future__ import annotations

import html
from collections.abc import Sequence

import streamlit as st

from analytics.contract.labels import text
from analytics.indicators import indicator
from analytics.scoring import NoScorecard, Scorecard, scorecards
from analytics.scoring.scorecards import in_force
from analytics.scoring.what_if import MOST, UNOFFICIAL, parse, written
from pages.widgets import address, screen
from pages.widgets.filters import View

_OTHER = "trial"  # the address's name of another scorecard, where the page has none of its own


def choose(view: View, scorecard: str, instead: Sequence[str] = ()) -> tuple[str, str] | None:
    """Lets the reader change weights: the scorecard tried and its weights as the address writes them.

    None where nothing is changed and the ranking is official. `instead` are other scorecards that can be tried, for a
    page that has one of its own.
    """
    language = view.language
    with st.popover(text("what_if.open", language), icon=":material/science:"):
        st.caption(text("what_if.told", language))
        if instead:
            _pick_scorecard(scorecard, instead, language)
        try:
            card = in_force(tried(scorecard, instead), view.period)
        except NoScorecard:
            return None
        asked = parse(address.read("weights"))
        with st.form("what_if", border=False):
            for block in card.blocks:
                st.markdown(f"**{block.label[language]}**")
                for place, each in zip(st.columns(3) * len(block.indicators), block.indicators, strict=False):
                    value = float(asked.get(each.id, each.weight))
                    key = f"what_if_{card.id}_{each.id}"
                    st.session_state[key] = value
                    place.number_input(getattr(indicator(each.id), language), 0.0, float(MOST), step=1.0, key=key,
                                       format="%g")  # fmt: skip
            st.form_submit_button(text("what_if.apply", language), on_click=_apply, args=(card,), type="primary")
    weights = written({each.id: asked[each.id] for each in card.indicators if each.id in asked})
    chosen = tried(scorecard, instead)
    return (chosen, weights) if weights or chosen != scorecard else None


def tried(scorecard: str, instead: Sequence[str]) -> str:
    """The scorecard that is tried: the one in the address, else the page's own."""
    asked = address.read(_OTHER)
    return asked if asked in instead else scorecard


def mark(card: Scorecard, language: str) -> None:
    """Marks everything on the page as unofficial where the scorecard is a trial, with the way back."""
    if card.id != UNOFFICIAL:
        return
    word = html.escape(text("what_if.watermark", language))
    screen.html(f'<div class="unofficial">{f"<span>{word}</span>" * 12}</div>')
    with st.container(horizontal=True, vertical_alignment="center"):
        st.warning(text("what_if.banner", language), icon=":material/science:")
        st.button(text("what_if.reset", language), on_click=reset, icon=":material/undo:", key="what_if_reset")


def reset() -> None:
    """Goes back to the official ranking."""
    for name in ("weights", _OTHER):
        address.write(name, None)


def _pick_scorecard(scorecard: str, instead: Sequence[str], language: str) -> None:
    offered = [scorecard, *(each for each in instead if each != scorecard)]
    shown = {each: scorecards()[each].label[language] for each in offered}
    key = "what_if_scorecard"
    st.session_state[key] = tried(scorecard, instead)
    st.selectbox(text("what_if.instead", language), offered, format_func=shown.get, key=key, on_change=_other,
                 args=(scorecard,))  # fmt: skip


def _other(scorecard: str) -> None:
    chosen = st.session_state["what_if_scorecard"]
    address.write(_OTHER, None if chosen == scorecard else chosen)
    address.write("weights", None)


def _apply(card: Scorecard) -> None:
    chosen = {each.id: st.session_state[f"what_if_{card.id}_{each.id}"] for each in card.indicators}
    differ = {each.id: chosen[each.id] for each in card.indicators if chosen[each.id] != each.weight}
    address.write("weights", written(differ) or None)
