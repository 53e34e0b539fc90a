"""A small random town of cells with levels, owners, shifts, patrols, cases, parts and census runs."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from random import Random
from typing import Any

Row = dict[str, Any]
FIRST, LAST = datetime(2018, 8, 1), datetime(2018, 10, 5)
COMMUNITIES = {"D1S1C1": "D1S1", "D1S1C2": "D1S1", "D1S2C1": "D1S2", "D2S1C1": "D2S1"}
EDGES = [date(2017, 9, 30), date(2017, 10, 1), date(2018, 1, 1), date(2018, 9, 20), date(2018, 9, 30),
         date(2018, 10, 3)]  # fmt: skip


def rows(seed: int) -> dict[str, list[Row]]:
    random = Random(seed)
    grids = [_grid(code, number, random) for code in COMMUNITIES for number in range(3)]
    return {
        "areas": _areas(), "grids": grids, "orgs": [{"org_id": "O1", "name": "Office"}],
        "people": [{"person_id": f"P{n}", "name": f"Person {n}"} for n in range(8)],
        "assignments": [_assignment(n, grids, random) for n in range(14)],
        "shifts": [_shift(n, grids, random) for n in range(220)],
        "patrols": [_patrol(n, grids, random) for n in range(120)],
        "cases": [_case(n, grids, random) for n in range(260)],
        "parts": [_part(n, grids, random) for n in range(120)],
        "census_runs": [_run(n, random) for n in range(40)],
    }  # fmt: skip


def _areas() -> list[Row]:
    found = [("C", None, "city"), ("D1", "C", "district"), ("D2", "C", "district")]
    found += [(code, code[:2], "subdistrict") for code in ("D1S1", "D1S2", "D2S1")]
    found += [(code, above, "community") for code, above in COMMUNITIES.items()]
    return [{"area_code": code, "parent_code": above, "tier": tier, "name": code} for code, above, tier in found]


def _grid(community: str, number: int, random: Random) -> Row:
    return {"grid_code": f"{community}G{number}", "area_code": community,
            "management_level": random.choice([1, 2, 3, None]),
            "responsible_org": random.choice(["O1", "O2", None]), "fallback_org": random.choice(["O1", None]),
            "tags": random.choice(["school", None]),
            "valid_from": random.choice([None, "2018-09-05"])}  # fmt: skip


def _moment(random: Random) -> datetime:
    return FIRST + timedelta(minutes=random.randrange(int((LAST - FIRST).total_seconds() // 60)))


def _assignment(number: int, grids: list[Row], random: Random) -> Row:
    return {"person_id": f"P{number % 8}", "role": random.choice(["inspector", "inspector", "steward"]),
            "grid_code": random.choice(grids)["grid_code"], "valid_from": random.choice(["2018-01-01", "2018-10-01"]),
            "valid_to": random.choice([None, None, "2018-09-29", "2018-09-30"])}  # fmt: skip


def _shift(number: int, grids: list[Row], random: Random) -> Row:
    start, wide = _moment(random), random.random() < 0.5
    return {"shift_id": f"F{number}", "person_id": f"P{number % 8}", "started_at": start,
            "grid_code": None if wide else random.choice(grids)["grid_code"],
            "area_code": random.choice([*COMMUNITIES, "D1S1", "D1"]) if wide else None,
            "ended_at": start + timedelta(minutes=random.randrange(1, 700))}  # fmt: skip


def _patrol(number: int, grids: list[Row], random: Random) -> Row:
    start = _moment(random)
    end = start + timedelta(minutes=random.randrange(5, 90))
    return {"patrol_id": f"R{number}", "person_id": f"P{number % 8}", "grid_code": random.choice(grids)["grid_code"],
            "started_at": start, "ended_at": end, "recorded_at": end + timedelta(days=random.choice([0, 0, 9]))}


def _case(number: int, grids: list[Row], random: Random) -> Row:
    reported = _moment(random)

    def later(share: float) -> datetime | None:
        return (reported + timedelta(minutes=random.randrange(400))) if random.random() < share else None

    dispatched = later(0.8)
    return {"case_id": f"X{number}", "source": "hotline", "grid_code": random.choice(grids)["grid_code"],
            "reported_at": reported, "dispatched_at": dispatched, "accepted_at": dispatched and later(0.5),
            "disposed_at": dispatched and dispatched + timedelta(days=random.randrange(9)),
            "voided_at": reported + timedelta(days=random.randrange(40)) if random.random() < 0.1 else None}


def _part(number: int, grids: list[Row], random: Random) -> Row:
    created = random.choice([None, *EDGES, date(2015, 1, 1)])
    verified = random.choice([each for each in [*EDGES, date(2018, 10, 4)] if created is None or each >= created])
    return {"part_id": f"B{number}", "grid_code": random.choice(grids)["grid_code"], "created_on": created,
            "last_verified_on": verified, "state": random.choice(["intact", "broken", "moved"])}  # fmt: skip


def _run(number: int, random: Random) -> Row:
    started = random.choice(EDGES)
    ended = random.choice([None, *(each for each in [*EDGES, date(2018, 10, 4)] if each >= started)])
    return {"census_id": f"N{number}", "area_code": random.choice(["D1", "D2", "D1S1", "D1S2"]),
            "kind": random.choice(["parts", "geography"]), "started_on": started, "finished_on": ended,
            "surveyed": random.randrange(100), "added": random.randrange(9), "changed": 2, "removed": 1}  # fmt: skip
