"""Indicators on cases."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from math import asin, cos, radians, sin, sqrt

from tests.naive.city import City, Counted, Measure, Moment, Row, places

STAGES = ("filed_at", "dispatched_at", "disposed_at", "closed_at", "voided_at", "suspended_at", "resumed_at",
          "escalated_at")
OWN = ("inspector", "alley_chief", "steward", "video")
DUE = "cases.dispose_due|cases.limit_value|deadline_rules.limit_value"


def as_known(city: City, moment: Moment) -> list[Row]:
    """The cases reported by then, with the stages that had happened by then."""
    found = []
    for row in city["cases"]:
        if moment.knows(row["reported_at"]):
            stages = {name: row[name] if moment.knows(row[name]) else None for name in STAGES}
            found.append(row | stages)
    return found


def share(cohort: Callable[[Row, Moment], bool], numerator: Callable[[Row, Moment], bool]) -> Callable:
    def rows(city: City, moment: Moment) -> Counted:
        for case in as_known(city, moment):
            if cohort(case, moment):
                yield places(case), int(numerator(case, moment)), 1
    return rows


def due(case: Row, moment: Moment) -> bool:
    deadline = case["dispose_due"]
    if case["voided_at"] or not moment.holds(deadline):
        return False
    is_suspended = case["suspended_at"] is not None and case["suspended_at"] <= deadline and (
        case["resumed_at"] is None or case["resumed_at"] > deadline)
    return not is_suspended


def closing_due(case: Row, moment: Moment) -> bool:
    return not case["voided_at"] and moment.holds(case["close_due"] or case["dispose_due"])


def stage_in_period(stage: str) -> Callable[[Row, Moment], bool]:
    return lambda case, moment: not case["voided_at"] and moment.holds(case[stage])


def by(stage: str, deadline: Callable[[Row], object]) -> Callable[[Row, Moment], bool]:
    return lambda case, moment: case[stage] is not None and case[stage] <= deadline(case)


def happened(stage: str) -> Callable[[Row, Moment], bool]:
    return lambda case, moment: case[stage] is not None


on_time = by("disposed_at", lambda case: case["dispose_due"])
filed, closed = stage_in_period("filed_at"), stage_in_period("closed_at")


def hours(city: City, moment: Moment) -> Counted:
    for case in as_known(city, moment):
        if stage_in_period("disposed_at")(case, moment) and case["dispatched_at"]:
            yield places(case), (case["disposed_at"] - case["dispatched_at"]) / timedelta(hours=1), 1


def metres(one: Row, other: Row) -> float:
    """Distance on the sphere."""
    x1, y1, x2, y2 = (radians(value) for value in (one["lon"], one["lat"], other["lon"], other["lat"]))
    return 2 * EARTH_M * asin(sqrt(sin((y2 - y1) / 2) ** 2 + cos(y1) * cos(y2) * sin((x2 - x1) / 2) ** 2))


def neighbours(cases: list[Row], columns: tuple[str, ...]) -> Callable[[Row], list[Row]]:
    """Cases within 30 metres of a case that agree with it in these columns and, like it, have the last of them."""
    groups: dict[tuple, list[Row]] = {}
    for case in cases:
        if has_point(case) and case[columns[-1]] is not None:
            groups.setdefault(tuple(case[column] for column in columns), []).append(case)
    return lambda case: [
        other for other in groups.get(tuple(case[column] for column in columns), [])
        if other["case_id"] != case["case_id"] and metres(case, other) <= 30
    ]


def has_point(case: Row) -> bool:
    return case["lon"] is not None and case["lat"] is not None


def citizens_first(city: City, moment: Moment) -> Counted:
    known = as_known(city, moment)
    near = neighbours(known, ("scheme", "kind", "major_code"))
    reported = stage_in_period("reported_at")
    for case in known:
        if reported(case, moment) and case["source"] in ("hotline", "citizen") and has_point(case):
            earlier = [
                other for other in near(case)
                if other["source"] in OWN and not other["voided_at"]
                and timedelta(0) < case["reported_at"] - other["reported_at"] <= timedelta(days=7)
            ]
            yield places(case), int(not earlier), 1


def recurred(city: City, moment: Moment) -> Counted:
    known = as_known(city, moment)
    near = neighbours(known, ("scheme", "kind", "major_code", "minor_code"))
    month = timedelta(days=30)
    for case in known:
        end = case["closed_at"] and case["closed_at"] + month
        if not case["voided_at"] and has_point(case) and moment.holds(end):
            later = [
                other for other in near(case)
                if not other["voided_at"] and timedelta(0) < other["reported_at"] - case["closed_at"] <= month
            ]
            yield places(case), int(bool(later)), 1


EARTH_M = 6_371_008.8
_ALL = ("cases",)
MEASURES = {
    "on_time_rate": Measure(share(due, on_time), _ALL, (DUE, "cases.disposed_at")),
    "disposal_rate": Measure(share(due, happened("disposed_at")), _ALL, (DUE, "cases.disposed_at")),
    "overdue_open_rate": Measure(
        share(due, lambda case, moment: case["disposed_at"] is None), _ALL, (DUE, "cases.disposed_at")),
    "extension_rate": Measure(
        share(due, lambda case, moment: (case["extension_count"] or 0) >= 1), _ALL, (DUE, "cases.extension_count")),
    "closing_rate": Measure(
        share(closing_due, happened("closed_at")), _ALL, (DUE + "|cases.close_due", "cases.closed_at")),
    "on_time_closing_rate": Measure(
        share(closing_due, by("closed_at", lambda case: case["close_due"] or case["dispose_due"])), _ALL,
        (DUE + "|cases.close_due", "cases.closed_at")),
    "key_area_on_time_rate": Measure(
        share(lambda case, moment: due(case, moment) and case["in_key_area"], on_time), _ALL,
        (DUE, "cases.disposed_at", "grids.tags")),
    "crowded_place_on_time_rate": Measure(
        share(lambda case, moment: due(case, moment) and case["in_crowded_place"], on_time), _ALL,
        (DUE, "cases.disposed_at", "grids.tags")),
    "key_content_on_time_rate": Measure(
        share(lambda case, moment: due(case, moment) and case["has_key_content"], on_time), _ALL,
        (DUE, "cases.disposed_at", "class_tags.tag")),
    "rework_rate": Measure(
        share(closed, lambda case, moment: (case["rework_count"] or 0) >= 1), _ALL,
        ("cases.rework_count", "cases.closed_at")),
    "satisfaction_rate": Measure(
        share(lambda case, moment: closed(case, moment) and case["satisfaction"],
              lambda case, moment: case["satisfaction"] != "unsatisfied"), _ALL,
        ("cases.satisfaction", "cases.closed_at")),
    "void_rate": Measure(
        share(lambda case, moment: moment.holds(case["filed_at"]), happened("voided_at")), _ALL,
        ("cases.filed_at", "cases.voided_at")),
    "filing_rate": Measure(share(stage_in_period("reported_at"), happened("filed_at")), _ALL, ("cases.filed_at",)),
    "self_found_share": Measure(
        share(filed, lambda case, moment: case["source"] in OWN), _ALL, ("cases.filed_at",)),
    "inspector_share": Measure(
        share(filed, lambda case, moment: case["source"] == "inspector"), _ALL, ("cases.filed_at",)),
    "fallback_share": Measure(
        share(filed, lambda case, moment: bool(case["is_fallback"])), _ALL, ("cases.filed_at", "cases.is_fallback")),
    "citizen_first_rate": Measure(citizens_first, _ALL, ("cases.lon", "cases.lat", "cases.major_code")),
    "recurrence_rate": Measure(
        recurred, _ALL, ("cases.closed_at", "cases.lon", "cases.lat", "cases.minor_code")),
    "escalated_followed_rate": Measure(
        share(stage_in_period("escalated_at"), happened("disposed_at")), _ALL,
        ("cases.escalated_at", "cases.disposed_at")),
    "handling_hours_median": Measure(hours, _ALL, ("cases.dispatched_at", "cases.disposed_at"), 0.5),
    "handling_hours_p90": Measure(hours, _ALL, ("cases.dispatched_at", "cases.disposed_at"), 0.9),
}
