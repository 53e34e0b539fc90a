"""Who served when and where: the days in force of each person in a role, and the statements that count on them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import pandas as pd

from analytics.contract.periods import Period
from analytics.honours.criteria import Honour
from analytics.indicators.facts import facts, with_steps
from analytics.indicators.moments import parameters
from analytics.store.versions import Version

# One row per person, alley (or none) and ended day of the year on which an assignment of the role is in force.
_SERVICE = """select distinct s.person_id, s.alley_id, d.day from assignments as s
    join days as d on d.day >= s.valid_from and (s.valid_to is null or d.day <= s.valid_to)
    where list_contains($roles, s.role)"""
_DAYS = "select person_id, count(distinct day) as days_in_force from service group by person_id"
_ALLEYS = "select distinct person_id, alley_id from service where alley_id is not null order by person_id, alley_id"
_UNITS = """select distinct tier, unit, person_id, max(valid_from) as since from assignment_units
    where list_contains($roles, role) and valid_from <= $last_day and coalesce(valid_to >= $first_day, true)
    group by tier, unit, person_id order by tier, person_id, since desc, unit"""


def bound(honour: Honour, year: Period, as_of: datetime) -> dict[str, Any]:
    """Every named parameter of the statements here."""
    return parameters(year, as_of) | {"roles": list(honour.roles), "subject_kind": honour.subject_kind}


def counted(select: str, fact: str | None = None) -> str:
    """The statement `select`, which may read `service`, `fact` (the indicators' fact of that name) and every step."""
    parts = [f"service as materialized (\n{_SERVICE}\n)"]
    if fact:
        parts.append(f"fact as (\n{facts()[fact].sql}\n)")
    return with_steps(f"select * from (with {', '.join(parts)}\n{select})")


def people(version: Version, values: Mapping[str, Any]) -> pd.DataFrame:
    """One row per person with service in the year, indexed by person_id: name, days_in_force, alleys (a list)."""
    found = version.frame(counted(_DAYS), values).set_index("person_id").sort_index()
    alleys = version.frame(counted(_ALLEYS), values).groupby("person_id")["alley_id"].agg(list)
    names = version.frame("select person_id, name from people").drop_duplicates("person_id").set_index("person_id")
    listed = [alleys.get(person, []) for person in found.index]
    named = names["name"].reindex(found.index).astype(object)
    return found.assign(name=named.where(named.notna(), None), alleys=listed)


def units(version: Version, values: Mapping[str, Any]) -> pd.DataFrame:
    """One row per tier, unit and person who served there in the year: tier, unit, person_id, since (latest first)."""
    return version.frame(with_steps(_UNITS), values)
