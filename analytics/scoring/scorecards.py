"""Scorecards: blocks of weighted indicators and the marks between which they earn points (data/scorecards/*.toml)."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from analytics.contract.labels import both
from analytics.contract.periods import Period
from analytics.contract.schema import DATA

FOLDER = DATA / "scorecards"
DIRECTIONS = ("high", "low")
ROLL_CALL = "roll_call"  # the roll-call's own settings stand in the same folder


class BadScorecard(ValueError):
    """A scorecard file that contradicts itself."""


class NoScorecard(LookupError):
    """No scorecard of that id is in force in the period."""


@dataclass(frozen=True)
class Weighted:
    """An indicator's place in a scorecard: its weight and its line from value to points, as rising (value, points)."""

    id: str
    block: str
    weight: float
    direction: str
    points: tuple[tuple[float, float], ...]
    why: Mapping[str, str]

    @property
    def floor(self) -> float:
        """The value at which it earns its fewest points."""
        return self.points[0 if self.direction == "high" else -1][0]

    @property
    def target(self) -> float:
        """The value at which it earns its most points."""
        return self.points[-1 if self.direction == "high" else 0][0]


@dataclass(frozen=True)
class Block:
    """A block of a scorecard; its weight is the sum of its indicators' weights."""

    id: str
    label: Mapping[str, str]
    indicators: tuple[Weighted, ...]

    @property
    def weight(self) -> float:
        return sum(indicator.weight for indicator in self.indicators)


@dataclass(frozen=True)
class Main:
    """The indicator that a unit must have enough of to be ranked: its denominator must reach `minimum`."""

    indicator: str
    minimum: float
    why: Mapping[str, str]


@dataclass(frozen=True)
class Adjustment:
    """Points added (or taken) for each counted alley per `per_alleys` alleys of the unit, at most `limit` in size."""

    id: str
    label: Mapping[str, str]
    points: float
    per_alleys: float
    limit: float
    why: Mapping[str, str]

    def of(self, counted: float, alleys: float) -> float:
        """The points for `counted` alleys out of `alleys`; 0 where the unit has no alley."""
        if not alleys:
            return 0.0
        size = min(abs(self.points) * counted * self.per_alleys / alleys, self.limit)
        return size if self.points > 0 else -size


