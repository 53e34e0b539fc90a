"""All editions, the newest first, and one line for other pages: published as which edition, or not yet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas
import streamlit as st

from analytics.editions import NotAllowed, State
from analytics.editions.recipes import KINDS, MONTHLY, QUARTERLY
from analytics.editions.states import SEALED
from analytics.scoring.roll_calls import SCORECARD, TIER
from pages.widgets import address, clicks, edition_answers, edition_words
from pages.widgets.edition_words import word
from pages.widgets.filters import View

_TALLEST = 8


def draw(states: Sequence[State], names: Mapping[str, str], language: str) -> str | None:
    """Draws the editions; gives the id of the one that was clicked."""
    newest = list(reversed(states))
    rows = [_row(each, names, language) for each in newest]
    text, widths = st.column_config.TextColumn, {"edition": 90, "subject": "large", "state": 130, "as_of": 140}
    columns = {name: text(word(f"column.{name}", language), width=widths.get(name)) for name in rows[0]}
    key = f"editions_{len(rows)}_{language}"
    place = clicks.table(pandas.DataFrame(rows), columns, key, len(rows), _TALLEST)
    return None if place is None else newest[place].id


def _row(edition: State, names: Mapping[str, str], language: str) -> dict[str, str]:
    open_ones, every = len(edition.open_objections), len(edition.objections)
    return {
        "edition": edition.id,
        "subject": edition_words.subject(edition, names, language),
        "state": edition_words.state(edition.state, language),
        "objections": word("objections_counted", language, open=open_ones, all=every) if every else "—",
        "as_of": edition.as_of.replace("T", " ")[:16],
        "corrects": edition.corrects or "—",
        "sha256": edition_words.short(edition.sha256),
        "when": edition_words.stamp(edition.sealed or edition.approved or edition.drafted),
    }


def draw_published(view: View) -> None:
    """Draws one line: as which edition what is shown was published, with a link, or that it was not yet.

    A view without a tier is that of a roll-call. Nothing is drawn for what no edition is made of.
    """
    ranked = (MONTHLY, view.period.text, view.tier, view.within, view.scorecard)
    wanted = ranked if view.tier else (QUARTERLY, view.period.text, TIER, None, SCORECARD)
    if view.period.kind != KINDS[wanted[0]]:
        return
    try:
        found = [each for each in edition_answers.states() if each.subject == wanted]
    except NotAllowed:
        return
    sealed = [each for each in found if each.state == SEALED]
    newest = (sealed or found or [None])[-1]
    with st.container(horizontal=True, vertical_alignment="center"):
        if newest is None:
            st.caption(word("not_published", view.language), width="content")
            address.link("editions", word("to_editions", view.language), ":material/verified:", edition=None)
            return
        told = {"edition": newest.id, "state": edition_words.state(newest.state, view.language)}
        st.caption(word("published" if sealed else "on_the_way", view.language, **told), width="content")
        address.link("editions", word("open_edition", view.language, **told), ":material/verified:", edition=newest.id)
