"""The data of an edition: pinned when it is drafted, found again or rebuilt from the ledger when it is opened.

Versions are not kept for editions: the ledger never loses anything, so a version can be built again from exactly the
imports that were in force, whether they have been withdrawn since or not.
"""

from __future__ import annotations

import fcntl
import os
import shutil
from pathlib import Path
from typing import Any

from analytics.contract.canonical import digest
from analytics.editions.provenance import files_sha256
from analytics.editions.refusals import NotAllowed
from analytics.store import intactness
from analytics.store.building import build_version
from analytics.store.ledger import Import, Ledger
from analytics.store.versions import Store, Version

REBUILT_KEPT = 3
Inputs = dict[str, Any]


def pin(store: Store, version: Version) -> Inputs:
    """What tells these data from any other: version, its file's SHA-256, and each import in force with its own."""
    known = {entry.id: entry for entry in Ledger(store).imports()}
    imports = [
        {"import": name, "sha256": fingerprint(known[name]) if name in known else None}
        for name in version.meta["imports"].split()
    ]
    return {"version": version.id, "file_sha256": intactness.sha256_of(version.path), "imports": imports}


def fingerprint(entry: Import) -> str:
    """One hash over everything of an import that a build reads: its parts' bytes, tables, order and columns."""
    files = [
        {
            "table": file["table"],
            "derived": file["derived"],
            "columns_present": sorted(file["columns_present"]),
            "part": file["accepted_part"],
            "sha256": intactness.sha256_of(entry.folder / file["accepted_part"]) if file["accepted_part"] else None,
        }
        for file in entry.manifest["files"]
        if file["status"] == "ok"
    ]
    return digest(files)


def damage(store: Store, inputs: Inputs) -> list[tuple[str, dict[str, Any]]]:
    """What of the pinned data was changed or lost: (code under editions.difference, values) each."""
    found: list[tuple[str, dict[str, Any]]] = []
    known = {entry.id: entry for entry in Ledger(store).imports()}
    for pinned in inputs["imports"]:
        name = pinned["import"]
        try:
            now = fingerprint(known[name]) if name in known else None
        except FileNotFoundError:
            now = None
        if now != pinned["sha256"]:
            found.append(("ledger_missing" if now is None else "ledger_changed", {"name": name}))
    path = store.version_path(inputs["version"])
    # A file that is what its own build wrote is no damage: after a rebuild another version can bear the same id.
    if path.exists() and not is_pinned(path, inputs) and not intactness.is_intact(path):
        found.append(("version_changed", {"name": inputs["version"]}))
    return found


def is_pinned(path: Path, inputs: Inputs) -> bool:
    """Whether that file is the pinned version's, byte for byte, and what it leans on is as it was."""
    is_same = path.exists() and intactness.sha256_of(path) == inputs["file_sha256"]
    return is_same and bool(intactness.leans_on_intact(path))


def version_of(store: Store, inputs: Inputs) -> Version:
    """A version with exactly the pinned data: the one that is kept, or one rebuilt from the ledger.

    Raises NotAllowed when the ledger no longer holds the pinned imports as they were.
    """
    kept = store.version_path(inputs["version"])
    return Version(kept if is_pinned(kept, inputs) else _rebuilt(store, inputs))


def _rebuilt(store: Store, inputs: Inputs) -> Path:
    """The version built again from the pinned imports; built once, then kept for a while."""
    lost = [values["name"] for code, values in damage(store, inputs) if code != "version_changed"]
    if lost:
        raise NotAllowed("not_rebuildable", imports=", ".join(lost))
    # Of the data and of the code that builds: a new release may build the same rows in another way.
    key = digest([inputs["imports"], files_sha256()])[:16]
    folder = store.path / "rebuilt"
    path = folder / key / f"{inputs['version']}.duckdb"
    path.parent.mkdir(parents=True, exist_ok=True)
    with (folder / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not intactness.is_intact(path):
            building = path.with_suffix(".building")
            build_version(Ledger(store).sources([pinned["import"] for pinned in inputs["imports"]]), building)
            os.replace(building, path)
            intactness.note(path)
        os.utime(path.parent)
        kept = sorted((each for each in folder.iterdir() if each.is_dir()), key=lambda each: each.stat().st_mtime)
        for old in kept[:-REBUILT_KEPT]:
            shutil.rmtree(old, ignore_errors=True)
    return path
