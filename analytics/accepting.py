"""Files into the ledger: what was read before changes nothing, the rest is read, kept and committed as one import."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime
from pathlib import Path

from analytics.contract.messages import message
from analytics.intake.confined import convert
from analytics.intake.files import FileReport, discover, sha256_of, table_of
from analytics.intake.mapping import Mapping
from analytics.store.ledger import Import, Ledger

Progress = Callable[[str, float], None]


def accept(
    ledger: Ledger, paths: list[Path], mapping: Mapping | None, progress: Progress
) -> tuple[str | None, list[dict]]:
    """Reads files and folders into the ledger; returns the import's id (None if nothing new could be read) and a
    report for each file.

    Called by the holder of the writer lock. Raises FileNotFoundError for a missing path, ReadingError.
    """
    files = discover(paths)
    mapping_sha256 = mapping.sha256 if mapping else ""
    hashes = {file: sha256_of(file) for file in files}
    known = {file: _earlier(ledger, file.name, hashes[file], mapping_sha256) for file in files}
    reports = _repeated(files, known, hashes, mapping_sha256)
    fresh = [file for file in files if known[file] is None]
    if not fresh:
        return None, reports
    import_id, new_reports = _read(ledger, fresh, hashes, mapping, mapping_sha256, progress)
    return import_id, reports + new_reports


def _earlier(ledger: Ledger, name: str, sha256: str, mapping_sha256: str) -> Import | None:
    """The import in force that read this content as the table that the name stands for (a mapping says so itself)."""
    table = table_of(name)
    if not mapping_sha256 and table is None:
        return None
    for entry in ledger.imports():
        if not entry.withdrawn and entry.reads_same(sha256, mapping_sha256, None if mapping_sha256 else table):
            return entry
    return None


def _repeated(
    files: list[Path], known: dict[Path, Import | None], hashes: dict[Path, str], mapping_sha256: str
) -> list[dict]:
    """Reports of files that an import in force has read before: every accepted row is unchanged."""
    reports = []
    for file in files:
        entry = known[file]
        if entry is None:
            continue
        zh, en = message("file_known", import_id=entry.id)
        for before in entry.manifest["files"]:
            same_table = mapping_sha256 or before["table"] == table_of(file.name)
            if before["sha256"] == hashes[file] and before["status"] == "ok" and same_table:
                reports.append({
                    **before, "file": file.name, "status": "unchanged", "code": "file_known",
                    "message_zh": zh, "message_en": en, "superseded": 0, "unchanged": before["accepted"],
                })
    return reports


def _read(
    ledger: Ledger, files: list[Path], hashes: dict[Path, str], mapping: Mapping | None, mapping_sha256: str,
    progress: Progress,
) -> tuple[str | None, list[dict]]:
    import_id, folder = ledger.next_folder()
    reports = [_as_manifest(report) for report in convert(files, mapping, folder, progress)]
    if not any(report["status"] == "ok" for report in reports):
        return None, reports
    for file in files:
        if any(report["sha256"] == hashes[file] and report["status"] == "ok" for report in reports):
            ledger.keep_raw(file, hashes[file])
    stamp = datetime.now().isoformat(timespec="seconds")  # noqa: DTZ005  local civil time, a stamp only
    manifest = {"import": import_id, "imported_at": stamp, "mapping_sha256": mapping_sha256, "files": reports}
    ledger.commit(import_id, folder, manifest)
    return import_id, reports


def _as_manifest(report: FileReport) -> dict:
    entry = asdict(report)
    for name in ("accepted_part",):
        entry[name] = Path(entry[name]).name if entry[name] else None
    entry["issue_parts"] = [Path(path).name for path in entry["issue_parts"]]
    entry["columns_present"] = sorted(entry["columns_present"])
    return entry
