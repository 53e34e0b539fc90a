"""Mappings: a TOML file that turns foreign files into the tables of the contract, without code.

docs/data_guide.md describes the format, for the people who write one.
"""

from __future__ import annotations

import hashlib
import tomllib
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from pathlib import Path

from analytics.contract.schema import Table, tables
from analytics.intake.expressions import Expression, MappingError, several
from analytics.places.coordinates import UnknownCrs, parse_crs

__all__ = ["Feed", "Mapping", "MappingError", "SourceRule"]


@dataclass(frozen=True)
class Feed:
    """What one kind of file gives to one table; a file of the contract has `own_headers` and no `columns`."""

    table: Table
    columns: dict[str, Expression] = field(default_factory=dict)
    own_headers: bool = True
    derived: bool = False


@dataclass(frozen=True)
class SourceRule:
    """How one kind of file is read; `crs` None: as the file declares; `blank`: texts that mean missing, lower-cased."""

    feeds: tuple[Feed, ...]
    files: tuple[str, ...] = ()
    crs: str | None = None
    time_formats: tuple[str, ...] = ()
    blank: tuple[str, ...] = ()
    values: dict[str, Expression] = field(default_factory=dict)
    sheet: str | None = None
    fill_down: tuple[str, ...] = ()

    def wants(self, name: str) -> bool:
        """Whether the rule is for a file of this name."""
        return any(fnmatchcase(name.lower(), pattern.lower()) for pattern in self.files)

    def source_columns(self) -> set[str]:
        """The names of the file's own columns that any value needs."""
        # A value may bear the name of the column that it is made from.
        needed = {
            source for name, value in self.values.items() for source in value.sources() - (set(self.values) - {name})
        }
        used = {source for feed in self.feeds for value in feed.columns.values() for source in value.sources()}
        return needed | (used - set(self.values)) | set(self.fill_down)


@dataclass(frozen=True)
class Mapping:
    """A mapping file, checked. `sha256` is of its bytes: the same files through another mapping are another import."""

    name: str
    sha256: str
    sources: tuple[SourceRule, ...]
    crs: str | None = None
    time_formats: tuple[str, ...] = ()
    blank: tuple[str, ...] = ()

    @classmethod
    def load(cls, path: Path) -> Mapping:
        """The mapping in a TOML file. Raises MappingError, OSError."""
        content = path.read_bytes()
        try:
            written = tomllib.loads(content.decode("utf-8"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise MappingError(f"{path.name}: {error}") from error
        return cls.parse(written, hashlib.sha256(content).hexdigest(), path.name)

    @classmethod
    def parse(cls, written: dict, sha256: str = "", where: str = "mapping") -> Mapping:
        """The mapping as read from TOML. Raises MappingError."""
        _only(written, ("name", "crs", "time_format", "blank", "sources"), where)
        crs, formats, blank = _reading(written, where)
        sources = tuple(
            _rule(entry, f"{where}: source {number}", crs, formats, blank)
            for number, entry in enumerate(written.get("sources", ()), start=1)
        )
        return cls(written.get("name", where), sha256, sources, crs, formats, blank)

    def rules_for(self, name: str) -> list[SourceRule]:
        """The first rule that names the file, with each other that takes a sheet of it when that one does; or none."""
        naming = [rule for rule in self.sources if rule.wants(name)]
        return [rule for rule in naming if rule.sheet] if naming and naming[0].sheet else naming[:1]


def _rule(entry: dict, where: str, crs: str | None, formats: tuple[str, ...], blank: tuple[str, ...]) -> SourceRule:
    _only(entry, ("files", "crs", "time_format", "blank", "sheet", "fill_down", "values", "tables"), where)
    own_crs, own_formats, own_blank = _reading(entry, where)
    if not entry.get("files") or not entry.get("tables"):
        raise MappingError(f"{where}: needs files and tables")
    values = {name: Expression.parse(value, f"{where}: {name}") for name, value in entry.get("values", {}).items()}
    for name in values:
        _check_ends(name, values, where)
    return SourceRule(
        feeds=tuple(_feed(table, where) for table in entry["tables"]), files=tuple(several(entry["files"])),
        crs=own_crs or crs, time_formats=own_formats or formats, blank=own_blank or blank, values=values,
        sheet=entry.get("sheet"), fill_down=tuple(several(entry.get("fill_down", ()))),
    )  # fmt: skip


def _feed(entry: dict, where: str) -> Feed:
    _only(entry, ("table", "own_headers", "derived", "columns"), where)
    table = tables().get(entry.get("table", ""))
    if table is None:
        raise MappingError(f"{where}: no such table: {entry.get('table')}")
    where = f"{where}: {table.name}"
    columns = entry.get("columns", {})
    unknown = sorted(set(columns) - set(table.columns))
    if unknown:
        raise MappingError(f"{where}: no such column: {', '.join(unknown)}")
    own_headers, derived = entry.get("own_headers", False), entry.get("derived", False)
    missing = [name for name in table.required if name not in columns]
    if missing and (derived or not own_headers):
        raise MappingError(f"{where}: nothing for the required {', '.join(missing)}")
    parsed = {name: Expression.parse(value, f"{where}.{name}") for name, value in columns.items()}
    return Feed(table, parsed, own_headers, derived)


def _reading(entry: dict, where: str) -> tuple[str | None, tuple[str, ...], tuple[str, ...]]:
    try:
        crs = parse_crs(entry["crs"]) if "crs" in entry else None
    except UnknownCrs as error:
        raise MappingError(f"{where}: {error}") from error
    blank = tuple(text.strip().lower() for text in several(entry.get("blank", ())))
    return crs, tuple(several(entry.get("time_format", ()))), tuple(text for text in blank if text)


def _only(entry: dict, allowed: tuple[str, ...], where: str) -> None:
    if unknown := sorted(set(entry) - set(allowed)):
        raise MappingError(f"{where}: unknown {', '.join(unknown)}")


def _check_ends(name: str, values: dict[str, Expression], where: str, above: tuple[str, ...] = ()) -> None:
    if name in above:
        raise MappingError(f"{where}: value {name} is made from itself")
    for source in values[name].sources() if name in values else ():
        if source != name:
            _check_ends(source, values, where, (*above, name))
