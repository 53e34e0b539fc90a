"""Statements: one or two per fact table for all of its indicators and tiers, and one for the rows behind a number.

Every word in them comes from the product's own files; values are bound as parameters.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from analytics.indicators.catalogue import Formula
from analytics.indicators.facts import Fact


def asked_together(
    fact: Fact, formulas: Mapping[str, Formula], tiers: Sequence[str]
) -> list[dict[str, Formula]]:
    """The formulas by the statement that counts them: all in one, but of a wide fact on several tiers quantiles apart.

    Counts of small units add up to those of large ones, quantiles do not.
    """
    apart = {label: formula for label, formula in formulas.items() if formula.kind == "quantile"}
    others = {label: formula for label, formula in formulas.items() if label not in apart}
    if fact.is_long or len(tiers) == 1 or not apart or not others:
        return [dict(formulas)]
    return [others, apart]


def totals_statement(fact: Fact, formulas: Mapping[str, Formula], tiers: Sequence[str]) -> str:
    """One row per tier and unit with data: `tier`, `unit`, and for each label `<label>_n`, `<label>_d`, `<label>_v`.

    The value column exists for quantiles alone; elsewhere the value is the ratio. All are doubles.
    """
    totals = {f"{label}_{part}": sql for label, formula in formulas.items() for part, sql in _totals(formula).items()}
    doubles = _listed({name: f"cast({sql} as double)" for name, sql in totals.items()})
    if fact.is_long:
        chosen = ", ".join(f"'{tier}'" for tier in tiers)
        select = f"select tier, unit,\n    {doubles}\nfrom fact\nwhere tier in ({chosen})\ngroup by tier, unit"
        return fact.statement(select)
    if len(tiers) == 1 or any(formula.kind == "quantile" for formula in formulas.values()):
        return fact.statement(_by_tiers(doubles, "fact", tiers))
    # Every row is counted once, for the smallest units: over a year of 20 million cases half the time of each tier's.
    places = ", ".join(tiers)
    counted = f"counted as (\nselect {places},\n    {_listed(totals)}\nfrom fact\ngroup by {places}\n)"
    sums = _listed({name: f"cast(sum({name}) as double)" for name in totals})
    return fact.statement(_by_tiers(sums, "counted", tiers), counted)


def _listed(columns: Mapping[str, str]) -> str:
    return ",\n    ".join(f"{sql} as {name}" for name, sql in columns.items())


def _by_tiers(columns: str, rows: str, tiers: Sequence[str]) -> str:
    names = " ".join(f"when grouping({tier}) = 0 then '{tier}'" for tier in tiers)
    sets = ", ".join(f"({tier})" for tier in tiers)
    return (
        f"select case {names} end as tier, coalesce({', '.join(tiers)}) as unit,\n    {columns}\n"
        f"from {rows}\ngroup by grouping sets ({sets})"
    )


def rows_statement(fact: Fact, formula: Formula, tier: str) -> str:
    """The fact's rows that count for one unit ($unit): key columns, numerator, denominator, in the key's order."""
    key = ", ".join(fact.key)
    place = f"tier = '{tier}' and unit = $unit" if fact.is_long else f"{tier} = $unit"
    numerator, denominator, condition = _row(formula)
    return fact.statement(
        f"select {key}, cast({numerator} as double) as numerator, cast({denominator} as double) as denominator\n"
        f"from fact\nwhere {place} and {condition}\norder by {key}"
    )


def _totals(formula: Formula) -> dict[str, str]:
    """n, d and for a quantile v: the aggregates of one indicator."""
    cohort = f"filter (where {formula.cohort})"
    if formula.kind == "share":
        return {
            # count_if takes two thirds of the time of count(*) filter over a month of 20 million cases
            "n": f"count_if(({formula.cohort}) and ({formula.numerator}))",
            "d": f"count_if({formula.cohort})",
        }
    if formula.kind == "ratio":
        return {"n": _exact_sum(formula.numerator, cohort), "d": _exact_sum(formula.denominator, cohort)}
    if formula.kind == "mean":
        return {"n": _exact_sum(formula.value, cohort), "d": f"count({formula.value}) {cohort}"}
    return {
        "d": f"count({formula.value}) {cohort}",
        "v": f"quantile_cont({formula.value}, {formula.quantile}) {cohort}",
    }


def _exact_sum(expression: str | None, cohort: str) -> str:
    """The sum, of decimals: threads add doubles in any order, and the last digit would change."""
    return f"sum(cast({expression} as decimal(30, 15))) {cohort}"


def _row(formula: Formula) -> tuple[str, str, str]:
    """A row's numerator and denominator, and the condition under which it counts."""
    if formula.kind == "share":
        return f"case when {formula.numerator} then 1 else 0 end", "1", f"({formula.cohort})"
    if formula.kind == "ratio":
        counts = f"(({formula.numerator}) <> 0 or ({formula.denominator}) <> 0)"
        return formula.numerator or "", formula.denominator or "", f"({formula.cohort}) and {counts}"
    numerator = formula.value if formula.kind == "mean" else "null"
    return numerator or "", "1", f"({formula.cohort}) and ({formula.value}) is not null"
