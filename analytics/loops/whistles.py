"""Whistles: who was called, who came and how fast, was it solved, by kind and organisation; how often one is blown.

A street that never whistles leaves problems lying, one that always does has no daily work: the rate has no good
direction. It is shown in a band with two sides and never scored.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from analytics.indicators import units_in_force
from analytics.indicators.facts import with_steps
from analytics.loops.intervals import poisson
from analytics.loops.selection import Selection
from analytics.loops.settings import settings
from analytics.loops.statements import UnknownGroup, cases_statement, count, in_period, key_columns, keys
from analytics.loops.survival import curve_steps, quantile_hours
from analytics.store.versions import Version

BANDS = ("low", "usual", "high")
_GROUPS = ("unit", "kind", "org")
_CALLS = """
    select w.*, r.org, r.due_at, r.rating, case when r.arrived_at <= $as_of then r.arrived_at end as came_at
    from known_whistles as w join known_whistle_reports as r on r.whistle_id = w.whistle_id"""


def whistles(version: Version, selection: Selection, by: Sequence[str] = (), tier: str | None = None) -> pd.DataFrame:
    """One row per group of the whistles blown in the period: blown, solved, solved_share, km_median_hours (from blowing
    to the solution, by Kaplan-Meier). Groups: unit (of `tier`), kind; by `org` a whistle counts for each it called.

    `kind` is a code of whistle_kind or None. Raises UnknownGroup.
    """
    groups = _groups(by, tier)
    rows = _CALLS if "org" in groups else "select * from known_whistles"
    blown = f"""(select {key_columns(groups)}resolved_at <= $as_of as is_ended,
            (epoch(case when resolved_at <= $as_of then resolved_at else $as_of end) - epoch(blown_at)) / 3600e0
                as hours
        from ({rows}) where blown_at >= $start and blown_at < $end and {selection.inside})"""
    counts = f"count(*) as blown, {count('is_ended')} as solved"
    return _joined(version, selection, groups, counts, blown, ("solved_share", "solved", "blown"))


def report_ins(version: Version, selection: Selection, by: Sequence[str] = (), tier: str | None = None) -> pd.DataFrame:
    """One row per group of the report-ins that fell due in the period: due, came, in_time, arrival_rate,
    km_median_hours (from blowing to coming, by Kaplan-Meier), rated, rating (mean, 1-5, NaN without). Groups: unit,
    kind, org.

    `arrival_rate` = in_time / due, the indicator whistle_arrival_rate. Raises UnknownGroup.
    """
    groups = _groups(by, tier)
    due = f"""(select {key_columns(groups)}came_at is not null as is_ended, came_at <= due_at as is_in_time, rating,
            (epoch(coalesce(came_at, $as_of)) - epoch(blown_at)) / 3600e0 as hours
        from ({_CALLS}) where due_at >= $start and due_at < $end and due_at <= $as_of and {selection.inside})"""
    counts = f"""count(*) as due, {count("is_ended")} as came, {count("is_in_time")} as in_time,
        count(rating) filter (where is_ended) as rated, avg(rating) filter (where is_ended) as rating"""
    return _joined(version, selection, groups, counts, due, ("arrival_rate", "in_time", "due"))


def whistle_rates(version: Version, selection: Selection, tier: str, within: str | None = None) -> pd.DataFrame:
    """One row per unit in force: unit, name, name_en, blown, filed, rate, low, high, band.

    Rate: whistles per as many cases filed in the period as data/loops.toml says, with the 95 % interval of the count
    (Garwood). `band` is `low` or `high` where that interval lies wholly outside the usual band, else `usual`; None
    where no case was filed. There is nothing to score here.
    """
    limits = settings("whistles")
    units = units_in_force(version, tier, selection.period, selection.as_of, within)[["unit", "name", "name_en"]]
    blown = whistles(version, selection, ("unit",), tier)[["unit", "blown"]]
    select = f"""select {tier} as unit, count(*) as filed from fact
        where is_filed_in_period and {tier} is not null group by {tier}"""
    filed = version.frame(cases_statement(selection, in_period("filed_at"), select), selection.parameters())
    rows = units.merge(blown, on="unit", how="left").merge(filed, on="unit", how="left")
    rows[["blown", "filed"]] = rows[["blown", "filed"]].fillna(0).astype("int64")
    per_case = limits["per_cases"] / rows["filed"].where(rows["filed"] > 0)
    low, high = poisson(rows["blown"])
    rows = rows.assign(rate=rows["blown"] * per_case, low=low * per_case, high=high * per_case)
    outside = [rows["filed"] == 0, rows["high"] < limits["usual_low"], rows["low"] > limits["usual_high"]]
    rows["band"] = np.select(outside, [None, "low", "high"], default="usual")
    return rows


def _groups(by: Sequence[str], tier: str | None) -> dict[str, str]:
    """Column → SQL over the calls or whistles. Raises UnknownGroup."""
    unknown = set(by) - set(_GROUPS)
    if unknown:
        raise UnknownGroup(f"no such group: {', '.join(sorted(unknown))}")
    return {name: keys(("unit",), tier)["unit"] if name == "unit" else name for name in by}


def _joined(
    version: Version, selection: Selection, groups: dict[str, str], counts: str, spells: str, share: tuple[str, ...]
) -> pd.DataFrame:
    """The counts over `spells` with their Kaplan-Meier median and one share, in the order of the groups."""
    named = "".join(f"{name}, " for name in groups)
    by = f"group by {', '.join(groups)}" if groups else ""
    curve = ",\n".join(curve_steps(spells, list(groups)))
    medians = f"from (with {curve} select {named}{quantile_hours(0.5)} as km_median_hours from survival {by})"
    found = version.frame(with_steps(f"select {named}{counts} from {spells} {by}"), selection.parameters())
    hours = version.frame(with_steps(medians), selection.parameters())
    found = found.merge(hours, on=list(groups), how="left") if groups else pd.concat([found, hours], axis="columns")
    if "unit" in groups:
        found = found.dropna(subset=["unit"])
    name, part, whole = share
    found[name] = found[part] / found[whole].where(found[whole] > 0)
    return found.sort_values(list(groups), ignore_index=True) if groups else found
