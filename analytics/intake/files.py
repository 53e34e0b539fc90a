"""Files on their way in: which ones, which table each holds, and what became of it."""

from __future__ import annotations

import hashlib
import re
import shutil
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from analytics.contract.labels import text
from analytics.contract.messages import message
from analytics.contract.schema import tables


class RefusedFile(Exception):  # noqa: N818 - a verdict on a file, not a fault of the program
    """The whole file is refused, with a reason code of messages.toml and the values of its message."""

    def __init__(self, code: str, **values: object) -> None:
        self.code = code
        self.message_zh, self.message_en = message(code, **values)
        super().__init__(f"{code}: {self.message_en}")


def table_words(table: str) -> tuple[str, str]:
    """What a message calls a table, in Chinese and English."""
    return text(f"fresh.table.{table}", "zh"), table


@dataclass(frozen=True)
class FileReport:
    """What became of one file, or of the rows derived from one: read = accepted + refused + non_data.

    `status` is 'ok', 'skipped' (no table, left alone) or 'refused' (whole). `issues` counts problems on accepted rows
    by code. `columns_present` are the schema's columns that the file, or the mapping on its behalf, provided.
    `accepted_part` is a Parquet file of the accepted rows, `issue_parts` of the refused rows and of the issues.
    `derived` rows stand in for a file that is missing: they give way to rows of the same key from any other file.
    """

    file: str
    sha256: str
    table: str | None
    status: str
    code: str
    message_zh: str
    message_en: str
    read: int = 0
    accepted: int = 0
    refused: int = 0
    non_data: int = 0
    issues: dict[str, int] = field(default_factory=dict)
    columns_present: tuple[str, ...] = ()
    accepted_part: Path | None = None
    issue_parts: tuple[Path, ...] = ()
    derived: bool = False


def discover(paths: Iterable[Path]) -> list[Path]:
    """The files meant by the given paths: a folder's own files in name order (not hidden ones), others as given."""
    found: dict[Path, None] = {}
    for path in map(Path, paths):
        inside = sorted(entry for entry in path.iterdir() if entry.is_file()) if path.is_dir() else [path]
        found.update((entry, None) for entry in inside if entry == path or not entry.name.startswith("."))
    return list(found)


def table_of(name: str) -> str | None:
    """The longest table name that equals the stem of a file name or is followed by ``_`` or ``-``; None without one."""
    stem = re.sub(r"\.gz$", "", Path(name).name, flags=re.IGNORECASE).rsplit(".", 1)[0].lower()
    fitting = [table for table in tables() if stem == table or stem.startswith((f"{table}_", f"{table}-"))]
    return max(fitting, key=len, default=None)


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file's bytes, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def clear_folder(folder: Path) -> None:
    """Removes everything in the folder, not the folder."""
    for entry in folder.iterdir():
        shutil.rmtree(entry) if entry.is_dir() and not entry.is_symlink() else entry.unlink()
