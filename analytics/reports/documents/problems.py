"""What stood out: ten-none items and case classes counted most, and the alleys with the lowest scores."""

from __future__ import annotations

from typing import Any

from analytics.contract import labels
from analytics.indicators import compute
from analytics.reports.documents.basis import BEFORE, YEAR, Basis
from analytics.reports.documents.content import Bars, Section, Table
from analytics.reports.documents.settings import limit
from analytics.reports.documents.shown import shown
from analytics.reports.sheets import Column
from analytics.scoring import ten_nones
from analytics.scoring.prominent import prominent_problems
from analytics.scoring.worst_alleys import worst_alleys

_KINDS = ("ten_none", "case_class")
_EVERY = 10_000


def problems(basis: Basis) -> Section:
    """The ten-none items and the case classes counted most, with the counts of the periods compared."""
    rules, ranking = basis.roll_call, basis.ranking
    found = prominent_problems(
        basis.version, basis.period, ranking.as_of, rules.items, rules.classes, ranking.within
    )  # fmt: skip
    heading = basis.say("problems.heading")
    if not found:
        return Section(heading, basis.say("problems.none"), [basis.say("problems.none")])
    told = [sentence for kind in _KINDS for sentence in _told(basis, [line for line in found if line["kind"] == kind])]
    chart = Bars(
        basis.say("problems.chart"),
        [line["label"][basis.language] for line in found],
        [(basis.say("column.now"), [line["count"] for line in found])],
        "count",
    )
    tops = [next((line for line in found if line["kind"] == kind), None) for kind in _KINDS]
    most = basis.listed(line["label"][basis.language] for line in tops if line)
    return Section(heading, basis.say("problems.message", most=most), [*told, chart, _table(basis, found)])


def _told(basis: Basis, lines: list[dict[str, Any]]) -> list[str]:
    if not lines:
        return []
    kind = lines[0]["kind"]
    parts = [
        basis.say(f"problems.{kind}_part", label=line["label"][basis.language],
                  count=shown(line["count"], "count", basis.language),
                  checks=shown(line.get("checks"), "count", basis.language) if kind == "ten_none" else "")
        for line in lines[:3]
    ]  # fmt: skip
    return [basis.say(f"problems.{kind}", parts=basis.listed(parts))]


def _table(basis: Basis, found: list[dict[str, Any]]) -> Table:
    earlier = {name: _counts(basis, name) for name in (BEFORE, YEAR)}
    columns = [
        Column(basis.say("column.problem"), "text", 22),
        Column(basis.say("column.kind"), "text", 14),
        *(Column(basis.say(f"column.{name}"), kind, 10) for name, kind in (
            ("now", "count"), ("count_before", "count"), ("count_change_before", "count_moves"),
            ("count_year", "count"), ("count_change_year", "count_moves"))),
    ]  # fmt: skip
    rows = []
    for line in found:
        row = [line["label"][basis.language], basis.say(f"problems.kind.{line['kind']}"), line["count"]]
        for name in (BEFORE, YEAR):
            then = _then(earlier[name], line)
            row += [then, None if then is None else line["count"] - then]
        rows.append(row)
    notes = [basis.say("note.problems"), *basis.boundary_notes]
    return Table(basis.say("problems.table"), columns, rows, notes, sheet=basis.say("sheet.problems"))


def _counts(basis: Basis, name: str) -> list[dict[str, Any]]:
    period = basis.earlier[name]
    moment = basis.moment_of(period)
    return prominent_problems(basis.version, period, moment, _EVERY, _EVERY, basis.ranking.within)


def _then(lines: list[dict[str, Any]], wanted: dict[str, Any]) -> int | None:
    """The count of the same problem earlier: 0 where others were counted, None where nothing was counted at all."""
    same_kind = [line for line in lines if line["kind"] == wanted["kind"]]
    key = lambda line: (line["code"], line.get("scheme"), line.get("case_kind"))  # noqa: E731
    return next((line["count"] for line in same_kind if key(line) == key(wanted)), 0 if same_kind else None)


def lowest_alleys(basis: Basis) -> Section:
    """The alleys with the lowest ten-none scores, their items, their chiefs and the scores they had."""
    ranking = basis.ranking
    found = worst_alleys(basis.version, basis.period, ranking.within, ranking.as_of, limit("alleys"))
    heading = basis.say("alleys.heading")
    if not found:
        return Section(heading, basis.say("alleys.none"), [basis.say("alleys.none")])
    separator = labels.text("worst_alleys.separator", basis.language)
    named = [line["name"] or line["alley_id"] for line in found]
    told = [basis.say("alleys.told", count=len(found), first=named[0],
                      score=shown(found[0]["score"], "points", basis.language))]  # fmt: skip
    without = [name for name, line in zip(named, found, strict=True) if not line["chiefs"]]
    if without:
        told.append(basis.say("alleys.without_chief", count=len(without), names=separator.join(without)))
    columns = [
        Column(basis.say("column.alley"), "text", 18),
        Column(basis.say("column.street"), "text", 14),
        Column(basis.say("column.ten_none"), "points", 8),
        Column(basis.say("column.change_before"), "point_moves", 8),
        Column(basis.say("column.change_year"), "point_moves", 8),
        Column(basis.say("column.items"), "text", 30),
        Column(basis.say("column.chiefs"), "text", 14),
    ]
    notes = [basis.say("note.alleys"), *basis.boundary_notes]
    rows = _alley_rows(basis, found, separator)
    table = Table(basis.say("alleys.table", count=len(found)), columns, rows, notes, sheet=basis.say("sheet.alleys"))
    message = basis.say("alleys.message", first=named[0], score=shown(found[0]["score"], "points", basis.language))
    return Section(heading, message, [*told, table])


def _alley_rows(basis: Basis, found: list[dict[str, Any]], separator: str) -> list[list[Any]]:
    problems = {none.item: none.problem[basis.language] for none in ten_nones(basis.period.first)}
    streets = basis.name_areas(line["unit"] for line in found)
    earlier = [alley_scores(basis, name) for name in (BEFORE, YEAR)]
    rows = []
    for line in found:
        violated = sorted(line["violations"].items(), key=lambda pair: (-pair[1], pair[0]))
        items = [
            labels.text("worst_alleys.item", basis.language, item=problems[n], times=times) for n, times in violated
        ]
        then = [scores.get(line["alley_id"]) for scores in earlier]
        rows.append(
            [
                line["name"] or line["alley_id"],
                streets.get(line["unit"], line["unit"]),
                line["score"],
                *(None if score is None else round(line["score"] - score, 6) for score in then),
                separator.join(items) or labels.text("worst_alleys.no_items", basis.language),
                separator.join(line["chiefs"]) or labels.text("worst_alleys.no_chief", basis.language),
            ]
        )
    return rows


def alley_scores(basis: Basis, name: str) -> dict[str, float]:
    """Ten-none scores by alley in a period compared."""
    period = basis.earlier[name]
    rows = compute(basis.version, period, "alley", ids=["ten_none_score"], within=basis.ranking.within,
                   as_of=basis.moment_of(period))  # fmt: skip
    return rows.dropna(subset=["value"]).set_index("unit")["value"].to_dict()
