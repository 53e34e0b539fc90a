"""Values of indicators: numerator, denominator and value for every unit in force."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

import numpy as np
import pandas as pd

from analytics.contract.periods import Period
from analytics.indicators.catalogue import TIERS, Indicator, catalogue, indicator
from analytics.indicators.facts import facts, with_steps
from analytics.indicators.moments import parameters
from analytics.indicators.statements import totals_statement
from analytics.indicators.units import units_in_force
from analytics.store.versions import Version

COLUMNS = ["indicator", "tier", "unit", "period", "numerator", "denominator", "value"]


def compute(
    version: Version,
    period: Period,
    tier: str | Sequence[str],
    ids: Iterable[str] | None = None,
    within: str | None = None,
    as_of: datetime | None = None,
) -> pd.DataFrame:
    """One row per tier, indicator (all, or `ids` in that order) and unit in force, units in code order.

    Columns COLUMNS; numbers are floats. Value null: zero denominator. All three null: no row of the event table was
    known, or a needed column came in no file. A quantile's numerator is null. `as_of`: the period's default if None.
    Several tiers cost one pass over each fact table. Raises UnknownIndicator, UnknownUnit.
    """
    tiers = _tiers(tier)
    wanted = [indicator(name) for name in ids] if ids is not None else list(catalogue().values())
    moment = as_of or period.default_as_of(version.newest_known_at)
    answered = answerable(version, wanted, moment)
    totals = _totals(version, [entry for entry in wanted if entry.id in answered], tiers, period, moment)
    pieces = []
    for name in tiers:
        units = units_in_force(version, name, period, moment, within)["unit"]
        for entry in wanted:
            numbers = _numbers(totals[name, entry.id], units) if entry.id in answered else _nothing(units)
            pieces.append(numbers.assign(indicator=entry.id, tier=name, period=period.text))
    return pd.concat(pieces, ignore_index=True)[COLUMNS] if pieces else pd.DataFrame(columns=COLUMNS)


def compute_periods(
    version: Version,
    periods: Iterable[Period],
    tier: str | Sequence[str],
    ids: Iterable[str] | None = None,
    within: str | None = None,
) -> pd.DataFrame:
    """The rows of `compute` for each period at its default as-of, in the order of the periods."""
    names = list(ids) if ids is not None else None
    pieces = [compute(version, period, tier, names, within) for period in periods]
    return pd.concat(pieces, ignore_index=True) if pieces else pd.DataFrame(columns=COLUMNS)


def answerable(version: Version, wanted: Iterable[Indicator], as_of: datetime) -> set[str]:
    """Ids of the indicators that have an answer: a known row in an event table, and the columns they need."""
    wanted = list(wanted)
    tables = sorted({table for entry in wanted for table in entry.event_tables})
    if not tables:
        return set()
    exist = ", ".join(f"exists (select 1 from known_{table}) as {table}" for table in tables)
    has_rows = version.rows(with_steps(f"select {exist}"), {"as_of": as_of})[0]
    needed = {column.split(".")[0] for entry in wanted for need in entry.needs for column in need}
    present = {f"{table}.{column}" for table in needed for column in version.columns_present(table)}
    return {
        entry.id
        for entry in wanted
        if any(has_rows[table] for table in entry.event_tables) and all(present & set(need) for need in entry.needs)
    }


def _tiers(tier: str | Sequence[str]) -> list[str]:
    tiers = [tier] if isinstance(tier, str) else list(tier)
    unknown = set(tiers) - set(TIERS)
    if unknown:
        raise ValueError(f"no such tier: {', '.join(sorted(unknown))}")
    return tiers


def _totals(
    version: Version, wanted: Sequence[Indicator], tiers: Sequence[str], period: Period, as_of: datetime
) -> dict[tuple[str, str], pd.DataFrame]:
    """By tier and indicator: frame n, d and for quantiles v, indexed by unit, holding the units with data."""
    plan: dict[str, dict[str, set[str]]] = {}
    for entry in wanted:
        for tier in tiers:
            plan.setdefault(entry.formula_at(tier).fact, {}).setdefault(entry.id, set()).add(tier)
    found = {}
    bound = parameters(period, as_of)
    for fact, entries in plan.items():
        asked = [tier for tier in tiers if any(tier in chosen for chosen in entries.values())]
        formulas = {name: indicator(name).formula_at(min(chosen)) for name, chosen in entries.items()}
        rows = version.frame(totals_statement(facts()[fact], formulas, asked), bound).dropna(subset=["unit"])
        for name, chosen in entries.items():
            columns = [column for column in (f"{name}_n", f"{name}_d", f"{name}_v") if column in rows]
            for tier in chosen:
                part = rows.loc[rows["tier"] == tier].set_index("unit")[columns]
                found[tier, name] = part.rename(columns=lambda column: column[-1])
    return found


def _numbers(totals: pd.DataFrame, units: pd.Series) -> pd.DataFrame:
    """Frame unit, numerator, denominator, value for every unit; a unit without data has zeros and no value."""
    rows = totals.reindex(units)
    is_quantile = "v" in rows
    denominator = rows["d"].to_numpy(dtype=float, na_value=np.nan)
    denominator = np.where(np.isnan(denominator), 0.0, denominator)
    if is_quantile:
        numerator = np.full(len(units), np.nan)
        value = rows["v"].to_numpy(dtype=float, na_value=np.nan)
    else:
        numerator = rows["n"].to_numpy(dtype=float, na_value=np.nan)
        numerator = np.where(np.isnan(numerator), 0.0, numerator)
        value = np.divide(numerator, denominator, out=np.full(len(units), np.nan), where=denominator != 0)
    return pd.DataFrame({"unit": units, "numerator": numerator, "denominator": denominator, "value": value})


def _nothing(units: pd.Series) -> pd.DataFrame:
    return pd.DataFrame({"unit": units, "numerator": np.nan, "denominator": np.nan, "value": np.nan})
