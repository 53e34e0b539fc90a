"""Making editions: a draft is computed from the current version, with what it corrects, and written down."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from analytics.contract.canonical import digest
from analytics.contract.periods import Period
from analytics.editions import comparing, inputs, papers, registry, states
from analytics.editions.deciding import append, approve, seal
from analytics.editions.opening import opened
from analytics.editions.provenance import code_version
from analytics.editions.recipes import Recipe, recipe, result
from analytics.editions.refusals import NotAllowed
from analytics.editions.states import State
from analytics.scoring.rulebooks import Rulebook
from analytics.store.journal import Journal
from analytics.store.versions import Store


def publish(store: Store, kind: str, period: Period, *, by: str | None = None, **options: Any) -> State:
    """Drafts, approves and seals an edition in one go; options as `draft`. Raises as `draft`."""
    drafted = draft(store, kind, period, by=by, **options)
    approve(store, drafted.id, by=by)
    return seal(store, drafted.id, by=by)


def draft(store: Store, kind: str, period: Period, *, by: str | None = None, **options: Any) -> State:
    """Drafts a new edition from the current version; options: tier, within, as_of, scorecard.

    Raises NotAllowed, BadRecipe, NoVersion, JournalDamaged.
    """
    made = _computed(store, kind, period, options)
    with Journal(store).writing() as journal:
        known = states.fold(journal.entries)
        return _write(store, journal, known, "draft", f"e{len(known) + 1:06d}", 1, made, by)


def redraft(store: Store, edition: str, *, by: str | None = None) -> State:
    """Makes the draft again from the current version; its objections stay with it. Raises as `draft`."""
    state = registry.one(store, edition)
    states.check(state, "redraft")
    given = datetime.fromisoformat(state.as_of) if papers.read(store, state)["as_of_given"] else None
    options = {"tier": state.tier, "within": state.within, "as_of": given, "scorecard": state.scorecard}
    made = _computed(store, state.kind, Period.parse(state.period), options)
    with Journal(store).writing() as journal:
        known = states.fold(journal.entries)
        return _write(store, journal, known, "redraft", edition, known[edition].draft + 1, made, by)


@dataclass(frozen=True)
class _Made:
    """A result and all that it was made from. corrects: the edition that it would correct."""

    recipe: Recipe
    rules: Rulebook
    as_of_given: bool
    inputs: inputs.Inputs
    result: dict[str, Any]
    corrects: str | None
    correction: dict[str, Any] | None

    @property
    def named(self) -> dict[str, Any]:
        """The recipe in JSON's own types."""
        return {
            **asdict(self.recipe), "period": self.recipe.period.text, "as_of": self.recipe.as_of.isoformat()
        }  # fmt: skip

    @property
    def subject(self) -> tuple[str | None, ...]:
        return tuple(self.named[name] for name in ("kind", "period", "tier", "within", "scorecard"))


def _computed(store: Store, kind: str, period: Period, options: dict[str, Any]) -> _Made:
    version = store.version()
    try:
        wanted = recipe(version, kind, period, **options)
        rules = Rulebook.of(wanted.scorecard)
        found = result(version, wanted, rules)
        made = _Made(wanted, rules, options.get("as_of") is not None, inputs.pin(store, version), found, None, None)
        before = states.corrected_by(registry.every(store), made.subject)
        if before is None:
            return made
        told = comparing.correction(opened(store, before.id), version, wanted, rules, found)
        return _Made(wanted, rules, made.as_of_given, made.inputs, found, before.id, told)
    finally:
        version.close()


def _write(
    store: Store, journal: Any, known: dict[str, State], act: str, edition: str, number: int, made: _Made,
    by: str | None,
) -> State:
    before = states.corrected_by(known, made.subject)
    if (before and before.id) != made.corrects:
        raise NotAllowed("another_draft", edition=edition)
    paper = {
        **made.named,
        "edition": edition,
        "draft": number,
        "as_of_given": made.as_of_given,
        "rules": made.rules.texts,
        "rules_sha256": digest(made.rules.texts),
        "seed": made.rules.in_force(made.recipe.scorecard, made.recipe.period).seed,
        "inputs": made.inputs,
        "code": code_version(),
        "correction": made.correction,
        "result": made.result,
        "sha256": digest(made.result),
    }
    document = papers.write(store, edition, number, paper)
    named = {"corrects": made.corrects, "document_sha256": document, "sha256": paper["sha256"]}
    return append(journal, known, act, edition, by, **made.named, **named)
