"""The timetable as a workbook: shifts per place, on duty by weekday and hour, what each place gets, and the notes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import BinaryIO

from analytics.contract import labels
from analytics.reports.sheets import Book, Column
from analytics.staffing import Plan


def write_timetable(
    plan: Plan, names: Mapping[str, str], target: Path | str | BinaryIO, language: str, words: Sequence[str]
) -> None:
    """Writes the plan as .xlsx in 'zh' or 'en'; `names` of the places, `words`: the title and what stands below it."""
    with Book(target, labels.text("ranking_workbook.font", language), words[0], plan.as_of) as book:
        book.table(_text("sheet.shifts", language), words, *_shifts(plan, names, language), frozen_columns=1)
        book.table(_text("sheet.week", language), words, *_week(plan, language), frozen_columns=1)
        book.table(_text("sheet.places", language), words, *_places(plan, names, language), frozen_columns=1)


def _shifts(plan: Plan, names: Mapping[str, str], language: str) -> tuple[list[Column], list[list]]:
    kinds = {"name": ("text", 34), "place": ("text", 20), "day": ("text", 8), "from": ("text", 10),
             "hours_long": ("whole", 10), "inspectors": ("whole", 10)}  # fmt: skip
    columns = [Column(_text(f"column.{name}", language), *kind) for name, kind in kinds.items()]
    rows = [
        [names[row["place"]], row["place"], _day(row["weekday"], language), f"{row['start']:02d}:00", row["hours"],
         row["inspectors"]] for row in plan.shifts()
    ]  # fmt: skip
    return columns, rows


def _week(plan: Plan, language: str) -> tuple[list[Column], list[list]]:
    columns = [Column(_text("column.day", language), "text", 10)]
    columns += [Column(f"{hour:02d}:00", "whole", 7) for hour in range(24)]
    duty = plan.on_duty.sum(axis=0).reshape(7, 24)
    return columns, [[_day(day, language), *duty[day].tolist()] for day in range(7)]


def _places(plan: Plan, names: Mapping[str, str], language: str) -> tuple[list[Column], list[list]]:
    today = plan.today
    figures = {"expected": plan.expected, "covered": plan.covered, "even": plan.baseline, "today": today,
               "hours": plan.on_duty, "hours_today": plan.present}  # fmt: skip
    columns = [Column(_text("column.name", language), "text", 34), Column(_text("column.place", language), "text", 20)]
    columns += [Column(_text(f"column.{name}", language), "hours", 16) for name in figures]
    sums = [None if each is None else each.sum(axis=1) for each in figures.values()]
    rows = [[names[code], code, *(None if each is None else float(each[row]) for each in sums)]
            for row, code in enumerate(plan.places.codes)]  # fmt: skip
    return columns, rows


def _day(day: int, language: str) -> str:
    return labels.text(f"loops.weekday.{day + 1}", language)


def _text(key: str, language: str) -> str:
    return labels.text(f"staffing.{key}", language)
