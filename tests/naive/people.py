"""Indicators on people: stewards, training, evaluations, tasks."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, timedelta

from tests.naive.city import TIERS, City, Counted, Measure, Moment, Places, Row, in_force, is_known, places

# What a steward does about which problem.
ASKED = {
    "倚门售货": {"dissuade"}, "乱停": {"dissuade", "tidy"}, "堆物": {"dissuade"},
    "小广告": {"tidy"}, "垃圾": {"tidy"},
    "新生违建": {"report_chief"}, "开墙打洞": {"report_chief"}, "私装地锁": {"report_chief"},
    "无照经营": {"report_chief"}, "隐患": {"report_hazard"},
}
ENGLISH = {
    "trading_outside_door": "倚门售货", "disorderly_parking": "乱停", "piled_goods": "堆物", "small_ads": "小广告",
    "litter": "垃圾", "new_illegal_structure": "新生违建", "wall_breaking": "开墙打洞", "parking_lock": "私装地锁",
    "unlicensed_trading": "无照经营", "hazard": "隐患",
}


def assignment_places(city: City, row: Row, day: date) -> Places:
    """Where an assignment stands: its alley's units, else its area's, else its grid's; its own grid and alley."""
    found = (
        city.places_of_alley(row["alley_id"], day)
        or city.places_of_area(row["area_code"], day)
        or city.places_of_grid(row["grid_code"], day)
        or {}
    )
    here = {tier: found.get(tier) for tier in TIERS[:4]} | {"grid": row["grid_code"], "alley": row["alley_id"]}
    return here | {"city": here["city"] or city.only_city}


def by_unit(city: City, moment: Moment, roles: Iterable[str] | None = None) -> dict[tuple[str, str, str], list[Row]]:
    """Assignments by tier, unit and person."""
    found: dict[tuple[str, str, str], list[Row]] = {}
    for row in city["assignments"]:
        if moment.last and (roles is None or row["role"] in roles):
            for tier, unit in assignment_places(city, row, moment.last).items():
                if unit is not None:
                    found.setdefault((tier, unit, row["person_id"]), []).append(row)
    return found


def active(city: City, moment: Moment) -> Counted:
    days: dict[str, set[date]] = {}
    for act in city["steward_activity"]:
        if moment.holds_day(act["at"].date()):
            days.setdefault(act["person_id"], set()).add(act["at"].date())
    for (tier, unit, person), rows in by_unit(city, moment, ["steward"]).items():
        if sum(any(in_force(row, day) for row in rows) for day in moment.days) >= 15:
            yield {tier: unit}, int(len(days.get(person, ())) >= 12 * len(moment.days) / 30), 1


def retained(city: City, moment: Moment) -> Counted:
    for (tier, unit, _), rows in by_unit(city, moment, ["steward"]).items():
        if any(in_force(row, moment.last - timedelta(days=90)) for row in rows):
            yield {tier: unit}, int(any(in_force(row, moment.last) for row in rows)), 1


def trained(city: City, moment: Moment) -> Counted:
    recently = {
        row["person_id"] for row in city["trainings"]
        if moment.last and row["held_on"] <= moment.last and (moment.last - row["held_on"]).days < 365
    }
    for (tier, unit, person), rows in by_unit(city, moment).items():
        if any(in_force(row, moment.last) for row in rows):
            yield {tier: unit}, int(person in recently), 1


def routed(city: City, moment: Moment) -> Counted:
    for act in city["steward_activity"]:
        if moment.holds(act["at"]) and act["action"] and act["problem_kind"]:
            kind = ENGLISH.get(act["problem_kind"], act["problem_kind"])
            yield places(act), int(act["action"] in ASKED.get(kind, ())), 1


def evaluated(city: City, moment: Moment) -> Counted:
    for row in city["evaluations"]:
        if moment.holds_day(row["evaluated_on"]):
            yield places(row), row["score"], 1


def tasks(city: City, moment: Moment) -> Counted:
    for row in city["tasks"]:
        if is_known("tasks", row, city, moment) and moment.holds_day(row["due_on"]):
            yield places(row), int(row["done_on"] is not None and row["done_on"] <= row["due_on"]), 1


def managing_areas(is_counted: Callable[[City, str, Moment], bool]) -> Callable[[City, Moment], Counted]:
    def rows(city: City, moment: Moment) -> Counted:
        for tier in ("district", "subdistrict"):
            for area in city.units(tier, moment.last) if moment.last else []:
                yield city.places_of_area(area, moment.last), int(is_counted(city, area, moment)), 1
    return rows


def has_general_chief(city: City, area: str, moment: Moment) -> bool:
    return any(
        row["role"] == "general_chief" and in_force(row, moment.last)
        for row in city.by("assignments", "area_code").get(area, [])
    )


def has_census(city: City, area: str, moment: Moment) -> bool:
    return any(
        row["finished_on"] is not None and row["finished_on"] <= moment.last
        and (moment.last - row["finished_on"]).days < 365
        for row in city.by("census_runs", "area_code").get(area, []) if is_known("census_runs", row, city, moment)
    )


MEASURES = {
    "steward_active_rate": Measure(active, ("steward_activity",)),
    "steward_retention": Measure(retained, ("assignments",)),
    "trained_share": Measure(trained, ("trainings",)),
    "routing_match_rate": Measure(
        routed, ("steward_activity",), ("steward_activity.action", "steward_activity.problem_kind")),
    "evaluation_score": Measure(evaluated, ("evaluations",)),
    "task_done_rate": Measure(tasks, ("tasks",), ("tasks.due_on", "tasks.done_on")),
    "general_chief_coverage": Measure(
        managing_areas(has_general_chief), ("assignments",), ("assignments.area_code",)),
    "census_done_rate": Measure(managing_areas(has_census), ("census_runs",), ("census_runs.finished_on",)),
}
