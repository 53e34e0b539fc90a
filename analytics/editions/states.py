"""What became of each edition: a pure fold over journal entries. Draft → objections → approved → sealed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from analytics.editions.refusals import NotAllowed

DRAFT, OBJECTIONS, APPROVED, SEALED, DROPPED = "draft", "objections", "approved", "sealed", "dropped"
STATES = (DRAFT, OBJECTIONS, APPROVED, SEALED, DROPPED)
OUTCOMES = ("accepted", "rejected")

# state → what may be done in it. A sealed edition stays as it is: a correction is a new one.
ALLOWED: Mapping[str, tuple[str, ...]] = {
    DRAFT: ("redraft", "object", "approve", "drop"),
    OBJECTIONS: ("redraft", "object", "answer", "drop"),
    APPROVED: ("seal", "drop"),
    SEALED: (),
    DROPPED: (),
}
ACTS = ("draft", "redraft", "object", "answer", "approve", "seal", "drop")


@dataclass(frozen=True)
class Stamp:
    """Who did something and when (local civil time, ISO 8601)."""

    by: str
    at: str


@dataclass(frozen=True)
class Objection:
    """A contested row or figure of a draft (`number` counts the drafts), its reason, and how it was answered.

    unit: the unit whose row is contested, None for the edition as a whole. subject: the figure or row in words or as a
    key. outcome: accepted, rejected, or None while it is open.
    """

    id: str
    draft: int
    unit: str | None
    subject: str
    reason: str
    filed: Stamp
    outcome: str | None = None
    answer: str | None = None
    answered: Stamp | None = None


@dataclass(frozen=True)
class State:
    """An edition as the journal tells it. `draft` counts its drafts; hashes are those of the newest draft.

    seal: the hash of the journal entry that sealed it; previous: the seal of the edition sealed before.
    """

    id: str
    kind: str
    period: str
    tier: str
    within: str | None
    as_of: str
    scorecard: str
    corrects: str | None
    draft: int
    document_sha256: str
    sha256: str
    state: str
    drafted: Stamp
    objections: tuple[Objection, ...] = ()
    approved: Stamp | None = None
    sealed: Stamp | None = None
    dropped: Stamp | None = None
    seal: str | None = None
    previous: str | None = None

    @property
    def subject(self) -> tuple[str | None, ...]:
        """What it is an edition of: a later one of the same subject corrects it."""
        return self.kind, self.period, self.tier, self.within, self.scorecard

    @property
    def open_objections(self) -> tuple[Objection, ...]:
        return tuple(each for each in self.objections if each.outcome is None)

    @property
    def awaits_redraft(self) -> bool:
        """Whether an objection was accepted and the draft has not been made again since."""
        return any(each.outcome == "accepted" and each.draft == self.draft for each in self.objections)


def fold(entries: Iterable[Mapping[str, Any]]) -> dict[str, State]:
    """Edition → its state after all entries, in the order of the editions' first drafts.

    Entries about other things are passed over. Raises NotAllowed for an entry that the one before rules out.
    """
    states: dict[str, State] = {}
    for entry in entries:
        if entry.get("about") == "edition":
            states[entry["edition"]] = after(states, entry)
    return states


def after(states: Mapping[str, State], entry: Mapping[str, Any]) -> State:
    """The state of the entry's edition once it has been written. Raises NotAllowed."""
    act, edition = entry["act"], entry["edition"]
    stamp = Stamp(entry["by"], entry.get("at", ""))
    if act == "draft":
        if edition in states:
            raise NotAllowed("exists", edition=edition)
        return _drafted(entry, stamp)
    if edition not in states:
        raise NotAllowed("unknown_edition", edition=edition)
    check(states[edition], act)
    return _STEPS[act](states[edition], entry, stamp, states)


def check(now: State, act: str) -> None:
    """Raises NotAllowed where the state rules that act out."""
    if act not in ALLOWED[now.state]:
        raise NotAllowed("not_in_state", edition=now.id, act=f"act.{act}", state=f"state.{now.state}")


def _drafted(entry: Mapping[str, Any], stamp: Stamp) -> State:
    names = ("kind", "period", "tier", "within", "as_of", "scorecard", "corrects", "document_sha256", "sha256")
    return State(id=entry["edition"], draft=1, state=DRAFT, drafted=stamp, **{name: entry[name] for name in names})


def _redraft(now: State, entry: Mapping[str, Any], stamp: Stamp, _: Mapping[str, State]) -> State:
    names = ("as_of", "corrects", "document_sha256", "sha256")
    return replace(now, draft=now.draft + 1, drafted=stamp, **{name: entry[name] for name in names})


def _object(now: State, entry: Mapping[str, Any], stamp: Stamp, _: Mapping[str, State]) -> State:
    if not entry["reason"].strip():
        raise NotAllowed("no_reason")
    number = f"o{len(now.objections) + 1}"
    filed = Objection(number, now.draft, entry["unit"], entry["subject"], entry["reason"], stamp)
    return replace(now, state=OBJECTIONS, objections=(*now.objections, filed))


def _answer(now: State, entry: Mapping[str, Any], stamp: Stamp, _: Mapping[str, State]) -> State:
    wanted = entry["objection"]
    if wanted not in {each.id for each in now.open_objections}:
        raise NotAllowed("no_open_objection", edition=now.id, objection=wanted)
    if entry["outcome"] not in OUTCOMES:
        raise NotAllowed("no_outcome")
    if not entry["reason"].strip():
        raise NotAllowed("no_reason")
    given = {"outcome": entry["outcome"], "answer": entry["reason"], "answered": stamp}
    objections = tuple(replace(each, **given) if each.id == wanted else each for each in now.objections)
    answered = replace(now, objections=objections)
    return answered if answered.open_objections else replace(answered, state=DRAFT)


def _approve(now: State, entry: Mapping[str, Any], stamp: Stamp, _: Mapping[str, State]) -> State:
    if now.awaits_redraft:
        raise NotAllowed("awaits_redraft", edition=now.id)
    if entry["document_sha256"] != now.document_sha256:
        raise NotAllowed("another_draft", edition=now.id)
    return replace(now, state=APPROVED, approved=stamp)


def _seal(now: State, entry: Mapping[str, Any], stamp: Stamp, states: Mapping[str, State]) -> State:
    last = last_sealed(states)
    if entry["document_sha256"] != now.document_sha256 or entry["previous"] != (last and last.seal):
        raise NotAllowed("another_draft", edition=now.id)
    return replace(now, state=SEALED, sealed=stamp, seal=entry.get("hash"), previous=entry["previous"])


def _drop(now: State, entry: Mapping[str, Any], stamp: Stamp, _: Mapping[str, State]) -> State:
    return replace(now, state=DROPPED, dropped=stamp)


_STEPS = {
    "redraft": _redraft, "object": _object, "answer": _answer, "approve": _approve, "seal": _seal, "drop": _drop,
}  # fmt: skip


def last_sealed(states: Mapping[str, State]) -> State | None:
    """The edition whose seal no other follows; None when nothing is sealed."""
    followed = {each.previous for each in states.values() if each.state == SEALED}
    return next((each for each in states.values() if each.state == SEALED and each.seal not in followed), None)


def corrected_by(states: Mapping[str, State], subject: tuple[str | None, ...]) -> State | None:
    """The newest sealed edition of the subject, which another one would correct."""
    sealed = [each for each in states.values() if each.state == SEALED and each.subject == subject]
    overtaken = {each.corrects for each in sealed}
    return next((each for each in reversed(sealed) if each.id not in overtaken), None)
