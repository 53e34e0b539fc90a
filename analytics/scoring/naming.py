"""Who is named at a roll-call: by rule alone, each with its evidence. Pure functions of a standing and of counts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from analytics.scoring.downgrades import DOWNGRADED
from analytics.scoring.ranks import ranks_within
from analytics.scoring.settings import Settings
from analytics.scoring.standings import Standing

PATROLS = "patrol_compliance"
CERTAIN = 0.95  # share of draws in which a place in the group must come again to be more than chance, as in the bands


def named(quarter: Standing, fallen: pd.DataFrame, rules: Settings) -> list[dict[str, Any]]:
    """The units praised and criticised: kind, tier, unit, rule and reasons (each {zh, en}); praise first, as listed.

    quarter: the standing under the quarterly scorecard. fallen: the counts alleys and downgraded per unit (index).
    """
    found = [*_by_place(quarter, rules), *_by_share(quarter, fallen, rules), *_by_patrols(quarter, rules)]
    order = {unit: place for place, unit in enumerate(quarter.table["unit"])}
    return sorted(found, key=lambda entry: (entry["kind"] != "praise", order[entry["unit"]]))


def _entry(quarter: Standing, unit: str, rule: str, rules: Settings, reasons: list[dict[str, str]]) -> dict[str, Any]:
    return {"kind": rules.kinds[rule], "tier": quarter.tier, "unit": unit, "rule": rule, "reasons": reasons}


@dataclass(frozen=True)
class GroupEnd:
    """The first or last ('first', 'last') of a group and the probability (0–1) that it is among those of all.

    place, of: its rank in the group and the group's size. again: share of draws (0–1) in which it is at that end of its
    group. is_named: whether the probability reaches the limit.
    """

    unit: str
    end: str
    place: int
    of: int
    chance: float
    again: float
    is_named: bool

    @property
    def could_be_chance(self) -> bool:
        """Whether the place in the group could be chance."""
        return self.again < CERTAIN


def group_ends(quarter: Standing, rules: Settings) -> list[GroupEnd]:
    """The first and last of every group, as listed; none of a group of one or of equals."""
    ranked = quarter.table[quarter.table["rank"].notna()].set_index("unit")
    if ranked.empty:
        return []
    # Units without a group form one together, so that a city without groups can name too.
    groups = ranked["group"].fillna("")
    ranked = ranked.assign(
        place=ranks_within(ranked["score"], groups),
        of=groups.map(groups.value_counts()),
        lowest=groups.map(ranked["score"].groupby(groups).min()),
    )
    k, limit = rules.naming.among, rules.naming.probability
    chances = {"first": quarter.draws.chance_first(k), "last": quarter.draws.chance_last(k)}
    found = []
    for unit, line in ranked.iterrows():
        ends = {"first": line["place"] == 1, "last": line["score"] == line["lowest"]}
        if all(ends.values()):
            continue  # alone in its group, or all of the group are equal
        found += [
            GroupEnd(unit, end, int(line["place"]), int(line["of"]), float(chances[end][unit]),
                     _again(quarter, unit, groups, end), bool(chances[end][unit] >= limit))
            for end, at_end in ends.items() if at_end
        ]  # fmt: skip
    return found


def _again(quarter: Standing, unit: str, groups: pd.Series, end: str) -> float:
    """Share of the draws in which a unit is at that end of its group, alone or with equals."""
    units = pd.Index(quarter.draws.units)
    inside = quarter.draws.ranks[:, units.get_indexer(groups.index[groups == groups[unit]])]
    own = quarter.draws.ranks[:, units.get_loc(unit)]
    edge = inside.min(axis=1) if end == "first" else inside.max(axis=1)
    return float((own == edge).mean())


def _by_place(quarter: Standing, rules: Settings) -> list[dict[str, Any]]:
    """First and last of each group that are probably among the first and last of all as well."""
    lines = quarter.table.set_index("unit")
    k, limit = rules.naming.among, rules.naming.probability
    found = []
    for each in group_ends(quarter, rules):
        if each.is_named:
            odds = rules.reason(f"chance_{each.end}", among=k, chance=f"{each.chance:.0%}", limit=f"{limit:.0%}")
            place = _place(each, lines.loc[each.unit], rules)
            found.append(_entry(quarter, each.unit, f"{each.end}_of_group", rules, [place, odds]))
    return found


def _place(end: GroupEnd, line: pd.Series, rules: Settings) -> dict[str, str]:
    return rules.reason(
        "group_place",
        place=end.place,
        of=end.of,
        score=f"{line['score']:.2f}",
        low=int(line["rank_low"]),
        high=int(line["rank_high"]),
    )


def _by_share(quarter: Standing, fallen: pd.DataFrame, rules: Settings) -> list[dict[str, Any]]:
    limit = rules.naming.downgraded_share
    found = []
    for unit, alleys, count in fallen[["alleys", "downgraded"]].itertuples():
        if unit in quarter.scores.status.index and count / alleys > limit:
            reason = rules.reason(
                "downgraded_share", alleys=alleys, downgraded=count, share=f"{count / alleys:.2%}", limit=f"{limit:.2%}"
            )
            found.append(_entry(quarter, unit, "downgraded_share", rules, [reason]))
    return found


def _by_patrols(quarter: Standing, rules: Settings) -> list[dict[str, Any]]:
    scores = quarter.scores
    if PATROLS not in scores.values:
        return []
    limit = rules.naming.patrol_compliance
    found = []
    for unit, value in scores.values[PATROLS].items():
        if not np.isnan(value) and value < limit:
            reason = rules.reason(
                PATROLS,
                numerator=int(scores.numerators.at[unit, PATROLS]),
                denominator=int(scores.denominators.at[unit, PATROLS]),
                share=f"{value:.2%}",
                limit=f"{limit:.2%}",
            )
            found.append(_entry(quarter, unit, PATROLS, rules, [reason]))
    return found


def fallen_by_unit(found: pd.DataFrame, places: pd.DataFrame, tier: str) -> pd.DataFrame:
    """Per unit of the tier (index): its number of alleys and of those downgraded."""
    down = set(found.loc[found["event"] == DOWNGRADED, "alley_id"])
    by_unit = places.assign(downgraded=places["alley_id"].isin(down)).groupby(tier)
    return by_unit.agg(alleys=("alley_id", "nunique"), downgraded=("downgraded", "sum"))
