"""Rankings of a version's units: computed, scored, ranked, compared with the period before and the year before."""

from __future__ import annotations

import zlib
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from analytics.contract.periods import Period
from analytics.indicators import catalogue, compute, units_in_force
from analytics.scoring.adjusting import alley_events, alleys, points_of_events
from analytics.scoring.intervals import DRAWS
from analytics.scoring.movement import movement
from analytics.scoring.rulebooks import Rulebook
from analytics.scoring.scorecards import NoScorecard, Scorecard
from analytics.scoring.standings import Standing, bands, standing
from analytics.store.versions import Version


@dataclass(frozen=True)
class Ranking:
    """A ranking: the period's standing, the standing of the period before, and a row per unit in `units`.

    units: Standing.table with movement, movement_significant (None where there is no movement) and year_on_year.
    before, year_before: without draws; None where the scorecard was not in force. changes: the alleys that fell or rose
    up to the period (see `downgrades.events`), None unless they adjust the scores.
    """

    scorecard: Scorecard
    period: Period
    as_of: datetime
    tier: str
    within: str | None
    version_id: str
    units: pd.DataFrame
    now: Standing
    before: Standing | None
    changes: pd.DataFrame | None
    year_before: Standing | None = None

    def bands(self) -> list[list[str]]:
        """Ranked units in bands that cannot be told apart, best first."""
        return bands(self.now)

    def as_json(self) -> dict[str, Any]:
        """The ranking as the verb prints it; no NaN, rates as fractions."""
        return {
            "scorecard": self.scorecard.id,
            "period": self.period.text,
            "as_of": self.as_of.isoformat(),
            "main_indicator": self.scorecard.main(self.tier).indicator,
            "rows": [self._row(line) for line in self.units.to_dict("records")],
        }

    def indicator_lines(self, unit: str) -> list[dict[str, Any]]:
        """A unit's indicators in the scorecard's order, as in the verb's JSON."""
        row = self._position[unit]
        lines = []
        for column, weighted in enumerate(self.scorecard.indicators):
            cells = {name: number(array[row, column]) for name, array in self._arrays.items()}
            lines.append(
                {
                    "indicator": weighted.id,
                    **{name: cells[name] for name in ("value", "numerator", "denominator", "score")},
                    "weight": weighted.weight,
                    "contribution": cells["contribution"],
                }
            )
        return lines

    def block_scores(self, unit: str) -> dict[str, float | None]:
        """A unit's block scores 0–100 in the scorecard's order; None where the block has no data."""
        scores = self._blocks[self._position[unit]]
        return {block.id: number(value) for block, value in zip(self.scorecard.blocks, scores, strict=True)}

    # Thousands of units are written out cell by cell: arrays answer a cell a hundred times faster than frames.
    @cached_property
    def _arrays(self) -> dict[str, np.ndarray]:
        scores = self.now.scores
        frames = {
            "value": scores.values,
            "numerator": scores.numerators,
            "denominator": scores.denominators,
            "score": scores.points,
            "contribution": scores.contributions,
        }
        return {name: frame.to_numpy() for name, frame in frames.items()}

    @cached_property
    def _blocks(self) -> np.ndarray:
        return self.now.scores.blocks.to_numpy()

    @cached_property
    def _position(self) -> dict[str, int]:
        return {unit: row for row, unit in enumerate(self.now.scores.values.index)}

    def _row(self, line: dict[str, Any]) -> dict[str, Any]:
        return {
            "unit": line["unit"],
            "name": text(line["name"]),
            "group": text(line["group"]),
            **{name: whole(line[name]) for name in ("rank", "rank_in_group", "rank_low", "rank_high")},
            "score": number(line["score"]),
            "weight_available": float(line["weight_available"]),
            "status": line["status"],
            "blocks": self.block_scores(line["unit"]),
            "indicators": self.indicator_lines(line["unit"]),
            "movement": whole(line["movement"]),
            "movement_significant": line["movement_significant"],
            "year_on_year": whole(line["year_on_year"]),
        }


