"""An append-only file of JSON lines, each sealed with the hash of the line before: what was written stays as it was."""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, BinaryIO

START = "0" * 64  # stands before the first line


class BrokenChain(ValueError):
    """A line is not what was written: `line` says which, counted from 1."""

    def __init__(self, path: Path, line: int) -> None:
        super().__init__(f"{path.name}: line {line} is not what was written")
        self.line = line


def canonical(value: Any) -> str:
    """JSON with sorted keys and without spaces; the same value always gives the same text. No NaN."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


class Chain:
    """The lines of one file. Each is an object with the caller's fields, `seq` (from 1), `previous` and `sha256`."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def append(self, fields: Mapping[str, Any]) -> dict[str, Any]:
        """Adds a line, flushed to the disk before this returns; the line as written. Safe between processes.

        A last line without an end is the rest of a write that was cut off: nobody was told of it, and it is removed.
        """
        self.path.parent.mkdir(parents=True, exist_ok=True)
        new = not self.path.exists()
        with self.path.open("a+b") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            last = _last(file, self.path)
            entry = {**fields, "seq": last["seq"] + 1 if last else 1, "previous": last["sha256"] if last else START}
            entry["sha256"] = _sealed(entry)
            file.seek(0, os.SEEK_END)
            file.write(canonical(entry).encode() + b"\n")
            file.flush()
            os.fsync(file.fileno())
        if new:
            _flush(self.path.parent)
        return entry

    def entries(self) -> list[dict[str, Any]]:
        """Every line, oldest first. Raises BrokenChain at the first that was changed, moved or taken out."""
        return list(self._checked())

    def _checked(self) -> Iterator[dict[str, Any]]:
        previous = START
        content = self.path.read_bytes() if self.path.exists() else b""
        for number, line in enumerate(content.split(b"\n")[:-1], 1):
            try:
                entry = json.loads(line)
                sealed = entry.pop("sha256")
            except (ValueError, KeyError, AttributeError, TypeError) as error:
                raise BrokenChain(self.path, number) from error
            if entry.get("previous") != previous or entry.get("seq") != number or sealed != _sealed(entry):
                raise BrokenChain(self.path, number)
            if canonical({**entry, "sha256": sealed}).encode() != line:
                raise BrokenChain(self.path, number)
            previous = sealed
            yield {**entry, "sha256": sealed}


def _sealed(entry: Mapping[str, Any]) -> str:
    return hashlib.sha256(canonical(entry).encode()).hexdigest()


def _last(file: BinaryIO, path: Path) -> dict[str, Any] | None:
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
    try:
        return json.loads(tail[before + 1 : end])
    except ValueError as error:
        raise BrokenChain(path, tail[: end + 1].count(b"\n")) from error


def _flush(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
