"""The contract's rules on rows: what refuses a row, and what is an issue on an accepted one, as SQL conditions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from analytics.contract import codes
from analytics.contract.schema import Column, Table
from analytics.intake import shapes
from analytics.intake.bindings import Bindings
from analytics.intake.cells import Cell, broken, control, exponent, no_value

# Stages that take part in no order: a void may come at any time.
_UNORDERED = ("reported_at", "voided_at")
_PATROL_PLACES = ("alley_id", "grid_code")
_UNREAD = {"at": "bad_time", "day": "bad_time", "bool": "bad_boolean"}
_UNKEPT = {"at": "time_out_of_range", "day": "time_out_of_range"}


# Longitude and latitude have their bounds after they were moved from the file's system of coordinates.
DEGREES = {"lon": (-180, 180), "lat": (-90, 90)}
_FAULTS = {
    shapes.UNREADABLE: "bad_value", shapes.BEYOND: "shape_beyond", shapes.NO_AREA: "shape_no_area",
    shapes.REPAIRED: "shape_repaired",
}  # fmt: skip


@dataclass(frozen=True)
class Problem:
    """A condition on a row that is a problem: its reason code, column, and SQL of the values its message names."""

    code: str
    column: str
    condition: str
    value: str = "null"
    other: str = "null"

    def struct(self) -> str:
        """SQL of the problem as (code, column, value, other)."""
        return (
            f"struct_pack(code := '{self.code}', \"column\" := '{self.column}', "
            f"value := cast({self.value} as varchar), other := cast({self.other} as varchar))"
        )


def refusals(table: Table, cells: dict[str, Cell], bindings: Bindings) -> list[Problem]:
    """What refuses a row of the table, in the contract's order: the first that holds is its reason."""
    found = [Problem("bad_columns", "", "_extra is not null", "len(_extra)")]
    found += [_missing(name, cells) for name in table.required]
    found += [
        replace(_named_nothing(cell, bindings), code="missing_required")
        for cell in cells.values()
        if cell.column.required and cell.column.kind == "id" and not cell.native
    ]
    if table.name == "patrols":
        given = [f"{cells[name].given_name} is null" for name in _PATROL_PLACES if name in cells] or ["true"]
        found.append(Problem("missing_required", " / ".join(_PATROL_PLACES), " and ".join(given)))
    for kind in ("enum", "id"):
        for test in _TESTS[kind]:
            judged = [cell for cell in cells.values() if cell.column.kind == kind and not cell.native]
            found += [test(cell, bindings) for cell in judged]
    for cell in cells.values():
        if cell.column.required and cell.column.kind not in ("enum", "id", "text"):
            found += _unreadable(cell)
    return found + list(_out_of_order(table, cells))


def issues(table: Table, cells: dict[str, Cell], bindings: Bindings) -> list[Problem]:
    """What is written down about a row of the table that is accepted; a value that cannot be kept is missing."""
    found = []
    for cell in cells.values():
        if cell.column.kind == "id" and not cell.column.required and not cell.native:
            found.append(_named_nothing(cell, bindings))
        if cell.column.required or cell.column.kind in ("enum", "id", "text"):
            continue
        given, read = cell.given_name, cell.read_name
        if cell.column.kind in ("at", "day"):
            found.append(
                _problem("optional_time_out_of_range", cell, f'{read} is not null and "{cell.column.name}" is null')
            )
            if not cell.native:
                found.append(_problem("bad_value", cell, f"{given} is not null and {read} is null"))
        elif cell.column.kind == "geometry":
            found += [
                Problem(code, cell.column.name, f"{given} is not null and {read}.fault = '{fault}'", _start_of(read))
                for fault, code in _FAULTS.items()
            ]
        else:
            if not cell.native:
                found.append(_problem("bad_value", cell, f"{given} is not null and {read} is null"))
            if bounds := bounds_of(cell.column):
                found.append(_beyond("value_out_of_range", cell, bounds))
    if {"lon", "lat"} <= set(cells):
        found = _swapped(found, cells)
    if {"valid_from", "valid_to"} <= set(cells):
        found.append(
            Problem("valid_to_before_valid_from", "valid_to", "valid_to < valid_from", "valid_to", "valid_from")
        )
    if {"scheme", "major_code"} <= set(cells):
        found.append(_unknown_class(table, cells, bindings))
    return found


def bounds_of(column: Column) -> str:
    """The bounds of a number as a message names them; empty for none."""
    least, most = DEGREES.get(column.name, column.bounds)
    if least is None:
        return ""
    return f"{least:g}–{most:g}" if most is not None else f"≥ {least:g}"


