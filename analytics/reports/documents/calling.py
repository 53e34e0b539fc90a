"""The roll-call's own sections: who is named and why, alleys that fell and rose, what is handed over."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

import pandas as pd

from analytics.reports.documents.basis import BEFORE, YEAR, Basis
from analytics.reports.documents.content import Bars, Section, Table
from analytics.reports.documents.problems import alley_scores
from analytics.reports.documents.shown import tight
from analytics.reports.sheets import Column
from analytics.scoring.adjusting import alley_events, alleys
from analytics.scoring.downgrades import DOWNGRADED, RESTORED
from analytics.scoring.naming import fallen_by_unit, named
from analytics.scoring.ranking import number, text
from analytics.scoring.roll_calls import TIER, transfer, transfer_score

EVENTS = (DOWNGRADED, RESTORED)


@dataclass(frozen=True)
class Fallen:
    """The alleys that fell and rose: `events` of every quarter so far, `places` (see `adjusting.alleys`) of today."""

    events: pd.DataFrame
    places: pd.DataFrame

    def of(self, quarter: str, event: str) -> pd.DataFrame:
        """The events of one kind in one quarter, with the alley's name and units."""
        found = self.events[(self.events["quarter"] == quarter) & (self.events["event"] == event)]
        return found.merge(self.places, on="alley_id").sort_values("alley_id")


def fallen(basis: Basis) -> Fallen:
    """The alleys of the ranking's area that fell and rose up to its quarter."""
    ranking = basis.ranking
    events = ranking.changes
    if events is None:
        events = alley_events(basis.version, basis.period, ranking.as_of, basis.roll_call.downgrade)
    places = alleys(basis.version, basis.period.last_day(ranking.as_of) or basis.period.first)
    inside = places[ranking.tier].isin(list(basis.names))
    return Fallen(events, places[inside])


def naming(basis: Basis, found: Fallen) -> list[Any]:
    """Sentences on who is praised and criticised, by rule and with the reasons; nothing where nobody is called."""
    if basis.ranking.tier != TIER or basis.ranking.within:
        return []  # the city calls its districts; a district's own meeting names nobody
    if not basis.is_finished:
        return [basis.say("naming.provisional")]
    rules = basis.roll_call
    events = found.events[found.events["quarter"] == basis.period.text]
    lines = named(basis.ranking.now, fallen_by_unit(events, found.places, TIER), rules)
    told = []
    for kind in ("praise", "criticise"):
        of_kind = [line for line in lines if line["kind"] == kind]
        if not of_kind:
            told.append(basis.say(f"naming.no_{kind}"))
            continue
        parts = [
            basis.say("naming.one", unit=basis.names[line["unit"]], reasons=basis.say("semicolon").join(
                tight(reason[basis.language]) for reason in line["reasons"]))
            for line in of_kind
        ]  # fmt: skip
        told.append(basis.say(f"naming.{kind}", count=len(of_kind)) + "".join(parts))
    return told


def downgrading(basis: Basis, found: Fallen) -> Section:
    """How many alleys fell and rose in each unit, beside the quarters compared."""
    heading, quarter = basis.say("downgrades.heading"), basis.period.text
    if found.events.empty:
        return Section(heading, basis.say("downgrades.unchecked"), [basis.say("downgrades.unchecked")])
    counts = {event: Counter(found.of(quarter, event)[basis.ranking.tier]) for event in EVENTS}
    totals = {event: sum(count.values()) for event, count in counts.items()}
    told = [basis.say("downgrades.told", alleys=f"{len(found.places):,}", **totals), *_spread(basis, counts)]
    units = [unit for unit in basis.ranking.units["unit"] if any(counts[event][unit] for event in EVENTS)]
    blocks: list[Any] = list(told)
    if units:
        series = [(basis.say(f"downgrades.{event}"), [counts[event][unit] for unit in units]) for event in EVENTS]
        blocks.append(Bars(basis.say("downgrades.chart"), [basis.names[unit] for unit in units], series, "count"))
    return Section(heading, basis.say("downgrades.message", **totals), [*blocks, _by_unit(basis, found, counts)])


def _spread(basis: Basis, counts: dict[str, Counter]) -> list[str]:
    """Which units the alleys lie in, most first."""
    told = []
    for event in EVENTS:
        order = sorted(counts[event].items(), key=lambda pair: (-pair[1], pair[0]))
        parts = [basis.say("downgrades.part", unit=basis.names[unit], count=count) for unit, count in order if count]
        if parts:
            told.append(basis.say(f"downgrades.{event}_by_unit", parts=basis.listed(parts)))
    return told


