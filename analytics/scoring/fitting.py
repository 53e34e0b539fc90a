"""Which scorecard a store can answer: the first of those preferred of which enough weight has data."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from analytics.contract.periods import Period
from analytics.indicators import indicator
from analytics.indicators.computing import answerable
from analytics.scoring.scorecards import NoScorecard, in_force
from analytics.scoring.scores import ENOUGH_WEIGHT
from analytics.store.versions import Version


def fitting(version: Version, period: Period, as_of: datetime, preferred: Sequence[str]) -> str:
    """The id of the first preferred scorecard in force whose answerable weight suffices; the first one if none does."""
    for name in preferred:
        try:
            card = in_force(name, period)
        except NoScorecard:
            continue
        answered = answerable(version, [indicator(weighted.id) for weighted in card.indicators], as_of)
        held = sum(weighted.weight for weighted in card.indicators if weighted.id in answered)
        if held >= ENOUGH_WEIGHT * sum(weighted.weight for weighted in card.indicators):
            return name
    return preferred[0]
