"""Time limits written as text, in SQL: the number and the unit of each."""

from __future__ import annotations

import duckdb

from analytics.deadlines.limits import parse_limit


def add_limit_functions(connection: duckdb.DuckDBPyConnection) -> None:
    """Adds `limit_value(text)` and `limit_unit(text)`, both text; a text that is no limit stays, so it can be shown."""
    connection.create_function("limit_value", _value, ["VARCHAR"], "VARCHAR")
    connection.create_function("limit_unit", _unit, ["VARCHAR"], "VARCHAR")


def _value(text: str) -> str:
    found = parse_limit(text)
    return f"{found[0]:g}" if found else text


def _unit(text: str) -> str:
    found = parse_limit(text)
    return found[1] if found else text
