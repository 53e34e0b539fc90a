"""Who holds which role where and when: chiefs, stewards, inspectors.

The numbers of the core on the reference day are exact: 2,432 chiefs and 3,487 stewards in force with an alley. What
lies before and after it is drawn: predecessors, successors, gaps, growth.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from functools import cached_property

import numpy as np

from analytics.demo.alleys import Alleys
from analytics.demo.areas import Areas
from analytics.demo.columns import MISSING
from analytics.demo.plan import DAY_SECONDS, Plan, day_number
from analytics.demo.settings import settings

ROLES = ("alley_chief", "street_chief", "general_chief", "steward", "inspector")
ALLEY_CHIEF, STREET_CHIEF, GENERAL_CHIEF, STEWARD, INSPECTOR = range(len(ROLES))
OPEN = np.iinfo(np.int64).max  # an end that has not been set


@dataclass(frozen=True)
class Assignments:
    """One entry per assignment; days are inclusive, OPEN where no end is set.

    `place` is an alley, a subdistrict, a district (counted after the subdistricts) or a grid, as the role asks.
    """

    person: np.ndarray
    role: np.ndarray
    place: np.ndarray
    first: np.ndarray
    last: np.ndarray

    def of(self, role: int) -> Assignments:
        return self.where(self.role == role)

    def where(self, chosen: np.ndarray) -> Assignments:
        return Assignments(*(getattr(self, field.name)[chosen] for field in fields(self)))

    def in_force(self, day: int) -> np.ndarray:
        return (self.first <= day) & (day <= self.last)

    @cached_property
    def people(self) -> int:
        return int(self.person.max()) + 1


class _Book:
    """Assignments being written down; new people get the next number."""

    def __init__(self) -> None:
        self.next_person = 1
        self.parts: list[tuple[np.ndarray, ...]] = []

    def hire(self, count: int) -> np.ndarray:
        self.next_person += count
        return np.arange(self.next_person - count, self.next_person)

    def add(self, role: int, person: np.ndarray, place: np.ndarray, first: np.ndarray, last: np.ndarray | int) -> None:
        """Adds assignments; those that would end before they begin are left out."""
        last = np.broadcast_to(last, first.shape)
        kept = first <= last
        role_column = np.full(int(kept.sum()), role)
        self.parts.append((person[kept], role_column, place[kept], first[kept], last[kept]))


def make_roster(plan: Plan, areas: Areas, alleys: Alleys) -> Assignments:
    """All assignments that have begun by the day of the files; an end that lies later is not known yet."""
    book = _Book()
    _alley_chiefs(book, plan, alleys)
    _stewards(book, plan, alleys)
    _outer(book, plan, alleys)
    _leaders(book, plan, areas)
    _inspectors(book, plan, areas)
    columns = [np.concatenate(part) for part in zip(*book.parts, strict=True)]
    found = Assignments(*columns)
    today = plan.now // DAY_SECONDS
    found = found.where(found.first < today)
    return replace(found, last=np.where(found.last < today, found.last, OPEN))


def _reference(plan: Plan) -> int:
    return day_number(settings("habits")["core"]["reference_day"])


def _alley_chiefs(book: _Book, plan: Plan, alleys: Alleys) -> None:
    """Chiefs of the core: some alleys without one, some with two, some persons with two alleys."""
    random = plan.random("chiefs")
    day, habits = _reference(plan), settings("habits")["core"]
    chiefs = round(habits["chiefs"] * plan.core_share)
    vacant, shared = max(1, round(alleys.core * 0.006)), max(1, round(alleys.core * 0.012))
    order = random.permutation(alleys.core)
    empty, led = order[:vacant], order[vacant:]
    persons = book.hire(chiefs)
    first_ones = len(led) - shared  # alleys whose chief has no other
    twice = random.choice(persons[:first_ones], shared, replace=False)
    person = np.concatenate([persons[:first_ones], twice, persons[first_ones:]])
    place = np.concatenate([led, led[: len(persons) - first_ones]])
    took_over = random.random(len(place)) < 0.2
    wait = np.where(random.random(len(place)) < 0.7, 0, random.integers(1, 180, len(place)))
    start = plan.first_day + wait
    handover = random.integers(plan.first_day + 30, day - 10, len(place))
    first = np.where(took_over, handover, start)
    leaving = random.random(len(place)) < 0.16
    last = np.where(leaving, day + random.integers(5, 260, len(place)), OPEN)
    book.add(ALLEY_CHIEF, person, place, first, last)
    gap = np.where(random.random(len(place)) < 0.5, 0, random.integers(1, 25, len(place)))
    before = np.flatnonzero(took_over)
    book.add(ALLEY_CHIEF, book.hire(len(before)), place[before], start[before], (first - 1 - gap)[before])
    after = np.flatnonzero(leaving)
    book.add(ALLEY_CHIEF, book.hire(len(after)), place[after], (last + 1 + gap)[after], OPEN)
    start = np.full(vacant, plan.first_day)
    book.add(ALLEY_CHIEF, book.hire(vacant), empty, start, day - random.integers(5, 60, vacant))
    book.add(ALLEY_CHIEF, book.hire(vacant), empty, day + random.integers(10, 90, vacant), OPEN)


def _stewards(book: _Book, plan: Plan, alleys: Alleys) -> None:
    """Stewards of the core: a third from the first day, others over 2017; some leave, more come."""
    random = plan.random("stewards")
    day = _reference(plan)
    count = round(settings("habits")["core"]["stewards"] * plan.core_share)
    place = np.sort(random.permutation(np.resize(np.arange(alleys.core), count)))
    first = np.where(random.random(count) < 0.35, plan.first_day, plan.first_day + random.integers(1, 330, count))
    months_left = random.geometric(0.012, count)
    book.add(STEWARD, book.hire(count), place, first, day + months_left * 30 - random.integers(0, 29, count))
    gone = round(count * 0.12)
    start = plan.first_day + random.integers(0, 120, gone)
    end = day - random.integers(1, 200, gone)
    book.add(STEWARD, book.hire(gone), random.integers(0, alleys.core, gone), start, end)
    later_days = max(plan.after_day - day, 1)
    joined = round(count * 0.02 * later_days / 30)
    start = day + random.integers(1, later_days + 1, joined)
    stay = 30 * random.geometric(0.02, joined)
    book.add(STEWARD, book.hire(joined), random.integers(0, alleys.core, joined), start, start + stay)


def _outer(book: _Book, plan: Plan, alleys: Alleys) -> None:
    """Chiefs and stewards outside the core, who start after the reference day."""
    random = plan.random("outer")
    start = day_number(settings("habits")["core"]["elsewhere_from"])
    place = np.arange(alleys.core, len(alleys.grid))
    chosen = place[random.random(len(place)) < 0.95]
    book.add(ALLEY_CHIEF, book.hire(len(chosen)), chosen, start + random.integers(0, 75, len(chosen)), OPEN)
    chosen = np.sort(np.concatenate([place, place])[random.random(2 * len(place)) < 0.55])
    first = start + random.integers(0, 150, len(chosen))
    book.add(STEWARD, book.hire(len(chosen)), chosen, first, first + 30 * random.geometric(0.02, len(chosen)))


def _leaders(book: _Book, plan: Plan, areas: Areas) -> None:
    """A general chief for nearly every district and subdistrict, street chiefs in the core's subdistricts."""
    random = plan.random("leaders")
    subdistricts = len(areas.subdistrict_codes)
    place = np.arange(subdistricts + len(areas.district_codes))
    place = place[(random.random(len(place)) < 0.96) | (place >= subdistricts)]
    first = plan.first_day + np.where(random.random(len(place)) < 0.6, 0, random.integers(1, 300, len(place)))
    replaced = random.random(len(place)) < 0.15
    last = np.where(replaced, first + random.integers(100, 500, len(place)), OPEN)
    book.add(GENERAL_CHIEF, book.hire(len(place)), place, first, last)
    again = np.flatnonzero(replaced)
    first = last[again] + 1 + random.integers(0, 30, len(again))
    book.add(GENERAL_CHIEF, book.hire(len(again)), place[again], first, OPEN)
    core = np.flatnonzero(np.isin(areas.district_of_subdistrict, (0, 1)))
    place = np.repeat(core, 3)
    book.add(STREET_CHIEF, book.hire(len(place)), place, np.full(len(place), plan.first_day), OPEN)


def _inspectors(book: _Book, plan: Plan, areas: Areas) -> None:
    """An inspector for every four grids or so, at one of them."""
    random = plan.random("inspectors")
    grids = len(areas.grid_codes)
    place = np.sort(random.choice(grids, max(1, grids // 4), replace=False))
    book.add(INSPECTOR, book.hire(len(place)), place, np.full(len(place), plan.first_day - 30), OPEN)


def by_day(mine: Assignments, plan: Plan, alleys: int) -> np.ndarray:
    """One person in that role at each alley on each day of the months, (alleys, days), MISSING where there is none."""
    person_of = np.full((alleys, plan.after_day - plan.first_day), MISSING)
    starts = np.maximum(mine.first - plan.first_day, 0)
    ends = np.minimum(mine.last, plan.after_day - 1) - plan.first_day + 1
    for person, place, start, end in zip(mine.person, mine.place, starts, ends, strict=True):
        person_of[place, start : max(end, 0)] = person
    return person_of
