"""The store's current version for pages: opened read-only once per process, version and scope."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from analytics.access import Scope
from analytics.contract.labels import text
from analytics.store import serving
from analytics.store.intactness import bytes_of, is_intact
from analytics.store.ledger import Ledger
from analytics.store.versions import NoVersion, Store, Version, stamp
from pages.widgets import gate

_LOOKED_THROUGH_BYTES = 2 << 30


@st.cache_resource(show_spinner=False, max_entries=64)
def _opened(path: str, version_id: str, key: str, scope: Scope) -> Version:
    return Store(path).version(version_id, scope)


def current() -> Version | None:
    """The published version as far as the reader may see it; None when nothing was imported yet."""
    scope = gate.scope()
    store = Store()
    path = str(store.path.resolve())
    for version_id in store.candidates():
        try:
            key = stamp(store.version_path(version_id))
            if _is_whole(str(store.version_path(version_id)), key):
                return _opened(path, version_id, key, scope)
        except (NoVersion, OSError):
            continue  # an older one that is whole is better than none
    return None


@st.cache_resource(show_spinner=False, max_entries=64)
def _is_whole(path: str, key: str) -> bool:
    """Whether the version's file is what its build wrote; looked at once per process, a very large one not at all."""
    file = Path(path)
    return bytes_of(file) > _LOOKED_THROUGH_BYTES or is_intact(file) is not False


def say_lag(version: Version, language: str) -> None:
    """Says so where the page does not show all that was accepted, and how old it is."""
    lag = _lag(version.key, version)
    if not lag:
        return
    reasons = []
    if lag.instead_of:
        reasons.append(text("store.lag_unreadable", language, version=lag.instead_of))
    if lag.waiting:
        imports = ("、" if language == "zh" else ", ").join(lag.waiting)
        reasons.append(text("store.lag_waiting", language, imports=imports))
    told = text("store.lag", language, version=version.id, built=f"{lag.built_at:%Y-%m-%d %H:%M}")
    st.warning(("" if language == "zh" else " ").join([told, *reasons]), icon=":material/history:")


def unread_imports() -> int:
    """How many imports were accepted, where no version is there to read and none is being built; else 0."""
    place = Store()
    return 0 if serving.is_writing(place) else len(Ledger(place).ids_in_force())


@st.cache_data(show_spinner=False, ttl=20, max_entries=64)
def _lag(key: str, _version: Version) -> serving.Lag | None:
    store = Store()
    return None if serving.is_writing(store) else serving.lag(store, _version)


def folder() -> Store:
    """The whole store, for readers who may import into it."""
    gate.require("import")
    return Store()
