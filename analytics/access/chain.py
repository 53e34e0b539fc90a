"""An append-only file of chained lines, to which a line is added without reading the others."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, BinaryIO

from analytics.contract.canonical import canonical
from analytics.contract.chained import Entry, chained, entry_of, follows


class BrokenChain(ValueError):
    """A line is not what was written: `line` says which, counted from 1 (0: the last one)."""

    def __init__(self, path: Path, line: int) -> None:
        super().__init__(f"{path.name}: {f'line {line}' if line else 'the last line'} is not what was written")
        self.line = line


class Chain:
    """The lines of one file. Each is an object with the caller's fields, its number `n`, `before` and `hash`."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def append(self, fields: Mapping[str, Any]) -> Entry:
        """Adds a line, flushed to the disk before this returns; the line as written. Safe between processes.

        A last line without an end is the rest of a write that was cut off: nobody was told of it, and it is removed.
        Raises BrokenChain where the last whole line was changed.
        """
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with self.path.open("a+b") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            entry = chained(fields, _last(file, self.path))
            file.write(canonical(entry) + b"\n")
            file.flush()
            os.fsync(file.fileno())
        return entry

    def entries(self) -> list[Entry]:
        """Every line, oldest first. Raises BrokenChain at the first that was changed, moved or taken out."""
        content = self.path.read_bytes() if self.path.exists() else b""
        found: list[Entry] = []
        for number, line in enumerate(content.split(b"\n")[:-1], 1):
            entry = entry_of(line)
            if entry is None or not follows(entry, found[-1] if found else None):
                raise BrokenChain(self.path, number)
            found.append(entry)
        return found


def _last(file: BinaryIO, path: Path) -> Entry | None:
    """The last whole line; what stands behind it is cut away."""
    size = file.seek(0, os.SEEK_END)
    back = 4096
    while True:
        start = max(size - back, 0)
        file.seek(start)
        tail = file.read(size - start)
        end = tail.rfind(b"\n")
        before = tail.rfind(b"\n", 0, max(end, 0))
        if start == 0 or (end >= 0 and before >= 0):
            break
        back *= 2
    if start + end + 1 < size:
        file.truncate(start + end + 1)
    if end < 0:
        return None
    entry = entry_of(tail[before + 1 : end])
    if entry is None:
        raise BrokenChain(path, 0)
    return entry
