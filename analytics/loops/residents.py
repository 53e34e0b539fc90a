"""What residents say and get: satisfaction, feedback to those who reported, reports per 10,000 residents."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from analytics.indicators import units_in_force
from analytics.indicators.moments import unit_day
from analytics.loops.selection import Selection
from analytics.loops.statements import cases_statement, count, grouped, in_period, key_columns, keys, placed
from analytics.store.versions import Version

PER = 10_000
_ANSWERS = {
    "closed": "true",
    "satisfied": "satisfaction = 'satisfied'",
    "basic": "satisfaction = 'basic'",
    "unsatisfied": "satisfaction = 'unsatisfied'",
    "citizens": "is_citizens",
    "told": "is_citizens and feedback_at is not null",
}
_REPORTS = {"reports": "is_reported_in_period", "by_citizens": "is_reported_in_period and is_citizens"}
_POPULATION = """select area_code as unit, population from areas
    where tier = $tier and $day >= coalesce(valid_from, date '0001-01-01')
      and $day <= coalesce(valid_to, date '9999-12-31')
    qualify row_number() over (partition by area_code order by valid_from desc nulls last) = 1"""


def satisfaction(
    version: Version, selection: Selection, by: Sequence[str] = (), tier: str | None = None
) -> pd.DataFrame:
    """One row per group of the cases closed in the period: closed, satisfied, basic, unsatisfied, satisfaction_rate;
    citizens (reported by hotline or citizen), told (of them, told what became of it), told_rate, hours_to_told.

    Rates 0-1, NaN without an answer or a citizen; hours from disposal to feedback, median. Groups as in `balance`.
    Raises UnknownGroup.
    """
    groups = keys(by, tier)
    counts = ", ".join(f"{count(condition)} as {name}" for name, condition in _ANSWERS.items())
    hours = """quantile_cont((epoch(feedback_at) - epoch(disposed_at)) / 3600e0, 0.5) filter (where is_citizens)"""
    select = f"""select {key_columns(groups)}{counts}, {hours} as hours_to_told from fact
        where is_closed_in_period and {placed(groups)} {grouped(groups)}"""
    found = version.frame(cases_statement(selection, in_period("closed_at"), select), selection.parameters())
    answered = found["satisfied"] + found["basic"] + found["unsatisfied"]
    found["satisfaction_rate"] = (found["satisfied"] + found["basic"]) / answered.where(answered > 0)
    found["told_rate"] = found["told"] / found["citizens"].where(found["citizens"] > 0)
    return found


def reports_per_resident(version: Version, selection: Selection, tier: str, within: str | None = None) -> pd.DataFrame:
    """One row per unit in force: unit, name, name_en, population, reports, by_citizens, reports_per_10000,
    by_citizens_per_10000 (over the period, not void); NaN for a unit whose residents nobody counted.
    """
    period, as_of = selection.period, selection.as_of
    units = units_in_force(version, tier, period, as_of, within)[["unit", "name", "name_en"]]
    people = version.frame(_POPULATION, {"tier": tier, "day": unit_day(period, as_of)})
    counts = ", ".join(f"{count(condition)} as {name}" for name, condition in _REPORTS.items())
    select = f"select {tier} as unit, {counts} from fact where {tier} is not null group by {tier}"
    found = version.frame(cases_statement(selection, in_period("reported_at"), select), selection.parameters())
    rows = units.merge(people, on="unit", how="left").merge(found, on="unit", how="left")
    rows[list(_REPORTS)] = rows[list(_REPORTS)].fillna(0).astype("int64")
    residents = rows["population"].astype(float).where(lambda column: column > 0)
    for name in _REPORTS:
        rows[f"{name}_per_{PER}"] = rows[name] * PER / residents
    return rows
