"""Decisions about a draft: contested, answered, approved, sealed, given up. Each is one entry of the journal."""

from __future__ import annotations

import getpass
from datetime import datetime
from typing import Any

from analytics.editions import papers, registry, states
from analytics.editions.corrections import rows
from analytics.editions.refusals import NotAllowed
from analytics.editions.states import State
from analytics.store.journal import Journal, Writer
from analytics.store.versions import Store


def object_to(
    store: Store, edition: str, *, reason: str, unit: str | None = None, subject: str = "", by: str | None = None
) -> State:
    """Contests a row or a figure of a draft, with a reason. Raises NotAllowed, also for a unit that is not in it."""
    state = registry.one(store, edition)
    if unit is not None and unit not in {row["unit"] for row in rows(papers.read(store, state)["result"])}:
        raise NotAllowed("unknown_unit", unit=unit, edition=edition)
    return _act(store, "object", edition, by, unit=unit, subject=subject, reason=reason)


def answer(
    store: Store, edition: str, objection: str, *, outcome: str, reason: str, by: str | None = None
) -> State:
    """Answers an objection: accepted or rejected, with a reason. Raises NotAllowed."""
    return _act(store, "answer", edition, by, objection=objection, outcome=outcome, reason=reason)


def approve(store: Store, edition: str, *, by: str | None = None) -> State:
    """Approves the newest draft. Raises NotAllowed while objections are open or an accepted one awaits a new draft."""
    state = registry.one(store, edition)
    papers.read(store, state)
    return _act(store, "approve", edition, by, document_sha256=state.document_sha256)


def seal(store: Store, edition: str, *, by: str | None = None) -> State:
    """Seals an approved edition: it is chained to the one sealed before and never changes again. Raises NotAllowed."""
    papers.read(store, registry.one(store, edition))
    with Journal(store).writing() as journal:
        known = states.fold(journal.entries)
        last = states.last_sealed(known)
        named = {"document_sha256": known[edition].document_sha256, "sha256": known[edition].sha256}
        return append(journal, known, "seal", edition, by, previous=last and last.seal, **named)


def drop(store: Store, edition: str, *, by: str | None = None) -> State:
    """Gives up an edition that is not sealed. Raises NotAllowed."""
    return _act(store, "drop", edition, by)


def _act(store: Store, act: str, edition: str, by: str | None, **content: Any) -> State:
    with Journal(store).writing() as journal:
        return append(journal, states.fold(journal.entries), act, edition, by, **content)


def append(
    journal: Writer, known: dict[str, State], act: str, edition: str, by: str | None, **content: Any
) -> State:
    """Writes the entry if it is possible after what stands in the journal, and returns the edition's new state."""
    stamp = datetime.now().isoformat(timespec="seconds")  # noqa: DTZ005  local civil time, a stamp only
    entry = {"about": "edition", "act": act, "edition": edition, "by": by or user(), "at": stamp, **content}
    states.after(known, entry)
    return states.after(known, journal.append(**entry))


def user() -> str:
    """The name of whoever runs this process; a dash where the system knows none."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "-"
