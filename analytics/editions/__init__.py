"""Editions: rankings and roll-calls that were published. Drafted, contested, approved, sealed, verified, corrected."""

from analytics.editions.comparing import today
from analytics.editions.deciding import answer, approve, drop, object_to, seal
from analytics.editions.drafting import draft, publish, redraft
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
    "today",
    "verify",
]
