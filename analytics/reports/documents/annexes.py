"""The tables behind a ranking: every unit by block, every unit by indicator, and how to read them."""

from __future__ import annotations

from typing import Any

from analytics.contract.labels import text
from analytics.indicators import catalogue
from analytics.reports.documents.basis import Basis
from analytics.reports.documents.content import Section, Table
from analytics.reports.documents.overview import KINDS
from analytics.reports.documents.places import compared, compared_columns, interval
from analytics.reports.documents.settings import limit
from analytics.reports.sheets import Cell, Column
from analytics.scoring.intervals import DRAWS
from analytics.scoring.movement import value_change
from analytics.scoring.ranking import number, whole


def annexes(basis: Basis) -> list[Section]:
    """By block, by indicator (of long lists only in the workbook)."""
    tables = [("blocks", _by_block(basis))]
    if len(basis.ranking.units) <= limit("annex_units"):
        tables.append(("indicators", _by_indicator(basis)))
    return [
        Section(basis.say(f"annex.{name}"), basis.say(f"annex.{name}"), [table], annex=True) for name, table in tables
    ]


def _by_block(basis: Basis) -> Table:
    """One row per unit, the unranked below."""
    ranking = basis.ranking
    grouped = ranking.units["rank_in_group"].notna().any()
    say = basis.say
    grouped_columns = [Column(say("column.group"), "text", 14), Column(say("column.rank_in_group"), "whole", 6)]
    columns = [
        Column(say("column.rank"), "whole", 6),
        Column(say("column.unit"), "text", 14),
        *(grouped_columns if grouped else []),
        Column(say("column.score"), "points", 8),
        *(Column(say("column.block", block=block.label[basis.language], weight=f"{block.weight:g}"), "points", 11)
          for block in ranking.scorecard.blocks),
        *([Column(say("column.adjustment"), "point_moves", 8)] if ranking.scorecard.adjustments else []),
        Column(say("column.interval"), "interval", 8),
        *compared_columns(basis),
        Column(say("column.significant"), "text", 8),
    ]  # fmt: skip
    rows = [_block_row(basis, line, bool(grouped)) for line in ranking.units.to_dict("records")]
    notes = [say("note.significant"), say("note.no_data"), *basis.boundary_notes]
    return Table(say("annex.blocks"), columns, rows, notes, wide=True)


def _block_row(basis: Basis, line: dict[str, Any], grouped: bool) -> list[Any]:
    ranking, ranked = basis.ranking, line["status"] == "ranked"
    group = line["group"] if isinstance(line["group"], str) else None
    blank = Cell(None, "text")
    sure = line["movement_significant"]
    in_group = [basis.group(group) if group else None, whole(line["rank_in_group"]) if ranked else blank]
    return [
        whole(line["rank"]) if ranked else Cell(basis.say("unranked"), "text"),
        basis.names[line["unit"]],
        *(in_group if grouped else []),
        number(line["score"]),
        *ranking.block_scores(line["unit"]).values(),
        *([number(line["adjustment"])] if ranking.scorecard.adjustments else []),
        interval(line) if ranked else blank,
        *compared(basis, line),
        None if sure is None else basis.say("yes" if sure else "no"),
    ]  # fmt: skip


def _by_indicator(basis: Basis) -> Table:
    """Three rows per unit: the values, and their changes since the period before and the year before."""
    ranking, say = basis.ranking, basis.say
    indicators = ranking.scorecard.indicators
    columns = [
        Column(say("column.unit"), "text", 13),
        Column(say("column.row"), "text", 7),
        *(Column(say("column.indicator_weight", indicator=getattr(catalogue()[each.id], basis.language),
                     weight=f"{each.weight:g}"), "points", 9) for each in indicators),
    ]  # fmt: skip
    rows = []
    for unit in ranking.units["unit"]:
        values = {each["indicator"]: each["value"] for each in ranking.indicator_lines(unit)}
        cells = [Cell(values[each.id], KINDS[catalogue()[each.id].unit]) for each in indicators]
        rows.append([basis.names[unit], say("row.now"), *cells])
        for name, standing in (("before", ranking.before), ("year", ranking.year_before)):
            changes = [value_change(standing, unit, each.id, values[each.id]) for each in indicators]
            rows.append([basis.names[unit], say(f"row.{name}"), *(Cell(each, "point_moves") for each in changes)])
    notes = [say("note.changes"), say("note.no_data"), *basis.boundary_notes]
    return Table(say("annex.indicators"), columns, rows, notes, wide=True, on_slides=False)


def reading(basis: Basis) -> Section:
    """How the figures came about: scorecard, as-of, intervals, movement, missing data, boundaries."""
    card = basis.ranking.scorecard
    main = card.main(basis.ranking.tier)
    told = [
        basis.say("reading.scorecard", scorecard=card.label[basis.language], id=card.id, why=card.why[basis.language]),
        basis.say("reading.as_of", as_of=basis.moment(basis.ranking.as_of), first=basis.day(basis.period.first),
                  last=basis.day(basis.period.last_day(basis.period.end))),
        basis.say("reading.status", minimum=f"{main.minimum:g}",
                  indicator=getattr(catalogue()[main.indicator], basis.language)),
        basis.say("reading.interval", draws=f"{DRAWS:,}", seed=card.seed),
        basis.say("reading.movement"),
        *(basis.say("reading.adjustment", label=each.label[basis.language], why=each.why[basis.language])
          for each in card.adjustments),
        *([basis.say("reading.edition", id=basis.edition.id, sha256=basis.edition.sha256,
                     state=text(f"editions.state.{basis.edition.state}", basis.language))] if basis.edition else []),
        *basis.boundary_notes,
    ]  # fmt: skip
    return Section(basis.say("reading.heading"), basis.say("reading.heading"), told)
