"""One statement that judges every row of a source: accepted, refused or no data, with the reasons and the original."""

from __future__ import annotations

from collections.abc import Sequence

from analytics.contract.schema import Column, Table
from analytics.intake import headers
from analytics.intake.bindings import Bindings
from analytics.intake.cells import Cell, cleaned, is_clean, no_value, suspicious, totals_pattern
from analytics.intake.rules import DEGREES, Problem, issues, refusals
from analytics.intake.sources import Source

ACCEPTED, REFUSED, NON_DATA = 0, 1, 2
_ANY_BLANKS = r"[\s\x{3000}\x{a0}]+"
_FILLED_BY_TOTALS = {"id", "text", "int", "number"}


def statement(table: Table, source: Source, cells: dict[str, Cell], bindings: Bindings, moved: bool) -> str:
    """SQL that gives one row per row of the source.

    Columns: the table's in order (NULL where the source has none), `_line`, `_state` (ACCEPTED, REFUSED, NON_DATA),
    `_problems` (a list of (code, column, value, other); NULL without) and `_row` (the original as JSON where there are
    problems). `moved`: longitude and latitude pass through the function `to_wgs84`.
    """
    given = [f"{cell.given} as {cell.given_name}" for cell in cells.values()]
    read = [f"{cell.read} as {cell.read_name}" for cell in cells.values()]
    identifiers = [cell.given_name for cell in cells.values() if cell.column.kind == "id"]
    odd = suspicious(identifiers, bindings) if identifiers else "false"
    point = 'to_wgs84("read lon", "read lat")' if moved and {"lon", "lat"} <= set(cells) else "null"
    moving = point != "null"
    kept = [f'{_kept(column, cells, moving, bindings)} as "{column.name}"' for column in table.columns.values()]
    refused, noted = refusals(table, cells, bindings), issues(table, cells, bindings)
    names = ", ".join(f'"{name}"' for name in table.columns)
    return f"""
        with source as ({source.sql}),
        given as (select *, {_first_filled(source, bindings)} as _first, {", ".join(given)} from source),
        readings as (select *, {odd} as _odd, {", ".join(read)} from given),
        placed as (select *, {point} as _point from readings),
        kept as (select *, {", ".join(kept)} from placed),
        judged as (select *, {_non_data(table, source, cells, bindings)} as _non_data,
            {_first_problem(refused)} as _refusal, {_all_problems(noted)} as _issues from kept),
        told as (select *, case when _non_data then null when _refusal is not null then [_refusal] else _issues end
            as _problems from judged)
        select {names}, _line,
            case when _non_data then {NON_DATA} when _refusal is not null then {REFUSED} else {ACCEPTED} end as _state,
            _problems, case when _problems is not null then {_original(source, cells, bindings)} end as _row,
            case when _problems is not null then _extra end as _extra
        from told"""


def telling(table: Table, cells: dict[str, Cell], made: Sequence[str], bindings: Bindings, moved: bool) -> str:
    """SQL that says of each of `_rows`, rows of data without anything beyond the header, whether it has a problem.

    Columns: `_told`, and the kept values of the columns `made`. `moved` as in `statement`.
    """
    given = [f"{cell.given} as {cell.given_name}" for cell in cells.values()]
    read = [f"{cell.read} as {cell.read_name}" for cell in cells.values()]
    identifiers = [cells[name].given_name for name in made if cells[name].column.kind == "id"]
    odd = suspicious(identifiers, bindings) if identifiers else "false"
    point = 'to_wgs84("read lon", "read lat")' if moved and {"lon", "lat"} <= set(cells) else "null"
    kept = [f'{_kept(cell.column, cells, point != "null", bindings)} as "{name}"' for name, cell in cells.items()]
    problems = [*refusals(table, cells, bindings), *issues(table, cells, bindings)]
    told = " or ".join(f"({problem.condition})" for problem in problems)
    return f"""
        with given as (select {", ".join(given)}, null::varchar[] as _extra from _rows),
        readings as (select *, {odd} as _odd, {", ".join(read)} from given),
        placed as (select *, {point} as _point from readings),
        kept as (select *, {", ".join(kept)} from placed)
        select coalesce({told}, false) as _told{"".join(f', "{name}"' for name in made)} from kept"""


