"""The ranking in a document: first and last of each group, whether a last place could be chance, the table."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pandas as pd

from analytics.reports.documents.basis import Basis
from analytics.reports.documents.content import Bars, Section, Table
from analytics.reports.documents.pictures import scores_map
from analytics.reports.documents.settings import limit
from analytics.reports.documents.shown import shown
from analytics.reports.sheets import Cell, Column
from analytics.scoring.movement import score_change
from analytics.scoring.ranking import number, whole
from analytics.scoring.standings import Standing

CERTAIN = 0.95  # an end that is held in fewer draws than this may be chance


def places(basis: Basis, extra: Iterable[Any] = ()) -> Section:
    """First and last of each group with the chance in it, the `extra` blocks, the chart of scores and the table."""
    if basis.ranked.empty:
        nobody = basis.say("places.nobody")
        return Section(basis.say("places.heading"), nobody, [nobody, *extra, ranking_table(basis)])
    told = [sentence for _, units in groups(basis) for sentence in _ends(basis, units)]
    first, last = (basis.names[basis.ranked.iloc[end]["unit"]] for end in (0, -1))
    message = basis.say("places.message", first=first, last=last)
    drawn = [scores_chart(basis), *scores_map(basis)]
    return Section(basis.say("places.heading"), message, [*told, *extra, *drawn, ranking_table(basis)])


def groups(basis: Basis) -> list[tuple[str | None, pd.DataFrame]]:
    """The ranked units by group, groups in the order of the labels; all together where the tier has none."""
    ranked = basis.ranked
    if basis.ranking.tier not in basis.ranking.scorecard.grouped_tiers or ranked["group"].isna().all():
        return [(None, ranked)]
    known = ["core", "central", "plain", "ecological"]
    codes = sorted(
        ranked["group"].dropna().unique(),
        key=lambda code: (code not in known, known.index(code) if code in known else 0, code),
    )
    found = [(code, ranked[ranked["group"] == code]) for code in codes]
    rest = ranked[ranked["group"].isna()]
    return found + ([(None, rest)] if len(rest) else [])


def _ends(basis: Basis, units: pd.DataFrame) -> list[str]:
    """Sentences on the first and the last of a group."""
    group = units.iloc[0]["group"]
    head = basis.say("places.group", group=basis.group(group), count=len(units)) if isinstance(group, str) else ""
    highest, lowest = units["score"].max(), units["score"].min()
    score = lambda value: shown(value, "points", basis.language)  # noqa: E731
    if len(units) == 1:
        return [head + basis.say("places.alone", unit=basis.names[units.iloc[0]["unit"]], score=score(highest))]
    if highest == lowest:
        return [head + basis.say("places.equal", count=len(units), score=score(highest))]
    first, last = units[units["score"] == highest], units[units["score"] == lowest]
    told = basis.say("places.ends", first=_names(basis, first), highest=score(highest), last=_names(basis, last),
                     lowest=score(lowest))  # fmt: skip
    return [head + told + _chances(basis, units, first, "first") + _chances(basis, units, last, "last")]


def _chances(basis: Basis, units: pd.DataFrame, ends: pd.DataFrame, end: str) -> str:
    """How surely each unit at an end of its group is there; words only where it could be chance."""
    chances = chance_of_end(basis.ranking.now, list(units["unit"]), end)
    told = []
    for line in ends.itertuples():
        if chances[line.unit] < CERTAIN:
            told.append(
                basis.say(
                    f"places.chance_{end}",
                    unit=basis.names[line.unit],
                    chance=f"{chances[line.unit]:.0%}",
                    low=int(line.rank_low),
                    high=int(line.rank_high),
                )
            )
    return "".join(told)


def chance_of_end(standing: Standing, units: list[str], end: str) -> dict[str, float]:
    """The share of draws in which each unit is first (or last, shared places included) among `units`."""
    columns = pd.Index(standing.draws.units).get_indexer(units)
    ranks = standing.draws.ranks[:, columns]
    extreme = ranks.min(axis=1) if end == "first" else ranks.max(axis=1)
    shares = (ranks == extreme[:, None]).mean(axis=0)
    return dict(zip(units, shares.tolist(), strict=True))


def _names(basis: Basis, units: pd.DataFrame) -> str:
    return basis.listed(basis.names[unit] for unit in units["unit"])


def scores_chart(basis: Basis) -> Bars:
    """The scores of the ranked units, best first; at most the listed ones."""
    units = listed(basis)
    return Bars(
        basis.say("places.chart"),
        [basis.names[unit] for unit in units["unit"]],
        [(basis.say("column.score"), [float(score) for score in units["score"]])],
        "points",
        100.0,
    )


def listed(basis: Basis) -> pd.DataFrame:
    """The ranked units told one by one: all, or the ends of a long list."""
    ranked, ends = basis.ranked, limit("ends")
    if len(ranked) <= limit("listed_units"):
        return ranked
    return pd.concat([ranked.head(ends), ranked.tail(ends)])


def compared_columns(basis: Basis) -> list[Column]:
    """The columns that compare a unit with the period before and the year before."""
    kinds = (("rank_before", "moves"), ("rank_year", "moves"), ("score_before", "point_moves"),
             ("score_year", "point_moves"))  # fmt: skip
    return [Column(basis.say(f"column.{name}"), kind, 9) for name, kind in kinds]


def compared(basis: Basis, line: dict[str, Any]) -> list[Any]:
    """The cells under `compared_columns`."""
    ranking = basis.ranking
    return [
        whole(line["movement"]),
        whole(line["year_on_year"]),
        score_change(ranking.before, line["unit"], line["score"]),
        score_change(ranking.year_before, line["unit"], line["score"]),
    ]


def interval(line: dict[str, Any]) -> str | None:
    """The rank interval as it is written."""
    low, high = whole(line["rank_low"]), whole(line["rank_high"])
    return None if low is None else f"{low}–{high}"


def ranking_table(basis: Basis) -> Table:
    """Rank, unit, score, interval and the comparisons: every unit, the unranked below, or the ends of a long list."""
    grouped = basis.ranking.units["rank_in_group"].notna().any()
    columns = [
        Column(basis.say("column.rank"), "whole", 6),
        Column(basis.say("column.unit"), "text", 14),
        *([Column(basis.say("column.rank_in_group"), "whole", 6)] if grouped else []),
        Column(basis.say("column.score"), "points", 9),
        Column(basis.say("column.interval"), "interval", 9),
        *compared_columns(basis),
    ]
    units = listed(basis)
    unranked = basis.ranking.units[~basis.ranking.units["unit"].isin(basis.ranked["unit"])]
    if len(unranked) <= limit("listed_units"):
        units = pd.concat([units, unranked])
    rows = []
    for line in units.to_dict("records"):
        ranked = line["rank"] == line["rank"]
        rank = whole(line["rank"]) if ranked else Cell(basis.say("unranked"), "text")
        place = [whole(line["rank_in_group"]) if ranked else Cell(None, "text")] if grouped else []
        score = number(line["score"]) if ranked else Cell(basis.say(f"status.{line['status']}"), "text")
        span = interval(line) if ranked else Cell(None, "text")
        rows.append([rank, basis.names[line["unit"]], *place, score, span, *compared(basis, line)])
    notes = [basis.say("note.interval"), basis.say("note.compared"), *basis.boundary_notes]
    if len(basis.ranked) > len(listed(basis)):
        notes.insert(0, basis.say("note.ends", ends=limit("ends"), all=len(basis.ranked)))
    return Table(basis.say("places.table"), columns, rows, notes)
