"""A small town for planning: a district of two subdistricts with cells, cases that follow the clock, and shifts."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

from analytics.store.versions import Version
from tests.making import make_version

Row = dict[str, Any]
FIRST, LAST = datetime(2018, 4, 2), datetime(2018, 8, 1)  # 2 April 2018 is a Monday
CELLS = {f"G{sub}{n}": f"S{sub}" for sub in (1, 2) for n in range(1, 5)}
# Cell → weekdays and hours at which problems are planted there, each week one in each of these hours.
PLANTED = {"G11": ((0, 1, 2, 3, 4), (9, 10)), "G12": ((5, 6), (20, 21, 22)), "G21": ((2,), (2, 3))}


def rows(seed: int = 1, background: float = 0.002, shifts: bool = True) -> dict[str, list[Row]]:
    """The town's rows: planted problems, and `background` cases an hour in every cell at any hour."""
    random = Random(seed)
    found: dict[str, list[Row]] = {"areas": areas(), "grids": grids(), "cases": []}
    hour = FIRST
    while hour < LAST:
        for cell, area in CELLS.items():
            days, hours = PLANTED.get(cell, ((), ()))
            planted = hour.weekday() in days and hour.hour in hours
            for _ in range(int(planted) + int(random.random() < background)):
                found["cases"].append(case(len(found["cases"]), cell, area, hour, random))
        hour += timedelta(hours=1)
    if shifts:
        found["shifts"] = drawn_shifts(random)
    return found


def areas() -> list[Row]:
    above = {"C": (None, "city"), "D": ("C", "district"), "E": ("C", "district"), "S1": ("D", "subdistrict"),
             "S2": ("D", "subdistrict")}  # fmt: skip
    return [{"area_code": code, "parent_code": parent, "tier": tier, "name": code}
            for code, (parent, tier) in above.items()]  # fmt: skip


def grids() -> list[Row]:
    return [{"grid_code": cell, "area_code": area, "management_level": 1 if cell == "G11" else 3,
             "tags": "school;none_such" if cell == "G21" else None} for cell, area in CELLS.items()]  # fmt: skip


def case(number: int, cell: str, area: str, hour: datetime, random: Random) -> Row:
    reported = hour + timedelta(minutes=random.randrange(60))
    voided = reported + timedelta(days=random.randrange(60)) if random.random() < 0.05 else None
    return {"case_id": f"X{number}", "grid_code": cell, "area_code": area, "reported_at": reported,
            "source": random.choice(["inspector", "inspector", "hotline"]), "voided_at": voided}  # fmt: skip


def drawn_shifts(random: Random) -> list[Row]:
    """Shifts that name a cell, a subdistrict or the district, of odd lengths."""
    found = []
    for number in range(300):
        start = FIRST + timedelta(minutes=random.randrange(int((LAST - FIRST).total_seconds() // 60)))
        grid = random.choice([*CELLS, None, None])
        area = None if grid else random.choice(["S1", "S2", "D"])
        found.append({"shift_id": f"F{number}", "person_id": f"P{number % 9}", "grid_code": grid, "area_code": area,
                      "started_at": start, "ended_at": start + timedelta(minutes=random.randrange(30, 600))})
    return found


def made(folder: Path, **how: Any) -> tuple[Version, dict[str, list[Row]]]:
    """A version of the town and its rows."""
    found = rows(**how)
    return make_version(folder, found), found