def rank(
    version: Version,
    period: Period | str,
    tier: str = "district",
    within: str | None = None,
    as_of: datetime | None = None,
    scorecard: str = "monthly",
    rules: Rulebook | None = None,
) -> Ranking:
    """The ranking of a tier's units (inside `within`) in a period as known at `as_of` (default: the period's own).

    Earlier periods are taken at their own default as-of, but never later than this one's. `rules` are the scorecard's
    versions and settings, by default those of the product's files. Raises NoScorecard, BadPeriod.
    """
    rules = rules or Rulebook.of(scorecard)
    period = Period.parse(period) if isinstance(period, str) else period
    as_of = as_of or period.default_as_of(version.newest_known_at)
    changes = _changes(version, rules, rules.in_force(scorecard, period), period, as_of)
    asked = _Asked(version, scorecard, rules, tier, within, as_of, changes)
    now = asked.standing(period, as_of)
    before = asked.earlier(period.previous())
    year_before = asked.earlier(period.year_before(), draws=0)
    units = now.table.join(movement(now, before, year_before), on="unit")
    # The draws of the period before have done their work; they would fill the memory of whoever keeps rankings.
    before = before and replace(before, draws=None)
    return Ranking(now.card, period, as_of, tier, within, version.id, units, now, before, asked.changes,
                   year_before)


def _changes(
    version: Version, rules: Rulebook, card: Scorecard, period: Period, as_of: datetime
) -> pd.DataFrame | None:
    """The alleys that fell or rose so far; None unless a scorecard with adjustments ranks a quarter."""
    if not card.adjustments or period.kind != "quarter":
        return None
    return alley_events(version, period, as_of, rules.settings.downgrade)


@dataclass(frozen=True)
class _Asked:
    """What is the same for all periods of one ranking."""

    version: Version
    scorecard: str
    rules: Rulebook
    tier: str
    within: str | None
    as_of: datetime
    changes: pd.DataFrame | None

    def earlier(self, period: Period, draws: int = DRAWS) -> Standing | None:
        """The standing of an earlier period; None where the scorecard was not in force then."""
        try:
            return self.standing(period, min(self.as_of, period.default_as_of(self.version.newest_known_at)), draws)
        except NoScorecard:
            return None

    def standing(self, period: Period, as_of: datetime, draws: int = DRAWS) -> Standing:
        """The standing of a period as known at `as_of`."""
        card = self.rules.in_force(self.scorecard, period)
        ids = [weighted.id for weighted in card.indicators]
        rows = compute(self.version, period, self.tier, ids=ids, within=self.within, as_of=as_of)
        units = units_in_force(self.version, self.tier, period, as_of, self.within)
        ratios = {name for name in ids if catalogue()[name].unit == "rate"}
        # The period is part of the stream's name: draws of two periods must be independent of each other.
        stream = [zlib.crc32(f"{self.tier} {period.text}".encode())]
        return standing(
            rows,
            units.rename(columns={"group_code": "group"}),
            card,
            self.tier,
            ratios,
            stream,
            self._adjustments(card, period, as_of),
            draws,
        )

    def _adjustments(self, card: Scorecard, period: Period, as_of: datetime) -> pd.DataFrame | None:
        if self.changes is None or not card.adjustments:
            return None
        places = alleys(self.version, period.last_day(as_of) or period.first)
        return points_of_events(self.changes[self.changes["quarter"] == period.text], places, card, self.tier)


def number(value: Any) -> float | None:
    """A float, or None for NaN."""
    return None if value is None or np.isnan(value) else float(value)


def whole(value: Any) -> int | None:
    """An int, or None for NaN."""
    return None if value is None or np.isnan(value) else int(value)


def text(value: Any) -> str | None:
    """A string, or None for a missing one."""
    return value if isinstance(value, str) else None
