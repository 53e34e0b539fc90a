"""Values on their way into a statement: as parameters, never as text."""

from __future__ import annotations

import re


class Bindings:
    """Collects the parameters of one statement; `add` returns the placeholder to write instead of the value."""

    def __init__(self, given: dict[str, object] | None = None) -> None:
        self.values: dict[str, object] = dict(given or {})
        self._placeholders: dict[object, str] = {}

    def add(self, value: object) -> str:
        """The placeholder of a value; the same text gets the same one."""
        key = (type(value).__name__, repr(value))
        if key not in self._placeholders:
            name = f"b{len(self.values)}"
            self.values[name] = value
            self._placeholders[key] = f"${name}"
        return self._placeholders[key]

    def used(self, sql: str) -> dict[str, object]:
        """The parameters that the statement names: DuckDB refuses one that is not used."""
        return {name: self.values[name] for name in set(re.findall(r"\$(\w+)", sql))}

    def lookup(self, table: dict[str, str], key: str) -> str:
        """SQL for the table's value under the SQL expression `key`, NULL where it has none."""
        if not table:
            return "null::varchar"
        return f"map({self.add(list(table))}, {self.add(list(table.values()))})[{key}]"
