"""A mapping being written: what somebody chose on the screen, as the TOML file that the importer reads."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

import pyarrow.parquet
import tomli_w

from analytics.intake.confined import convert
from analytics.intake.files import FileReport
from analytics.intake.mapping import Mapping

SHOWN_ROWS = 20


@dataclass(frozen=True)
class Units:
    """Areas that are made from the file's own columns: a city, and units of a tier known by one column's texts."""

    tier: str
    column: str
    city: str


@dataclass(frozen=True)
class Draft:
    """The choices: our column → the file's; constants; translations of coded columns; units; how to read it."""

    table: str
    files: str
    columns: dict[str, str]
    constants: dict[str, str] = field(default_factory=dict)
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    units: Units | None = None
    sheet: str | None = None
    crs: str | None = None
    time_format: str | None = None

    def toml(self, name: str) -> str:
        """The mapping file."""
        return tomli_w.dumps({"name": name, **self._written()})

    def mapping(self) -> Mapping:
        """The mapping, checked. Raises MappingError."""
        written = self._written()
        return Mapping.parse(written, hashlib.sha256(tomli_w.dumps(written).encode()).hexdigest())

    def _written(self) -> dict:
        reading = {"crs": self.crs, "time_format": self.time_format}
        source = {name: value for name, value in reading.items() if value} | {"tables": list(self._tables())}
        # What was refused comes back in a workbook of one sheet, and is read by the same rules.
        given_back = refused_pattern_of(self.files)
        if self.sheet:
            # First, since the pattern of a name that ends in digits fits the workbook too.
            own = {"files": [self.files], "sheet": self.sheet}
            return {"sources": [{"files": [given_back]} | source, own | source]}
        return {"sources": [{"files": [self.files, given_back]} | source]}

    def _tables(self) -> Iterator[dict]:
        columns: dict[str, object] = {}
        for ours, theirs in self.columns.items():
            translated = self.codes.get(ours)
            columns[ours] = {"from": theirs, "codes": translated} if translated else theirs
        columns |= {ours: {"constant": value} for ours, value in self.constants.items()}
        yield {"table": self.table, "columns": columns}
        if self.units:
            city = {"constant": self.units.city}
            yield _derived({"area_code": city, "tier": {"constant": "city"}, "name": city})
            yield _derived({
                "area_code": self.units.column, "parent_code": city, "tier": {"constant": self.units.tier},
                "name": self.units.column,
            })  # fmt: skip


@dataclass(frozen=True)
class Understood:
    """How a file is understood through a draft: the reports, accepted rows (first ones) and refused ones (first)."""

    reports: list[FileReport]
    accepted: list[dict]
    refused: list[dict]


def understood(path: Path, draft: Draft) -> Understood:
    """Reads the whole file through the draft, keeps nothing. Raises MappingError."""
    mapping = draft.mapping()
    with TemporaryDirectory(prefix="last_mile_try_") as folder:
        reports = convert([path], mapping, Path(folder))
        accepted: list[dict] = []
        refused: list[dict] = []
        for report in reports:
            if report.table != draft.table:
                continue
            accepted += _rows(report.accepted_part)
            refused += _rows(report.issue_parts[0] if report.issue_parts else None)
    return Understood(reports, accepted, refused)


def pattern_of(name: str) -> str:
    """A pattern for this file and for those of other months: numbers may differ."""
    return re.sub(r"\d+", "*", re.sub(r"([\[\]?*])", "?", name))


def refused_pattern_of(pattern: str) -> str:
    """The pattern for the workbooks of refused rows of such files, as they are named when they are given back."""
    return re.sub(r"[^\w.\- *?]", "?", pattern.split(".")[0]) + "_refused.xlsx"


def _derived(columns: dict) -> dict:
    return {"table": "areas", "derived": True, "columns": columns}


def _rows(part: Path | str | None) -> list[dict]:
    if part is None or not Path(part).exists():
        return []
    batch = next(pyarrow.parquet.ParquetFile(part).iter_batches(batch_size=SHOWN_ROWS), None)
    return [] if batch is None else batch.to_pylist()
