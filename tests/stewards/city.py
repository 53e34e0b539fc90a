"""A handful of stewards with everything worked out by hand, around January 2018."""

from __future__ import annotations

AREAS = [
    {"area_code": "C", "tier": "city", "name": "City"},
    *({"area_code": f"D{n}", "tier": "district", "name": f"D{n}", "parent_code": "C"} for n in (1, 2)),
    *({"area_code": f"S{n}", "tier": "subdistrict", "name": f"S{n}", "parent_code": f"D{n}"} for n in (1, 2)),
    {"area_code": "Q1", "tier": "community", "name": "Q1", "parent_code": "S1"},
]
ALLEYS = [
    {"alley_id": "A1", "name": "甲", "area_code": "S1", "community_code": "Q1", "in_programme": True},
    {"alley_id": "A2", "name": "乙", "area_code": "S1", "community_code": "Q1", "in_programme": True},
    {"alley_id": "A3", "name": "丙", "area_code": "S2", "in_programme": True},
    {"alley_id": "A4", "name": "丁", "area_code": "S2", "in_programme": False},
]
PEOPLE = [
    {"person_id": person, "name": name, "member_kind": kind}
    for person, name, kind in (("P1", "一", "party"), ("P2", "二", "resident"), ("P3", "三", "resident"),
                               ("P4", "四", None), ("K1", "长", None))
]


def assigned(person: str, alley: str, since: str, until: str | None = None, team: str | None = None,
             role: str = "steward") -> dict:  # fmt: skip
    return {"person_id": person, "role": role, "alley_id": alley, "team_id": team, "valid_from": since,
            "valid_to": until}  # fmt: skip


ASSIGNMENTS = [
    assigned("P1", "A1", "2017-06-01", None, "T1"),
    assigned("P2", "A1", "2017-12-01", None, "T1"),
    assigned("P3", "A2", "2018-01-10", "2018-01-20", "T2"),  # gone before the month ends
    assigned("P4", "A4", "2018-01-25"),  # there for less than 15 days
    assigned("K1", "A1", "2017-01-01", role="alley_chief"),
]


def act(number: int, person: str, at: str, form: str, alley: str | None = "A1", **more):
    return {"activity_id": f"Y{number}", "person_id": person, "alley_id": alley, "form": form, "at": at,
            "minutes": None, "action": None, "problem_kind": None, "case_id": None, "points": None} | more  # fmt: skip


ACTS = [
    act(1, "P1", "2017-12-31T10:00:00", "report", action="report_hazard", problem_kind="hazard", points=3),
    act(2, "P1", "2018-01-02T10:00:00", "report", action="report_hazard", problem_kind="隐患", points=5, minutes=30,
        case_id="X1"),
    act(3, "P1", "2018-01-02T11:00:00", "do", action="tidy", problem_kind="small_ads", points=2, minutes=30),
    act(4, "P2", "2018-01-03T10:00:00", "do", action="tidy", problem_kind="堆物", points=3),  # neither fits
    act(5, "P2", "2018-01-03T12:00:00", "patrol"),
    act(6, "P3", "2018-01-12T09:00:00", "report", "A2", action="report_chief", problem_kind="odd thing", points=3,
        case_id="X2"),
    act(7, "P4", "2018-01-26T09:00:00", "report", "A4", case_id="unknown", points=3),
    act(8, "P1", "2018-02-01T09:00:00", "patrol", points=1),
]
CASES = [
    {"case_id": "X1", "reported_at": "2018-01-02T10:00:00", "filed_at": "2018-01-02T11:00:00",
     "dispatched_at": "2018-01-02T12:00:00", "disposed_at": "2018-01-20T12:00:00", "closed_at": "2018-02-20T12:00:00",
     "voided_at": None, "alley_id": "A1", "source": "steward"},
    {"case_id": "X2", "reported_at": "2018-01-12T09:00:00", "filed_at": "2018-01-12T11:00:00", "dispatched_at": None,
     "disposed_at": None, "closed_at": None, "voided_at": "2018-01-13T12:00:00", "alley_id": "A2", "source": "steward"},
]  # fmt: skip


def evaluation(number: int, by: str, kind: str, of: str, on: str, score: float, award: bool = False) -> dict:
    return {"evaluation_id": f"E{number}", "evaluator_id": by, "subject_kind": kind, "subject_id": of, "alley_id": "A1",
            "evaluated_on": on, "score": score, "award_suggested": award}


EVALUATIONS = [
    evaluation(1, "K1", "steward", "P1", "2018-01-10", 90, True),
    evaluation(2, "K1", "steward", "P1", "2018-01-11", 80),
    evaluation(3, "P1", "chief", "K1", "2018-01-12", 70), evaluation(4, "K1", "chief", "K1", "2018-01-12", 100),
    evaluation(5, "P1", "chief", "K1", "2018-02-01", 60), evaluation(6, "P3", "chief", "K1", "2018-01-21", 10),
]  # fmt: skip
TRAININGS = [{"person_id": "P2", "held_on": "2017-02-01", "topic": "t", "hours": 2.0},
             {"person_id": "P1", "held_on": "2017-01-31", "topic": "t", "hours": 2.0}]  # fmt: skip
ROWS = {"areas": AREAS, "alleys": ALLEYS, "people": PEOPLE, "assignments": ASSIGNMENTS, "steward_activity": ACTS,
        "cases": CASES, "evaluations": EVALUATIONS, "trainings": TRAININGS}  # fmt: skip
