"""Fallback: cases without a clear owner or urgent, how long until an owner was named, and what became of the money."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

import pandas as pd

from analytics.loops.selection import Selection
from analytics.loops.statements import cases_statement, count, in_period, key_columns, keys, placed
from analytics.loops.survival import curve_steps, quantile_hours
from analytics.store.versions import Version

_PLACES = ("community", "subdistrict", "district", "city")


def fallback_cases(
    version: Version, selection: Selection, by: Sequence[str] = (), tier: str | None = None
) -> pd.DataFrame:
    """One row per group and reason: cases, owner_named, km_median_hours, disposed, closed, waiting, spent_cny.

    The fallback cases filed in the period. `reason` is a code of fallback_reason or None. Hours from the report until
    an owner was named, by Kaplan-Meier, cut off at closing or as-of. `waiting` are neither disposed nor closed. The
    cost bears no time and is taken as recorded. Groups as in `balance`. Raises UnknownGroup.
    """
    groups = keys(by, tier)
    names = [*groups, "reason"]
    columns = ", ".join(names)
    owners = f"""owners as (
    select {key_columns(groups)}fallback_reason as reason, owner_named_at is not null as is_ended, is_disposed,
        is_closed, fallback_cost_cny,
        (epoch(coalesce(owner_named_at, closed_at, $as_of)) - epoch(reported_at)) / 3600e0 as hours
    from fact where is_fallback and is_filed_in_period and {placed(groups)}
)"""
    plain = f"""plain as (
    select {columns}, count(*) as cases, {count("is_ended")} as owner_named, {count("is_disposed")} as disposed,
        {count("is_closed")} as closed, {count("not is_disposed and not is_closed")} as waiting,
        coalesce(sum(fallback_cost_cny), 0) as spent_cny
    from owners group by {columns}
)"""
    matching = " and ".join(f"p.{name} is not distinct from k.{name}" for name in names)
    select = f"""select p.*, k.km_median_hours from plain as p left join (
            select {columns}, {quantile_hours(0.5)} as km_median_hours from survival group by {columns}
        ) as k on {matching} order by {", ".join(f"p.{name} nulls last" for name in names)}"""
    more = (owners, plain, *curve_steps("owners", names))
    return version.frame(cases_statement(selection, in_period("filed_at"), select, *more), selection.parameters())


def fallback_money(version: Version, selection: Selection) -> pd.DataFrame:
    """One row per area and organisation: area, org, org_name, year, cases, reserved_cny, spent_cny, left_cny,
    spent_share (of what was reserved).

    Of the year in which the period ends. Spent is what the fallback cases cost that were filed from 1 January to the
    period's end and known at as-of, under the smallest area with a budget of their organisation; what was spent without
    a budget stands under the case's district, reserved and left NaN. Budgets bear no time and are taken as recorded.
    """
    last = selection.period.after - timedelta(days=1)
    asked = {"year": last.year, "year_start": datetime(last.year, 1, 1), "on_day": last}
    budgeted = f"""budgeted as (
    select b.area_code as area, b.org, sum(b.reserved_cny) as reserved_cny
    from budgets as b
    left join (select *, null as grid, null as alley from area_chains) as c
        on c.area_code = b.area_code and $on_day between c.from_day and c.to_day
    where b.year = $year and {selection.inside} group by b.area_code, b.org
)"""
    smallest = " ".join(f"when s.{name} then {place}" for place, name in enumerate(_PLACES))
    spending = """spending as (
    select case_id, fallback_org as org, fallback_cost_cny, community, subdistrict, district, city
    from fact where is_fallback and is_filed and not is_void
)"""
    spent = f"""spent as (
    select s.case_id, s.org, s.fallback_cost_cny, coalesce(b.area, s.district) as area
    from spending as s
    left join budgeted as b on b.org = s.org and b.area in (s.community, s.subdistrict, s.district, s.city)
    qualify row_number() over (partition by s.case_id order by case b.area {smallest} end) = 1
)"""
    select = """select coalesce(b.area, s.area) as area, coalesce(b.org, s.org) as org, o.name as org_name,
            cast($year as integer) as year, coalesce(s.cases, 0) as cases, b.reserved_cny,
            coalesce(s.spent_cny, 0) as spent_cny, b.reserved_cny - coalesce(s.spent_cny, 0) as left_cny,
            coalesce(s.spent_cny, 0) / nullif(b.reserved_cny, 0) as spent_share
        from budgeted as b
        full join (
            select area, org, count(*) as cases, sum(fallback_cost_cny) as spent_cny from spent group by area, org
        ) as s on s.area = b.area and s.org = b.org
        left join orgs as o on o.org_id = coalesce(b.org, s.org)
        order by area nulls last, org nulls last"""
    reads = "filed_at >= $year_start and filed_at < $end"
    statement = cases_statement(selection, reads, select, budgeted, spending, spent)
    return version.frame(statement, selection.parameters() | asked)
