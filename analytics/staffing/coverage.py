"""How much of what is there inspectors find: less and less the more of them stand at one place and hour."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from analytics.staffing.settings import settings

FloatArray = NDArray[np.float64]
GROWTH = 1.5  # from one bend of the curve to the next, beyond the first three inspectors


def bends(cells: int) -> list[int]:
    """Numbers of inspectors in a place of so many cells between which the share found is drawn as a straight line.

    0, 1, 2, 3 and then each half as many again, up to the number from which nothing more is found.
    """
    seeing = settings("seeing")
    last = max(1, int(np.ceil(seeing["most_looks"] * cells / seeing["cells_an_hour"] - 1e-9)))
    found = [0]
    while found[-1] < last:
        found.append(min(last, max(found[-1] + 1, int(found[-1] * GROWTH)) if found[-1] >= 3 else found[-1] + 1))
    return found


def share_found(inspectors: FloatArray, cells: int) -> FloatArray:
    """The share of the problems of a place and hour that so many inspectors find, 0–1, the shape of `inspectors`.

    At the bends 1 − (1 − found_in_a_look)^looks, where each inspector looks at cells_an_hour of the place's cells;
    straight between them: half an inspector is one who is there every other time.
    """
    marks = np.array(bends(cells), dtype=np.float64)
    return np.interp(inspectors, marks, _at_bends(marks, cells))


def steps(cells: int) -> list[tuple[int, float]]:
    """The straight pieces of the curve: (how many inspectors long, share found by each of them), the steepest first."""
    marks = np.array(bends(cells), dtype=np.float64)
    gains = np.diff(_at_bends(marks, cells)) / np.diff(marks)
    return [(int(length), float(gain)) for length, gain in zip(np.diff(marks), gains, strict=True)]


def covered(expected: FloatArray, inspectors: FloatArray, cells: NDArray[np.int64]) -> FloatArray:
    """Problems found a week per place and hour of the week, (places, 168), by so many inspectors in each."""
    found = np.empty_like(expected)
    for size in np.unique(cells):
        rows = cells == size
        found[rows] = expected[rows] * share_found(inspectors[rows], int(size))
    return found


def _at_bends(marks: FloatArray, cells: int) -> FloatArray:
    seeing = settings("seeing")
    looks = marks * seeing["cells_an_hour"] / cells
    return 1 - (1 - seeing["found_in_a_look"]) ** np.minimum(looks, seeing["most_looks"])
