"""Making the roll-ups of a version that was just built: see `rollups` for what they hold."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa

from analytics.contract.periods import Period
from analytics.engines import address, hand_over
from analytics.indicators import rollups
from analytics.indicators.answers import Answers
from analytics.indicators.catalogue import catalogue
from analytics.indicators.computing import from_facts
from analytics.indicators.facts import words
from analytics.indicators.touched import Changes
from analytics.indicators.units import units_and_areas
from analytics.store.disk import flush
from analytics.store.freshness import months_told
from analytics.store.versions import Version

Progress = Callable[[str, float], None]
# Five years: of what is older, questions are rare, and the facts answer them.
MONTHS_AT_MOST = 60
_AREAS = ("city", "district")
_SETTINGS = {"python_enable_replacements": "false"}


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
            found += _of_period(version, period, list(catalogue()))
    finally:
        version.close()
    _write(path, found)


def roll_up_touched(path: Path, progress: Progress = lambda step, share: None) -> None:
    """Puts the roll-ups right in a version that was made of an earlier one (store.increments), as `roll_up` would.

    Counted anew are the periods that speak for another moment than before, and of the others the indicators that
    what was changed can concern (see touched). Where the definitions are others, or an engine is named, all are.
    """
    version = Version(path)
    try:
        heads = rollups.heads_of(version)
        if version.meta.get(rollups.META_KEY) != rollups.definitions() or not heads or address() is not None:
            asked = None
        else:
            asked = _touched(version, heads)
        found = []
        for number, (period, names) in enumerate((asked or {}).items()):
            progress(f"rollup:{period.text}", number / len(asked or {}))
            found += _of_period(version, period, names)
    finally:
        version.close()
    if asked is None:
        roll_up(path, progress)
    else:
        _exchange(path, found, heads)


def _touched(version: Version, heads: rollups.Heads) -> dict[Period, list[str]]:
    """By period, the indicators to count anew."""
    asked: dict[Period, list[str]] = {}
    changes = Changes(version)
    for period in periods_told(months_told(version, MONTHS_AT_MOST)):
        moment = period.default_as_of(version.newest_known_at)
        known = heads.get((period.text, rollups.TIERS[0]))
        names = list(catalogue())
        if known is not None and known[1] == moment:
            names = changes.indicators(period, moment)
        if names:
            asked[period] = names
    return asked


def _exchange(path: Path, found: list[_Rolled], heads: rollups.Heads) -> None:
    """Puts these answers in the place of those of the same period, tier and indicator."""
    connection = duckdb.connect(str(path), config=_SETTINGS)
    try:
        after = max(number for number, _ in heads.values()) + 1
        for each in found:
            key = (each.answers.period, each.answers.tier)
            number = heads[key][0] if key in heads else after
            after += number == after
            connection.execute("delete from rollups where rollup = ?", [number])
            connection.execute("insert into rollups values (?, ?, ?, ?)", [number, *key, each.as_of])
            names = list(each.answers.numbers)
            which = "rollup = ? and list_contains(?, indicator)"
            connection.execute(f"delete from rollup_values where {which}", [number, names])
            connection.register("rows_of_rollup", _rows(number, each))
            connection.execute("insert into rollup_values by name select * from rows_of_rollup")
            connection.unregister("rows_of_rollup")
        connection.execute("checkpoint")
    finally:
        connection.close()
    flush(path)


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


def _of_period(version: Version, period: Period, names: Sequence[str]) -> list[_Rolled]:
    moment = period.default_as_of(version.newest_known_at)
    found = []
    for answers in from_facts(version, period, rollups.TIERS, names, None, moment):
        units = units_and_areas(version, answers.tier, period, moment)
        areas = {name: pa.array(units[name], pa.string(), from_pandas=True) for name in _AREAS}
        found.append(_Rolled(answers, moment, areas))
    return found


def _write(path: Path, found: list[_Rolled]) -> None:
    # Tier by tier, so that the months of a tier stand together.
    found.sort(key=lambda each: (len(each.answers.period), each.answers.tier, each.answers.period))
    connection = duckdb.connect(str(path), config=_SETTINGS)
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
    order = {name: number for number, name in enumerate(catalogue())}
    places = np.array([order[name] for name in names])[:, None] * units + np.arange(units)
    columns = {
        "rollup": pa.array(np.full(len(names) * units, number), pa.int32()),
        "place": pa.array(places.ravel(), pa.int32()),
        "indicator": pa.array(np.repeat(np.array(names, dtype=object), units), pa.string()),
        "unit": pa.concat_arrays([rolled.answers.units] * len(names)),
        **{name: pa.concat_arrays([codes] * len(names)) for name, codes in rolled.areas.items()},
    }
    for place, name in enumerate(("numerator", "denominator", "value")):
        columns[name] = pa.array(np.concatenate([numbers[place] for numbers in rolled.answers.numbers.values()]))
    return pa.table(columns)
