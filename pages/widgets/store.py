"""The store's current version for pages: opened read-only once per process, version and scope."""

from __future__ import annotations

import streamlit as st

from analytics.access import Scope
from analytics.contract.labels import LANGUAGES, text
from analytics.store.versions import NoVersion, Store, Version, stamp
from pages.widgets import address, gate


@st.cache_resource(show_spinner=False, max_entries=64)
def _opened(path: str, version_id: str, key: str, scope: Scope) -> Version:
    return Store(path).version(version_id, scope)


def current() -> Version | None:
    """The published version as far as the reader may see it; None when nothing was imported yet."""
    scope = gate.scope()
    store = Store()
    version_id = store.current_id()
    if version_id is None:
        return None
    try:
        key = stamp(store.version_path(version_id))
        return _opened(str(store.path.resolve()), version_id, key, scope)
    except (NoVersion, FileNotFoundError):
        return None


def folder() -> Store:
    """The whole store, for readers who may import into it."""
    gate.require("import")
    return Store()


def explain_absence() -> None:
    """Says in both languages that there is no store yet and how to make one."""
    for language in LANGUAGES:
        with st.container(border=True):
            st.subheader(text("store.absent_title", language))
            st.markdown(text("store.absent_reason", language, path=f"`{Store().path}`"))
            st.code(text("store.absent_commands", language), language="bash")
            with st.container(horizontal=True):
                for page, icon in (("importing", ":material/upload_file:"), ("mapping", ":material/rule_settings:")):
                    address.link(page, text(f"store.absent_{page}", language), icon=icon, lang=language)
