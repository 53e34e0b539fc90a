"""The pages' one way to editions. They are made from the whole store: what a reader may see of one is decided here."""

from __future__ import annotations

from typing import Any

import streamlit as st

from analytics import editions
from analytics.editions import Edition, NotAllowed, State, Verdict
from analytics.editions.corrections import rows
from analytics.store.case_reading import unit_names
from analytics.store.journal import Journal, JournalDamaged
from analytics.store.versions import NoVersion, Store
from pages.widgets import gate, look
from pages.widgets.filters import View

# step → the right that it needs (data/access.toml)
RIGHTS = dict.fromkeys(("draft", "redraft", "answer", "approve", "seal", "drop"), "publish") | {"object_to": "object"}


def states() -> list[State]:
    """All editions as the journal tells them, oldest first. Raises NotAllowed where it contradicts itself."""
    return editions.every_state(Store())


def seen(view: View) -> list[State]:
    """The editions that the reader may know of: the whole city's, and those of areas inside the reader's."""
    every = states()
    if not view.version.scope.is_limited:
        return every
    places = unit_names(view.version, {each.within for each in every})
    return [each for each in every if each.within is None or each.within in places]


def damage() -> tuple[str, ...]:
    """What is wrong with the journal."""
    return Journal(Store()).read().damage


def opened(edition: str) -> Edition:
    """The edition. Raises NotAllowed when there is none of that id, or its file was changed."""
    return editions.opened(Store(), edition)


def names(edition: Edition, view: View) -> dict[str, str]:
    """Unit → its name, of the edition's units that the reader may see; such as no longer exist by the name sealed."""
    sealed = {row["unit"]: row["name"] or row["unit"] for row in rows(edition.document)}
    known = unit_names(view.version, sealed)
    named = {code: look.named(*pair, view.language) for code, pair in known.items()}
    return named if view.version.scope.is_limited else sealed | named


def sees_all() -> bool:
    """Whether the reader may see every unit's figures, and so the whole document."""
    return gate.scope().is_city


def attempt(step: str, *words: Any, **more: Any) -> State | None:
    """Takes a step of an edition for a reader who may; a refusal is kept for `refusal`. Gives the edition's state."""
    if not gate.may(RIGHTS[step]):
        return None
    try:
        done = getattr(editions, step)(Store(), *words, **more)
    except (NotAllowed, JournalDamaged, NoVersion) as error:
        st.session_state["edition_refused"] = error
        return None
    gate.note("publish", step=step, edition=done.id)
    return done


def refusal(language: str) -> str | None:
    """Why the last step was refused; told once."""
    error = st.session_state.pop("edition_refused", None)
    return error.told(language) if isinstance(error, NotAllowed) else error and str(error)


def verify(edition: str) -> None:
    """Computes the edition again; what came out is kept for `verdict`."""
    try:
        st.session_state["edition_verdict"] = editions.verify(Store(), edition)
    except NotAllowed as error:
        st.session_state["edition_refused"] = error


def verdict(edition: str) -> Verdict | None:
    """What the last verification found, if it was of this edition."""
    found = st.session_state.get("edition_verdict")
    return found if found and found.edition == edition else None


def today(edition: Edition, view: View) -> dict[str, Any]:
    """What would differ if the same were published today (see `analytics.editions.today`). Raises NotAllowed."""
    return _today(edition, edition.status.document_sha256, view.version.key)


@st.cache_data(show_spinner=False, max_entries=20)
def _today(_edition: Edition, document_sha256: str, version_id: str) -> dict[str, Any]:
    return editions.today(Store(), _edition)