def _by_unit(basis: Basis, found: Fallen, counts: dict[str, Counter]) -> Table:
    tier, say = basis.ranking.tier, basis.say
    alleys_of = Counter(found.places.drop_duplicates("alley_id")[tier])
    checked = _checked_quarters(basis)
    earlier = {(name, event): Counter(found.of(period.text, event)[tier])
               for name, period in basis.earlier.items() for event in EVENTS}  # fmt: skip
    columns = [Column(say("column.unit"), "text", 14), Column(say("column.alleys"), "count", 9)]
    for event in EVENTS:
        columns += [
            Column(say(f"downgrades.{event}"), "count", 8),
            Column(say("column.count_change_before"), "count_moves", 8),
            Column(say("column.count_change_year"), "count_moves", 8),
        ]
    rows = []
    for unit in basis.ranking.units["unit"]:
        if not alleys_of[unit]:
            continue
        row = [basis.names[unit], alleys_of[unit]]
        for event in EVENTS:
            now = counts[event][unit]
            row += [now, *(now - earlier[name, event][unit] if checked[name] else None for name in (BEFORE, YEAR))]
        rows.append(row)
    notes = [say("note.downgrades", mark=f"{basis.roll_call.downgrade.pass_mark:g}",
                 months=basis.roll_call.downgrade.months_in_a_row), *basis.boundary_notes]  # fmt: skip
    return Table(say("downgrades.table"), columns, rows, notes, sheet=say("sheet.downgrades"))


def _checked_quarters(basis: Basis) -> dict[str, bool]:
    """Whether any check lies in or before each quarter compared: without one nothing could fall."""
    first = basis.version.value("select min(checked_on) from ten_none_checks")
    return {name: first is not None and first < period.after for name, period in basis.earlier.items()}


def alley_lists(basis: Basis, found: Fallen) -> list[Section]:
    """Annexes: the alleys that fell and those that rose, with the scores of this quarter and the two compared."""
    sections = []
    for event in EVENTS:
        lines = found.of(basis.period.text, event)
        if lines.empty:
            continue
        heading = basis.say(f"downgrades.{event}_list", count=len(lines))
        scores = [alley_scores(basis, name) for name in (BEFORE, YEAR)]
        names = basis.names | basis.name_areas(lines["subdistrict"].dropna())
        streets = [Column(basis.say("column.unit"), "text", 14), Column(basis.say("column.street"), "text", 16)]
        streets = streets[1:] if basis.ranking.tier == "subdistrict" else streets  # the units are the streets
        columns = [
            *streets,
            Column(basis.say("column.alley"), "text", 20),
            Column(basis.say("column.alley_id"), "text", 14),
            Column(basis.say("column.ten_none"), "points", 10),
            Column(basis.say("column.change_before"), "point_moves", 10),
            Column(basis.say("column.change_year"), "point_moves", 10),
        ]
        rows = [_alley(basis, line, names, scores) for line in lines.to_dict("records")]
        rows.sort(key=lambda row: row[0])
        table = Table(heading, columns, rows, basis.boundary_notes, sheet=basis.say(f"sheet.{event}"))
        sections.append(Section(heading, heading, [table], annex=True))
    return sections


def _alley(basis: Basis, line: dict[str, Any], names: dict[str, str], scores: list[dict[str, float]]) -> list[Any]:
    then = [each.get(line["alley_id"]) for each in scores]
    score = None if line["score"] != line["score"] else line["score"]
    changes = [None if score is None or each is None else round(score - each, 6) for each in then]
    street = text(line["subdistrict"])
    units = [] if basis.ranking.tier == "subdistrict" else [basis.names[line[basis.ranking.tier]]]
    return [*units, names.get(street, street), text(line["name"]) or line["alley_id"], line["alley_id"], score,
            *changes]  # fmt: skip


def transferring(basis: Basis) -> list[Section]:
    """The lines handed to the capital assessment; none in a district's own meeting."""
    if basis.ranking.tier != TIER or basis.ranking.within or basis.ranking.scorecard.id != "quarterly":
        return []
    ranking, lines = basis.ranking, basis.roll_call.transfer
    by_unit = {(line["unit"], line["line"]): line for line in transfer(ranking, basis.roll_call)}
    columns = [Column(basis.say("column.unit"), "text", 14)]
    for line in lines:
        columns += [
            Column(line.label[basis.language], "points", 12),
            Column(basis.say("column.change_before"), "point_moves", 10),
            Column(basis.say("column.change_year"), "point_moves", 10),
        ]
        if line.factor is not None:
            columns.append(Column(basis.say("transfer.points", factor=f"{line.factor:g}"), "points", 10))
    rows = []
    for unit in ranking.units["unit"]:
        row: list[Any] = [basis.names[unit]]
        for line in lines:
            now = by_unit[unit, line.id]
            then = [number(transfer_score(standing, line, unit)) for standing in (ranking.before, ranking.year_before)]
            row += [now["score"], *(_difference(now["score"], each) for each in then)]
            row += [now["points"]] if line.factor is not None else []
        rows.append(row)
    told = basis.say("transfer.told" if any(line.factor is not None for line in lines) else "transfer.shown")
    table = Table(basis.say("transfer.table"), columns, rows, [basis.say("note.changes")],
                  sheet=basis.say("sheet.transfer"))  # fmt: skip
    return [Section(basis.say("transfer.heading"), told, [told, table])]


def _difference(now: float | None, then: float | None) -> float | None:
    return None if now is None or then is None else round(now - then, 6)
