"""The statements that lay a scope over a stored version: a view or a kept table for each table of the store.

The version's file is attached as `stored`; every statement of the product names its tables plainly and so meets what
is made here. A table without a rule in data/access.toml has no rows: what is new is unseen until somebody decides.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from analytics.access.scopes import Scope, rules

_NOTHING = "false"


def statements(scope: Scope, tables: Sequence[str], secret: str) -> Iterator[str]:
    """One statement per table of the stored version, in the order in which they rely on each other."""
    told = rules()["rows"]
    for table in [*(name for name in told if name in tables), *(name for name in tables if name not in told)]:
        kind = "table" if table in rules()["kept"]["tables"] else "view"
        condition = _condition(scope, told.get(table))
        yield f'create {kind} "{table}" as select {_columns(table, secret)} from stored."{table}" t where {condition}'


def _condition(scope: Scope, rule: str | None) -> str:
    if rule is None:
        return _NOTHING
    if rule == "all" or scope.is_city:
        return "true"
    if rule == "city":
        return _NOTHING
    if rule == "placed":
        # Tiers are our own words; codes come from claims and are quoted.
        return " or ".join(f"t.{tier} = {_text(code)}" for tier, code in scope.areas) or _NOTHING
    return rule


def _columns(table: str, secret: str) -> str:
    masked = rules()["personal"].get(table, {})
    if not masked:
        return "t.*"
    written = ", ".join(
        f'{expression.replace("$secret", _text(secret))} as "{name}"' for name, expression in masked.items()
    )
    return f"t.* replace ({written})"


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"
