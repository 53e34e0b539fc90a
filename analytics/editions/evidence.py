"""Because of which rows units moved: what counts otherwise for an indicator, and the rows of the input behind that."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pandas as pd

from analytics.contract.canonical import plain
from analytics.contract.periods import Period
from analytics.contract.schema import Table, tables
from analytics.indicators import explain, indicator
from analytics.indicators.facts import facts
from analytics.store.freshness import submissions
from analytics.store.versions import Version

LISTED = 100  # rows per unit
PAIRS_EXPLAINED = 400  # units × indicators: beyond, the figures alone are told
_COUNTS = ("numerator", "denominator")
Row = dict[str, Any]


@dataclass(frozen=True)
class Look:
    """A version as known at a moment."""

    version: Version
    as_of: datetime

    @property
    def imports(self) -> set[str]:
        return set(self.version.meta["imports"].split())


@dataclass(frozen=True)
class Comparison:
    """The same period and tier in two looks."""

    before: Look
    now: Look
    period: Period
    tier: str

    def add_rows(self, moved: Iterable[Row]) -> None:
        """Adds to each moved unit `counted` (rows that count otherwise), `rows` (the input behind) and both totals.

        At most LISTED of each; nothing is added to a unit whose own indicators stayed, or when there are too many.
        """
        left = PAIRS_EXPLAINED
        for entry in moved:
            names = [line["indicator"] for line in entry["indicators"]]
            if not names or len(names) > left:
                continue
            left -= len(names)
            counted = {name: self.counted(name, entry["unit"]) for name in names}
            lines = [{"indicator": name, **line} for name, found in counted.items() for line in found]
            rows = self._rows(entry["unit"], counted)
            entry |= {"counted": lines[:LISTED], "counted_total": len(lines)}
            entry |= {"rows": rows[:LISTED], "rows_total": len(rows)}

    def counted(self, name: str, unit: str) -> list[Row]:
        """The rows of the indicator's fact that count otherwise: their key; numerator and denominator in each look."""
        looks = (self.before, self.now)
        frames = [explain(look.version, name, unit, self.tier, self.period, look.as_of) for look in looks]
        key = [column for column in frames[1].columns if column not in _COUNTS]
        if any(frame.empty for frame in frames):
            frames = [frame.astype(dict.fromkeys(key, object)) for frame in frames]
        both = frames[0].merge(frames[1], on=key, how="outer", suffixes=("_before", "_now"))
        counts = {when: [f"{part}_{when}" for part in _COUNTS] for when in ("before", "now")}
        then, now = (both[columns].astype(float).to_numpy() for columns in counts.values())
        unlike = ((then != now) & ~(pd.isna(then) & pd.isna(now))).any(axis=1)
        return plain(both[unlike].to_dict("records"))

    def _rows(self, unit: str, counted: dict[str, list[Row]]) -> list[Row]:
        """The rows of the input that differ and belong to what counts otherwise, table by table."""
        found: dict[tuple[Any, ...], Row] = {}
        for name, lines in counted.items():
            read = tables_of(name, self.tier)
            behind = [row for table in read for row in self._behind(table, lines[:LISTED])]
            if lines and not behind:
                # Such as a problem that came back: the row that counts is not the row that is new.
                behind = [row for table in read for row in self._near(table, unit)]
            found |= {(row["table"], *row["key"].values()): row for row in behind}
        return list(found.values())

    def _behind(self, table: Table, lines: Sequence[Row]) -> list[Row]:
        """The table's differing rows that have the key of one of the lines, as far as they share columns."""
        names = lines[0] if lines else ()
        shared = {name: f't."{name}"' for name in names if name in table.columns}
        if not shared:
            return []
        time = submissions().get(table.name, {}).get("time")
        if "day" in names and time:
            shared["day"] = f'cast(t."{time}" as date)'
        # All lines at once: the nth value of each list belongs to the nth line.
        lists = ", ".join(f"unnest(${name}) as {name}" for name in shared)
        matched = " and ".join(f"cast({column} as varchar) = w.{name}" for name, column in shared.items())
        values = {name: [str(line[name])[:10] if name == "day" else line[name] for line in lines] for name in shared}
        return self._differing(table, f"exists (select 1 from (select {lists}) w where {matched})", values)

    def _near(self, table: Table, unit: str) -> list[Row]:
        """The unit's rows that one version has from an import which the other has not."""
        if table.name not in submissions():
            return []
        alone = sorted(self.before.imports ^ self.now.imports)
        condition = f't."{self.tier}" = $unit and t._import in (select unnest($alone))'
        return self._differing(table, condition, {"unit": unit, "alone": alone})

    def _differing(self, table: Table, condition: str, values: dict[str, Any]) -> list[Row]:
        then, now = (_by_key(look.version, table, condition, values) for look in (self.before, self.now))
        pairs = [(key, then.get(key), now.get(key)) for key in dict.fromkeys([*now, *then])]
        told = [_difference(table, key, old, new) for key, old, new in pairs]
        return [row for row in told if row["columns"] or row["change"] != "changed"]


def tables_of(name: str, tier: str) -> list[Table]:
    """The input tables that the indicator's fact reads."""
    words = set(re.findall(r"\w+", facts()[indicator(name).formula_at(tier).fact].with_clause()))
    read = [table for table in tables().values() if table.name in words or f"known_{table.name}" in words]
    # What a case lacks is told by its steps.
    return [*read, tables()["case_flow"]] if tables()["cases"] in read else read


def _by_key(version: Version, table: Table, condition: str, values: dict[str, Any]) -> dict[tuple[Any, ...], Row]:
    sql = f'select * from "{table.name}" t where {condition} limit {50 * LISTED}'
    return {tuple(row[name] for name in table.key): row for row in plain(version.rows(sql, values))}


def _difference(table: Table, key: tuple[Any, ...], old: Row | None, new: Row | None) -> Row:
    """table, key, change, columns (name → [old, new]); import, file and line of the row before and now."""
    columns = [name for name, column in table.columns.items() if column.kind != "geometry"]
    sides = {"before": old or {}, "now": new or {}}
    pairs = {name: [side.get(name) for side in sides.values()] for name in columns}
    return {
        "table": table.name,
        "key": dict(zip(table.key, key, strict=True)),
        "change": "added" if old is None else "removed" if new is None else "changed",
        "columns": {name: pair for name, pair in pairs.items() if pair[0] != pair[1] and name not in table.key},
        **{when: {name: side.get(f"_{name}") for name in ("import", "file", "line")} for when, side in sides.items()},
    }
