"""Values of indicators: numerator, denominator and value for every unit in force."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from analytics.contract.periods import Period
from analytics.engines import Engine, engine_of
from analytics.indicators import rollups
from analytics.indicators.answers import Answers, Numbers, as_rows
from analytics.indicators.catalogue import TIERS, Indicator, catalogue, indicator
from analytics.indicators.facts import facts, with_steps
from analytics.indicators.moments import parameters
from analytics.indicators.statements import asked_together, totals_statement
from analytics.indicators.units import check_known, units_in_force
from analytics.store.versions import Version


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
    Several tiers cost one pass over each fact table, two where quantiles are asked too. Raises UnknownIndicator,
    UnknownUnit.
    """
    tiers = _tiers(tier)
    names = [indicator(name).id for name in (ids if ids is not None else catalogue())]
    return _answers(version, {period: as_of or period.default_as_of(version.newest_known_at)}, tiers, names, within)


def compute_periods(
    version: Version,
    periods: Iterable[Period],
    tier: str | Sequence[str],
    ids: Iterable[str] | None = None,
    within: str | None = None,
) -> pd.DataFrame:
    """The rows of `compute` for each period at its default as-of, in the order of the periods."""
    tiers = _tiers(tier)
    names = [indicator(name).id for name in (ids if ids is not None else catalogue())]
    moments = {period: period.default_as_of(version.newest_known_at) for period in periods}
    return _answers(version, moments, tiers, names, within)


def from_facts(
    version: Version, period: Period, tiers: Sequence[str], names: Sequence[str], within: str | None, moment: datetime
) -> list[Answers]:
    """The answers of `compute`, tier by tier, counted on the facts whatever is rolled up."""
    wanted = [indicator(name) for name in names]
    answered = answerable(version, wanted, moment)
    totals = _totals(engine_of(version), [entry for entry in wanted if entry.id in answered], tiers, period, moment)
    found = []
    for tier in tiers:
        units = pa.array(units_in_force(version, tier, period, moment, within)["unit"], pa.string())
        nothing = np.full(len(units), np.nan)
        numbers = dict.fromkeys(names, (nothing, nothing, nothing))
        for part, counted in totals[tier]:
            numbers |= _numbers(part, counted, units)
        found.append(Answers(period.text, tier, units, numbers))
    return found


def _answers(
    version: Version, moments: dict[Period, datetime], tiers: Sequence[str], names: Sequence[str], within: str | None
) -> pd.DataFrame:
    """Period by period and tier by tier: from the roll-up where it speaks for that moment, else from the facts."""
    if within is not None:
        check_known(version, within)
    rolled = rollups.read(version, moments, tiers, names, within)
    found = []
    for period, moment in moments.items():
        missing = [tier for tier in tiers if (period.text, tier) not in rolled]
        counted = from_facts(version, period, missing, names, within, moment) if missing else []
        of_period = {each.tier: each for each in counted}
        found += [of_period.get(tier) or rolled[period.text, tier] for tier in tiers]
    return as_rows(found, names)


def answerable(version: Version, wanted: Iterable[Indicator], as_of: datetime) -> set[str]:
    """Ids of the indicators that have an answer: a known row in an event table, and the columns they need."""
    wanted = list(wanted)
    tables = sorted({table for entry in wanted for table in entry.event_tables})
    if not tables:
        return set()
    has_rows = {table: version.kept(("known", table, as_of), lambda table=table: _has(version, table, as_of))
                for table in tables}  # fmt: skip
    needed = {column.split(".")[0] for entry in wanted for need in entry.needs for column in need}
    present = {f"{table}.{column}" for table in needed for column in version.columns_present(table)}
    return {
        entry.id
        for entry in wanted
        if any(has_rows[table] for table in entry.event_tables) and all(present & set(need) for need in entry.needs)
    }


def _has(version: Version, table: str, as_of: datetime) -> bool:
    """Whether any row of the table was known by then."""
    return version.value(with_steps(f"select exists (select 1 from known_{table})"), {"as_of": as_of})


def _tiers(tier: str | Sequence[str]) -> list[str]:
    tiers = [tier] if isinstance(tier, str) else list(tier)
    unknown = set(tiers) - set(TIERS)
    if unknown:
        raise ValueError(f"no such tier: {', '.join(sorted(unknown))}")
    return tiers


def _totals(
    engine: Engine, wanted: Sequence[Indicator], tiers: Sequence[str], period: Period, as_of: datetime
) -> dict[str, list[tuple[pd.DataFrame, list[str]]]]:
    """By tier: a frame per fact (unit and, for each indicator, n, d and for quantiles v; units with data only) and the
    indicators that it holds for this tier."""
    plan: dict[str, dict[str, set[str]]] = {}
    for entry in wanted:
        for tier in tiers:
            plan.setdefault(entry.formula_at(tier).fact, {}).setdefault(entry.id, set()).add(tier)
    found: dict[str, list[tuple[pd.DataFrame, list[str]]]] = {tier: [] for tier in tiers}
    bound = parameters(period, as_of)
    for fact, entries in plan.items():
        asked = [tier for tier in tiers if any(tier in chosen for chosen in entries.values())]
        formulas = {name: indicator(name).formula_at(min(chosen)) for name, chosen in entries.items()}
        for together in asked_together(facts()[fact], formulas, asked):
            rows = engine.frame(totals_statement(facts()[fact], together, asked), bound).dropna(subset=["unit"])
            for tier in asked:
                here = [name for name in together if tier in entries[name]]
                found[tier].append((rows.loc[rows["tier"] == tier], here))
    return found


def _numbers(rows: pd.DataFrame, names: Sequence[str], units: pa.Array) -> dict[str, Numbers]:
    """Numerators, denominators, values of every unit; a unit without data has zeros and no value."""
    place = pc.index_in(units, pa.array(rows["unit"], pa.string())).fill_null(-1).to_numpy(zero_copy_only=False)

    def of_units(column: str) -> np.ndarray:
        return np.append(rows[column].to_numpy(dtype=float, na_value=np.nan), np.nan)[place]

    found = {}
    for name in names:
        denominator = _zero_for_nan(of_units(f"{name}_d"))
        if f"{name}_v" in rows:
            found[name] = np.full(len(units), np.nan), denominator, of_units(f"{name}_v")
        else:
            numerator = _zero_for_nan(of_units(f"{name}_n"))
            value = np.divide(numerator, denominator, out=np.full(len(units), np.nan), where=denominator != 0)
            found[name] = numerator, denominator, value
    return found


def _zero_for_nan(numbers: np.ndarray) -> np.ndarray:
    return np.where(np.isnan(numbers), 0.0, numbers)
