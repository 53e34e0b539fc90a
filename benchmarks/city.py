"""The demo city that several benchmarks ask: its files and its store, made once a run (or kept in --work)."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from analytics.demo import write_city
from analytics.publishing import import_paths
from analytics.store.versions import Store, Version

WORK = "LASTMILE_BENCHMARKS"  # the folder of this run, for its child processes
MONTHS = 36


def folder(size: int) -> Path:
    """Where the city of that many cases lies."""
    return Path(os.environ.get(WORK) or tempfile.gettempdir()) / str(size)


def files(size: int) -> Path:
    """The folder of the city's input files."""
    found = folder(size) / "files"
    if not (found / "cases.parquet").exists():
        write_city(found, cases=size, months=MONTHS)
    return found


def store(size: int) -> Store:
    """The city's store, imported and published."""
    found = Store(folder(size) / "store")
    if found.current_id() is None:
        import_paths(found, [files(size)], None, lambda *_: None)
    return found


def version(size: int) -> Version:
    """The published version of the city."""
    return store(size).version()
