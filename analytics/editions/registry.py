"""Which editions there are: the journal, folded."""

from __future__ import annotations

from analytics.editions import states
from analytics.editions.refusals import NotAllowed
from analytics.editions.states import State
from analytics.store.journal import Journal
from analytics.store.versions import Store


def every(store: Store) -> dict[str, State]:
    """Edition → its present state, oldest first. Raises NotAllowed where the journal contradicts itself."""
    return states.fold(Journal(store).read().entries)


def one(store: Store, edition: str) -> State:
    """The edition's present state. Raises NotAllowed when there is none of that id."""
    known = every(store)
    if edition not in known:
        raise NotAllowed("unknown_edition", edition=edition)
    return known[edition]
