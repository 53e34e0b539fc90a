"""Whether a version's file is still what its build wrote: its SHA-256 stands beside it."""

from __future__ import annotations

import hashlib
from pathlib import Path

import duckdb

from analytics.store import spread
from analytics.store.layers import base_of, looking


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file's bytes, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def note(path: Path) -> str:
    """Writes the file's SHA-256 beside it and returns it."""
    found = sha256_of(path)
    noted(path).write_text(found + "\n", encoding="utf-8")
    return found


def noted(path: Path) -> Path:
    """Where the SHA-256 of that file stands."""
    return path.with_name(path.name + ".sha256")


def is_intact(path: Path) -> bool | None:
    """Whether the file, and those it leans on, still have the SHA-256 that was noted; None when none was, or one of
    them is gone."""
    try:
        if sha256_of(path) != noted(path).read_text(encoding="utf-8").strip():
            return False
    except (FileNotFoundError, UnicodeDecodeError):
        return None
    return leans_on_intact(path)


def leans_on_intact(path: Path) -> bool | None:
    """Whether what the file leans on, if anything, is intact, whatever is noted of the file itself."""
    try:
        base = base_of(path)
        if any(sha256_of(file) != noted for file, noted in _spread_files(path).items()):
            return False
    except FileNotFoundError:
        return None
    except duckdb.Error:
        return False
    return is_intact(base) if base else True


def bytes_of(path: Path) -> int:
    """How much `is_intact` has to read: the file and, where it can be opened, those it leans on. Raises OSError."""
    try:
        leaned_on = [*filter(None, [base_of(path)]), *_spread_files(path)]
    except duckdb.Error:
        leaned_on = []
    return sum(file.stat().st_size for file in (path, *leaned_on))


def _spread_files(path: Path) -> dict[Path, str]:
    with looking(path) as connection:
        return spread.files_of(connection, path)


def remove(path: Path) -> None:
    """Removes the file and what was noted of it."""
    path.unlink(missing_ok=True)
    noted(path).unlink(missing_ok=True)