def _beyond(code: str, cell: Cell, bounds: str) -> Problem:
    condition = f'{cell.read_name} is not null and "{cell.column.name}" is null'
    return replace(_problem(code, cell, condition), other=f"'{bounds}'")


def _swapped(found: list[Problem], cells: dict[str, Cell]) -> list[Problem]:
    """The problems, with one of its own for a point whose latitude could only be a longitude."""
    lon, lat = cells["lon"], cells["lat"]
    swapped = f"""coalesce({lon.read_name} between -90 and 90
        and abs({lat.read_name}) > 90 and abs({lat.read_name}) <= 180, false)"""
    kept = [
        replace(each, condition=f"not {swapped} and {each.condition}")
        if (each.code, each.column) == ("value_out_of_range", "lat") else each
        for each in found
    ]  # fmt: skip
    return [*kept, replace(_problem("swapped_coordinates", lat, swapped), other=lon.given_name)]


def _start_of(shape: str) -> str:
    return f"left({shape}.wkt, 60)"


def _missing(name: str, cells: dict[str, Cell]) -> Problem:
    return Problem("missing_required", name, f"{cells[name].given_name} is null")


def _problem(code: str, cell: Cell, condition: str) -> Problem:
    return Problem(code, cell.column.name, condition, cell.given_name)


def _unknown_code(cell: Cell, bindings: Bindings) -> Problem:
    return _problem("unknown_code", cell, f"{cell.given_name} is not null and {cell.read_name} is null")


def _exponent(cell: Cell, bindings: Bindings) -> Problem:
    return _problem(
        "identifier_exponent", cell, f"case when _odd then {exponent(cell.given_name, bindings)} else false end"
    )


def _control(cell: Cell, bindings: Bindings) -> Problem:
    condition = f"case when _odd then {control(cell.given_name, bindings)} else false end"
    return Problem("identifier_control", cell.column.name, condition)


def _broken(cell: Cell, bindings: Bindings) -> Problem:
    condition = f"case when _odd then {broken(cell.given_name, bindings)} else false end"
    return _problem("identifier_broken", cell, condition)


def _named_nothing(cell: Cell, bindings: Bindings) -> Problem:
    return _problem("bad_value", cell, f"case when _odd then {no_value(cell.given_name, bindings)} else false end")


_TESTS = {"enum": (_unknown_code,), "id": (_exponent, _control, _broken)}


def _unreadable(cell: Cell) -> Iterator[Problem]:
    kind, given, read = cell.column.kind, cell.given_name, cell.read_name
    if not cell.native:
        yield _problem(_UNREAD.get(kind, "bad_number"), cell, f"{given} is not null and {read} is null")
    if bounds := bounds_of(cell.column):
        yield _beyond("out_of_range", cell, bounds)
    if kind in _UNKEPT:
        yield _problem(_UNKEPT[kind], cell, f'{read} is not null and "{cell.column.name}" is null')


def _out_of_order(table: Table, cells: dict[str, Cell]) -> Iterator[Problem]:
    def before(code: str, first: str, second: str) -> Iterator[Problem]:
        if first in cells and second in cells:
            yield Problem(code, first, f"{first} < {second}", first, second)

    if table.name == "cases":
        for name, column in table.columns.items():
            if column.kind == "at" and name.endswith("_at") and name not in _UNORDERED:
                yield from before("stage_before_report", name, "reported_at")
        yield from before("disposed_before_dispatched", "disposed_at", "dispatched_at")
        yield from before("closed_before_disposed", "closed_at", "disposed_at")
    if table.name == "patrols":
        yield from before("patrol_end_before_start", "ended_at", "started_at")


def _unknown_class(table: Table, cells: dict[str, Cell], bindings: Bindings) -> Problem:
    """A major code that the shipped list of its scheme does not know, for its kind or, without one, for any."""
    kinds = codes.codes("case_kind")
    known = [f"{scheme}|{kind}|{major}" for scheme, kind, major in codes.classes()]
    kind = "'part'" if table.name == "parts" else '"kind"' if "kind" in cells else "null::varchar"
    known_as = [
        f"list_contains({bindings.add(known)}, scheme || '|' || '{name}' || '|' || major_code)" for name in kinds
    ]
    fits = [f"({kind} is distinct from '{other}' and {test})" for name, test in zip(kinds, known_as, strict=True)
            for other in kinds if other != name]  # fmt: skip
    shipped = f"list_contains({bindings.add(codes.schemes())}, scheme)"
    condition = f"major_code is not null and {shipped} and not ({' or '.join(fits)})"
    return Problem("unknown_class", "major_code", condition, "major_code", "scheme")