@dataclass(frozen=True)
class Scorecard:
    """One version of a scorecard, in force from `valid_from` to `valid_to` inclusive (None = without end)."""

    id: str
    label: Mapping[str, str]
    why: Mapping[str, str]
    valid_from: date
    valid_to: date | None
    seed: int
    blocks: tuple[Block, ...]
    mains: Mapping[str, Main]
    grouped_tiers: tuple[str, ...]
    adjustments: tuple[Adjustment, ...]

    @property
    def indicators(self) -> tuple[Weighted, ...]:
        """All its indicators, block by block."""
        return tuple(indicator for block in self.blocks for indicator in block.indicators)

    def main(self, tier: str) -> Main:
        """The main indicator of a tier."""
        return self.mains.get(tier, self.mains["default"])

    def covers(self, day: date) -> bool:
        """Whether it is in force on that day."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


@cache
def every_scorecard(folder: Path = FOLDER) -> tuple[Scorecard, ...]:
    """All versions of all scorecards, by id and first day in force. Raises BadScorecard."""
    paths = [path for path in sorted(folder.glob("*.toml")) if path.stem != ROLL_CALL]
    found = sorted((read(path) for path in paths), key=lambda card: (card.id, card.valid_from))
    for earlier, later in zip(found, found[1:], strict=False):
        if earlier.id == later.id and (earlier.valid_to is None or earlier.valid_to >= later.valid_from):
            raise BadScorecard(f"{later.id}: two versions in force on {later.valid_from}")
    return tuple(found)


def scorecards() -> dict[str, Scorecard]:
    """id → its newest version."""
    return {card.id: card for card in every_scorecard()}


def in_force(scorecard_id: str, period: Period, cards: Sequence[Scorecard] | None = None) -> Scorecard:
    """The version in force on the period's first day, so that a change never splits a period. Raises NoScorecard.

    `cards` are the versions to choose from, by default the shipped ones.
    """
    versions = [card for card in (every_scorecard() if cards is None else cards) if card.id == scorecard_id]
    if not versions:
        raise NoScorecard(both("refusals.no_scorecard", scorecard=repr(scorecard_id), known=", ".join(scorecards())))
    for card in versions:
        if card.covers(period.first):
            return card
    raise NoScorecard(both("refusals.scorecard_not_in_force", scorecard=repr(scorecard_id), day=period.first))


def read(path: Path) -> Scorecard:
    """The scorecard of one file. Raises BadScorecard naming the file and what is wrong."""
    return parse(path.read_text(encoding="utf-8"), path.name)


def parse(text: str, name: str) -> Scorecard:
    """The scorecard that a TOML text describes; `name` is what to call it in a BadScorecard."""
    try:
        card = _scorecard(tomllib.loads(text))
    except (KeyError, TypeError, ValueError) as error:
        raise BadScorecard(f"{name}: {error!r}") from error
    ids = [indicator.id for indicator in card.indicators]
    if len(set(ids)) < len(ids):
        raise BadScorecard(f"{name}: an indicator stands twice")
    for main in card.mains.values():
        if main.indicator not in ids:
            raise BadScorecard(f"{name}: main indicator {main.indicator} is not one of its indicators")
    return card


def _scorecard(document: dict[str, Any]) -> Scorecard:
    return Scorecard(
        id=document["id"],
        label=_words(document),
        why=_words(document["why"]),
        valid_from=document["valid_from"],
        valid_to=document.get("valid_to"),
        seed=int(document["seed"]),
        blocks=tuple(_block(entry) for entry in document["blocks"]),
        mains={
            tier: Main(entry["indicator"], float(entry["minimum"]), _words(entry))
            for tier, entry in document["main"].items()
        },
        grouped_tiers=tuple(document.get("grouped_tiers", ())),
        adjustments=tuple(_adjustment(entry) for entry in document.get("adjustments", ())),
    )


def _block(entry: dict[str, Any]) -> Block:
    return Block(entry["id"], _words(entry), tuple(_weighted(entry["id"], line) for line in entry["indicators"]))


def _weighted(block: str, entry: dict[str, Any]) -> Weighted:
    points = _points(entry)
    direction = entry["direction"]
    earned = [earns for _, earns in points]
    if direction not in DIRECTIONS or earned != sorted(earned, reverse=direction == "low") or earned[0] == earned[-1]:
        raise ValueError(f"{entry['id']}: direction {direction!r} does not fit its marks {points}")
    if entry["weight"] <= 0:
        raise ValueError(f"{entry['id']}: weight must be above zero")
    return Weighted(entry["id"], block, float(entry["weight"]), direction, points, _words(entry))


def _points(entry: dict[str, Any]) -> tuple[tuple[float, float], ...]:
    if "points" in entry:
        found = sorted((float(value), float(points)) for value, points in entry["points"])
    else:
        found = sorted([(float(entry["floor"]), 0.0), (float(entry["target"]), 100.0)])
    if len(found) < 2 or any(left[0] == right[0] for left, right in zip(found, found[1:], strict=False)):
        raise ValueError(f"{entry['id']}: needs two or more different values")
    return tuple(found)


def _adjustment(entry: dict[str, Any]) -> Adjustment:
    why = {"zh": entry["reason_zh"], "en": entry["reason_en"]}
    numbers = (float(entry[name]) for name in ("points", "per_alleys", "limit"))
    return Adjustment(entry["id"], _words(entry), *numbers, why)


def _words(entry: dict[str, Any]) -> dict[str, str]:
    return {"zh": entry["zh"], "en": entry["en"]}
