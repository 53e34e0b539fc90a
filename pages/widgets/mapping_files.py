"""The file that the import assistant looks at: uploaded, kept for this visit, its head read."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path

import streamlit as st

from analytics.contract.labels import text
from analytics.intake.files import RefusedFile
from analytics.intake.foreign import Sample, sample
from pages.widgets import markdown, uploads

_ENDINGS = ["csv", "tsv", "txt", "gz", "xlsx", "parquet"]


@dataclass(frozen=True)
class Opened:
    """A file on the server's disk for as long as the visit lasts, its own name, its head."""

    path: Path
    name: str
    head: Sample

    @property
    def key(self) -> str:
        """Tells the widgets of one file from those of another."""
        return self.path.parent.parent.name


def choose(language: str) -> Opened | None:
    """Draws the upload box; the file that was given, None without one or when it cannot be read (which is said)."""
    uploads.translate(text("importing.browse", language), text("importing.drop", language))
    given = st.file_uploader(text("mapping.file", language), type=_ENDINGS, help=text("mapping.file_help", language))
    if given is None:
        return None
    kept = st.session_state.get("mapping_file")
    if kept is None or kept[0] != given.file_id:
        # Removed with the session's reference: a visit leaves nothing behind.
        folder = tempfile.TemporaryDirectory(prefix="last_mile_mapping_")
        kept = st.session_state["mapping_file"] = (given.file_id, folder, uploads.keep([given], Path(folder.name))[0])
    path = kept[2]
    try:
        return Opened(path, path.name, _head(path, given.file_id))
    except RefusedFile as refusal:
        told = refusal.message_zh if language == "zh" else refusal.message_en
        st.error(text("mapping.unreadable", language, reason=markdown.plain(told)), icon=":material/error:")
        return None


@st.cache_data(show_spinner=False, max_entries=20)
def _head(_path: Path, file_id: str) -> Sample:
    return sample(_path)