def _kept(column: Column, cells: dict[str, Cell], moved: bool, bindings: Bindings) -> str:
    if column.name not in cells:
        return f"null::{column.duckdb_type}"
    value = cells[column.name].value
    if column.kind == "id":
        value = f"case when _odd then case when not {no_value(value, bindings)} then {value} end else {value} end"
    if column.name in DEGREES:
        least, most = DEGREES[column.name]
        value = f"_point.{column.name}" if moved else value
        return f"case when {value} between {least} and {most} then {value} end"
    return value


def _first_filled(source: Source, bindings: Bindings) -> str:
    filled = [
        cleaned(f"c{i}", bindings) if kind == "VARCHAR"
        else f"case when c{i} is not null then '?' end" if kind == "BLOB" else f"cast(c{i} as varchar)"
        for i, kind in enumerate(source.types)
    ]  # fmt: skip
    every = f"coalesce({', '.join([*filled, 'array_to_string(_extra, chr(32))'])})"
    # Even where the first cell answers, asking all of them costs as much as reading ten columns.
    return f"case when {is_clean('c0')} then c0 else {every} end" if source.types[:1] == ("VARCHAR",) else every


def _non_data(table: Table, source: Source, cells: dict[str, Cell], bindings: Bindings) -> str:
    """SQL: whether a row is blank, a total or the header again.

    A total begins with a word of totals and lacks a required field; where a total can fill all of those (a register
    with nothing but a code and words), the word is enough.
    """
    missing = [f"{cells[name].given_name} is null" for name in table.required]
    first = f"lower(regexp_replace(_first, {bindings.add(_ANY_BLANKS)}, '', 'g'))"
    total = f"coalesce(regexp_full_match({first}, {bindings.add(totals_pattern())}), false)"
    texts = [(i, name) for i, name in enumerate(source.names) if name and source.types[i] == "VARCHAR"]
    again = [f"trim(c{i}) = {bindings.add(name)}" for i, name in texts] if len(texts) > 1 else ["false"]
    header = f"coalesce({' and '.join(again)}, false) or {_other_header(table, cells, bindings)}"
    filled = all(table.columns[name].kind in _FILLED_BY_TOTALS for name in table.required)
    return f"""case when _first is null then true
        when {"true" if filled else " or ".join(missing)} then {total} or {header}
        when {again[0]} or {_means(table.required[0], table, cells, bindings)} then {header} else false end"""


def _other_header(table: Table, cells: dict[str, Cell], bindings: Bindings) -> str:
    """SQL: whether the required columns all hold words for themselves, as below a header in the other language."""
    tests = [_means(name, table, cells, bindings) for name in table.required]
    return f"({' and '.join(tests)})" if len(tests) > 1 else "false"


def _means(name: str, table: Table, cells: dict[str, Cell], bindings: Bindings) -> str:
    words = bindings.add([name, *table.columns[name].zh])
    return "false" if cells[name].native else f"coalesce(list_contains({words}, {cells[name].given_name}), false)"


def _first_problem(problems: list[Problem]) -> str:
    return f"case {' '.join(f'when {problem.condition} then {problem.struct()}' for problem in problems)} end"


def _all_problems(problems: list[Problem]) -> str:
    if not problems:
        return "null"
    present = " or ".join(f"coalesce({problem.condition}, false)" for problem in problems)
    each = ", ".join(f"case when {problem.condition} then {problem.struct()} end" for problem in problems)
    return f"case when {present} then list_filter([{each}], lambda problem: problem is not null) end"


def _original(source: Source, cells: dict[str, Cell], bindings: Bindings) -> str:
    """SQL: the row as a JSON object, header → text as it stood in the file (null for none); a shape as WKT."""
    shapes = {cell.given: f"{cell.read_name}.wkt" for cell in cells.values() if cell.column.kind == "geometry"}
    texts = (shapes.get(f"c{i}") or f"nullif(cast(c{i} as varchar), '')" for i in range(len(source.names)))
    entries = [f"{bindings.add(key)}, {text}" for key, text in zip(headers.unique(source.names), texts, strict=True)]
    return f"cast(json_object({', '.join(entries)}) as varchar)"
