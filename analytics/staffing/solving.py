"""Solves the programme and proves how good the answer is.

The rows of one place form an interval matrix, so nearly always the plain linear programme already has a whole-numbered
corner: an interior-point run with crossover finds it three times faster than a search that starts from the simplex.
Where a few shifts are fractions, the search is made among the whole numbers around them; the linear programme's value
stays the bound.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint, linprog, milp

from analytics.staffing.coverage import covered
from analytics.staffing.programme import Programme, Task, on_duty, programme
from analytics.staffing.refusing import NoPlan
from analytics.staffing.settings import settings

Progress = Callable[[str, float], None]
_WHOLE = 1e-6
_INFEASIBLE = 2  # of scipy's status


@dataclass(frozen=True)
class Answer:
    """`planned` shifts per place and start of the week, what they are worth, and the proven bound on any plan."""

    planned: NDArray[np.int64]
    worth: float
    bound: float

    @property
    def gap(self) -> float:
        """By what share of the bound a better plan could at most be better; 0 where this is the best."""
        return max(0.0, (self.bound - self.worth) / self.bound) if self.bound > 0 else 0.0


def solve(task: Task, progress: Progress = lambda step, share: None) -> Answer:
    """The best plan of the task. Raises NoPlan that names the constraint, or that time ran out."""
    progress("building", 0.3)
    asked = programme(task)
    progress("solving", 0.35)
    relaxed = _relaxed(asked)
    if relaxed.status == _INFEASIBLE:
        raise NoPlan("together", constraints=_in_the_way(task))
    if relaxed.x is None:
        raise NoPlan("out_of_time", seconds=settings("search")["seconds"])
    bound = -float(relaxed.fun)
    values = relaxed.x[: asked.integers]
    if np.abs(values - values.round()).max() > _WHOLE:
        progress("rounding", 0.8)
        values = _whole(asked, values, bound)
    planned = values.round().astype(np.int64)
    planned = planned.reshape(task.places, -1)
    worth = float(covered(task.worth, on_duty(planned, task), task.cells).sum())
    return Answer(planned, worth, max(bound, worth))


def _relaxed(asked: Programme, worth: NDArray[np.float64] | None = None) -> object:
    """The linear programme without whole numbers."""
    equal = asked.low == asked.high
    upper, lower = np.isfinite(asked.high) & ~equal, np.isfinite(asked.low) & ~equal
    return linprog(
        -(asked.worth if worth is None else worth),
        A_ub=sparse.vstack([asked.matrix[upper], -asked.matrix[lower]], format="csr"),
        b_ub=np.concatenate([asked.high[upper], -asked.low[lower]]),
        A_eq=asked.matrix[equal], b_eq=asked.high[equal],
        bounds=np.column_stack([np.zeros(len(asked.most)), asked.most]),
        method="highs-ipm", options={"time_limit": settings("search")["seconds"]},
    )  # fmt: skip


def _whole(asked: Programme, values: NDArray[np.float64], bound: float) -> NDArray[np.float64]:
    """Whole numbers near the fractions; among all of them only where those around the fractions do not do."""
    near = np.zeros(len(asked.most)), asked.most.copy()
    near[0][: asked.integers] = np.floor(values + _WHOLE)
    near[1][: asked.integers] = np.ceil(values - _WHOLE)
    rules = settings("search")
    whole = (np.arange(len(asked.most)) < asked.integers).astype(int)
    best = None
    for low, high in (near, (np.zeros(len(asked.most)), asked.most)):
        found = milp(
            -asked.worth, integrality=whole, bounds=Bounds(low, high),
            constraints=LinearConstraint(asked.matrix, asked.low, asked.high),
            options={"time_limit": rules["seconds"] / 2, "mip_rel_gap": rules["gap"] / 4},
        )  # fmt: skip
        if found.x is not None and (best is None or found.fun < best.fun):
            best = found
        if best is not None and bound + best.fun <= rules["gap"] * bound:
            break
    if best is None:
        raise NoPlan("out_of_time", seconds=rules["seconds"])
    return best.x[: asked.integers]


def _in_the_way(task: Task) -> list[str]:
    """The constraints without any one of which there would be a plan; all that ask for something, if no one alone."""
    without = {
        "every_place": replace(task, shifts_a_place=0),
        "every_hour": replace(task, on_duty=0),
        "every_place_and_hour": replace(task, everywhere=0),
        "exploration": replace(task, explore_hours=0.0),
    }
    asking = {name: each for name, each in without.items() if each != task}
    feasible = [name for name, each in asking.items() if _is_feasible(each)]
    return feasible or list(asking)


def _is_feasible(task: Task) -> bool:
    asked = programme(task)
    return _relaxed(asked, np.zeros_like(asked.worth)).status != _INFEASIBLE
