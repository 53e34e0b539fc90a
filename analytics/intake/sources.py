"""A file once it is open: its header and a relation of its rows, whatever its format was."""

from __future__ import annotations

from dataclasses import dataclass, field

from analytics.intake.headers import Vocabulary


@dataclass(frozen=True)
class Source:
    """The rows of one file as SQL: one row per row below the header.

    `sql` selects `_line` (as a person counts, 1-based), `_extra` (cells beyond the header, NULL without) and `c0…cn`,
    one per header name, of the DuckDB types in `types`; it takes `parameters`. `above` counts title and blank rows
    above the header. `crs` is the coordinate system that the file itself declares, None without. `serial_days`: a bare
    number in a time column is a spreadsheet's count of days since then. `note` is the code and values of the report's
    message. `filled` are the positions whose blank cells were filled from above: `sql` has them as `f0…fn` beside.
    """

    names: tuple[str, ...]
    types: tuple[str, ...]
    sql: str
    parameters: dict[str, object] = field(default_factory=dict)
    rows: int = 0
    above: int = 0
    crs: str | None = None
    zones: dict[int, str] = field(default_factory=dict)
    serial_days: str | None = None
    note: dict[str, object] | None = None
    filled: frozenset[int] = frozenset()

    def cell(self, position: int) -> str:
        """SQL of the column at a position."""
        return f"{'f' if position in self.filled else 'c'}{position}"


@dataclass(frozen=True)
class Expectation:
    """What a reader looks for in a file: the words of its header, and those a Shapefile's short names stand for."""

    words: Vocabulary
    shapefile_words: Vocabulary
