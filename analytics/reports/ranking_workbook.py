"""The ranking as a workbook: the ranking, every indicator with its counts, and the notes needed to read them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, BinaryIO

from analytics.contract import codes, labels
from analytics.contract.wording import period_in_words
from analytics.indicators import catalogue
from analytics.reports.sheets import Book, Cell, Column
from analytics.scoring import Ranking
from analytics.scoring.intervals import DRAWS
from analytics.scoring.movement import score_change, value_change
from analytics.scoring.ranking import number, text, whole

_KINDS = {"rate": "rate", "score": "points", "hours": "hours"}
Table = tuple[list[Column], list[list[Any]]]


def write_ranking(ranking: Ranking, target: Path | str | BinaryIO, language: str) -> None:
    """Writes the ranking as .xlsx in 'zh' or 'en' to a path or a buffer; the same ranking gives the same bytes."""
    as_of = ranking.as_of.isoformat(" ", "minutes")
    title = _text(
        language, "title", scorecard=ranking.scorecard.label[language], period=period_in_words(ranking.period, language)
    )
    subtitle = _text(
        language,
        "subtitle",
        tier=codes.label("tier", ranking.tier, language),
        as_of=as_of,
        version=ranking.version_id,
        within=ranking.within or _text(language, "everywhere"),
    )
    source = _text(language, "source", version=ranking.version_id, as_of=as_of)
    with Book(target, _text(language, "font"), title, ranking.as_of) as book:
        add_ranking(book, ranking, [title, subtitle], source, language)


def add_ranking(book: Book, ranking: Ranking, titles: Sequence[str], footer: str, language: str) -> None:
    """Adds the sheets of the ranking, of every indicator and of the notes under the same `titles` to a workbook."""
    for name, table in (("ranking", _places(ranking, language)), ("indicators", _lines(ranking, language))):
        book.table(_text(language, f"sheet_{name}"), titles, *table, frozen_columns=3, footer=footer)
    book.notes(_text(language, "sheet_notes"), [*titles, *_notes(ranking, language), footer], footer)


def _places(ranking: Ranking, language: str) -> Table:
    """One row per unit in listing order."""
    blocks = ranking.scorecard.blocks
    columns = [
        *_columns(
            language,
            ("rank", "whole", 7),
            ("unit", "text", 14),
            ("name", "text", 18),
            ("group", "text", 12),
            ("rank_in_group", "whole", 9),
            ("status", "text", 11),
            ("score", "points", 9),
            ("adjustment", "points", 9),
            ("rank_low", "whole", 10),
            ("rank_high", "whole", 10),
        ),
        *(Column(block.label[language], "points", 12) for block in blocks),
        *_columns(
            language,
            ("movement", "moves", 9),
            ("movement_significant", "text", 9),
            ("year_on_year", "moves", 9),
            ("score_before", "point_moves", 9),
            ("score_year", "point_moves", 9),
            ("weight_available", "rate", 10),
        ),
    ]
    rows = [_place(ranking, line, language) for line in ranking.units.to_dict("records")]
    return columns, rows


def _place(ranking: Ranking, line: dict[str, Any], language: str) -> list[Any]:
    significant = {True: "yes", False: "no"}.get(line["movement_significant"])
    return [
        whole(line["rank"]),
        line["unit"],
        _name(line, language),
        text(line["group"]),
        whole(line["rank_in_group"]),
        _text(language, f"status.{line['status']}"),
        number(line["score"]),
        number(line["adjustment"]),
        whole(line["rank_low"]),
        whole(line["rank_high"]),
        *ranking.block_scores(line["unit"]).values(),
        whole(line["movement"]),
        significant and _text(language, f"significant.{significant}"),
        whole(line["year_on_year"]),
        *(score_change(standing, line["unit"], line["score"]) for standing in (ranking.before, ranking.year_before)),
        float(line["weight_available"]),
    ]


def _lines(ranking: Ranking, language: str) -> Table:
    """One row per unit and indicator."""
    columns = _columns(
        language,
        ("rank", "whole", 7),
        ("unit", "text", 14),
        ("name", "text", 18),
        ("block", "text", 16),
        ("indicator", "text", 22),
        ("value", "points", 10),
        ("numerator", "count", 11),
        ("denominator", "count", 11),
        ("change_before", "point_moves", 11),
        ("change_year", "point_moves", 11),
        ("floor", "points", 10),
        ("target", "points", 10),
        ("points", "points", 10),
        ("weight", "count", 8),
        ("contribution", "points", 12),
    )
    names = {block.id: block.label[language] for block in ranking.scorecard.blocks}
    rows = []
    for line in ranking.units.to_dict("records"):
        head = [whole(line["rank"]), line["unit"], _name(line, language)]
        for weighted, found in zip(ranking.scorecard.indicators, ranking.indicator_lines(line["unit"]), strict=True):
            entry = catalogue()[weighted.id]
            kind = _KINDS[entry.unit]
            rows.append(
                [
                    *head,
                    names[weighted.block],
                    getattr(entry, language),
                    Cell(found["value"], kind),
                    found["numerator"],
                    found["denominator"],
                    *(value_change(standing, line["unit"], weighted.id, found["value"])
                      for standing in (ranking.before, ranking.year_before)),
                    Cell(weighted.floor, kind),
                    Cell(weighted.target, kind),
                    found["score"],
                    found["weight"],
                    found["contribution"],
                ]
            )  # fmt: skip
    return columns, rows


def _notes(ranking: Ranking, language: str) -> list[str]:
    """What the reader of the tables must know."""
    card, main = ranking.scorecard, ranking.scorecard.main(ranking.tier)
    indicator = getattr(catalogue()[main.indicator], language)
    return [
        _text(
            language,
            "note.scorecard",
            scorecard=card.label[language],
            id=card.id,
            valid_from=card.valid_from.isoformat(),
            why=card.why[language],
        ),
        _text(language, "note.score"),
        _text(language, "note.status", indicator=indicator, minimum=f"{main.minimum:g}"),
        _text(language, "note.interval", draws=DRAWS, seed=card.seed),
        _text(language, "note.movement"),
        _text(language, "note.change"),
        *(f"{adjustment.label[language]}: {adjustment.why[language]}" for adjustment in card.adjustments),
    ]


def _text(language: str, key: str, **values: Any) -> str:
    return labels.text(f"ranking_workbook.{key}", language, **values)


def _columns(language: str, *wanted: Sequence[Any]) -> list[Column]:
    return [Column(_text(language, f"column.{name}"), kind, width) for name, kind, width in wanted]


def _name(line: dict[str, Any], language: str) -> str | None:
    """The unit's name in the language, else the name it has."""
    return (text(line["name_en"]) if language == "en" else None) or text(line["name"])
