"""Bad rows for trying an import: files of every kind of trouble, and what an import has to say about them."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import numpy as np

from analytics.demo.alleys import Alleys
from analytics.demo.areas import Areas
from analytics.demo.files import Files
from analytics.demo.plan import Plan, day_date
from analytics.demo.roster import ALLEY_CHIEF, GENERAL_CHIEF, Assignments
from analytics.demo.sampling import Sampler
from analytics.demo.settings import settings

DEFAULT_POINT_SHARE = 0.015  # of all cases: an importer warns above 0.01 of the located ones


def write_dirty(files: Files, plan: Plan, areas: Areas, alleys: Alleys, sampler: Sampler, roster: Assignments) -> None:
    """<table>_dirty.csv and others, and expected_issues.json.

    That file holds per file the rows read, accepted, refused and non-data, and per bad row its line (the first is 1),
    code and whether it is refused or an issue. Rows are added to the counts of `files`.
    """
    words = _words(plan, areas, alleys, roster)
    # A point of its own for every row: in a small city a few rows on one point would already be a default point.
    points = sampler.points(np.zeros(100, dtype=int), plan.random("dirty"))
    expected: dict[str, dict] = {}
    for table in ("cases", "patrols", "assignments"):
        name = f"{table}_dirty.csv"
        expected[name] = _write_rows(files.folder / name, table, words, points[1:])
        files.rows[table] += expected[name]["accepted"] + expected[name]["refused"]
    name = "cases_dirty_default_point.csv"
    expected[name] = _write_default_point(files.folder / name, plan, words, points[0])
    files.rows["cases"] += expected[name]["accepted"]
    for file in settings("dirty")["files"]:
        (files.folder / file["name"]).write_text(file["content"], encoding="utf-8")
        expected[file["name"]] = {"table": file["table"], "refused_whole": file["code"]}
    text = json.dumps({"files": expected}, ensure_ascii=False, indent=1)
    (files.folder / "expected_issues.json").write_text(text + "\n", encoding="utf-8")


def _words(plan: Plan, areas: Areas, alleys: Alleys, roster: Assignments) -> dict[str, str]:
    """What the placeholders of data/demo/dirty.toml stand for."""
    far = np.flatnonzero(areas.district_of_grid != areas.district_of_grid[0])[-1]
    chief = roster.of(ALLEY_CHIEF)
    leader = roster.of(GENERAL_CHIEF).person[0]
    return {
        "first": f"{plan.periods[-1].first}",
        "last": f"{day_date(plan.after_day - 1)}",
        "community": str(areas.community_codes[areas.community_of_grid[0]]),
        "elsewhere": str(areas.community_codes[areas.community_of_grid[far]]),
        "alley": str(alleys.ids[int(chief.place[0])]),
        "chief": f"P{chief.person[0]:06d}",
        "leader": f"P{leader:06d}",
    }


def _write_rows(path: Path, table: str, words: dict[str, str], points: np.ndarray) -> dict:
    """A file with a title above its header, a blank row in the middle and a total at the end."""
    dirty = settings("dirty")
    good, rows = dirty[table]["good"], dirty[table]["rows"]
    header = list(dict.fromkeys([*good, *(name for row in rows for name in row["change"])]))
    lines: list[list[str]] = [[dirty["title"]] + [""] * (len(header) - 1), header]
    found = []
    for number, row in enumerate(rows, start=1):
        if number == len(rows) // 2 + 1:
            lines.append([""] * len(header))
        fields, (lon, lat) = {**good, **row["change"]}, points[number]
        mine = {**words, "n": f"{number:04d}", "lon": f"{lon:.6f}", "lat": f"{lat:.6f}"}
        lines.append([str(fields.get(name, "")).format(**mine) for name in header])
        if row["code"]:
            found.append({"line": len(lines), "code": row["code"], "severity": row["severity"]})
    lines.append([dirty["total"]] + [""] * (len(header) - 2) + [str(len(rows))])
    _write(path, lines)
    refused = sum(row.get("severity") == "refused" for row in rows)
    counts = {"read": len(rows) + 3, "accepted": len(rows) - refused, "refused": refused, "non_data": 3}
    return {"table": table, **counts, "rows": found}


def _write_default_point(path: Path, plan: Plan, words: dict[str, str], point: np.ndarray) -> dict:
    """Voided reports, never filed, all on one point: enough to be told as a default point, and in no measure."""
    count = int(DEFAULT_POINT_SHARE * plan.cases) + 3
    header = ["case_id", "source", "lon", "lat", "reported_at", "voided_at", "void_reason", "dispose_due"]
    moments = [f"{words['first']} {clock}" for clock in ("09:00:00", "10:00:00", "18:00:00")]
    fixed = ["hotline", f"{point[0]:.6f}", f"{point[1]:.6f}", moments[0], moments[1], "invalid", moments[2]]
    _write(path, [header, *([f"DP{number:07d}", *fixed] for number in range(1, count + 1))])
    counts = {"read": count, "accepted": count, "refused": 0, "non_data": 0}
    return {"table": "cases", **counts, "every_row": "default_point"}


def _write(path: Path, lines: list[list[str]]) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows(lines)
