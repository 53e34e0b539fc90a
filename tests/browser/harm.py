"""The small city with harm in every text: whatever is shown somewhere unescaped runs there."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

from analytics.contract.schema import Column, Table, tables
from analytics.store.versions import Store
from tests.making import make_version
from tests.pages.city import rows

# HTML, a template literal, a formula, Markdown's link and picture, SQL: one text that tries them all.
HARM = (
    "=1+1<script>document.title='harmed'</script><img src=x onerror=\"document.title='harmed'\">"
    "`${document.title='harmed'}`[x](javascript:document.title='harmed')"
    "![x](http://outside.invalid/x.png)'; drop table cases; --"
)
_KEPT = {"scheme"}  # the class lists go by it
_DAY, _AT = date(2018, 9, 12), datetime(2018, 9, 12, 9)


def harmful_rows() -> dict[str, list[dict]]:
    """The city's rows with harm in every text and every identifier that ties nothing together; a row in each table."""
    found = rows()
    for name, table in tables().items():
        keys = _columns_that_join(table)
        for number, row in enumerate(found.setdefault(name, [_row(table)])):
            for column in table.columns.values():
                if column.kind == "text" or (column.kind == "id" and column.name not in keys and column.name in row):
                    row[column.name] = f"{number}{HARM}"
    return found


def _columns_that_join(table: Table) -> set[str]:
    """Identifiers that place a row or tie it to another: without them it would be shown nowhere."""
    joining = {
        "area_code",
        "parent_code",
        "grid_code",
        "alley_id",
        "person_id",
        "case_id",
        "whistle_id",
        "community_code",
    }
    return (
        joining
        | _KEPT
        | {"group_code", "major_code", "minor_code", "subject_id", "evaluator_id", "board_person_id"}
        | (set() if table.name not in ("areas", "grids", "alleys", "people") else set(table.key))
    )


def _row(table: Table) -> dict:
    """One row for a table that the city does not have, tied to things that it has."""
    known = {
        "area_code": "110101001",
        "grid_code": "110101001000000",
        "alley_id": "A1101010010",
        "case_id": "C1101010010",
        "person_id": "P1101010010",
        "subject_id": "P1101010010",
        "evaluator_id": "P1101010011",
        "whistle_id": "w1",
    }
    return {column.name: known.get(column.name) or _value(column) for column in table.columns.values()
            if column.name in known or _value(column) is not None}  # fmt: skip


def _value(column: Column) -> object:
    from analytics.contract import codes

    if column.kind == "enum":
        return next(iter(codes.codes(column.codes)))
    if column.name in ("valid_to", "lon", "lat", "voided_at"):
        return None
    by_kind = {
        "id": f"x{HARM}",
        "text": HARM,
        "int": 1,
        "number": 1.0,
        "score": 80.0,
        "bool": True,
        "at": _AT,
        "day": _DAY,
    }
    return by_kind.get(column.kind)


def make_harmful_store(folder: Path) -> Store:
    """A store whose published version holds the harmful city."""
    store = Store(folder)
    make_version(store.versions, harmful_rows()).close()
    store.pointer.write_text("v000001", encoding="utf-8")
    return store
