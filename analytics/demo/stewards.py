"""What stewards do: acts in six forms; those that report are as many as the article counted."""

from __future__ import annotations

import tomllib
from functools import cache

import numpy as np

from analytics.demo.columns import MISSING, codes, identifiers, numbers, times
from analytics.demo.files import Files
from analytics.demo.plan import DAY_SECONDS, Plan, day_number
from analytics.demo.reports import STEWARD as FROM_STEWARD
from analytics.demo.reports import Ground, Reports
from analytics.demo.roster import STEWARD, Assignments
from analytics.demo.settings import DATA, settings
from analytics.stewards.tariff import tariffs

FORMS = ("patrol", "visit", "record", "do", "report", "swipe")
DO, REPORT, SWIPE = 3, 4, 5
ACTIONS = ("dissuade", "tidy", "report_chief", "report_hazard")


class Zeal:
    """The stewards of a city, how busy each is, and how many reports a month has to have."""

    def __init__(self, plan: Plan, ground: Ground, roster: Assignments) -> None:
        habits = settings("habits")
        self.stewards = roster.of(STEWARD)
        self.core = ground.alleys.is_core[self.stewards.place]
        self.busy = (
            plan.random("zeal").gamma(2.6, 1 / 2.6, len(self.stewards.person)) * habits["stewards"]["acts_a_day"]
        )
        year = day_number(habits["core"]["reference_day"])
        left = self.stewards.last < year
        self.reporting = np.where(left, habits["core"]["leavers_report"], 1.0)
        worked = self._days(year - 364, year + 1)[self.core].sum() if plan.after_day > year else 0
        self.report_rate = (
            habits["core"]["reports_2017"] * plan.core_share / worked if worked else habits["stewards"]["reports_a_day"]
        )
        edges = [self._days(plan.first_day, int(day))[self.core].sum() * self.report_rate for day in plan.month_days]
        self.reports = np.diff(np.floor(np.array(edges) + 0.5).astype(np.int64))

    def _days(self, first: int, after: int) -> np.ndarray:
        """Days of each steward in force within [first, after)."""
        return np.maximum(0, np.minimum(self.stewards.last, after - 1) - np.maximum(self.stewards.first, first) + 1)

    def acts(self, first: int, after: int, random: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
        """Steward (an index) and second of each act within the days [first, after)."""
        days = self._days(first, after)
        steward = np.repeat(np.arange(len(days)), random.poisson(days * self.busy))
        start = np.maximum(self.stewards.first, first)[steward]
        day = start + (random.random(len(steward)) * days[steward]).astype(np.int64)
        return steward, day * DAY_SECONDS + random.integers(6 * 3600, 21 * 3600, len(steward))


def write_steward_activity(
    files: Files, ground: Ground, zeal: Zeal, reports: Reports, month: int, started: int
) -> None:
    """Adds a month to steward_activity.parquet; `started` is how many came before."""
    plan = ground.plan
    random = plan.random("stewards' acts", month)
    steward, at = zeal.acts(plan.month_days[month], plan.month_days[month + 1], random)
    person, alley = zeal.stewards.person[steward], zeal.stewards.place[steward]
    form = _forms(random, zeal.core[steward], zeal.reporting[steward], int(zeal.reports[month]))
    case = np.full(len(form), MISSING)
    _link(random, reports, ground.alleys.core, form, person, alley, at, case)
    order = np.argsort(at, kind="stable")
    form, person, alley, at, case = form[order], person[order], alley[order], at[order], case[order]
    kind, action = _problems(random, form)
    lasted = np.where(form == SWIPE, random.integers(60, 241, len(form)), random.integers(5, 61, len(form)))
    kinds = [route["kind"] for route in routes()]
    files.parquet("steward_activity", {
        "activity_id": identifiers("S", started + np.arange(len(form)), 9),
        "person_id": identifiers("P", person, 6),
        "alley_id": identifiers("A", alley + 1, 6),
        "form": codes(FORMS, form),
        "at": times(at),
        "minutes": numbers(lasted.astype(float)),
        "action": codes(ACTIONS, action),
        "problem_kind": codes(kinds, kind),
        "case_id": identifiers("C", case, 13),
        "points": numbers(_points(plan, month, form, action)),
    })  # fmt: skip


def _points(plan: Plan, month: int, form: np.ndarray, action: np.ndarray) -> np.ndarray:
    """The points of each act by the tariff of the month; here and there one too many or too few was written down."""
    random = plan.random("points", month)
    first = plan.periods[month].first
    tariff = next(each for each in reversed(tariffs()) if each.valid_from <= first)
    by_action = np.array([[tariff.worth(name, taken) for taken in (*ACTIONS, None)] for name in FORMS])
    points = by_action[form, action].astype(float)  # an act without an action has -1, the last column
    wrong = random.random(len(points)) < settings("habits")["stewards"]["mispointed"]
    return points + wrong * random.choice([-1, 1], len(points))


@cache
def routes() -> list[dict]:
    """Which action a steward takes about which kind of problem, the rules by which acts are judged."""
    with (DATA / "indicators" / "rules" / "routing.toml").open("rb") as file:
        return tomllib.load(file)["routes"]


def _forms(random: np.random.Generator, core: np.ndarray, reporting: np.ndarray, wanted: int) -> np.ndarray:
    """A form per act: exactly `wanted` reports in the core (or all its acts), one act in four elsewhere.

    `reporting`: how likely an act is a report, against that of others.
    """
    others = np.array([0.34, 0.13, 0.17, 0.20, 0.0, 0.16])
    form = random.choice(len(FORMS), len(core), p=others)
    inside = np.flatnonzero(core)
    form[inside[np.argsort(random.exponential(size=len(inside)) / reporting[inside])[:wanted]]] = REPORT
    form[~core & (random.random(len(core)) < 0.25)] = REPORT
    return form


def _link(
    random: np.random.Generator, reports: Reports, core: int, form: np.ndarray, person: np.ndarray, alley: np.ndarray,
    at: np.ndarray, case: np.ndarray,
) -> None:  # fmt: skip
    """Turns some reporting acts into those from which the cases of stewards came: same person, alley, time."""
    for inside in (True, False):
        cases = np.flatnonzero((reports.source == FROM_STEWARD) & ((reports.alley < core) == inside))
        acts = np.flatnonzero((form == REPORT) & ((alley < core) == inside))
        count = min(len(cases), len(acts))
        cases, acts = cases[:count], random.permutation(acts)[:count]
        person[acts], alley[acts] = reports.reporter[cases], reports.alley[cases]
        at[acts], case[acts] = reports.reported[cases], reports.number[cases]


def _problems(random: np.random.Generator, form: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Kind of problem and action of what is done or reported: mostly as the routing rules ask."""
    wrong = random.random(len(form)) < settings("habits")["stewards"]["misrouted"]
    kind, action = np.full(len(form), -1), np.full(len(form), -1)
    for which, allowed in ((DO, ("dissuade", "tidy")), (REPORT, ("report_chief", "report_hazard"))):
        pairs = [
            (number, ACTIONS.index(asked))
            for number, route in enumerate(routes()) for asked in route["actions"] if asked in allowed
        ]  # fmt: skip
        mine = np.flatnonzero(form == which)
        chosen = np.array(pairs)[random.integers(0, len(pairs), len(mine))]
        kind[mine], action[mine] = chosen[:, 0], chosen[:, 1]
    mine = np.flatnonzero(wrong & (kind >= 0))
    action[mine] = random.integers(0, len(ACTIONS), len(mine))
    return kind, action
