"""The roll-out matrix: areas against what the alley-chief system needs to stand, each as so many of so many."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import pandas as pd

from analytics.contract.periods import Period
from analytics.indicators import compute, units_in_force
from analytics.indicators.facts import facts, with_steps
from analytics.indicators.moments import parameters
from analytics.store.versions import Version

COLUMNS = ["unit", "name", "name_en", "item", "numerator", "denominator", "value"]


@dataclass(frozen=True)
class Item:
    """A column of the matrix: a rate of 0–1, or a count (numerator alone). `indicator`: whose numbers it takes.

    `needs`: columns that some file must have brought, else the item is null everywhere.
    """

    id: str
    is_count: bool = False
    indicator: str | None = None
    needs: tuple[str, ...] = ()


ITEMS = (
    Item("alleys", is_count=True, needs=("alleys.alley_id",)),
    Item("chiefs", is_count=True, needs=("assignments.alley_id",)),
    Item("led", needs=("assignments.alley_id",)),
    Item("boards", needs=("alleys.board_posted",)),
    Item("chief_coverage", indicator="chief_coverage"),
    Item("board_current", indicator="board_current_rate"),
    Item("general_chiefs", indicator="general_chief_coverage"),
    Item("offices", needs=("orgs.kind", "orgs.area_code")),
    Item("trained", needs=("assignments.alley_id", "trainings.held_on")),
    Item("stewards", indicator="steward_coverage"),
)

# One row per unit: its alleys, those of the programme, and of these the ones with a chief and with a board.
_ALLEYS = """
select {tier} as unit, count(*) as alleys, count_if(in_programme) as programme,
    count_if(in_programme and has_chief) as led, count_if(in_programme and board_posted) as boards
from fact where {tier} is not null group by {tier}
"""
# One row per unit with a chief in force on the last day: persons, and those trained within a year.
_CHIEFS = """
select c.{tier} as unit, count(distinct c.person_id) as chiefs, count(distinct t.person_id) as trained
from leading_chiefs as c
left join (
    select distinct person_id from known_trainings where held_on >= $last_day_less_364 and held_on <= $last_day
) as t on t.person_id = c.person_id
where c.{tier} is not null
group by c.{tier}
"""
# One row per unit: the areas of the three managing tiers in it, and those that have an office of their own.
_OFFICES = """
select {tier} as unit, count(*) as areas,
    count_if(area_code in (select area_code from orgs where kind = 'office' and area_code is not null)) as offices
from (
    select area_code, city, district, subdistrict, community, grid, alley from fact
    union all
    select city, city, null, null, null, null, null from city_unit where city is not null
) as managing
where {tier} is not null group by {tier}
"""


def roll_out_matrix(
    version: Version, period: Period, tier: str = "district", within: str | None = None, as_of: datetime | None = None
) -> pd.DataFrame:
    """One row per unit in force and item, units in code order and items in the order of ITEMS; columns COLUMNS.

    As things stood on the period's last ended day. Of a count, denominator and value are null; a rate without a
    denominator has no value; all three are null where no file tells of the item. `led` and `boards` are of the
    programme's alleys; `offices` of the areas of the three tiers (city, districts, subdistricts) in the unit; `trained`
    of the chiefs in force, within 365 days. The others are the indicators of that name. Raises UnknownUnit.
    """
    moment = as_of or period.default_as_of(version.newest_known_at)
    units = units_in_force(version, tier, period, moment, within)[["unit", "name", "name_en"]]
    asked = [item.indicator for item in ITEMS if item.indicator]
    computed = compute(version, period, tier, asked, within, moment).set_index(["indicator", "unit"])
    counted = _counts(version, period, tier, moment)
    present = _present(version)
    pieces = []
    for item in ITEMS:
        if item.indicator:
            numbers = computed.loc[item.indicator, ["numerator", "denominator"]].reindex(units["unit"])
        else:
            numbers = counted[item.id].reindex(units["unit"], fill_value=0.0)
            numbers = numbers if present >= set(item.needs) else numbers * float("nan")
        pieces.append(units.assign(item=item.id, **{name: numbers[name].to_numpy() for name in numbers}))
    found = pd.concat(pieces, ignore_index=True)
    found["value"] = found["numerator"] / found["denominator"].where(found["denominator"] > 0)
    order = found["item"].map({item.id: place for place, item in enumerate(ITEMS)})
    found = found.assign(order=order).sort_values(["unit", "order"], ignore_index=True)
    return found[COLUMNS]


def _counts(version: Version, period: Period, tier: str, as_of: datetime) -> dict[str, pd.DataFrame]:
    """By item that is no indicator: numerator and denominator, indexed by the units with anything to count."""
    bound = parameters(period, as_of)

    def ask(statement: str) -> pd.DataFrame:
        return version.frame(statement.format(tier=tier), bound).set_index("unit").astype(float)

    alleys = ask(f"{facts()['alleys'].with_clause()}\n{_ALLEYS.strip()}")
    chiefs = ask(with_steps(_CHIEFS.strip()))
    offices = ask(f"{facts()['managing_areas'].with_clause()}\n{_OFFICES.strip()}")
    pairs = {
        "alleys": (alleys, "alleys", None), "chiefs": (chiefs, "chiefs", None),
        "led": (alleys, "led", "programme"), "boards": (alleys, "boards", "programme"),
        "offices": (offices, "offices", "areas"), "trained": (chiefs, "trained", "chiefs"),
    }  # fmt: skip
    return {
        item: pd.DataFrame({"numerator": rows[top], "denominator": rows[below] if below else float("nan")})
        for item, (rows, top, below) in pairs.items()
    }


def _present(version: Version) -> set[str]:
    needed = {column.split(".")[0] for item in ITEMS for column in item.needs}
    return {f"{table}.{column}" for table in needed for column in version.columns_present(table)}
