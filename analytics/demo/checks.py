"""Weekly checks by the streets and ten-none inspections by streets, districts, the city and third parties."""

from __future__ import annotations

import numpy as np

from analytics.demo.alleys import Alleys
from analytics.demo.columns import MISSING, codes, days, identifiers, numbers
from analytics.demo.files import Files
from analytics.demo.plan import Plan
from analytics.demo.roster import GENERAL_CHIEF, STREET_CHIEF, Assignments
from analytics.demo.settings import settings

LEVELS = ("street", "district", "city", "third_party")
ITEMS = 10


class Condition:
    """How each alley is doing month by month, 0-100: a level of its own, slow improvement, and spells of neglect."""

    def __init__(self, plan: Plan, alleys: Alleys) -> None:
        random = plan.random("condition")
        habits = settings("habits")["checks"]
        shape = (len(alleys.grid), plan.months)
        level = habits["level"] + habits["spread"] * (alleys.diligence - 0.65) + random.normal(0, 1.6, shape[0])
        rise = np.linspace(0, habits["rise"] * min(1.0, plan.months / 21), plan.months)
        drop = np.zeros(shape)
        begins = random.random(shape) < habits["neglect"] * (1.3 - alleys.diligence)[:, None]
        for alley, month in zip(*np.nonzero(begins), strict=True):
            drop[alley, month : month + int(random.integers(1, 6))] = random.uniform(6, 14)
        self.score = np.clip(level[:, None] + rise - drop + random.normal(0, 0.9, shape), 55, 100)


def write_weekly_checks(files: Files, plan: Plan, alleys: Alleys, condition: Condition, roster: Assignments) -> None:
    """weekly_checks.parquet: most alleys of the programme in most weeks, on a working day or a Saturday."""
    random = plan.random("weekly checks")
    checker = _checkers(alleys, roster)
    monday = plan.first_day - (plan.first_day + 3) % 7  # 1970-01-01 was a Thursday
    number = 0
    for start in range(monday, plan.after_day, 7):
        chosen = np.flatnonzero(random.random(len(alleys.grid)) < 0.80 + 0.2 * alleys.diligence)
        day = start + random.choice(6, len(chosen), p=[0.2, 0.22, 0.2, 0.18, 0.15, 0.05])
        chosen, day = (part[(day >= plan.first_day) & (day < plan.after_day)] for part in (chosen, day))
        month = np.searchsorted(plan.month_days, day, side="right") - 1
        base = condition.score[chosen, month]
        scores = [_score(random, base + shift, spread) for shift, spread in ((0, 2.5), (-1, 3), (1, 2.5), (-0.5, 3.5))]
        problems = random.poisson(np.clip((100 - base) / 5, 0.2, 4))
        fixed = random.binomial(problems, np.clip(0.55 + 0.45 * alleys.diligence[chosen], 0, 0.99))
        files.parquet("weekly_checks", {
            "check_id": identifiers("W", number + np.arange(len(chosen)), 8),
            "alley_id": identifiers("A", chosen + 1, 6),
            "checked_on": days(day),
            "checker_id": identifiers("P", checker[chosen], 6),
            **{name: numbers(one) for name, one in zip(
                ("remediation_score", "daily_score", "civility_score", "chief_score"), scores, strict=True)},
            "problems": numbers(problems),
            "fixed_within_7d": numbers(fixed),
        })  # fmt: skip
        number += len(chosen)


def _score(random: np.random.Generator, middle: np.ndarray, spread: float) -> np.ndarray:
    """Scores in halves of a point."""
    return np.clip(np.round(2 * random.normal(middle, spread)) / 2, 0, 100)


def _checkers(alleys: Alleys, roster: Assignments) -> np.ndarray:
    """Who checks each alley: a leader of its street, MISSING where there is none."""
    leaders = roster.where(np.isin(roster.role, (GENERAL_CHIEF, STREET_CHIEF)))
    of_street = np.full(alleys.subdistrict.max() + 1000, MISSING)
    of_street[leaders.place] = leaders.person
    return of_street[alleys.subdistrict]


def write_ten_none_checks(files: Files, plan: Plan, alleys: Alleys, condition: Condition) -> None:
    """ten_none_checks.parquet: by the street every month, now and then by district, city and third parties.

    Each violation costs two points, so that score and items agree.
    """
    random = plan.random("ten none")
    habits = settings("habits")["checks"]
    number = 0
    for month in range(plan.months):
        share = np.array(habits["levels"])
        drawn = random.random((len(alleys.grid), len(LEVELS))) < share
        drawn[:, 0] &= random.random(len(alleys.grid)) < 0.75 + 0.25 * alleys.diligence
        alley, level = np.nonzero(drawn)
        first, after = plan.month_days[month], plan.month_days[month + 1]
        day = random.integers(first, after, len(alley))
        order = np.lexsort((alley, day))
        alley, level, day = alley[order], level[order], day[order]
        middle = condition.score[alley, month] - np.array([0, 0.4, 0.8, 1.2])[level] + random.normal(0, 1.0, len(alley))
        violations = np.maximum(0, np.round((100 - np.minimum(middle, 100)) / habits["deduction"])).astype(np.int64)
        items = random.multinomial(violations, np.array(habits["items"]) / sum(habits["items"]))
        has_photo = (violations > 0) & (random.random(len(alley)) < 0.2)
        files.parquet("ten_none_checks", {
            "check_id": identifiers("T", number + np.arange(len(alley)), 8),
            "alley_id": identifiers("A", alley + 1, 6),
            "checked_on": days(day),
            "level": codes(LEVELS, level),
            "score": numbers(100.0 - habits["deduction"] * violations),
            **{f"item_{item + 1}": numbers(items[:, item]) for item in range(ITEMS)},
            "photo": identifiers("photos/ten_none/", np.where(has_photo, number + np.arange(len(alley)), MISSING), 8),
        })  # fmt: skip
        number += len(alley)
