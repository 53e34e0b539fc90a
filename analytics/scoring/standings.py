"""The standing of all units in one period: scores, ranks, rank intervals and the draws behind them. Pure functions."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import pandas as pd

from analytics.scoring.intervals import DRAWS, Draws, draw_ranks
from analytics.scoring.ranks import competition_ranks, half_up, listing_order, ranks_within
from analytics.scoring.scorecards import Scorecard
from analytics.scoring.scores import NO_DATA, RANKED, Scores, score


@dataclass(frozen=True)
class Standing:
    """One period's standing.

    table: one row per unit in listing order, with unit, name, name_en, group, rank, rank_in_group, rank_low, rank_high
    (NaN where unranked), score (rounded, adjustments included, NaN for no_data), composite and adjustment (points,
    unrounded), weight_available, status. draws: None where no unit is ranked or none were asked for.
    """

    card: Scorecard
    tier: str
    table: pd.DataFrame
    scores: Scores
    adjustments: pd.DataFrame
    draws: Draws | None

    def ranks(self) -> pd.Series:
        """Rank per unit, NaN where unranked."""
        return self.table.set_index("unit")["rank"]


def standing(
    rows: pd.DataFrame,
    units: pd.DataFrame,
    card: Scorecard,
    tier: str,
    ratios: Collection[str],
    stream: Sequence[int] = (),
    adjustments: pd.DataFrame | None = None,
    draws: int = DRAWS,
) -> Standing:
    """The standing of `units` (unit, name, name_en, group) from indicator rows as in `scores.score`.

    ratios: indicators that are proportions of counts. adjustments: points per unit (index) and adjustment (columns).
    draws: 0 leaves out the intervals.
    """
    scores = score(rows, units["unit"], card, tier)
    points = _adjustments(adjustments, scores, card)
    table = units.set_index("unit").reindex(scores.composite.index).rename_axis("unit").reset_index()
    table["status"] = scores.status.to_numpy()
    table["weight_available"] = scores.weight_available.to_numpy()
    table["composite"] = scores.composite.to_numpy()
    table["adjustment"] = points.sum(axis=1).to_numpy()
    table["score"] = half_up(table["composite"] + table["adjustment"])
    compared = table["score"].where(table["status"] == RANKED)
    table["rank"] = competition_ranks(compared)
    grouped = tier in card.grouped_tiers
    table["rank_in_group"] = ranks_within(compared, table["group"]) if grouped else float("nan")
    drawn = draw_ranks(scores, card, ratios, points.sum(axis=1), stream, draws) if draws else None
    interval = drawn.interval() if drawn else pd.DataFrame(columns=["rank_low", "rank_high"], dtype=float)
    table = table.join(interval, on="unit")
    return Standing(card, tier, listing_order(table), scores, points, drawn)


def _adjustments(given: pd.DataFrame | None, scores: Scores, card: Scorecard) -> pd.DataFrame:
    """Points per unit and adjustment, 0 where nothing was counted and where the unit has no score."""
    columns = [adjustment.id for adjustment in card.adjustments]
    frame = pd.DataFrame(0.0, index=scores.composite.index, columns=columns)
    if given is not None:
        frame.update(given.reindex(columns=columns))
    return frame.where(scores.status != NO_DATA, 0.0)


def bands(standing_now: Standing, certainty: float = 0.95) -> list[list[str]]:
    """Ranked units in bands that cannot be told apart, best first.

    A band goes on while its first unit beats the next one in a smaller share of draws than `certainty`.
    """
    draws = standing_now.draws
    if draws is None:
        return []
    column = {unit: index for index, unit in enumerate(draws.units)}
    found: list[list[str]] = []
    for unit in standing_now.table.loc[standing_now.table["status"] == RANKED, "unit"]:
        if found:
            head, this = draws.ranks[:, column[found[-1][0]]], draws.ranks[:, column[unit]]
            if (head < this).mean() < certainty:
                found[-1].append(unit)
                continue
        found.append([unit])
    return found
