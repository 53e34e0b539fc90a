"""What the parts of the loops are called, and their colours."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pandas

from analytics.contract import codes
from analytics.contract.labels import text
from analytics.loops.balance import LOOPS
from pages.widgets import case_filters, look
from pages.widgets.filters import View

ALL = "all"
CHOICES = (ALL, *LOOPS)
# The parts of the balance: what was kept, what came too late, what is still lying there.
PARTS = {"on_time": look.ACCENT, "late": "#f1a340", "overdue_open": "#b35806"}
MOST = 40  # lines of a chart that still can be read


def loop_name(loop: object, language: str) -> str:
    """What a loop is called; ALL and cases of no loop have words of their own."""
    if loop == ALL:
        return text("loops.all", language)
    return codes.label("loop", loop, language) if isinstance(loop, str) else text("loops.unassigned", language)


def part_name(part: str, language: str) -> str:
    """What a part of the balance is called."""
    return text(f"loops.part.{part}", language)


def unit_names(rows: pandas.DataFrame, language: str) -> list[str]:
    """The units' names in the reader's language, one per row."""
    return [look.named(row.name, row.name_en, language) for row in rows[["name", "name_en"]].itertuples(index=False)]


def class_names(rows: pandas.DataFrame, language: str) -> list[str]:
    """What each row's major class is called."""
    keys = zip(*(rows[name] for name in ("scheme", "kind", "major_code")), strict=True)
    return [case_filters.class_name(*(_text(part) for part in key), language) for key in keys]


def class_links(rows: pandas.DataFrame) -> list[str]:
    """Each row's major class as the page of cases writes it in its address."""
    keys = zip(*(rows[name] for name in ("scheme", "kind", "major_code")), strict=True)
    return [".".join(str(_text(part)) for part in key) for key in keys]


def code_names(enumeration: str, values: Iterable[object], language: str) -> list[str]:
    """The labels of codes; a missing one is said to be unknown."""
    unknown = text("loops.unsaid", language)
    return [codes.label(enumeration, each, language) if isinstance(each, str) else unknown for each in values]


def equation(row: Any, language: str) -> str:
    """The balance in figures: due = on time + late + overdue and open."""
    counts = {name: look.count(getattr(row, name)) for name in ("due", *PARTS)}
    return text("loops.equation", language, **counts)


def names_of(view: View, rows: pandas.DataFrame, units: pandas.DataFrame) -> list[str]:
    """The names of the rows' `unit` from the units in force; the code where a unit is none of them."""
    known = {row.unit: look.named(row.name, row.name_en, view.language) for row in units.itertuples()}
    return [known.get(unit, unit) for unit in rows["unit"]]


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None
