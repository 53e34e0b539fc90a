"""A small city as files, imported through the ledger: two districts, eight months, editions can be rebuilt from it."""

from __future__ import annotations

import csv
from pathlib import Path
from unittest.mock import patch

from analytics import publishing
from analytics.store.building import build_version
from analytics.store.ledger import Ledger
from analytics.store.versions import Store
from tests.pages.city import rows

FILES = ("areas", "grids", "alleys", "people", "assignments", "cases", "patrols", "weekly_checks", "ten_none_checks")


def make_store(folder: Path) -> Store:
    """A store into which the whole city was imported once."""
    files = folder / "in"
    files.mkdir(parents=True)
    for table in FILES:
        write(files / f"{table}.csv", rows()[table])
    store = Store(folder / "store")
    import_rows(store, [files])
    return store


def import_rows(store: Store, paths: list[Path]) -> dict:
    """Imports files and returns the report; fails where a file was not read."""
    # The real flow but for the child process, whose start takes longer than this city's build.
    with patch.object(publishing, "_build_in_child", _build_here):
        report = publishing.import_paths(store, paths, None, lambda step, share: None)
    assert all(file["status"] == "ok" for file in report["files"]), report["files"]
    return report


def withdraw(store: Store, import_id: str) -> None:
    """Withdraws an import and publishes the version without it."""
    with patch.object(publishing, "_build_in_child", _build_here):
        publishing.withdraw_import(store, import_id, lambda step, share: None)


def _build_here(store: Store, version: str, before: str | None, progress: publishing.Progress) -> list[dict]:
    return [vars(each) for each in build_version(Ledger(store).sources(), store.versions / f"{version}.building")]


def write(path: Path, entries: list[dict]) -> Path:
    """Writes rows as a CSV without outlines."""
    names = list(dict.fromkeys(name for entry in entries for name in entry if name != "geometry"))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, names, extrasaction="ignore")
        writer.writeheader()
        writer.writerows(entries)
    return path


def cases_of(district: str, month: str) -> list[dict]:
    """The city's cases of a district whose deadline lies in that month."""
    return [case for case in rows()["cases"]
            if case["area_code"].startswith(district) and f"{case['dispose_due']:%Y-%m}" == month]
