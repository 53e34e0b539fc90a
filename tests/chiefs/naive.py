"""Questions about chiefs once more, in plain loops over row dicts."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime, timedelta

from tests.naive import City
from tests.naive.alleys import CHIEFS
from tests.naive.city import Moment, in_force


def valid_patrols(city: City, moment: Moment) -> dict[tuple[str, date], list[str]]:
    """(alley, day) → ids of the patrols that count, in order."""
    found: dict[tuple[str, date], list[dict]] = defaultdict(list)
    for patrol in sorted(city["patrols"], key=lambda row: (row["started_at"], row["patrol_id"])):
        recorded = patrol["recorded_at"] or patrol["ended_at"]
        day = patrol["started_at"].date()
        if patrol["alley_id"] is None or day not in moment.days or recorded > moment.as_of:
            continue
        if patrol["ended_at"] - patrol["started_at"] < timedelta(minutes=5) or recorded.date() != day:
            continue
        kept = found[patrol["alley_id"], day]
        if not kept or patrol["started_at"] - kept[-1]["started_at"] >= timedelta(minutes=60):
            kept.append(patrol)
    return {key: [row["patrol_id"] for row in rows] for key, rows in found.items()}


def has_chief(city: City, alley: str, day: date) -> bool:
    return bool(chiefs(city, alley, day))


def chiefs(city: City, alley: str, day: date) -> set[str]:
    named = city.by("assignments", "alley_id").get(alley, [])
    return {row["person_id"] for row in named if row["role"] in CHIEFS and in_force(row, day)}


def levels(city: City, moment: Moment) -> dict[tuple[str, date], int]:
    """(alley, day with a chief) → 0, 1, or 2 for two or more."""
    valid = valid_patrols(city, moment)
    return {
        (alley, day): min(2, len(valid.get((alley, day), [])))
        for alley in city.alleys
        for day in moment.days
        if has_chief(city, alley, day)
    }


def longest(days: list[date]) -> int:
    """The most days in a row."""
    best = run = 0
    before = None
    for day in sorted(days):
        run = run + 1 if before is not None and day - before == timedelta(days=1) else 1
        best, before = max(best, run), day
    return best


def trained(city: City, person: str, moment: Moment) -> bool:
    held = [row["held_on"] for row in city["trainings"] if row["person_id"] == person]
    return any(moment.last - timedelta(days=364) <= day <= moment.last for day in held)


def inside(places: dict | None, unit: str | None) -> bool:
    return unit is None or (places is not None and unit in places.values())


def known_checks(city: City, table: str, moment: Moment) -> list[dict]:
    return [
        row
        for row in city[table]
        if moment.period.first <= row["checked_on"] < moment.period.after
        and datetime.combine(row["checked_on"] + timedelta(days=1), datetime.min.time()) <= moment.as_of
    ]
