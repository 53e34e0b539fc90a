"""What an edition is of, and how its result is computed from a version: the one place that does so."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from analytics.contract.canonical import plain
from analytics.contract.periods import Period
from analytics.editions.refusals import BadRecipe, NotAllowed
from analytics.indicators import TIERS
from analytics.scoring import NoScorecard, rank, roll_call, scorecards
from analytics.scoring.roll_calls import SCORECARD, TIER
from analytics.scoring.rulebooks import Rulebook
from analytics.store.versions import Version

MONTHLY, QUARTERLY = "monthly", "quarterly"
KINDS = {MONTHLY: "month", QUARTERLY: "quarter"}


@dataclass(frozen=True)
class Recipe:
    """Everything besides the data and the rules that decides a result."""

    kind: str
    period: Period
    tier: str
    within: str | None
    as_of: datetime
    scorecard: str


def recipe(
    version: Version,
    kind: str,
    period: Period,
    tier: str = TIER,
    within: str | None = None,
    as_of: datetime | None = None,
    scorecard: str | None = None,
) -> Recipe:
    """The recipe of an edition; without an as-of the period's usual one.

    Raises BadRecipe for words that do not go together, NotAllowed for a period that has not ended by the as-of and for
    an area that is not in the store.
    """
    check_words(kind, period, tier, within, scorecard)
    moment = as_of or period.default_as_of(version.newest_known_at)
    if not period.is_finished(moment):
        raise NotAllowed("unfinished", period=period.text, as_of=f"{moment:%Y-%m-%d %H:%M}")
    if within and not version.value("select count(*) from area_chains where area_code = ?", [within]):
        raise NotAllowed("unknown_area", area=within)
    return Recipe(kind, period, tier, within, moment, scorecard or (SCORECARD if kind == QUARTERLY else MONTHLY))


def check_words(kind: str, period: Period, tier: str, within: str | None, scorecard: str | None) -> None:
    """Raises BadRecipe where kind, period and options do not make an edition."""
    if kind not in KINDS:
        raise BadRecipe(f"no such kind of edition: {kind}")
    if period.kind != KINDS[kind]:
        raise BadRecipe(f"a {kind} edition is of a {KINDS[kind]}, not of {period.text}")
    if tier not in TIERS:
        raise BadRecipe(f"no such tier: {tier}")
    if scorecard is not None and scorecard not in scorecards():
        raise BadRecipe(f"no such scorecard: {scorecard}")
    if kind == QUARTERLY and (tier != TIER or within or scorecard not in (None, SCORECARD)):
        raise BadRecipe("the roll-call is of all districts by the quarterly scorecard, of no other tier or area")


def result(version: Version, wanted: Recipe, rules: Rulebook) -> dict[str, Any]:
    """The document to be sealed: the ranking as `rank` gives it, or the roll-call. Raises NotAllowed."""
    try:
        if wanted.kind == QUARTERLY:
            return plain(roll_call(version, wanted.period, wanted.as_of, rules))
        found = rank(version, wanted.period, wanted.tier, wanted.within, wanted.as_of, wanted.scorecard, rules)
        return plain(found.as_json())
    except NoScorecard as error:
        raise NotAllowed("no_scorecard", scorecard=wanted.scorecard, period=wanted.period.text) from error
