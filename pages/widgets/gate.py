"""The gate: who is reading, and what they may see. Without configured sign-in everybody sees everything."""

from __future__ import annotations

import html
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import streamlit as st

from analytics.access import EVERYTHING, Scope, sign_in
from analytics.access.audit import Trail
from analytics.access.favourites import Favourites
from analytics.access.scopes import rules
from analytics.contract.labels import text
from analytics.store.versions import Store
from pages.widgets import address, screen


def is_open() -> bool:
    """Whether nobody has to sign in."""
    try:
        return sign_in.configured() is None
    except sign_in.BadAccess:
        return False


def claims() -> Mapping[str, Any] | None:
    """What the identity provider says of the reader; None when nobody has signed in."""
    return st.user.to_dict() if st.user.get("is_logged_in") else None


def scope() -> Scope:
    """The reader's scope. Ends the page where nobody has signed in, too long ago, or with no right to anything."""
    try:
        how = sign_in.configured()
    except sign_in.BadAccess:
        _stop("broken")
    if how is None:
        return EVERYTHING
    told = claims()
    if told is None:
        _stop("sign_in", st.login)
    if how.expired(told, datetime.now(UTC)):
        _stop("expired", st.login)
    granted = how.scope(told)
    if st.session_state.get("signed_in") != how.person(told):
        note("sign_in" if granted else "refused", role=granted.key if granted else "")
        st.session_state["signed_in"] = how.person(told)
    if granted is None:
        _stop("no_right", st.logout)
    return granted


def enter(name: str) -> None:
    """Ends the page `name` where the reader may not open it (see [pages] in data/access.toml)."""
    scope()
    needed = rules()["pages"].get(name)
    if needed:
        require(needed)


def person() -> str:
    """Who is reading, as the audit trail names them; "-" where nobody has to sign in."""
    how = sign_in.configured()
    return "-" if how is None else how.person(claims() or {})


def may(act: str) -> bool:
    """Whether the reader may do this (see data/access.toml)."""
    return scope().may(act)


def require(act: str) -> None:
    """Ends the page, and writes it down, where the reader may not do this."""
    if not may(act):
        note("refused", wanted=act)
        st.title(text("frame.product", address.language()), anchor=False)
        st.info(text("gate.not_allowed", address.language()), icon=":material/lock:")
        st.stop()


def note(act: str, **details: str) -> None:
    """Writes a line into the audit trail, where readers sign in."""
    if not is_open():
        Trail(Store().path).add(person(), act, details)


def favourites() -> Favourites | None:
    """What readers have kept on this server; None where nobody signs in, and each browser keeps its own."""
    return None if is_open() else Favourites(Store().path)


def draw() -> None:
    """Draws who is reading, and a way out; or that everybody can read."""
    language = address.language()
    if is_open():
        _say(text("gate.open", language))
        return
    granted = scope()
    _say(text("gate.reader", language, person=person(), role=text(f"gate.role.{granted.role}", language)))
    st.button(text("gate.sign_out", language), on_click=st.logout, key="sign_out")


def _say(told: str) -> None:
    screen.html(f'<span class="reader">{html.escape(told)}</span>', width="content")


def _stop(why: str, act: Any = None) -> None:
    """Says why the page ends here, offers what helps, and ends it."""
    language = address.language()
    st.title(text("frame.product", language), anchor=False)
    st.info(text(f"gate.{why}", language), icon=":material/lock:")
    if act:
        st.button(text(f"gate.{why}_act", language), on_click=act, type="primary")
    st.stop()
