"""Editions to look at: the list, and one with exactly the data it was made from."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from analytics.contract.periods import Period
from analytics.editions import inputs, papers, registry
from analytics.editions.papers import Paper
from analytics.editions.recipes import Recipe
from analytics.editions.states import State
from analytics.scoring.rulebooks import Rulebook
from analytics.scoring.scorecards import Scorecard
from analytics.store.versions import Store, Version


@dataclass(frozen=True)
class Edition:
    """An edition as it was drafted or sealed. `paper` is its whole document, `document` the result in it."""

    store: Store
    status: State
    paper: Paper

    @property
    def id(self) -> str:
        return self.status.id

    @property
    def state(self) -> str:
        """draft, objections, approved, sealed or dropped."""
        return self.status.state

    @property
    def kind(self) -> str:
        """monthly or quarterly."""
        return self.status.kind

    @property
    def period(self) -> Period:
        return Period.parse(self.paper["period"])

    @property
    def tier(self) -> str:
        return self.paper["tier"]

    @property
    def within(self) -> str | None:
        return self.paper["within"]

    @property
    def as_of(self) -> datetime:
        return datetime.fromisoformat(self.paper["as_of"])

    @property
    def document(self) -> dict[str, Any]:
        """The result: the ranking as `rank` gives it, or the roll-call."""
        return self.paper["result"]

    @property
    def sha256(self) -> str:
        """SHA-256 of the result in canonical JSON."""
        return self.paper["sha256"]

    @property
    def recipe(self) -> Recipe:
        return Recipe(self.kind, self.period, self.tier, self.within, self.as_of, self.paper["scorecard"])

    @cached_property
    def rules(self) -> Rulebook:
        """The rules as they were: every version of the scorecard, and the roll-call's settings."""
        return Rulebook(self.paper["rules"])

    @property
    def scorecard(self) -> Scorecard:
        """The scorecard that was in force in the period, as it was."""
        return self.rules.in_force(self.paper["scorecard"], self.period)

    @cached_property
    def version(self) -> Version:
        """A version holding exactly the edition's data, rebuilt from the ledger when it is gone. Raises NotAllowed."""
        return inputs.version_of(self.store, self.paper["inputs"])


def opened(store: Store, edition: str) -> Edition:
    """The edition of that id. Raises NotAllowed when there is none, or its file was changed."""
    state = registry.one(store, edition)
    return Edition(store, state, papers.read(store, state))


def every_state(store: Store) -> list[State]:
    """All editions as the journal tells them, oldest first. Raises NotAllowed where the journal contradicts itself."""
    return list(registry.every(store).values())


def listed(store: Store) -> list[dict[str, Any]]:
    """One row per edition, oldest first: what it is of, its state, its hashes, who did what when, its objections."""
    return [_row(state) for state in every_state(store)]


def _row(state: State) -> dict[str, Any]:
    told = asdict(state)
    return {
        "edition": told.pop("id"),
        **{name: told[name] for name in ("kind", "period", "tier", "within", "as_of", "scorecard", "state", "sha256")},
        **{name: told[name] for name in ("seal", "previous", "corrects", "draft", "drafted", "approved", "sealed")},
        "dropped": told["dropped"],
        "objections": told["objections"],
    }
