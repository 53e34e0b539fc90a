"""The input tables of the contract, as data/schema.toml declares them."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

DATA = Path(__file__).resolve().parents[2] / "data"

DUCKDB_TYPES = {
    "id": "VARCHAR",
    "text": "VARCHAR",
    "enum": "VARCHAR",
    "int": "BIGINT",
    "number": "DOUBLE",
    "score": "DOUBLE",
    "bool": "BOOLEAN",
    "at": "TIMESTAMP",
    "day": "DATE",
    "geometry": "BLOB",
}


@dataclass(frozen=True)
class Column:
    """One column: `kind` is a key of DUCKDB_TYPES, `codes` an enum's enumeration, `known` a time that became known.

    `least` and `most` bound a number; None for no bound.
    """

    name: str
    kind: str
    required: bool = False
    known: bool = False
    codes: str | None = None
    zh: tuple[str, ...] = ()
    least: float | None = None
    most: float | None = None

    @property
    def duckdb_type(self) -> str:
        return DUCKDB_TYPES[self.kind]

    @property
    def bounds(self) -> tuple[float | None, float | None]:
        """The least and the most that a value may be; None for no bound."""
        return (0, 100) if self.kind == "score" else (self.least, self.most)


@dataclass(frozen=True)
class Table:
    """One input table: what a row is, the columns of its key, its columns in order."""

    name: str
    row: str
    key: tuple[str, ...]
    columns: dict[str, Column]

    @property
    def required(self) -> list[str]:
        return [column.name for column in self.columns.values() if column.required]


@cache
def tables() -> dict[str, Table]:
    """The tables by name, in the contract's order. Raises ValueError where the file contradicts itself."""
    with (DATA / "schema.toml").open("rb") as file:
        return {name: _table(name, entry) for name, entry in tomllib.load(file).items()}


def _table(name: str, entry: dict) -> Table:
    columns = {column: _column(column, fields) for column, fields in entry["columns"].items()}
    unknown = [column for column in entry["key"] if column not in columns]
    if unknown:
        raise ValueError(f"schema.toml: key of {name} names no column: {unknown}")
    return Table(name, entry["row"], tuple(entry["key"]), columns)


def _column(name: str, fields: dict) -> Column:
    fields = dict(fields)
    kind = fields.pop("type")
    if kind not in DUCKDB_TYPES or (kind == "enum") != ("codes" in fields):
        raise ValueError(f"schema.toml: column {name} has type {kind}, codes {fields.get('codes')}")
    return Column(name, kind, zh=tuple(fields.pop("zh", ())), **fields)
