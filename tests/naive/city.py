"""A city's rows as dicts, the moment of a measure, and what a measure is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property
from typing import Any

from analytics.contract.periods import Period
from analytics.contract.schema import tables

TIERS = ("city", "district", "subdistrict", "community", "grid", "alley")
DAY = timedelta(days=1)

Row = dict[str, Any]
Places = dict[str, str | None]
Counted = Iterator[tuple[Places, float, float]]


class City:
    """All rows of a version by table, and the columns that came in files."""

    def __init__(self, version: Any) -> None:
        names = [*tables(), "area_chains", "units"]
        self._indexes: dict[tuple[str, str], dict[Any, list[Row]]] = {}
        self.tables: dict[str, list[Row]] = {}
        for name in names:
            left_out = [column.name for column in tables()[name].columns.values() if column.kind == "geometry"] \
                if name in tables() else []
            columns = f"* exclude ({', '.join(left_out)})" if left_out else "*"
            self.tables[name] = version.rows(f'select {columns} from "{name}"')
        self.present = {f"{name}.{column}" for name in tables() for column in version.columns_present(name)}

    def __getitem__(self, table: str) -> list[Row]:
        return self.tables[table]

    def by(self, table: str, column: str) -> dict[Any, list[Row]]:
        """The table's rows by the value of a column."""
        if (table, column) not in self._indexes:
            found: dict[Any, list[Row]] = {}
            for row in self[table]:
                found.setdefault(row[column], []).append(row)
            self._indexes[table, column] = found
        return self._indexes[table, column]

    def units(self, tier: str, day: date) -> list[str]:
        """Codes of the tier's units in force on the day."""
        return sorted({row["unit"] for row in self["units"] if row["tier"] == tier and in_force(row, day)})

    @cached_property
    def only_city(self) -> str | None:
        cities = {row["unit"] for row in self["units"] if row["tier"] == "city"}
        return cities.pop() if len(cities) == 1 else None

    def places_of_area(self, area: str | None, day: date) -> Places | None:
        """The units of the area tiers that hold the area on that day; None for an area nobody knows."""
        for row in self.by("area_chains", "area_code").get(area, []):
            if row["from_day"] <= day <= row["to_day"]:
                return {tier: row[tier] for tier in TIERS[:4]}
        return None

    @cached_property
    def alleys(self) -> dict[str, Row]:
        return {row["alley_id"]: row for row in self["alleys"]}

    def places_of_alley(self, alley: str | None, day: date) -> Places | None:
        if alley not in self.alleys:
            return None
        row = self.alleys[alley]
        places = self.places_of_area(row["area_code"], day) or {"city": self.only_city}
        if places["city"] is None:
            places["city"] = self.only_city
        if row["community_code"] is not None:
            places["community"] = row["community_code"]
        return places | {"alley": alley}

    def places_of_grid(self, grid: str | None, day: date) -> Places | None:
        """The units that hold the grid on that day: by the version in force that began last, else by the nearest."""
        versions = [row for row in self.by("grids", "grid_code").get(grid, []) if never_ends_before_it_starts(row)]
        if not versions:
            return None
        past = [row for row in versions if row["valid_to"] is not None and row["valid_to"] < day]
        if self.has_grid(grid, day):
            current = [row for row in versions if in_force(row, day)]
            version = max(current, key=lambda row: row["valid_from"] or date.min)
        elif past:
            version = max(past, key=lambda row: row["valid_to"])
        else:
            version = min(versions, key=lambda row: row["valid_from"])
        places = self.places_of_area(version["area_code"], day) or {"city": self.only_city}
        return places | {"grid": grid}

    def has_grid(self, grid: str, day: date) -> bool:
        return any(in_force(row, day) for row in self.by("grids", "grid_code").get(grid, []))


class Moment:
    """A period seen at an as-of moment. `last`: its latest ended day, or None; `days`: its ended days."""

    def __init__(self, period: Period, as_of: datetime) -> None:
        self.period, self.as_of = period, as_of
        self.days: list[date] = []
        day = period.first
        while day < period.after and self.has_ended(day):
            self.days.append(day)
            day += DAY
        self.last = self.days[-1] if self.days else None

    def has_ended(self, day: date | None) -> bool:
        return day is not None and datetime.combine(day, time()) + DAY <= self.as_of

    def knows(self, moment: datetime | None) -> bool:
        return moment is not None and moment <= self.as_of

    def holds(self, moment: datetime | None) -> bool:
        """Whether the moment lies in the period and is known."""
        return self.knows(moment) and self.period.first <= moment.date() < self.period.after

    def holds_day(self, day: date | None) -> bool:
        """Whether the day lies in the period and has ended."""
        return day in self.days


@dataclass(frozen=True)
class Measure:
    """`rows` gives (places, numerator, denominator) for each row that counts; of a quantile the value and 1."""

    rows: Callable[[City, Moment], Counted]
    tables: tuple[str, ...]
    needs: tuple[str, ...] = ()
    quantile: float | None = None

    def has_answer(self, city: City, moment: Moment) -> bool:
        has_rows = any(any(is_known(table, row, city, moment) for row in city[table]) for table in self.tables)
        return has_rows and all(set(need.split("|")) & city.present for need in self.needs)


def in_force(row: Row, day: date | None) -> bool:
    if day is None:
        return False
    return (row["valid_from"] or date.min) <= day <= (row["valid_to"] or date.max)


def never_ends_before_it_starts(row: Row) -> bool:
    return (row["valid_from"] or date.min) <= (row["valid_to"] or date.max)


def is_known(table: str, row: Row, city: City, moment: Moment) -> bool:
    """Whether the row was known at the moment."""
    if table == "patrols":
        return moment.knows(row["recorded_at"] or row["ended_at"])
    if table == "assignments":
        return row["valid_from"] <= moment.as_of.date()
    if table == "parts":
        return row["created_on"] is None or moment.has_ended(row["created_on"])
    if table == "whistle_reports":
        whistles = city.by("whistles", "whistle_id").get(row["whistle_id"], [])
        return all(moment.knows(whistle["blown_at"]) for whistle in whistles)
    times = {"cases": "reported_at", "shifts": "started_at", "steward_activity": "at", "whistles": "blown_at",
             "audits": "found_at"}
    if table in times:
        return moment.knows(row[times[table]])
    days = {"weekly_checks": "checked_on", "ten_none_checks": "checked_on", "evaluations": "evaluated_on",
            "tasks": "asked_on", "census_runs": "started_on", "trainings": "held_on"}
    return moment.has_ended(row[days[table]]) if table in days else True


def places(row: Row) -> Places:
    """The place columns of a row."""
    return {tier: row[tier] for tier in TIERS}
