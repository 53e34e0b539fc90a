"""Editions: rankings and roll-calls that were published. Drafted, contested, approved, sealed, verified, corrected."""

from analytics.editions.drafting import answer, approve, draft, drop, object_to, publish, redraft, seal
from analytics.editions.opening import Edition, every_state, listed, opened
from analytics.editions.refusals import BadRecipe, NotAllowed
from analytics.editions.states import Objection, State
from analytics.editions.verifying import Verdict, verify

__all__ = [
    "BadRecipe",
    "Edition",
    "NotAllowed",
    "Objection",
    "State",
    "Verdict",
    "answer",
    "approve",
    "draft",
    "drop",
    "every_state",
    "listed",
    "object_to",
    "opened",
    "publish",
    "redraft",
    "seal",
    "verify",
]
