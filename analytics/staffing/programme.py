"""The plan as a mixed-integer programme: which shifts start where and when, so that most is found.

Per place and possible start a whole number of inspectors; per place, stretch of hours and straight piece of the curve
of what they find, how many of them count on it. The curve is concave, so the pieces fill in order by themselves.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from analytics.staffing.coverage import steps
from analytics.staffing.history import WEEK
from analytics.staffing.settings import settings

FloatArray = NDArray[np.float64]


@dataclass(frozen=True)
class Task:
    """What is to be planned: `worth` per place and hour of the week (places, 168), the cells of each place, how many
    inspectors work how many shifts of how many hours a week, and the least that must be kept.

    `little_seen` marks places and hours of which at least `explore_hours` inspector-hours must be. Shifts start every
    `start_every` hours of the week.
    """

    worth: FloatArray
    cells: NDArray[np.int64]
    inspectors: int
    shifts_each: int
    hours: int
    shifts_a_place: int
    on_duty: int
    everywhere: int
    explore_hours: float
    little_seen: NDArray[np.bool_]
    start_every: int = 2

    @property
    def starts(self) -> NDArray[np.int64]:
        """Hours of the week at which a shift may start."""
        return np.arange(0, WEEK, self.start_every)

    @property
    def shifts(self) -> int:
        """Shifts a week, all of which are planned."""
        return self.inspectors * self.shifts_each

    @property
    def places(self) -> int:
        return len(self.worth)


@dataclass(frozen=True)
class Programme:
    """Maximise `worth` @ variables within rows low ≤ matrix @ variables ≤ high, 0 ≤ variables ≤ most.

    The first `integers` variables are inspectors per place and start (places × starts); `names` says what a row keeps.
    """

    worth: FloatArray
    matrix: sparse.csr_array
    low: FloatArray
    high: FloatArray
    most: FloatArray
    integers: int
    starts: NDArray[np.int64]
    names: NDArray[np.str_]


def start_every(cells: NDArray[np.int64]) -> int:
    """Hours from one possible start to the next: fewer starts where the programme would become too large."""
    rules = settings("shifts")
    usual = rules["start_every_hours"]
    pieces = sum(len(steps(int(size))) for size in cells) * WEEK // usual
    return rules["coarse_start_every_hours"] if pieces > rules["most_pieces"] else usual


def on_duty(planned: NDArray[np.int64], task: Task) -> NDArray[np.int64]:
    """Inspectors on duty per place and hour of the week, from shifts per place and start."""
    return planned @ _covering(task.starts, task.hours).T


def programme(task: Task) -> Programme:
    """The task in matrices; hours between which no shift can begin or end are taken together."""
    begins = task.starts
    stretches = _stretches(begins, task.hours)
    within = _covering(begins, task.hours)[stretches.first]  # (stretches, starts)
    pieces = _pieces(task, stretches)
    planned = task.places * len(begins)
    presence = sparse.kron(sparse.eye_array(task.places), within, format="csr")
    total = planned + len(pieces.gain)
    rows = _Rows(planned, total)
    number = np.arange(len(pieces.gain))
    counted = sparse.csr_array((np.ones(len(number)), (pieces.cell, number)), shape=(presence.shape[0], len(number)))
    rows.add("seeing", sparse.hstack([-presence, counted]), -np.inf, 0)
    rows.add("hours", np.ones((1, planned)), task.shifts, task.shifts)
    everywhere = np.ones((1, task.places))
    rows.add("one_shift_a_day", sparse.kron(everywhere, _days(begins)), -np.inf, task.inspectors)
    rows.add("every_hour", sparse.kron(everywhere, within), task.on_duty, task.inspectors)
    if task.shifts_a_place:
        rows.add("every_place", sparse.kron(sparse.eye_array(task.places), np.ones((1, len(begins)))),
                 task.shifts_a_place, np.inf)  # fmt: skip
    if task.everywhere:
        rows.add("every_place_and_hour", presence, task.everywhere, np.inf)
    if task.explore_hours > 0:
        seen = task.little_seen.astype(np.float64) @ _covering(begins, task.hours)
        rows.add("exploration", seen.reshape(1, -1), task.explore_hours, np.inf)
    worth = np.concatenate([np.zeros(planned), pieces.gain])
    most = np.concatenate([np.full(planned, float(task.inspectors)), pieces.length])
    return Programme(worth, *rows.joined(), most, planned, begins, rows.names())


class _Rows:
    """Collects rows of the matrix; those over the planned shifts alone are widened."""

    def __init__(self, planned: int, total: int) -> None:
        self.planned, self.total = planned, total
        self.found: list[tuple[str, sparse.csr_array, FloatArray, FloatArray]] = []

    def add(self, name: str, matrix: object, low: float, high: float) -> None:
        rows = sparse.csr_array(matrix)
        rows.resize((rows.shape[0], self.total))
        self.found.append((name, rows, np.full(rows.shape[0], low), np.full(rows.shape[0], high)))

    def joined(self) -> tuple[sparse.csr_array, FloatArray, FloatArray]:
        _, matrices, lows, highs = zip(*self.found, strict=True)
        return sparse.vstack(matrices, format="csr"), np.concatenate(lows), np.concatenate(highs)

    def names(self) -> NDArray[np.str_]:
        return np.concatenate([np.full(rows.shape[0], name) for name, rows, _, _ in self.found])


@dataclass(frozen=True)
class _Stretches:
    first: NDArray[np.int64]  # hour of the week
    of_hour: NDArray[np.int64]  # (168,) the stretch of each hour


def _stretches(begins: NDArray[np.int64], hours: int) -> _Stretches:
    cuts = np.zeros(WEEK, dtype=bool)
    cuts[begins] = True
    cuts[(begins + hours) % WEEK] = True
    return _Stretches(np.flatnonzero(cuts), np.cumsum(cuts) - 1)


def _covering(begins: NDArray[np.int64], hours: int) -> NDArray[np.int64]:
    """(168, starts): whether a shift that begins there is at work in that hour; the week is a ring."""
    since = (np.arange(WEEK)[:, None] - begins) % WEEK
    return (since < hours).astype(np.int64)


def _days(begins: NDArray[np.int64]) -> FloatArray:
    """(7, starts): the day on which a shift begins."""
    return (begins // 24 == np.arange(7)[:, None]).astype(np.float64)


@dataclass(frozen=True)
class _Pieces:
    gain: FloatArray  # worth of one inspector on this piece
    length: FloatArray
    cell: NDArray[np.int64]  # place × stretch


def _pieces(task: Task, stretches: _Stretches) -> _Pieces:
    """The straight pieces that are worth anything, of every place and stretch of hours."""
    count = len(stretches.first)
    worth = np.zeros((task.places, count))
    np.add.at(worth, (slice(None), stretches.of_hour), task.worth)
    gain, length, cell = [], [], []
    for size in np.unique(task.cells):
        own = np.flatnonzero(task.cells == size)
        place, stretch = (each.ravel() for each in np.meshgrid(own, np.arange(count), indexing="ij"))
        for long, share in steps(int(size)):
            gain.append(worth[place, stretch] * share)
            length.append(np.full(len(place), float(long)))
            cell.append(place * count + stretch)
    joined = _Pieces(*(np.concatenate(each) for each in (gain, length, cell)))
    useful = joined.gain > 0
    return _Pieces(joined.gain[useful], joined.length[useful], joined.cell[useful])
