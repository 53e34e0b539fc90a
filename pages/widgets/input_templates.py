"""Empty workbooks to fill in and import, offered on the import page."""

from __future__ import annotations

import io

import streamlit as st

from analytics.contract.labels import text
from analytics.contract.schema import tables
from analytics.reports.input_templates import template_name, write_template
from pages.widgets import address, downloads, fresh

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def draw(language: str) -> None:
    """Offers the template of a table, and the way for files with other headers."""
    with st.expander(text("input_templates.offer", language), icon=":material/description:"):
        st.caption(text("input_templates.offer_told", language))
        with st.container(horizontal=True, vertical_alignment="bottom"):
            shown = {name: text("importing.table_name", language, name=fresh.table_name(name, language), table=name)
                     for name in tables()}
            table = st.selectbox(text("mapping.table", language), list(shown), list(shown).index("cases"), shown.get,
                                 width=320, key="template_table")
            downloads.button(text("input_templates.download", language), lambda: _workbook(table, language),
                             template_name(table, language), _XLSX)
        address.link("mapping", text("store.absent_mapping", language), icon=":material/rule_settings:")


def _workbook(table: str, language: str) -> bytes:
    buffer = io.BytesIO()
    write_template(table, buffer, language)
    return buffer.getvalue()
