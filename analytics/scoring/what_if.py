"""What if: a ranking by other weights or another scorecard. Never official: no edition can be made of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache

from analytics.contract.labels import text
from analytics.contract.periods import Period
from analytics.scoring.rulebooks import Rulebook
from analytics.scoring.scorecards import Block, Scorecard

# The id that such a scorecard bears. No shipped scorecard has it, so whatever publishes refuses it.
UNOFFICIAL = "what_if"
MOST = 100  # the greatest weight that can be asked for
_NEARLY_NOTHING = 1e-9  # the main indicator decides who is ranked, also where it earns nothing


@dataclass(frozen=True)
class Trial(Rulebook):
    """Rules by which everything is ranked by the scorecard `instead`, with other `weights` (id → 0–100).

    Indicators that are not named keep their weight; one of weight 0 is left out. The settings stay as they are.
    """

    instead: str = ""
    weights: Mapping[str, float] = field(default_factory=dict)

    def in_force(self, scorecard: str, period: Period) -> Scorecard:
        """The changed version in force in the period, whichever scorecard is asked for. Raises NoScorecard."""
        return changed(super().in_force(self.instead, period), self.weights)


def trial(scorecard: str, weights: Mapping[str, float]) -> Trial:
    """The rules of the shipped scorecard with other weights."""
    return Trial(_texts(scorecard), scorecard, dict(weights))


def changed(card: Scorecard, weights: Mapping[str, float]) -> Scorecard:
    """The scorecard with those weights, its id and name saying that it is unofficial.

    Unknown ids are passed over and weights cut to 0–100. Where nothing would be left, the weights stay as they are.
    """
    mains = {main.indicator for main in card.mains.values()}
    blocks = [_block(block, weights, mains) for block in card.blocks]
    kept = tuple(block for block in blocks if block.indicators)
    if sum(block.weight for block in kept) < 1e-6:
        kept = card.blocks
    label = {each: text("what_if.scorecard", each, scorecard=card.label[each]) for each in card.label}
    return replace(card, id=UNOFFICIAL, label=label, blocks=kept)


def parse(words: str | None) -> dict[str, float]:
    """Weights as the address writes them (``on_time_rate:30,rework_rate:0``); what cannot be read is passed over."""
    found = {}
    for part in (words or "").split(","):
        name, _, number = part.partition(":")
        try:
            weight = float(number)
        except ValueError:
            continue
        if name and 0 <= weight <= MOST:
            found[name] = weight
    return found


def written(weights: Mapping[str, float]) -> str:
    """The weights as the address writes them."""
    return ",".join(f"{name}:{weight:g}" for name, weight in weights.items())


def _block(block: Block, weights: Mapping[str, float], mains: set[str]) -> Block:
    found = []
    for each in block.indicators:
        weight = min(max(weights.get(each.id, each.weight), 0.0), MOST)
        if weight > 0 or each.id in mains:
            found.append(replace(each, weight=max(weight, _NEARLY_NOTHING)))
    return replace(block, indicators=tuple(found))


@cache
def _texts(scorecard: str) -> dict[str, str]:
    return Rulebook.of(scorecard).texts
