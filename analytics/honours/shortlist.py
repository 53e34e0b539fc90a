"""The shortlist: people with enough service, scored by the criteria, ranked, cut where the list ends."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np
import pandas as pd

from analytics.contract.periods import Period
from analytics.honours.counts import counts
from analytics.honours.criteria import Honour, honour
from analytics.honours.measures import measured
from analytics.honours.service import bound, people, units
from analytics.scoring.ranks import competition_ranks, half_up
from analytics.scoring.scores import RANKED, Scores, score
from analytics.store.versions import Version

TOO_SHORT = "too_short"


@dataclass(frozen=True)
class Shortlist:
    """The honours of a role and year as known at `as_of`.

    listed: one row per person on the list by rank, equal ones in code order: person_id, name, rank, score,
    weight_available, days_in_force, unit (of the honour's tier), alleys, counts, criteria {id: value, numerator,
    denominator, score, weight}; weight is the part of the score that the criterion decides. considered: people who
    served at all. standing: how many of them are `ranked`, `too_short` (service), `no_data`, `too_few` or `quota`.
    """

    honour: Honour
    year: Period
    as_of: datetime
    listed: tuple[dict[str, Any], ...]
    standing: dict[str, int]

    @property
    def considered(self) -> int:
        return sum(self.standing.values())

    def as_json(self) -> list[dict[str, Any]]:
        """One dict per person on the list: person_id, rank, evidence."""
        named = ("person_id", "rank")
        return [
            {name: row[name] for name in named} | {"evidence": {k: v for k, v in row.items() if k not in named}}
            for row in self.listed
        ]


def shortlist(
    version: Version, role: str, year: Period, as_of: datetime | None = None, within: str | None = None
) -> Shortlist:
    """The shortlist of the role for that year. `within`: of people who served inside that area.

    `as_of`: the year's default if None. Raises UnknownRole.
    """
    rules = honour(role)
    moment = as_of or year.default_as_of(version.newest_known_at)
    values = bound(rules, year, moment)
    served, places = people(version, values), units(version, values)
    if within is not None:
        served = served.loc[served.index.isin(places.loc[places["unit"] == within, "person_id"])]
    at_home = places[places["tier"] == rules.unit_tier].drop_duplicates("person_id").set_index("person_id")["unit"]
    home = at_home.reindex(served.index).astype(object)
    served = served.assign(unit=home.where(home.notna(), None))
    long_enough = served[served["days_in_force"] >= rules.least_days]
    ids = [each.id for each in rules.card.indicators]
    rows = measured(version, ids, values, moment)
    scores = score(rows[rows["unit"].isin(long_enough.index)], long_enough.index, rules.card, rules.role)
    ranked = long_enough.assign(score=half_up(scores.composite), status=scores.status)
    standing = {TOO_SHORT: len(served) - len(long_enough), **ranked["status"].value_counts().to_dict()}
    ranked, left_out = _within_quota(ranked[ranked["status"] == RANKED], rules)
    standing |= {RANKED: len(ranked), "quota": left_out}
    ranked = ranked.assign(rank=competition_ranks(ranked["score"])).query("rank <= @rules.length")
    ranked = ranked.sort_values("rank", kind="stable")  # the index is in code order
    more = counts(version, role, values)
    listed = tuple(_row(person, entry, scores, more) for person, entry in ranked.iterrows())
    return Shortlist(rules, year, moment, listed, standing)


def _within_quota(ranked: pd.DataFrame, rules: Honour) -> tuple[pd.DataFrame, int]:
    """Without those beyond their unit's quota, and how many these are; equal ones at the edge stay."""
    if rules.per_unit is None:
        return ranked, 0
    place = ranked["score"].groupby(ranked["unit"]).rank(method="min", ascending=False)
    kept = ranked[~(place > rules.per_unit)]  # without a unit there is no quota
    return kept, len(ranked) - len(kept)


def _row(person: str, entry: pd.Series, scores: Scores, more: pd.DataFrame) -> dict[str, Any]:
    criteria = {
        name: {
            "value": _number(scores.values.at[person, name]),
            "numerator": _number(scores.numerators.at[person, name]),
            "denominator": _number(scores.denominators.at[person, name]),
            "score": _number(scores.points.at[person, name]),
            "weight": _number(scores.shares.at[person, name]),
        }
        for name in scores.values.columns
    }
    told = more.loc[person] if person in more.index else pd.Series(np.nan, index=more.columns)
    return {
        "person_id": person,
        "rank": int(entry["rank"]),
        "name": entry["name"],
        "score": float(entry["score"]),
        "weight_available": float(scores.weight_available.at[person]),
        "days_in_force": int(entry["days_in_force"]),
        "unit": entry["unit"],
        "alleys": list(entry["alleys"]),
        "criteria": criteria,
        "counts": {name: _number(value) for name, value in told.items()},
    }


def _number(value: float) -> float | None:
    return None if pd.isna(value) else float(value)
