"""The first section: how many units are ranked, and the area's own indicators beside the periods before."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd

from analytics.indicators import catalogue
from analytics.reports.documents.basis import BEFORE, YEAR, Basis
from analytics.reports.documents.content import Section, Table
from analytics.reports.documents.settings import limit
from analytics.reports.documents.shown import shown
from analytics.reports.sheets import Cell, Column
from analytics.scoring.movement import change_of
from analytics.scoring.rate_changes import beyond_chance
from analytics.scoring.scores import NO_DATA, TOO_FEW

KINDS = {"rate": "rate", "score": "points", "hours": "hours"}


def overview(basis: Basis) -> Section:
    """How many units there are, which are unranked and why, the scores' range, and the area's indicators."""
    units = basis.ranking.units
    counts = {status: int((units["status"] == status).sum()) for status in (NO_DATA, TOO_FEW)}
    key = "overview.counted" if any(counts.values()) else "overview.counted_all"
    counted = basis.say(key, units=len(units), ranked=len(basis.ranked), **counts)
    blocks: list[Any] = [counted, *_unranked(basis), *_range(basis)]
    if not basis.totals["now"].empty:
        blocks += [*_changed(basis), _indicators(basis)]
    message = basis.say("overview.message", units=len(units), ranked=len(basis.ranked))
    return Section(basis.say("overview.heading"), message, blocks)


def _unranked(basis: Basis) -> list[str]:
    """Who is not ranked, by reason: no data is a finding."""
    units = basis.ranking.units
    told = []
    for status in (NO_DATA, TOO_FEW):
        names = [basis.names[unit] for unit in units.loc[units["status"] == status, "unit"]]
        if names:
            main = catalogue()[basis.ranking.scorecard.main(basis.ranking.tier).indicator]
            listed = basis.listed(names[: limit("listed_units")])
            if len(names) > limit("listed_units"):
                listed = basis.say("overview.and_more", names=listed)
            told.append(basis.say(f"overview.{status}", names=listed, count=len(names),
                                  main=getattr(main, basis.language),
                                  minimum=f"{basis.ranking.scorecard.main(basis.ranking.tier).minimum:g}"))  # fmt: skip
    return told


def _range(basis: Basis) -> list[str]:
    ranked = basis.ranked
    if ranked.empty:
        return []
    first, last = ranked.iloc[0], ranked.iloc[-1]
    return [
        basis.say(
            "overview.range",
            first=basis.names[first["unit"]],
            highest=shown(first["score"], "points", basis.language),
            last=basis.names[last["unit"]],
            lowest=shown(last["score"], "points", basis.language),
            median=shown(ranked["score"].median(), "points", basis.language),
        )
    ]


def _changed(basis: Basis) -> list[str]:
    """The area's rates that differ from the period before by more than chance, or that none does."""
    now, before = basis.totals["now"], basis.totals[BEFORE]
    rates = [name for name in now.index if catalogue()[name].unit == "rate"]
    if before.empty or before.loc[rates, "value"].isna().all():
        return [basis.say("overview.nothing_before", period=basis.words_of(basis.earlier[BEFORE]))]
    changed = beyond_chance(now.loc[rates], before.loc[rates])
    told = [_change(basis, name) for name in changed.index[changed]]
    if not told:
        return [basis.say("overview.unchanged", area=basis.area[2])]
    return [basis.say("overview.changed", area=basis.area[2], changes=basis.say("semicolon").join(told))]


def _change(basis: Basis, name: str) -> str:
    now, before = (basis.totals[when].loc[name] for when in ("now", BEFORE))
    difference = (now["value"] - before["value"]) * 100
    return basis.say(
        f"overview.{'rose' if difference > 0 else 'fell'}",
        indicator=getattr(catalogue()[name], basis.language),
        value=shown(now["value"], "rate", basis.language),
        numerator=shown(now["numerator"], "count", basis.language),
        denominator=shown(now["denominator"], "count", basis.language),
        points=f"{abs(difference):.2f}",
    )


def _indicators(basis: Basis) -> Table:
    say, now = basis.say, basis.totals["now"]
    columns = [
        Column(say("column.indicator"), "text", 20),
        Column(say("column.value"), "points", 11),
        Column(say("column.numerator"), "count", 12),
        Column(say("column.denominator"), "count", 12),
        Column(say("column.change_before"), "point_moves", 11),
        Column(say("column.change_year"), "point_moves", 11),
        Column(say("column.weight"), "count", 7),
    ]
    rows = []
    for weighted in basis.ranking.scorecard.indicators:
        line = now.loc[weighted.id]
        changes = [change_of(weighted.id, line["value"], _earlier(basis, when, weighted.id))
                   for when in (BEFORE, YEAR)]  # fmt: skip
        entry = catalogue()[weighted.id]
        rows.append([getattr(entry, basis.language), Cell(line["value"], KINDS[entry.unit]), line["numerator"],
                     line["denominator"], *changes, weighted.weight])  # fmt: skip
    notes = [say("note.changes"), *basis.boundary_notes]
    title = say("overview.table", area=basis.area[2])
    return Table(title, columns, rows, notes, sheet=say("sheet.area"))


def _earlier(basis: Basis, when: str, name: str) -> float:
    frame: pd.DataFrame = basis.totals[when]
    return frame["value"].get(name, math.nan)
