"""What every page shows while there is nothing to read: the demo city at a press of a button, or one's own files.

Where imports were accepted and no version of them can be read, how it is built anew.
"""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import Any

import streamlit as st

from analytics.contract.labels import LANGUAGES, text
from analytics.demo import write_city
from analytics.publishing import import_paths
from analytics.store.versions import Store
from pages.widgets import address, gate, jobs, store

_TRUTH = "truth.json"  # for those who test, not a table
_WAYS = {"importing": ":material/upload_file:", "mapping": ":material/rule_settings:"}


def draw() -> None:
    """Says in both languages, the reader's own first, why there is nothing to read and what can be done about it."""
    own, unread = address.language(), store.unread_imports()
    for language in (own, *(each for each in LANGUAGES if each != own)):
        with st.container(border=True):
            st.subheader(text("store.unread_title" if unread else "store.absent_title", language), anchor=False)
            if unread:
                _draw_rebuilding(unread, language)
            elif gate.may("import"):
                _draw_ways(store.folder(), language)
            else:
                st.info(text("store.absent_ask", language))


def _draw_rebuilding(imports: int, language: str) -> None:
    if not gate.may("import"):
        st.info(text("store.unread_ask", language))
        return
    st.warning(text("store.unread_reason", language, imports=f"{imports:,}"), icon=":material/history:")
    st.code(text("store.unread_command", language), language="bash")


def _draw_ways(place: Store, language: str) -> None:
    st.markdown(text("store.absent_reason", language, path=f"`{place.path}`"))
    demo, *others = st.columns(3, gap="medium", border=True)
    with demo:
        _head("demo", language)
        job = jobs.last(place)
        running = bool(job and job.is_running)
        label = text("store.absent_demo", language)
        # Named by language: the card stands there in both.
        if st.button(label, icon=":material/location_city:", key=f"demo_{language}", disabled=running, type="primary"):
            begin_demo(place)
            running = True
        if running:
            address.go("importing")
    for column, (page, icon) in zip(others, _WAYS.items(), strict=True):
        with column:
            _head(page, language)
            address.link(page, text(f"store.absent_{page}", language), icon=icon, lang=language)
    with st.expander(text("store.absent_by_command", language)):
        st.code(text("store.absent_commands", language), language="bash")


def _head(way: str, language: str) -> None:
    st.markdown(f"**{text(f'store.way.{way}', language)}**")
    st.caption(text(f"store.way_told.{way}", language))


def begin_demo(place: Store, **size: Any) -> jobs.Job:
    """Begins to make the demo city and to import it; `size` goes to `write_city`."""

    def work(progress: jobs.Progress) -> dict[str, Any]:
        folder = Path(tempfile.mkdtemp(prefix="last_mile_demo_"))
        try:
            write_city(folder, progress=lambda step, done, of: progress("demo", done / of), **size)
            (folder / _TRUTH).unlink()
            return import_paths(place, [folder], None, progress)
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    return jobs.start(place, "import", work)
