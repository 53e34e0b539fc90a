"""The journal: human decisions, one line of canonical JSON each, appended, chained by hash, never rewritten.

`journal/entries.jsonl` holds the lines, `journal/LAST` a copy of the newest. Every line holds the hash of the line
before and its own, so that no byte can change unseen; the copy shows that lines are missing at the end, and brings
back the newest one. A line counts from the moment it is on disk; a torn one that nobody was told of is dropped.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from analytics.contract.canonical import canonical
from analytics.contract.chained import Entry, chained, entry_of, follows
from analytics.store.versions import Store


class JournalDamaged(RuntimeError):
    """The journal was changed or cut by something else than this program; nothing more is written to it."""


@dataclass(frozen=True)
class Reading:
    """What stands in a journal: its entries in order (up to the first damaged line), and every damage found."""

    entries: tuple[Entry, ...]
    damage: tuple[str, ...]
    healed: bytes | None = None  # the whole text as it should stand, where the end was torn

    @property
    def last_hash(self) -> str | None:
        return self.entries[-1]["hash"] if self.entries else None


class Journal:
    """The journal of one store."""

    def __init__(self, store: Store) -> None:
        self.folder = store.path / "journal"
        self.path = self.folder / "entries.jsonl"
        self._last = self.folder / "LAST"

    def read(self) -> Reading:
        """Everything that was accepted, without writing anything; damage is told, not raised."""
        return reading(_bytes(self.path), _bytes(self._last))

    @contextmanager
    def writing(self) -> Iterator[Writer]:
        """Holds the journal's one writer lock and heals a torn end. Raises JournalDamaged."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.folder / ".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            found = self.read()
            if found.damage:
                raise JournalDamaged("; ".join(found.damage))
            if found.healed is not None:
                _replace(self.path, found.healed)
            if found.entries:
                self._keep_last(found.entries[-1])
            yield Writer(self, list(found.entries))

    def _append(self, entry: Entry) -> None:
        with self.path.open("ab") as file:
            file.write(canonical(entry) + b"\n")
            file.flush()
            os.fsync(file.fileno())
        _flush(self.folder)
        self._keep_last(entry)

    def _keep_last(self, entry: Entry) -> None:
        line = canonical(entry) + b"\n"
        if _bytes(self._last) != line:
            _replace(self._last, line)


class Writer:
    """Appends to a journal whose lock is held; `entries` are all that stand in it."""

    def __init__(self, journal: Journal, entries: list[Entry]) -> None:
        self._journal = journal
        self.entries = entries

    def append(self, **content: Any) -> Entry:
        """Writes one entry and returns it with its number, the hash before and its own; it is on disk then."""
        entry = chained(content, self.entries[-1] if self.entries else None)
        self._journal._append(entry)
        self.entries.append(entry)
        return entry


def reading(text: bytes | None, last: bytes | None) -> Reading:
    """The journal with these bytes and this copy of its newest line (None: no such file). Pure."""
    text = text or b""
    lines = text.split(b"\n")
    tail = lines.pop()
    entries: list[Entry] = []
    for number, line in enumerate(lines, start=1):
        entry = entry_of(line)
        if entry is None or not follows(entry, entries[-1] if entries else None):
            return Reading(tuple(entries), (f"journal: line {number} was changed",))
        entries.append(entry)
    return _with_end(entries, lines, tail, last)


def _with_end(entries: list[Entry], lines: list[bytes], tail: bytes, last: bytes | None) -> Reading:
    """The reading of whole lines and a torn rest, held against the copy of the newest line."""
    known = {line + b"\n" for line in lines}
    if last in known or (last is None and len(lines) <= 1):
        # Nothing missing: what is torn was never accepted. The copy may be older, where the power went before it was
        # renewed or a backup copied it first.
        return Reading(tuple(entries), (), b"".join(line + b"\n" for line in lines) if tail else None)
    newest = entry_of((last or b"").rstrip(b"\n"))
    missing = newest if newest and follows(newest, entries[-1] if entries else None) else None
    if last is not None and missing is not None and last.endswith(b"\n") and last.startswith(tail):
        return Reading((*entries, missing), (), b"".join(line + b"\n" for line in lines) + last)
    if newest is None:
        return Reading(tuple(entries), ("journal: the copy of its last line (LAST) is missing or was changed",))
    return Reading(tuple(entries), (f"journal: lines after {len(entries)} are missing or were changed",))


def _bytes(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None


def _replace(path: Path, content: bytes) -> None:
    new = path.with_name(path.name + ".new")
    with new.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    os.replace(new, path)
    _flush(path.parent)


def _flush(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
