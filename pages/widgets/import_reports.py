"""What became of an import: its progress, its report, the imports so far, refused rows to take home, withdrawal."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from typing import Any

import pandas
import streamlit as st

from analytics.contract.labels import has, text
from analytics.intake.mapping import MappingError
from analytics.publishing import PublishingError, withdraw_import
from analytics.reports.refused_workbook import refused_files, workbook_name, write_refused
from analytics.store.ledger import Import, LedgerError
from analytics.store.reading import issue_counts
from analytics.store.versions import Store, Version
from pages.widgets import address, clicks, downloads, fresh, jobs, look, markdown, sheets
from pages.widgets.sheets import Cell

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_COUNTS = ("read", "accepted", "refused", "non_data", "superseded", "unchanged")
_FILES_TOLD = 3  # of an import, in the list
_BUILD_FROM = 0.5  # share of the bar that reading takes; building takes the rest
_REASONS = {
    FileNotFoundError: "missing",
    MappingError: "mapping",
    PublishingError: "publishing",
    LedgerError: "ledger",
    OSError: "disk",
}


@st.fragment(run_every=1.0)
def draw_progress(job: jobs.Job, language: str) -> None:
    """Draws how far the job is, again every second; at its end the whole page is drawn anew."""
    if not job.is_running:
        st.rerun()
    step, share = told_step(job.step, job.share, language)
    st.info(text(f"importing.{'running' if job.kind == 'import' else 'withdrawing'}", language))
    st.progress(share, text("importing.progress", language, step=step, share=f"{share:.0%}"))


def told_step(step: str, share: float, language: str) -> tuple[str, float]:
    """A step in words, and the share of the whole that is done: first files are read, then the version is built."""
    kind, _, name = step.partition(":")
    share = max(0.0, min(1.0, share))
    if kind == "demo":
        return text("importing.step.demo", language), share
    if has(f"importing.step.{kind}"):
        named = fresh.table_name(name, language) if has(f"fresh.table.{name}") else name
        return text(f"importing.step.{kind}", language, name=named), _BUILD_FROM + share * (1 - _BUILD_FROM)
    return text("importing.reading", language, name=markdown.plain(step)), share * _BUILD_FROM


def told_error(error: Exception, language: str) -> str:
    """What went wrong, in a sentence."""
    reason = next((name for kind, name in _REASONS.items() if isinstance(error, kind)), "other")
    detail = next((line.strip() for line in str(error).splitlines() if line.strip()), type(error).__name__)
    return text(f"importing.failed.{reason}", language, detail=markdown.plain(detail))


def draw_report(job: jobs.Job, language: str) -> None:
    """Draws what a finished job has to report."""
    if job.error is not None:
        st.error(told_error(job.error, language), icon=":material/error:")
        return
    report = job.report
    if "withdrawn" in report:
        told = text("importing.withdrawn_done", language, import_id=report["withdrawn"], version=report["version"])
        st.success(told, icon=":material/check_circle:")
        return
    if report["import"] is None:
        st.info(text("importing.nothing_new", language))
    else:
        told = text("importing.done", language, import_id=report["import"], version=report["version"])
        st.success(told, icon=":material/check_circle:")
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(text("importing.see", language), width="content")
            for page in ("overview", "ranking", "map"):
                address.link(page, text(f"frame.page.{page}", language))
    draw_tables(report["tables"], language)
    # Those that were read stand with their counts in the import itself.
    draw_files([file for file in report["files"] if file["status"] != "ok"], language)


def draw_tables(tables: Mapping[str, Mapping[str, int]], language: str) -> None:
    """Draws one line per table: how many rows were read, and what became of them."""
    if tables:
        headings = [_word("table", language), *(Cell(_word(name, language), align="right") for name in _COUNTS)]
        rows = [[_table(name, language), *_numbers(counts)] for name, counts in tables.items()]
        sheets.draw(headings, rows)


def draw_files(files: Sequence[Mapping[str, Any]], language: str) -> None:
    """Draws one line per file: its table, what became of it and why; with its counts where they are known."""
    if not files:
        return
    counted = [name for name in _COUNTS[:4] if all(name in file for file in files)]
    words = [_word(name, language) for name in ("file", "table", "status")]
    headings = [*words, *(Cell(_word(name, language), align="right") for name in counted), _word("message", language)]
    rows = []
    for file in files:
        colour = look.STATUS["bad"][0] if file["status"] == "refused" else None
        status = Cell(text(f"importing.status.{file['status']}", language), align="short", ink=colour)
        numbers = _numbers({name: file[name] for name in counted})
        table = _table(file["table"], language) if file["table"] else "—"
        rows.append([file["file"], table, status, *numbers, file[f"message_{language}"]])
    sheets.draw(headings, rows)


def _word(name: str, language: str) -> str:
    return text(f"importing.column.{name}", language)


def _table(name: str, language: str) -> Cell:
    told = text("importing.table_name", language, name=fresh.table_name(name, language), table=name)
    return Cell(told, align="short")


def _numbers(counts: Mapping[str, int]) -> list[Cell]:
    bad = look.STATUS["bad"][0]
    return [
        Cell(look.count(count), align="right", ink=bad if count and name == "refused" else None)
        for name, count in counts.items()
    ]


def draw_earlier(imports: Sequence[Import], language: str) -> str | None:
    """Draws the imports so far, the newest first; gives the id of the one that was clicked."""
    rows = [_import_row(each, language) for each in reversed(imports)]
    kinds = st.column_config
    columns = {
        "import_id": kinds.TextColumn(_word("import_id", language), width=90),
        "imported_at": kinds.TextColumn(_word("imported_at", language), width=150),
        "state": kinds.TextColumn(_word("state", language), width=110),
        "files": kinds.TextColumn(_word("files", language), width="large"),
        "accepted": kinds.NumberColumn(_word("accepted", language), format="localized", width=110),
        "refused": kinds.NumberColumn(_word("refused", language), format="localized", width=90),
    }
    place = clicks.table(pandas.DataFrame(rows), columns, f"imports_{len(rows)}", len(rows), 10)
    return None if place is None else rows[place]["import_id"]


def _import_row(entry: Import, language: str) -> dict[str, Any]:
    files = entry.manifest["files"]
    state = text(f"importing.state.{'withdrawn' if entry.withdrawn else 'in_force'}", language)
    return {
        "import_id": entry.id,
        "imported_at": entry.manifest["imported_at"].replace("T", " ")[:16],
        "state": state,
        "files": _files_told([file["file"] for file in files], language),
        "accepted": sum(file["accepted"] for file in files),
        "refused": sum(file["refused"] for file in files),
    }


def draw_import(store: Store, version: Version | None, entry: Import, language: str) -> None:
    """Draws one import: its files, what was refused and noted, the refused rows to take home, and its withdrawal."""
    with st.container(horizontal=True, vertical_alignment="center"):
        with st.container():
            state = text(f"importing.state.{'withdrawn' if entry.withdrawn else 'in_force'}", language)
            told = f"{state} · {entry.manifest['imported_at'].replace('T', ' ')[:16]}"
            sheets.line(text("importing.import_title", language, import_id=entry.id), told)
        if not entry.withdrawn:
            _draw_withdrawal(store, entry, language)
        label = text("cases.close", language)
        st.button(label, icon=":material/close:", on_click=close, args=(store,), key="close_import")
    draw_files(entry.manifest["files"], language)
    if entry.withdrawn or version is None:
        st.caption(text("importing.issues_gone", language))
        return
    st.markdown(f"**{text('importing.issues', language)}**")
    _draw_issues(version, entry.id, language)
    _draw_refused(version, entry.id, language)


def close(store: Store) -> None:
    """Closes the report and the import that is open."""
    jobs.dismiss(store)
    address.write("import", None)


def _draw_withdrawal(store: Store, entry: Import, language: str) -> None:
    rows = look.count(sum(file["accepted"] for file in entry.manifest["files"]))
    with st.popover(text("importing.withdraw", language), icon=":material/undo:"):
        st.markdown(text("importing.withdraw_told", language, import_id=entry.id, rows=rows))
        label = text("importing.withdraw_confirm", language, import_id=entry.id)
        if st.button(label, type="primary", key="withdraw"):
            jobs.start(store, "withdraw", lambda progress: withdraw_import(store, entry.id, progress))
            st.rerun()


def _draw_issues(version: Version, import_id: str, language: str) -> None:
    found = _issue_counts(version, version.key, import_id)
    if not found:
        st.caption(text("importing.no_issues", language))
        return
    headings = [_word("severity", language), _word("file", language), Cell(_word("rows", language), align="right"),
                _word("example", language), text("importing.code", language)]  # fmt: skip
    sheets.draw(headings, [_issue_row(row, language) for row in found])


def _issue_row(row: Mapping[str, Any], language: str) -> sheets.Row:
    colour = look.STATUS["bad" if row["severity"] == "refused" else "watch"][0]
    severity = Cell(text(f"importing.severity.{row['severity']}", language), align="short", ink=colour)
    rows = Cell(look.count(row["rows"]), align="right")
    return [severity, row["file"], rows, row[f"message_{language}"], Cell(row["code"], ink=look.MUTED)]


@st.cache_data(show_spinner=False, max_entries=20)
def _issue_counts(_version: Version, version_id: str, import_id: str) -> list[dict[str, Any]]:
    return [row for row in issue_counts(_version) if row["import_id"] == import_id]


def _draw_refused(version: Version, import_id: str, language: str) -> None:
    """Offers the refused rows of each file as a workbook, made when somebody asks."""
    found = refused_files(version, import_id)
    if not found:
        return
    st.caption(text("importing.refused_told", language))

    def workbook(file: str) -> bytes:
        buffer = io.BytesIO()
        write_refused(version, import_id, file, buffer, language)
        return buffer.getvalue()

    with st.container(horizontal=True):
        for row in found:
            file = row["file"]
            told = {"file": markdown.plain(file), "rows": look.count(row["rows"])}
            label = text("importing.refused_download", language, **told)
            content = lambda file=file: workbook(file)  # noqa: E731
            downloads.button(label, content, workbook_name(file), XLSX, key=f"refused_{file}")


def _files_told(names: Sequence[str], language: str) -> str:
    """The files in so many words as a cell has room for: the first ones, and how many more."""
    shown = ", ".join(names[:_FILES_TOLD])
    more = len(names) - _FILES_TOLD
    return text("importing.files_more", language, shown=shown, more=more) if more > 0 else shown
