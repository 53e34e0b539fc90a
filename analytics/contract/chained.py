"""Lines that hold on to each other: each with its number, the hash of the line before and its own."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from analytics.contract.canonical import canonical, digest

Entry = dict[str, Any]


def chained(content: Mapping[str, Any], before: Entry | None) -> Entry:
    """The content as the line after `before` (None: the first): with `n` from 1, `before` and `hash`."""
    last = before or {"n": 0, "hash": None}
    # Read back from its own bytes, so that what is kept in memory is what stands in the file.
    entry = json.loads(canonical({**content, "n": last["n"] + 1, "before": last["hash"]}))
    return {**entry, "hash": digest(entry)}


def entry_of(line: bytes) -> Entry | None:
    """The line's entry; None unless the line is canonical and has its own hash."""
    try:
        entry = json.loads(line)
        own = {name: value for name, value in entry.items() if name != "hash"}
        return entry if canonical(entry) == line and entry["hash"] == digest(own) else None
    except (ValueError, KeyError, AttributeError, TypeError, RecursionError):
        return None


def follows(entry: Entry, before: Entry | None) -> bool:
    """Whether the entry stands right after `before` (None: is the first)."""
    last = before or {"n": 0, "hash": None}
    return (entry.get("n"), entry.get("before")) == (last["n"] + 1, last["hash"])
