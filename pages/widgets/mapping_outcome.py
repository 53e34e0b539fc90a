"""How the file is understood through the choices made: counts, first rows, refused rows; then import and save."""

from __future__ import annotations

import json
import re
from typing import Any

import pandas
import streamlit as st

from analytics.contract import codes
from analytics.contract.labels import text
from analytics.contract.schema import tables
from analytics.intake.drafts import Draft, Understood, understood
from analytics.intake.mapping import MappingError
from pages.widgets import address, downloads, import_reports, look, markdown, store, uploads
from pages.widgets.mapping_files import Opened

_WORD = re.compile(r"[^\w-]+")


def draw(opened: Opened, draft: Draft, language: str) -> None:
    """Draws the outcome and what can be done with it."""
    st.subheader(text("mapping.step_rows", language), anchor=False)
    try:
        with st.spinner(text("mapping.trying", language)):
            found = _understood(opened, opened.key, draft.toml(opened.name), draft)
    except MappingError as error:
        st.error(text("importing.failed.mapping", language, detail=markdown.plain(str(error))), icon=":material/error:")
        return
    import_reports.draw_files([vars(report) for report in found.reports], language)
    if found.accepted:
        st.markdown(f"**{text('mapping.accepted', language, rows=look.count(len(found.accepted)))}**")
        st.dataframe(_shown(found.accepted, draft, language), hide_index=True, width="stretch")
    if found.refused:
        st.markdown(f"**{text('mapping.refused', language)}**")
        st.dataframe(_refused(found.refused, language), hide_index=True, width="stretch")
    _finish(opened, draft, language, any(report.accepted for report in found.reports))


@st.cache_data(show_spinner=False, max_entries=20)
def _understood(_opened: Opened, key: str, written: str, _draft: Draft) -> Understood:
    return understood(_opened.path, _draft)


def _shown(rows: list[dict[str, Any]], draft: Draft, language: str) -> pandas.DataFrame:
    """The first accepted rows as the product keeps them: the columns that are filled, coded ones by their labels."""
    columns = tables()[draft.table].columns
    frame = pandas.DataFrame(rows)
    told = [name for name in columns if name in frame and columns[name].kind != "geometry"]
    kept = [name for name in told if frame[name].notna().any()]
    for name in kept:
        if columns[name].codes:
            of = columns[name].codes
            frame[name] = [codes.label(of, code, language) if code else None for code in frame[name]]
    headings = {name: columns[name].zh[0] if language == "zh" and columns[name].zh else name for name in kept}
    return frame[kept].rename(columns=headings)


def _refused(rows: list[dict[str, Any]], language: str) -> pandas.DataFrame:
    told = {"line": text("mapping.column.line", language), "reason": text("importing.reason_column", language)}
    return pandas.DataFrame([
        {told["line"]: row["line"], told["reason"]: row[f"message_{language}"], **json.loads(row["row_json"] or "{}")}
        for row in rows
    ])  # fmt: skip


def _finish(opened: Opened, draft: Draft, language: str, is_readable: bool) -> None:
    st.subheader(text("mapping.step_import", language), anchor=False)
    left, right = st.columns([1, 1.6], gap="medium", vertical_alignment="bottom")
    name = left.text_input(text("mapping.name", language), _WORD.sub("_", opened.path.stem), key=f"name_{opened.key}")
    written = draft.toml(name)
    with right.container(horizontal=True, vertical_alignment="bottom"):
        asked = st.button(text("mapping.import", language), type="primary", icon=":material/upload_file:",
                          disabled=not is_readable)
        downloads.button(text("mapping.download", language), written, f"{_WORD.sub('_', name)}.toml", "text/plain")
    with st.expander(text("mapping.written", language)):
        st.code(written, language="toml")
    if asked:
        saved = uploads.save_mapping(store.folder(), _WORD.sub("_", name).strip("_") or "mapping", written)
        uploads.begin_kept(store.folder(), opened.path, saved)
        address.go("importing")
