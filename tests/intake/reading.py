"""Converts files written by a test and gives back what came of them, row by row."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from pathlib import Path

import pyarrow.parquet as pq

from analytics.intake.converting import FileReport, convert
from analytics.intake.mapping import Mapping

CASES = "case_id,source,reported_at"
_numbers = itertools.count()


@dataclass(frozen=True)
class Outcome:
    """One report with its rows: accepted by column, refused and issues as the parts hold them."""

    report: FileReport
    accepted: list[dict]
    refused: list[dict]
    issues: list[dict]

    @property
    def codes(self) -> list[str]:
        return [row["code"] for row in self.refused]

    @property
    def issue_codes(self) -> list[str]:
        return [row["code"] for row in self.issues]

    def column(self, name: str) -> list:
        return [row[name] for row in self.accepted]


def read(folder: Path, name: str, content: str | bytes, mapping: dict | None = None) -> Outcome:
    """What comes of one file of this name and content."""
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return outcomes([path], folder, mapping)[0]


def outcomes(paths: list[Path], folder: Path, mapping: dict | None = None) -> list[Outcome]:
    """What comes of several files, in the order of the reports."""
    out = folder / f"out{next(_numbers)}"
    out.mkdir()
    reports = convert(paths, Mapping.parse(mapping) if mapping is not None else None, out, None)
    for report in reports:
        assert report.read == report.accepted + report.refused + report.non_data
    return [_outcome(report) for report in reports]


def _outcome(report: FileReport) -> Outcome:
    if report.status != "ok":
        assert report.accepted_part is None
        assert report.issue_parts == ()
        return Outcome(report, [], [], [])
    accepted, refused, issues = (
        pq.read_table(part).to_pylist() for part in (report.accepted_part, *report.issue_parts)
    )
    # Ordinary rows are written at once, the others when all were read.
    accepted.sort(key=lambda row: row["_line"])
    assert (len(accepted), len(refused)) == (report.accepted, report.refused)
    assert len(issues) == sum(report.issues.values())
    return Outcome(report, accepted, refused, issues)
