"""Import: files or a folder in, the report out; imports so far, refused rows to take home, withdrawal."""

from __future__ import annotations

import streamlit as st

from analytics.contract.labels import text
from analytics.store.ledger import Ledger
from analytics.store.versions import Store
from pages.widgets import address, frame, header, import_reports, input_templates, jobs, markdown, store, uploads

frame.enter("importing")
header.title("importing")
language = address.language()
place = Store()
job = jobs.last(place)
if job and job.is_running:
    import_reports.draw_progress(job, language)
elif job:
    import_reports.draw_report(job, language)
    if job.report and job.report.get("import"):
        address.write("import", job.report["import"])
    else:
        st.button(text("importing.dismiss", language), on_click=jobs.dismiss, args=(place,), icon=":material/close:")
else:
    st.subheader(text("importing.new", language), anchor=False)
    wrong = uploads.choose(place, language)
    input_templates.draw(language)
    if wrong:
        told = text(f"importing.failed.{wrong.reason}", language, detail=markdown.plain(wrong.detail))
        st.error(told, icon=":material/error:")
    elif jobs.last(place):
        st.rerun()

imports = {each.id: each for each in Ledger(place).imports()}
opened = imports.get(address.read("import") or "")
if opened and not (job and job.is_running):
    import_reports.draw_import(place, store.current(), opened, language)
st.subheader(text("importing.earlier", language), anchor=False)
if not imports:
    st.caption(text("importing.no_earlier", language))
    st.stop()
st.caption(text("importing.earlier_told", language))
clicked = import_reports.draw_earlier(list(imports.values()), language)
if address.newly("import_clicked", clicked):
    jobs.dismiss(place)
    address.write("import", clicked)
    st.rerun()
