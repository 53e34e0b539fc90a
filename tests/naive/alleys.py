"""Indicators on alleys: chiefs, patrols, checks, ten nones."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, time, timedelta

from tests.naive.city import DAY, TIERS, City, Counted, Measure, Moment, Row, in_force, is_known, places

CHIEFS = ("alley_chief", "street_chief")


def patrol_compliance(city: City, moment: Moment) -> Counted:
    starts: dict[tuple, list[datetime]] = {}
    for patrol in city["patrols"]:
        recorded = patrol["recorded_at"] or patrol["ended_at"]
        is_long = patrol["ended_at"] - patrol["started_at"] >= timedelta(minutes=5)
        if moment.knows(recorded) and is_long and recorded.date() == patrol["started_at"].date():
            starts.setdefault((patrol["alley_id"], patrol["started_at"].date()), []).append(patrol["started_at"])
    for alley in city.alleys:
        named = [row for row in city.by("assignments", "alley_id").get(alley, []) if row["role"] in CHIEFS]
        for day in moment.days:
            if any(in_force(row, day) for row in named):
                kept: list[datetime] = []
                for start in sorted(starts.get((alley, day), [])):
                    if not kept or start - kept[-1] >= timedelta(minutes=60):
                        kept.append(start)
                yield city.places_of_alley(alley, day), int(len(kept) >= 2), 1


def late_entries(city: City, moment: Moment) -> Counted:
    for patrol in city["patrols"]:
        started = moment.period.first <= patrol["started_at"].date() < moment.period.after
        if is_known("patrols", patrol, city, moment) and started:
            recorded = patrol["recorded_at"]
            yield places(patrol), int(recorded is not None and recorded - patrol["ended_at"] > timedelta(hours=24)), 1


def on_last_day(cohort: Callable[[Row, Moment], bool], numerator: Callable[[City, Row, Moment], bool]) -> Callable:
    def rows(city: City, moment: Moment) -> Counted:
        for alley in city["alleys"]:
            if moment.last and cohort(alley, moment):
                yield city.places_of_alley(alley["alley_id"], moment.last), int(numerator(city, alley, moment)), 1
    return rows


def in_programme(alley: Row, moment: Moment) -> bool:
    return alley["in_programme"]


def acceptance_due(alley: Row, moment: Moment) -> bool:
    return alley["in_programme"] and alley["target_date"] is not None and alley["target_date"] <= moment.last


def accepted(city: City, alley: Row, moment: Moment) -> bool:
    day = alley["accepted_date"]
    return moment.has_ended(day) and day <= alley["target_date"]


def people_on(city: City, alley: Row, moment: Moment, roles: tuple[str, ...]) -> set[str]:
    return {
        row["person_id"] for row in city.by("assignments", "alley_id").get(alley["alley_id"], [])
        if row["role"] in roles and in_force(row, moment.last)
    }


def has_chief_and_board(city: City, alley: Row, moment: Moment) -> bool:
    return bool(people_on(city, alley, moment, CHIEFS)) and alley["board_posted"]


def has_steward(city: City, alley: Row, moment: Moment) -> bool:
    return bool(people_on(city, alley, moment, ("steward",)))


def board_is_current(city: City, alley: Row, moment: Moment) -> bool:
    return alley["board_person_id"] in people_on(city, alley, moment, CHIEFS)


def weekly_coverage(city: City, moment: Moment) -> Counted:
    checked = {
        (row["alley_id"], row["checked_on"].isocalendar()[:2])
        for row in city["weekly_checks"] if moment.has_ended(row["checked_on"])
    }
    for thursday in moment.days:
        sunday_is_over = datetime.combine(thursday, time()) + 4 * DAY <= moment.as_of
        if thursday.isoweekday() == 4 and sunday_is_over:
            for alley in city["alleys"]:
                if alley["in_programme"]:
                    is_checked = (alley["alley_id"], thursday.isocalendar()[:2]) in checked
                    yield city.places_of_alley(alley["alley_id"], thursday), int(is_checked), 1


def weekly_checks(city: City, moment: Moment) -> list[Row]:
    return [row for row in city["weekly_checks"] if moment.holds_day(row["checked_on"])]


def fixes(city: City, moment: Moment) -> Counted:
    for row in weekly_checks(city, moment):
        if row["problems"] is not None:
            yield places(row), row["fixed_within_7d"] or 0, row["problems"]


def score(column: str) -> Callable[[City, Moment], Counted]:
    def rows(city: City, moment: Moment) -> Counted:
        for row in weekly_checks(city, moment):
            if row[column] is not None:
                yield places(row), row[column], 1
    return rows


def checks_by_alley(city: City, moment: Moment) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for row in sorted(city["ten_none_checks"], key=lambda row: (row["checked_on"], row["check_id"])):
        if moment.holds_day(row["checked_on"]):
            found.setdefault(row["alley_id"], []).append(row)
    return found


def weighted(checks: list[Row]) -> tuple[float, float]:
    weights = [2 if row["level"] in ("city", "third_party") else 1 for row in checks]
    return sum(weight * row["score"] for weight, row in zip(weights, checks, strict=True)), sum(weights)


def ten_none(city: City, moment: Moment) -> Counted:
    for checks in checks_by_alley(city, moment).values():
        total, weight = weighted(checks)
        here = places(checks[-1])
        yield {"alley": here["alley"]}, total, weight
        yield {tier: here[tier] for tier in TIERS if tier != "alley"}, total / weight, 1


def passes(city: City, moment: Moment) -> Counted:
    for checks in checks_by_alley(city, moment).values():
        total, weight = weighted(checks)
        yield places(checks[-1]), int(total / weight > 90 - 1e-9), 1


BOARD = "alleys.board_posted"
MEASURES = {
    "patrol_compliance": Measure(patrol_compliance, ("patrols",), ("patrols.alley_id", "assignments.alley_id")),
    "late_entry_rate": Measure(late_entries, ("patrols",), ("patrols.recorded_at",)),
    "chief_coverage": Measure(
        on_last_day(in_programme, has_chief_and_board), ("assignments",), ("assignments.alley_id", BOARD)),
    "steward_coverage": Measure(
        on_last_day(in_programme, has_steward), ("assignments",), ("assignments.alley_id",)),
    "board_current_rate": Measure(
        on_last_day(lambda alley, moment: alley["board_posted"], board_is_current), ("assignments",),
        ("assignments.alley_id", BOARD, "alleys.board_person_id")),
    "remediation_progress": Measure(
        on_last_day(acceptance_due, accepted), ("alleys",), ("alleys.target_date", "alleys.accepted_date")),
    "weekly_check_coverage": Measure(weekly_coverage, ("weekly_checks",)),
    "weekly_fix_rate": Measure(fixes, ("weekly_checks",), ("weekly_checks.problems", "weekly_checks.fixed_within_7d")),
    "weekly_remediation_score": Measure(
        score("remediation_score"), ("weekly_checks",), ("weekly_checks.remediation_score",)),
    "weekly_daily_score": Measure(score("daily_score"), ("weekly_checks",), ("weekly_checks.daily_score",)),
    "civility_score": Measure(score("civility_score"), ("weekly_checks",), ("weekly_checks.civility_score",)),
    "chief_check_score": Measure(score("chief_score"), ("weekly_checks",), ("weekly_checks.chief_score",)),
    "ten_none_score": Measure(ten_none, ("ten_none_checks",)),
    "alley_pass_rate": Measure(passes, ("ten_none_checks",)),
}
