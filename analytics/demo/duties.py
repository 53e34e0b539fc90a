"""What chiefs do beside their patrols: their log, the evaluations they give and get, training."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from analytics.demo.columns import MISSING, codes, days, identifiers, numbers, times
from analytics.demo.files import Files
from analytics.demo.offices import Offices
from analytics.demo.plan import DAY_SECONDS, Plan
from analytics.demo.reports import CHIEF, Ground, Reports
from analytics.demo.roster import ALLEY_CHIEF, GENERAL_CHIEF, INSPECTOR, OPEN, STEWARD, STREET_CHIEF, Assignments
from analytics.demo.settings import settings

LOG_KINDS = (
    "visit", "supervise_enforcement", "supervise_team", "three_guarantees", "dissuade", "self_governance", "organise",
)  # fmt: skip
ENFORCEMENT, TEAM = 1, 2
SUBJECTS = ("chief", "steward", "team", "assistant", "property")


def write_chief_log(files: Files, ground: Ground, offices: Offices, reports: Reports, month: int, started: int) -> None:
    """Adds a month to chief_log.parquet: entries of chiefs, some about cases they reported."""
    plan, alleys = ground.plan, ground.alleys
    random = plan.random("chief log", month)
    first, after = plan.month_days[month] - plan.first_day, plan.month_days[month + 1] - plan.first_day
    alley = np.repeat(np.arange(len(alleys.grid)), random.poisson(1.8 * alleys.diligence))
    day = random.integers(first, after, len(alley))
    at = (day + plan.first_day) * DAY_SECONDS + random.integers(8 * 3600, 19 * 3600, len(alley))
    person = ground.chief[alley, day]
    cases = np.flatnonzero(reports.source == CHIEF)[: len(alley) // 3]
    alley[: len(cases)], person[: len(cases)] = reports.alley[cases], reports.reporter[cases]
    at[: len(cases)] = reports.reported[cases]
    case = np.full(len(alley), MISSING)
    case[: len(cases)] = reports.number[cases]
    order = np.argsort(at, kind="stable")
    order = order[person[order] != MISSING]
    alley, person, at, case = alley[order], person[order], at[order], case[order]
    kind = random.choice(len(LOG_KINDS), len(order), p=[0.30, 0.12, 0.14, 0.12, 0.18, 0.08, 0.06])
    trades = len(offices.district[0])
    org = np.select(
        [kind == ENFORCEMENT, kind == TEAM],
        [alleys.district[alley] * trades + 2, alleys.district[alley] * trades + 3],
        -1,
    )
    words = settings("names")["texts"]["finding"]
    finding = np.where(random.random(len(order)) < 0.7, random.integers(0, len(words), len(order)), -1)
    files.parquet("chief_log", {
        "log_id": identifiers("L", started + np.arange(len(order)), 8),
        "person_id": identifiers("P", person, 6),
        "alley_id": identifiers("A", alley + 1, 6),
        "at": times(at),
        "kind": codes(LOG_KINDS, kind),
        "org": codes([name for mine in offices.district for name in mine], org),
        "finding": codes(words, finding),
        "case_id": identifiers("C", case, 13),
    })  # fmt: skip


def write_evaluations(files: Files, ground: Ground, offices: Offices, month: int, started: int) -> None:
    """Adds a month to evaluations.parquet: stewards judge chiefs, chiefs all others."""
    plan, alleys = ground.plan, ground.alleys
    random = plan.random("evaluations", month)
    day = int(plan.month_days[month + 1]) - 1 - random.integers(0, 8, len(alleys.grid))
    alley = np.flatnonzero(random.random(len(day)) < 0.35)
    day = day[alley]
    chief = ground.chief[alley, day - plan.first_day]
    steward = ground.steward[alley, day - plan.first_day]
    subject = random.choice(len(SUBJECTS), len(alley), p=[0.40, 0.22, 0.16, 0.10, 0.12])
    kept = (chief != MISSING) & ((steward != MISSING) | (subject >= 2))
    alley, day, chief, steward, subject = alley[kept], day[kept], chief[kept], steward[kept], subject[kept]
    score = np.clip(np.round(random.normal(84 + 14 * alleys.diligence[alley], 5)), 40, 100)
    names = [f"P{person:06d}" if person != MISSING else None for person in (*chief, *steward)]
    names += [mine[3] for mine in offices.district] + offices.subdistrict + offices.property
    count, districts = len(alley), len(offices.district)
    street = 2 * count + districts + alleys.subdistrict[alley]
    row = np.arange(count)
    index = np.select(
        [subject == 0, subject == 1, subject == 2, subject == 3],
        [row, count + row, 2 * count + alleys.district[alley], street],
        street + len(offices.subdistrict),
    )
    files.parquet("evaluations", {
        "evaluation_id": identifiers("V", started + row, 8),
        "evaluator_id": identifiers("P", np.where(subject == 0, steward, chief), 6),
        "subject_kind": codes(SUBJECTS, subject),
        "subject_id": pa.array([names[one] for one in index], pa.string()),
        "alley_id": identifiers("A", alley + 1, 6),
        "evaluated_on": days(day),
        "score": numbers(score),
        "award_suggested": numbers((score >= 97) & (random.random(count) < 0.5)),
    })  # fmt: skip


def write_trainings(files: Files, plan: Plan, roster: Assignments) -> None:
    """trainings.csv: most who hold a role are trained once a year."""
    random = plan.random("trainings")
    chances = {ALLEY_CHIEF: 0.88, STREET_CHIEF: 0.95, GENERAL_CHIEF: 0.9, STEWARD: 0.7, INSPECTOR: 0.93}
    chance = np.array([chances[role] for role in sorted(chances)])[roster.role]
    topics = settings("names")["texts"]["training"]
    people, held = [], []
    for start in range(plan.first_day, plan.after_day, 365):
        first = np.maximum(roster.first, start)
        last = np.minimum(
            np.where(roster.last == OPEN, plan.after_day - 1, roster.last), min(start + 364, plan.after_day - 1)
        )
        there = (last >= first) & (random.random(len(first)) < chance)
        # New people are trained soon: within four months of the start of their time in that year.
        day = first + (random.random(len(first)) * np.minimum(last - first + 1, 120)).astype(np.int64)
        people.append(roster.person[there])
        held.append(day[there])
    person, day = np.concatenate(people), np.concatenate(held)
    _, once = np.unique(person * 100_000 + day, return_index=True)
    person, day = person[once], day[once]
    files.csv("trainings", {
        "person_id": identifiers("P", person, 6),
        "held_on": days(day),
        "topic": codes(topics, random.integers(0, len(topics), len(person))),
        "hours": numbers(random.choice([1.5, 2.0, 4.0, 8.0], len(person))),
    })  # fmt: skip
