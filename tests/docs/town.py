"""Input files of a small town, such as a reader of the documents might have: two streets of Dongcheng, six months."""

from __future__ import annotations

import csv
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

AREAS = (
    ("area_code", "parent_code", "tier", "name", "name_en", "group_code"),
    ("110000", "", "city", "北京市", "Beijing", ""),
    ("110101", "110000", "district", "东城区", "Dongcheng", "core"),
    ("110102", "110000", "district", "西城区", "Xicheng", "core"),
    ("110101001", "110101", "subdistrict", "东华门街道", "Donghuamen", ""),
    ("110101002", "110101", "subdistrict", "景山街道", "Jingshan", ""),
    ("110102001", "110102", "subdistrict", "西长安街街道", "Xichang'anjie", ""),
)
CASES = ("case_id", "source", "area_code", "major_code", "reported_at", "filed_at", "dispatched_at", "disposed_at",
         "closed_at", "dispose_due", "rework_count")  # fmt: skip


def write(folder: Path) -> None:
    """Writes areas.csv and cases.csv into the folder."""
    folder.mkdir()
    chance = Random(1)
    cases = [CASES]
    for street in ("110101001", "110101002", "110102001"):
        for number in range(400):
            at = datetime(2018, 4, 10, 8) + timedelta(hours=11 * number)
            done = at + timedelta(hours=chance.choice((3, 9, 20, 30)))
            source = chance.choice(("inspector", "hotline"))
            due = at + timedelta(days=1)
            cases.append((f"{street}-{number}", source, street, "01", at, at, at, done, done, due, 0))
    for name, rows in (("areas", AREAS), ("cases", cases)):
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(rows)
