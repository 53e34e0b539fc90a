"""Making editions: drafting one from the current version, and the decisions that lead to its seal."""

from __future__ import annotations

import getpass
from dataclasses import asdict
from datetime import datetime
from typing import Any

from analytics.contract.canonical import digest
from analytics.contract.periods import Period
from analytics.editions import inputs, papers, states
from analytics.editions.provenance import code_version
from analytics.editions.recipes import Recipe, recipe, result
from analytics.editions.refusals import NotAllowed
from analytics.editions.states import State
from analytics.scoring.rulebooks import Rulebook
from analytics.store.journal import Journal, Writer
from analytics.store.versions import Store


def publish(store: Store, kind: str, period: Period, *, by: str | None = None, **options: Any) -> State:
    """Drafts, approves and seals an edition in one go; options as `draft`. Raises NotAllowed, BadRecipe."""
    drafted = draft(store, kind, period, by=by, **options)
    approve(store, drafted.id, by=by)
    return seal(store, drafted.id, by=by)


def draft(store: Store, kind: str, period: Period, *, by: str | None = None, **options: Any) -> State:
    """Drafts a new edition from the current version; options: tier, within, as_of, scorecard.

    Raises NotAllowed, BadRecipe, NoVersion, JournalDamaged.
    """
    version = store.version()
    try:
        wanted = recipe(version, kind, period, **options)
        rules = Rulebook.of(wanted.scorecard)
        found = result(version, wanted, rules)
        pinned = inputs.pin(store, version)
    finally:
        version.close()
    with Journal(store).writing() as journal:
        known = states.fold(journal.entries)
        edition = f"e{len(known) + 1:06d}"
        return _write(store, journal, known, "draft", edition, wanted, rules, pinned, found, options, by)


def redraft(store: Store, edition: str, *, by: str | None = None) -> State:
    """Makes the draft again from the current version; its objections stay with it. Raises as `draft`."""
    state = one(store, edition)
    before = papers.read(store, state)
    given = datetime.fromisoformat(before["as_of"]) if before["as_of_given"] else None
    options = {"tier": state.tier, "within": state.within, "as_of": given, "scorecard": state.scorecard}
    version = store.version()
    try:
        wanted = recipe(version, state.kind, Period.parse(state.period), **options)
        rules = Rulebook.of(wanted.scorecard)
        found = result(version, wanted, rules)
        pinned = inputs.pin(store, version)
    finally:
        version.close()
    with Journal(store).writing() as journal:
        known = states.fold(journal.entries)
        return _write(store, journal, known, "redraft", edition, wanted, rules, pinned, found, options, by)


def _write(
    store: Store, journal: Writer, known: dict[str, State], act: str, edition: str, wanted: Recipe, rules: Rulebook,
    pinned: inputs.Inputs, found: dict[str, Any], options: dict[str, Any], by: str | None,
) -> State:
    number = known[edition].draft + 1 if edition in known else 1
    named = {**asdict(wanted), "period": wanted.period.text, "as_of": wanted.as_of.isoformat()}
    subject = tuple(named[name] for name in ("kind", "period", "tier", "within", "scorecard"))
    corrected = states.corrected_by(known, subject)
    paper = {
        **named,
        "edition": edition,
        "draft": number,
        "as_of_given": options.get("as_of") is not None,
        "rules": rules.texts,
        "rules_sha256": digest(rules.texts),
        "seed": rules.in_force(wanted.scorecard, wanted.period).seed,
        "inputs": pinned,
        "code": code_version(),
        "corrects": corrected and corrected.id,
        "result": found,
        "sha256": digest(found),
    }
    document = papers.write(store, edition, number, paper)
    named |= {"corrects": paper["corrects"], "document_sha256": document, "sha256": paper["sha256"]}
    return _append(journal, known, act, edition, by, **named)


def object_to(
    store: Store, edition: str, *, reason: str, unit: str | None = None, subject: str = "", by: str | None = None
) -> State:
    """Contests a row or a figure of a draft, with a reason. Raises NotAllowed, also for a unit that is not in it."""
    state = one(store, edition)
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
    state = one(store, edition)
    papers.read(store, state)
    return _act(store, "approve", edition, by, document_sha256=state.document_sha256)


def seal(store: Store, edition: str, *, by: str | None = None) -> State:
    """Seals an approved edition: it is chained to the one sealed before and never changes again. Raises NotAllowed."""
    papers.read(store, one(store, edition))
    with Journal(store).writing() as journal:
        known = states.fold(journal.entries)
        last = states.last_sealed(known)
        named = {"document_sha256": known[edition].document_sha256, "sha256": known[edition].sha256}
        return _append(journal, known, "seal", edition, by, previous=last and last.seal, **named)


def drop(store: Store, edition: str, *, by: str | None = None) -> State:
    """Gives up an edition that is not sealed. Raises NotAllowed."""
    return _act(store, "drop", edition, by)


def one(store: Store, edition: str) -> State:
    """The edition's present state. Raises NotAllowed when there is none of that id."""
    known = states.fold(Journal(store).read().entries)
    if edition not in known:
        raise NotAllowed("unknown_edition", edition=edition)
    return known[edition]


def rows(document: dict[str, Any]) -> list[dict[str, Any]]:
    """The ranked units' rows of a result, monthly or quarterly."""
    return document["rows"] if "rows" in document else document["districts"]


def _act(store: Store, act: str, edition: str, by: str | None, **content: Any) -> State:
    with Journal(store).writing() as journal:
        return _append(journal, states.fold(journal.entries), act, edition, by, **content)


def _append(
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
