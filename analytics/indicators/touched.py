"""Which indicators of a period what was changed can concern: exactly for cases, else by what was known then.

A version that was made of an earlier one keeps what it changed, before and after (`changed.<table>`, see
store.layers). A case that has gone on since a period's as-of moment looks, seen from that moment, as it did before.
"""

from __future__ import annotations

import re
from datetime import datetime
from functools import cache

from analytics.contract.periods import Period
from analytics.indicators.catalogue import catalogue, known_rows
from analytics.indicators.facts import facts, joined, steps
from analytics.indicators.moments import parameters
from analytics.indicators.rollups import TIERS
from analytics.store.versions import Version

_TABLES = "select table_name from duckdb_tables() where schema_name = 'changed' and database_name = current_database()"


class Changes:
    """What the last import changed in a version."""

    def __init__(self, version: Version) -> None:
        self._version = version
        self._tables = {row["table_name"] for row in version.rows(_TABLES)}
        self._columns = version.meta.get("columns_changed") == "true"
        self._spans: set[tuple[int, int]] = set()
        if "cases" in self._tables:
            rows = version.rows("select distinct first_month, last_month from changed.cases")
            self._spans = {(row["first_month"], row["last_month"]) for row in rows}

    def indicators(self, period: Period, moment: datetime) -> list[str]:
        """Ids, in the catalogue's order, of those that may now answer otherwise for the period at that moment."""
        if self._columns:
            return list(catalogue())
        touched = {table for table in self._tables - {"cases"} if self._was_known(table, moment)}
        if "cases" in self._tables and self._counts_otherwise(period, moment):
            touched.add("cases")
        return [name for name in catalogue() if touched & _read(name)]

    def _was_known(self, table: str, moment: datetime) -> bool:
        """Whether any of the rows, as it was or as it is, was known at that moment."""
        rule = known_rows().get(table, "true")
        sql = f'select exists (select 1 from changed."{table}" as {table} where {rule})'
        return self._version.value(sql, {"as_of": moment})

    def _counts_otherwise(self, period: Period, moment: datetime) -> bool:
        """Whether the changed cases, as they are, give other rows of the fact than as they were."""
        bound = parameters(period, moment)
        if not any(last >= bound["start_month"] and first <= bound["end_month"] for first, last in self._spans):
            return False
        before, after = _cases_statement("not is_after"), _cases_statement("is_after")
        sql = f"""select exists (({before}) except all ({after})) or exists (({after}) except all ({before}))
            or (select count(*) from changed.cases where is_after and reported_at <= $as_of) > 0
            and not exists (select 1 from base.main.cases where reported_at <= $as_of)"""
        return self._version.value(sql, bound)


@cache
def _read(name: str) -> set[str]:
    """The tables that an indicator reads, or without a row of which it has no answer."""
    entry = catalogue()[name]
    words = set(re.findall(r"\w+", facts()[entry.formula.fact].with_clause()))
    return {table for table in known_rows() if table in words or f"known_{table}" in words} | set(entry.event_tables)


@cache
def _cases_statement(which: str) -> str:
    """The rows of the fact of the changed cases, with the columns that the roll-ups count."""
    fact = facts()["cases"]
    formulas = [entry.formula for entry in catalogue().values() if entry.formula.fact == "cases"]
    texts = [text for each in formulas for text in (each.cohort, each.numerator, each.denominator, each.value) if text]
    offered = set(re.findall(r"(\w+)(?:,|$)", fact.sql, re.MULTILINE))
    columns = sorted(offered & set(re.findall(r"\w+", " ".join(texts))))
    named = {step: steps()[step] for step in fact.steps}
    named["cases_of_period"] = named["cases_of_period"].replace(
        "from cases\n", f"from (select * from changed.cases where {which})\n"
    )
    return joined(named | {"fact": fact.sql}, f"select {', '.join([*TIERS, *columns])} from fact")
