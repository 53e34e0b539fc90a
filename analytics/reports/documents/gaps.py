"""What separates each unit from the place above it, in points and in cases."""

from __future__ import annotations

from typing import Any

from analytics.indicators import catalogue
from analytics.reports.documents.basis import Basis
from analytics.reports.documents.content import Section, Table
from analytics.reports.documents.places import compared, compared_columns, listed
from analytics.reports.documents.shown import shown, signed
from analytics.reports.sheets import Cell, Column
from analytics.scoring.next_places import NextPlace, Way, next_places


def gaps(basis: Basis) -> list[Section]:
    """One section, none where fewer than two units are ranked."""
    found = {place.unit: place for place in next_places(basis.ranking.now)}
    kept = [unit for unit in listed(basis)["unit"] if unit in found]
    if not kept:
        return []
    main = getattr(catalogue()[basis.ranking.scorecard.main(basis.ranking.tier).indicator], basis.language)
    last = found[kept[-1]]
    told = [basis.say("gaps.what", indicator=main), _last(basis, last)]
    table = Table(
        basis.say("gaps.table"),
        [
            Column(basis.say("column.rank"), "whole", 6),
            Column(basis.say("column.unit"), "text", 14),
            Column(basis.say("column.gap"), "points", 9),
            Column(basis.say("column.main_rows", indicator=main), "text", 15),
            Column(basis.say("column.easiest"), "text", 26),
            *compared_columns(basis),
        ],
        [_row(basis, found[line["unit"]], line) for line in listed(basis).to_dict("records") if line["unit"] in found],
        [basis.say("note.gaps"), *basis.boundary_notes],
        sheet=basis.say("sheet.gaps"),
    )
    gap = shown(last.gap, "points", basis.language)
    message = basis.say("gaps.message", unit=basis.names[last.unit], above=basis.names[last.above], gap=gap)
    return [Section(basis.say("gaps.heading"), message, [*told, table])]


def _last(basis: Basis, place: NextPlace) -> str:
    """What the last of all lacks: by the main indicator, by the easiest one, or out of reach of any single one."""
    names = {"unit": basis.names[place.unit], "above": basis.names[place.above],
             "gap": shown(place.gap, "points", basis.language)}  # fmt: skip
    way = place.main or place.easiest
    if way is None:
        return basis.say("gaps.last_unreachable", **names)
    indicator = getattr(catalogue()[way.indicator], basis.language)
    more = "more" if way.rows > 0 else "fewer"
    return basis.say(f"gaps.last_{more}", **names, indicator=indicator, rows=f"{abs(way.rows):,}",
                     of=shown(way.denominator, "count", basis.language))  # fmt: skip


def _rows(way: Way) -> str:
    return signed(way.rows, ",d")


def _row(basis: Basis, place: NextPlace, line: dict[str, Any]) -> list[Any]:
    unreachable = Cell(basis.say("gaps.unreachable"), "text")
    main = Cell(place.main.rows, "count_moves") if place.main else unreachable
    easiest: Any = unreachable
    if place.easiest:
        name = getattr(catalogue()[place.easiest.indicator], basis.language)
        easiest = basis.say("gaps.way", indicator=name, rows=_rows(place.easiest),
                            of=shown(place.easiest.denominator, "count", basis.language))  # fmt: skip
    return [int(line["rank"]), basis.names[place.unit], place.gap, main, easiest, *compared(basis, line)]
