"""The store's current version for pages: opened read-only once per process and version."""

from __future__ import annotations

import streamlit as st

from analytics.contract.labels import LANGUAGES, text
from analytics.store.versions import NoVersion, Store, Version, stamp


@st.cache_resource(show_spinner=False, max_entries=3)
def _opened(path: str, version_id: str, key: str) -> Version:
    return Store(path).version(version_id)


def current() -> Version | None:
    """The published version; None when nothing was imported yet."""
    store = Store()
    version_id = store.current_id()
    if version_id is None:
        return None
    try:
        key = stamp(store.version_path(version_id))
        return _opened(str(store.path.resolve()), version_id, key)
    except (NoVersion, FileNotFoundError):
        return None


def explain_absence() -> None:
    """Says in both languages that there is no store yet and how to make one."""
    for language in LANGUAGES:
        with st.container(border=True):
            st.subheader(text("store.absent_title", language))
            st.markdown(text("store.absent_reason", language, path=f"`{Store().path}`"))
            st.code(text("store.absent_commands", language), language="bash")
