"""The criteria of the honours person by person, in plain loops."""

from __future__ import annotations

from datetime import date
from typing import Any

from tests.naive.alleys import patrol_compliance, weighted
from tests.naive.city import City, Moment, in_force, is_known
from tests.naive.people import ASKED, ENGLISH

Criteria = dict[str, tuple[float, float]]


def served(city: City, moment: Moment, role: str) -> dict[str, set[tuple[str | None, date]]]:
    """Person → the (alley, ended day) pairs on which an assignment of the role is in force."""
    found: dict[str, set[tuple[str | None, date]]] = {}
    for row in city["assignments"]:
        for day in moment.days:
            if row["role"] == role and in_force(row, day):
                found.setdefault(row["person_id"], set()).add((row["alley_id"], day))
    return found


def criteria(city: City, moment: Moment, role: str) -> dict[str, Criteria]:
    """Person → criterion → numerator and denominator; no entry without data."""
    patrolled = _alley_days(city, moment)
    per_person = {}
    for person, pairs in served(city, moment, role).items():
        days = {day for _, day in pairs}
        found = _chief(city, moment, person, pairs, days, patrolled) if role == "alley_chief" \
            else _steward(city, moment, person, days)
        found["evaluation_score"] = _sums(
            (row["score"], 1) for row in city["evaluations"]
            if row["subject_kind"] == role.removeprefix("alley_") and row["subject_id"] == person
            and moment.holds_day(row["evaluated_on"])
        )
        trained = any(row["person_id"] == person and row["held_on"] <= moment.last
                      and (moment.last - row["held_on"]).days < 365 for row in city["trainings"])
        found["trained_share"] = (int(trained), 1)
        per_person[person] = {name: pair for name, pair in found.items() if pair[1]}
    return per_person


def _alley_days(city: City, moment: Moment) -> dict[tuple[str, date], int]:
    """(alley, day) with a chief in force → 1 where it has two valid patrols."""
    found = {}
    for day in moment.days:
        one = Moment(moment.period, moment.as_of)
        one.days = [day]
        for where, kept, _ in patrol_compliance(city, one):
            found[where["alley"], day] = kept
    return found


def _chief(city, moment, person, pairs, days, patrolled) -> Criteria:
    weekly = [row for row in city["weekly_checks"] if moment.holds_day(row["checked_on"])
              and (row["alley_id"], row["checked_on"]) in pairs]
    ten = [row for row in city["ten_none_checks"] if moment.holds_day(row["checked_on"])
           and (row["alley_id"], row["checked_on"]) in pairs]
    mine = [row for row in city["patrols"] if row["person_id"] == person and is_known("patrols", row, city, moment)
            and row["started_at"].date() in days]
    return {
        "patrol_compliance": _sums((patrolled[pair], 1) for pair in pairs if pair in patrolled),
        "late_entry_rate": _sums((int(row["recorded_at"] is not None and
                                      (row["recorded_at"] - row["ended_at"]).total_seconds() > 86400), 1)
                                 for row in mine),
        "chief_check_score": _sums((row["chief_score"], 1) for row in weekly if row["chief_score"] is not None),
        "ten_none_score": weighted(ten),
    }


def _steward(city, moment, person, days) -> Criteria:
    acts = [row for row in city["steward_activity"] if row["person_id"] == person and moment.knows(row["at"])
            and row["at"].date() in days]
    routed = [row for row in acts if row["action"] and row["problem_kind"]]
    fits = [row["action"] in ASKED.get(ENGLISH.get(row["problem_kind"], row["problem_kind"]), ()) for row in routed]
    return {
        "active_days": (len({row["at"].date() for row in acts}), len(days)),
        "forms_used": (len({row["form"] for row in acts}), 6 if acts else 0),
        "routing_match_rate": (sum(fits), len(fits)),
    }


def _sums(pairs: Any) -> tuple[float, float]:
    listed = list(pairs)
    return sum(n for n, _ in listed), sum(d for _, d in listed)
