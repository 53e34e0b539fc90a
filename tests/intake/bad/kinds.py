"""The kinds of bad input that are tried: each with what makes it and what becomes of it."""

from __future__ import annotations

import csv
import io
import tomllib
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from analytics.contract.schema import tables

ROWS = tomllib.loads(Path(__file__).with_name("rows.toml").read_text(encoding="utf-8"))
LONG = "长" * 1_000_000


@dataclass(frozen=True)
class FileKind:
    """A whole file. `refused`: its reason code; else the rows read, accepted, refused and no data, and what is kept.

    `values` are the kept values by column, in the order of the rows; `codes` the reasons of refused rows and issues.
    """

    group: str
    what: str
    name: str
    make: Callable[[], bytes]
    refused: str | None = None
    counts: tuple[int, int, int, int] = (0, 0, 0, 0)
    values: dict[str, list] = field(default_factory=dict)
    codes: tuple[str, ...] = ()
    confined: bool = False

    @property
    def outcome(self) -> str:
        """What becomes of it, in words of the catalogue."""
        if self.refused:
            return f"file refused: `{self.refused}`"
        read, accepted, refused, non_data = self.counts
        said = "".join(f", `{code}`" for code in dict.fromkeys(self.codes))
        return f"{read} read = {accepted} accepted + {refused} refused + {non_data} no data{said}"


@dataclass(frozen=True)
class RowKind:
    """One row of a table, as rows.toml has it."""

    what: str
    table: str
    row: dict[str, str]
    refused: str | None
    issue: str | None
    value: dict[str, object]

    def csv(self) -> bytes:
        """The row as a file."""
        text = io.StringIO()
        csv.writer(text).writerows([list(self.row), list(self.row.values())])
        return text.getvalue().encode()

    @property
    def outcome(self) -> str:
        if self.refused:
            return f"row refused: `{self.refused}`"
        kept = ", ".join(f"{name} = {_told(value)}" for name, value in self.value.items())
        return "accepted" + (f", issue `{self.issue}`" if self.issue else "") + (f"; kept: {kept}" if kept else "")


def _told(value: object) -> str:
    if value == "":
        return "nothing"
    text = "a million letters" if value == LONG else str(value).replace("|", "\\|")
    return f"`{text}`"


def row_kinds() -> list[RowKind]:
    """The kinds of rows.toml."""
    found = []
    for kind in ROWS["kinds"]:
        table = kind.get("table", "cases")
        change = {name: LONG if value == "LONG" else value for name, value in kind["change"].items()}
        value = {name: LONG if given == "LONG" else given for name, given in kind.get("value", {}).items()}
        assert set(change) <= set(tables()[table].columns), kind
        row = {**ROWS["good"][table], **change}
        found.append(RowKind(kind["what"], table, row, kind.get("refused"), kind.get("issue"), value))
    return found
