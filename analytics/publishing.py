"""The whole flow in one place: files → ledger → facts and roll-ups in a child process → checked → pointer swapped."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import TextIO

import duckdb

from analytics.accepting import accept
from analytics.contract.labels import both
from analytics.contract.logs import told, warned
from analytics.contract.schema import tables
from analytics.engines import address, case_builder, parquet
from analytics.indicators.rolling_up import roll_up, roll_up_touched
from analytics.intake.confined import ReadingError, die_with_parent, own_output
from analytics.intake.mapping import Mapping
from analytics.store import intactness, serving, spread
from analytics.store.building import build_version, copy_version
from analytics.store.disk import flush
from analytics.store.increments import addition, build_increment
from analytics.store.layers import bases_of, looking
from analytics.store.ledger import Ledger
from analytics.store.near_touched import FarNorth
from analytics.store.parts import Replacement
from analytics.store.versions import Store

VERSIONS_KEPT = 5
_BUILDING_SHARE = 0.7  # of the whole, the rest goes into the roll-ups
Progress = Callable[[str, float], None]
_COUNTS = ("read", "accepted", "refused", "non_data", "superseded", "unchanged")


class PublishingError(RuntimeError):
    """A build failed; the version published before stays in force."""


def import_paths(store: Store, paths: list[Path], mapping: Mapping | None, progress: Progress) -> dict:
    """Imports files and folders and publishes a new version; returns the import report of the contract.

    A file that was read before through the same mapping changes nothing. Raises FileNotFoundError for a missing path,
    PublishingError when the build fails (what was accepted stays in the ledger and comes with the next build).
    """
    ledger = Ledger(store)
    with ledger.writing():
        try:
            import_id, reports = accept(ledger, paths, mapping, progress)
        except ReadingError as error:
            raise PublishingError(f"{both('refusals.reading_failed')}\n{error}") from error
        if import_id is None and not serving.needs_building(store):
            version, replaced = store.current_id(), []
        else:
            version, replaced = publish(store, ledger, progress)
        report = _report(store, version, import_id, reports, replaced)
    told("imported", **{name: report[name] for name in ("import", "version", "tables", "issues", "files")})
    return report


def withdraw_import(store: Store, import_id: str, progress: Progress) -> dict:
    """Withdraws an import and publishes the version without it. Raises LedgerError, PublishingError."""
    ledger = Ledger(store)
    with ledger.writing():
        ledger.withdraw(import_id)
        version, _ = publish(store, ledger, progress)
    return {"version": version, "withdrawn": import_id}


def rebuild(store: Store, progress: Progress) -> dict:
    """Publishes a version built anew from the whole ledger: after an upgrade or damage. Raises PublishingError."""
    ledger = Ledger(store)
    with ledger.writing():
        version, _ = publish(store, ledger, progress, whole=True)
    return {"version": version, "imports": ledger.ids_in_force()}


def publish(store: Store, ledger: Ledger, progress: Progress, whole: bool = False) -> tuple[str, list[dict]]:
    """Builds a version from the ledger in a child process, swaps the pointer, removes old versions.

    It is made of the version before and of what came since, where that can be (see store.increments), unless the
    `whole` is asked for. Returns the version's id and the replacements. Called by the holder of the writer lock.
    """
    store.versions.mkdir(parents=True, exist_ok=True)
    for orphan in store.versions.glob("v*.building*"):
        shutil.rmtree(orphan) if orphan.is_dir() else orphan.unlink()
    version = _next_id(store)
    before = None if whole else store.pointed_id()
    replaced = _build_in_child(store, version, before, progress)
    _put_in_force(store, version)
    progress("published", 1.0)
    return version, replaced


def roll_up_again(store: Store, progress: Progress) -> str:
    """Publishes the current version once more with its roll-ups made anew; returns its id.

    For a version that was built by another engine or before the definitions changed. Raises NoVersion, NoEngine, and
    PublishingError while the version that was published cannot be read.
    """
    with Ledger(store).writing():
        current = store.version()
        if current.id != store.pointed_id():
            raise PublishingError(both("refusals.rebuild_first", pointed=store.pointed_id(), served=current.id))
        current.close()
        version = _next_id(store)
        building = store.versions / f"{version}.building"
        try:
            copy_version(current.path, building)
            roll_up(building, progress)
        except BaseException:
            building.unlink(missing_ok=True)
            raise
        _put_in_force(store, version)
    progress("published", 1.0)
    return version


def _next_id(store: Store) -> str:
    numbers = [int(name[1:]) for name in [*store.version_ids(), store.pointed_id() or "v0"]]
    return f"v{max(numbers) + 1:06d}"


def _put_in_force(store: Store, version: str) -> None:
    """Names the built file, points at it, removes versions too old to keep."""
    os.replace(store.versions / f"{version}.building", store.version_path(version))
    intactness.note(store.version_path(version))
    _point_at(store, version)
    kept = store.version_ids()[-VERSIONS_KEPT:]
    bases = {base.stem for base in bases_of(map(store.version_path, kept))}
    for old in sorted(set(store.version_ids()) - {*kept, *bases}):
        intactness.remove(store.version_path(old))
        parquet.remove(store.version_path(old))
    _sweep(store)
    told("published", version=version, bytes=store.version_path(version).stat().st_size)


def _sweep(store: Store) -> None:
    """Removes cases that a cluster wrote for versions that are no longer kept."""
    if not spread.root_of(store.versions / "any").is_dir():
        return
    kept: set[Path] = set()
    for path in map(store.version_path, store.version_ids()):
        with contextlib.suppress(duckdb.Error), looking(path) as connection:
            kept |= spread.files_of(connection, path).keys()
    spread.sweep(store.versions, kept)


def _build_in_child(store: Store, version: str, before: str | None, progress: Progress) -> list[dict]:
    # A child process: what a build needs of memory is gone afterwards, and a crash in it is only a failed build.
    command = [sys.executable, "-m", "analytics.publishing", str(store.path.resolve()), version, before or ""]
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parents[1])}
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment
    ) as child:
        result = None
        for line in child.stdout:
            said = json.loads(line)
            if "replaced" in said:
                result = said["replaced"]
            else:
                progress(said["step"], said["share"])
        errors = child.stderr.read()
    if child.returncode != 0 or result is None:
        warned("build failed", version=version, code=child.returncode, errors=errors[-2000:])
        raise PublishingError(f"{both('refusals.build_failed', version=version)}\n{errors.strip()}")
    return result


def _point_at(store: Store, version: str) -> None:
    new = store.pointer.with_suffix(".new")
    with new.open("w", encoding="utf-8") as file:
        file.write(version + "\n")
    flush(new)
    os.replace(new, store.pointer)
    flush(store.pointer)


def _report(store: Store, version: str | None, import_id: str | None, files: list[dict], replaced: list[dict]) -> dict:
    totals: dict[str, dict[str, int]] = {}
    for file in files:
        if file["table"] and file["status"] in ("ok", "unchanged"):
            counts = totals.setdefault(file["table"], dict.fromkeys(_COUNTS, 0))
            for name in _COUNTS:
                counts[name] += file.get(name, 0)
    for entry in replaced:
        if entry["import_id"] == import_id and entry["table"] in totals:
            totals[entry["table"]]["superseded"] += entry["superseded"]
            totals[entry["table"]]["unchanged"] += entry["unchanged"]
    issues: dict[str, int] = {}
    if import_id is not None:
        found = store.version(version).rows(
            "select code, count(*) as n from issues where import_id = ? group by code order by code", [import_id]
        )
        issues = {row["code"]: row["n"] for row in found}
    shown = ("file", "table", "status", "code", "message_zh", "message_en")
    return {
        "version": version,
        "import": import_id,
        "tables": {name: totals[name] for name in tables() if name in totals},
        "issues": issues,
        "files": [{name: file[name] for name in shown} for file in files],
    }


def _build_child(store_path: str, version: str, before: str, output: TextIO | None = None) -> None:
    """The child's side: builds and says how far it is, one JSON document a line."""
    die_with_parent()
    store = Store(store_path)

    def say(document: dict) -> None:
        print(json.dumps(document), file=output, flush=True)

    def build(step: str, share: float) -> None:
        say({"step": step, "share": share * _BUILDING_SHARE})

    def count(step: str, share: float) -> None:
        say({"step": step, "share": _BUILDING_SHARE + share * (1 - _BUILDING_SHARE)})

    building = store.versions / f"{version}.building"
    replaced = _build_next(store, before, building, build, count)
    say({"replaced": [asdict(entry) for entry in replaced]})


def _build_next(
    store: Store, before: str, building: Path, build: Progress, count: Progress
) -> list[Replacement]:
    """Writes the next version, roll-ups included: of `before` and what came since it, else of the whole ledger."""
    sources = Ledger(store).sources()
    # On a cluster the whole is made: its files are written once and never changed.
    what = addition(store.version_path(before), sources) if before and address() is None else None
    if what is not None:
        try:
            replaced = build_increment(what, building, build)
            roll_up_touched(building, count)
            return replaced
        except FarNorth:
            building.unlink()
    replaced = build_version(sources, building, build, case_builder(sources, building))
    roll_up(building, count)
    return replaced


if __name__ == "__main__":
    with contextlib.suppress(BrokenPipeError):
        _build_child(*sys.argv[1:4], own_output())
