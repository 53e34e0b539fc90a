"""Indicators of grid management: audits, whistles, parts, hours and places."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from tests.naive.city import TIERS, City, Counted, Measure, Moment, Row, is_known, places


def discovered(city: City, moment: Moment) -> Counted:
    for row in city["audits"]:
        if moment.holds(row["found_at"]):
            yield places(row), int(row["already_in_system"] or 0), 1


def arrived(city: City, moment: Moment) -> Counted:
    for row in city["whistle_reports"]:
        if is_known("whistle_reports", row, city, moment) and moment.holds(row["due_at"]):
            whistles = city.by("whistles", "whistle_id").get(row["whistle_id"])
            here = places(whistles[0]) if whistles else {}
            in_time = row["arrived_at"] is not None and row["arrived_at"] <= row["due_at"]
            yield here | {"city": here.get("city") or city.only_city}, int(in_time), 1


def resolved(city: City, moment: Moment) -> Counted:
    for row in city["whistles"]:
        if moment.holds(row["blown_at"]):
            yield places(row), int(moment.knows(row["resolved_at"])), 1


def fresh(city: City, moment: Moment) -> Counted:
    for row in city["parts"]:
        if moment.last and (row["created_on"] is None or row["created_on"] <= moment.last):
            verified = row["last_verified_on"]
            is_fresh = moment.has_ended(verified) and (moment.last - verified).days <= 365
            here = city.places_of_grid(row["grid_code"], moment.last)
            here = here or city.places_of_area(smallest_area(row), moment.last) or {}
            yield here | {"city": here.get("city") or city.only_city}, int(is_fresh), 1


def smallest_area(row: Row) -> str | None:
    """Where the point of a part without a grid lies."""
    return row["community"] or row["subdistrict"] or row["district"]


def covered_hours(city: City, moment: Moment) -> Counted:
    in_grid = [row for row in city["shifts"] if row["grid_code"] is not None and is_known("shifts", row, city, moment)]
    in_grid += [
        row for row in city["patrols"] if row["grid_code"] is not None and is_known("patrols", row, city, moment)
    ]
    in_area = [row for row in city["shifts"] if row["grid_code"] is None and is_known("shifts", row, city, moment)]
    by_grid, by_area = spans_by(in_grid, "grid_code"), spans_by(in_area, "area_code")
    for grid in city.by("grids", "grid_code"):
        for day in moment.days:
            if not city.has_grid(grid, day):
                continue
            here = city.places_of_grid(grid, day)
            around = {here.get(tier) for tier in TIERS[:4]} - {None}
            spans = [*by_grid.get(grid, ()), *(span for area in around for span in by_area.get(area, ()))]
            midnight = datetime.combine(day, time())
            spans = [(start, end) for start, end in spans if start < midnight + timedelta(days=1) and end > midnight]
            hours = [midnight + timedelta(hours=hour) for hour in range(24)]
            covered = [
                hour for hour in hours if any(start < hour + timedelta(hours=1) and end > hour for start, end in spans)
            ]
            yield here, len(covered), 24


def spans_by(rows: list[Row], column: str) -> dict[str, list[tuple[datetime, datetime]]]:
    found: dict[str, list[tuple[datetime, datetime]]] = {}
    for row in rows:
        found.setdefault(row[column], []).append((row["started_at"], row["ended_at"]))
    return found


MEASURES = {
    "discovery_rate": Measure(discovered, ("audits",), ("audits.already_in_system",)),
    "whistle_arrival_rate": Measure(arrived, ("whistle_reports",), ("whistle_reports.arrived_at",)),
    "whistle_resolved_rate": Measure(resolved, ("whistles",), ("whistles.resolved_at",)),
    "census_freshness": Measure(fresh, ("parts",)),
    "hour_place_coverage": Measure(covered_hours, ("shifts", "patrols"), ("shifts.started_at|patrols.grid_code",)),
}
