"""Roll-ups: the answers of `compute` for whole months, quarters and years at their usual as-of moment.

They are made when a version is built (`rolling_up`) and hold, per period and tier, exactly what the facts answered.
They speak only for that moment, and only as long as the product's own definitions are those they were made with.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime
from functools import cache
from pathlib import Path

import numpy as np
import pyarrow as pa

from analytics.contract import periods
from analytics.contract.periods import Period
from analytics.indicators.answers import Answers
from analytics.indicators.catalogue import FOLDER as CATALOGUE
from analytics.indicators.catalogue import catalogue
from analytics.indicators.facts import FOLDER as FACTS
from analytics.store.versions import Version

TIERS = ("city", "district", "subdistrict")
KINDS = ("month", "quarter", "year")
# `rollups`: one row per period and tier. `rollup_values`: one row per rollup, indicator and unit in force, kept in that
# order (`place` says it: the catalogue's, then by code), so that one question reads a few neighbouring blocks. NaN
# stands for what is null.
TABLES = """
create table rollups (rollup integer, period varchar, tier varchar, as_of timestamp);
create table rollup_values (
    rollup integer, place integer, indicator varchar, unit varchar, city varchar, district varchar,
    numerator double, denominator double, "value" double
)"""
META_KEY = "rollups"
_HEADS = "select rollup, period, tier, as_of from rollups"
# A list alone would not let the scan skip blocks.
_VALUES = """select rollup, unit, numerator, denominator, "value" from rollup_values
    where rollup between $first and $last and list_contains($rollups, rollup) and list_contains($ids, indicator)
      and ($within is null or $within in (unit, city, district))
    order by rollup, place"""


Heads = dict[tuple[str, str], tuple[int, datetime]]


@cache
def definitions() -> str:
    """A hash of all that a number depends on beside the data: the catalogue, the facts, this package, the periods."""
    folder = Path(__file__).parent
    files = [*CATALOGUE.rglob("*.toml"), *FACTS.rglob("*.sql"), *folder.glob("*.py"), periods.__file__]
    digest = hashlib.sha256()
    for file in sorted(map(Path, files)):
        digest.update(file.name.encode() + b"\0" + file.read_bytes() + b"\0")
    # The start of the month may come from outside of all files.
    digest.update(str(periods.month_starts_on()).encode())
    return digest.hexdigest()


def read(
    version: Version, moments: dict[Period, datetime], tiers: Sequence[str], ids: Sequence[str], within: str | None
) -> dict[tuple[str, str], Answers]:
    """By period (its text) and tier, what is rolled up for exactly that moment; what is not is absent.

    `within` keeps the units inside that area.
    """
    wanted = {period.text: moment for period, moment in moments.items() if period.kind in KINDS}
    covered = [tier for tier in tiers if tier in TIERS]
    if not wanted or not covered or version.meta.get(META_KEY) != definitions():
        return {}
    heads = version.kept("rollups", lambda: heads_of(version))
    asked = [(text, tier) for text in wanted for tier in covered]
    rollups = {heads[key][0]: key for key in asked if key in heads and heads[key][1] == wanted[key[0]]}
    if not rollups:
        return {}
    numbers = [name for name in catalogue() if name in set(ids)]
    bound = {"rollups": list(rollups), "first": min(rollups), "last": max(rollups), "ids": numbers, "within": within}
    found = version.arrow(_VALUES, bound).combine_chunks()
    of_rollup = found["rollup"].to_numpy()
    return {
        key: _answers(key, found.slice(*_stretch(of_rollup, rollup)), numbers) for rollup, key in rollups.items()
    }


def heads_of(version: Version) -> Heads:
    """By period and tier: the number of the roll-up and the moment for which it speaks."""
    return {(row["period"], row["tier"]): (row["rollup"], row["as_of"]) for row in version.rows(_HEADS)}


def _stretch(of_rollup: np.ndarray, rollup: int) -> tuple[int, int]:
    """Where the rows of a rollup begin, and how many there are: they stand together, in the order of the numbers."""
    first, after = np.searchsorted(of_rollup, [rollup, rollup + 1])
    return int(first), int(after - first)


def _answers(key: tuple[str, str], rows: pa.Table, names: list[str]) -> Answers:
    units = len(rows) // max(len(names), 1)
    columns = [rows[name].to_numpy().reshape(-1, max(units, 1)) for name in ("numerator", "denominator", "value")]
    if not units:
        columns = [np.empty((len(names), 0))] * 3
    numbers = {name: tuple(column[place] for column in columns) for place, name in enumerate(names)}
    return Answers(*key, rows["unit"].slice(0, units).combine_chunks(), numbers)
