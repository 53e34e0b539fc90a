"""Making the roll-ups of a version that was just built: see `rollups` for what they hold."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa

from analytics.contract.periods import Period
from analytics.engines import hand_over
from analytics.indicators import rollups
from analytics.indicators.answers import Answers
from analytics.indicators.catalogue import catalogue
from analytics.indicators.computing import from_facts
from analytics.indicators.facts import words
from analytics.indicators.units import units_and_areas
from analytics.store.disk import flush
from analytics.store.freshness import months_told
from analytics.store.versions import Version

Progress = Callable[[str, float], None]
# Five years: of what is older, questions are rare, and the facts answer them.
MONTHS_AT_MOST = 60
_AREAS = ("city", "district")


def roll_up(path: Path, progress: Progress = lambda step, share: None) -> None:
    """Puts the roll-ups into the version in the file; it is checkpointed and flushed to disk before this returns.

    Where an engine is named beside DuckDB, it gets the tables first and counts. Raises NoEngine.
    """
    version = Version(path)
    try:
        progress("rollup:tables", 0)
        hand_over(version, words())
        chosen = periods_told(months_told(version, MONTHS_AT_MOST))
        found = []
        for number, period in enumerate(chosen):
            progress(f"rollup:{period.text}", number / len(chosen))
            found += _of_period(version, period)
    finally:
        version.close()
    _write(path, found)


def periods_told(months: list[date]) -> list[Period]:
    """The months, and the quarters and years that they lie in, in order of kind and time."""
    found = (Period.holding(day, kind) for kind in rollups.KINDS for day in months)
    return list(dict.fromkeys(found))


@dataclass(frozen=True)
class _Rolled:
    """The answers for one period and tier, the moment they hold for, and the areas (`_AREAS`) of each unit."""

    answers: Answers
    as_of: datetime
    areas: dict[str, pa.Array]


def _of_period(version: Version, period: Period) -> list[_Rolled]:
    moment = period.default_as_of(version.newest_known_at)
    found = []
    for answers in from_facts(version, period, rollups.TIERS, list(catalogue()), None, moment):
        units = units_and_areas(version, answers.tier, period, moment)
        areas = {name: pa.array(units[name], pa.string(), from_pandas=True) for name in _AREAS}
        found.append(_Rolled(answers, moment, areas))
    return found


def _write(path: Path, found: list[_Rolled]) -> None:
    # Tier by tier, so that the months of a tier stand together.
    found.sort(key=lambda each: (len(each.answers.period), each.answers.tier, each.answers.period))
    connection = duckdb.connect(str(path), config={"python_enable_replacements": "false"})
    try:
        connection.execute("drop table if exists rollups; drop table if exists rollup_values")
        connection.execute("delete from meta where key = ?", [rollups.META_KEY])
        connection.execute(rollups.TABLES)
        for number, each in enumerate(found):
            head = [number, each.answers.period, each.answers.tier, each.as_of]
            connection.execute("insert into rollups values (?, ?, ?, ?)", head)
            connection.register("rows_of_rollup", _rows(number, each))
            connection.execute("insert into rollup_values by name select * from rows_of_rollup")
            connection.unregister("rows_of_rollup")
        connection.execute("insert into meta values (?, ?)", [rollups.META_KEY, rollups.definitions()])
        connection.execute("checkpoint")
    finally:
        connection.close()
    flush(path)


def _rows(number: int, rolled: _Rolled) -> pa.Table:
    names, units = list(rolled.answers.numbers), len(rolled.answers.units)
    columns = {
        "rollup": pa.array(np.full(len(names) * units, number), pa.int32()),
        "place": pa.array(np.arange(len(names) * units), pa.int32()),
        "indicator": pa.array(np.repeat(np.array(names, dtype=object), units), pa.string()),
        "unit": pa.concat_arrays([rolled.answers.units] * len(names)),
        **{name: pa.concat_arrays([codes] * len(names)) for name, codes in rolled.areas.items()},
    }
    for place, name in enumerate(("numerator", "denominator", "value")):
        columns[name] = pa.array(np.concatenate([numbers[place] for numbers in rolled.answers.numbers.values()]))
    return pa.table(columns)
