"""Planted spots on a square city over several seeds: what is there is found, and little else."""

import numpy as np
import pytest

from analytics.hotspots.emerging import HOT, emerging
from tests.hotspots.lattices import queen_lattice

SIDE, MONTHS, BACKGROUND = 40, 21, 12.0
WEIGHTS = queen_lattice(SIDE, SIDE)

# (row, column of a 3 x 3 block; months with the excess; excess per cell and month; class)
LAST = MONTHS - 1
PLANTED = [
    (4, 4, range(MONTHS), np.full(MONTHS, 14.0), {"persistent"}),
    (4, 20, range(MONTHS), np.linspace(10, 45, MONTHS), {"intensifying"}),
    (4, 34, range(MONTHS), np.linspace(45, 10, MONTHS), {"diminishing"}),
    (20, 4, range(LAST, MONTHS), np.full(MONTHS, 16.0), {"new"}),
    (20, 20, range(MONTHS - 5, MONTHS), np.full(MONTHS, 16.0), {"consecutive"}),
    (20, 34, [0, 1, 5, 6, 11, 15, LAST], np.full(MONTHS, 16.0), {"sporadic"}),
    (34, 4, range(MONTHS - 1), np.full(MONTHS, 16.0), {"historical"}),
]


def plant(seed: int) -> np.ndarray:
    """Counts (cells, months): Poisson background, and the excess in the planted blocks."""
    expected = np.full((SIDE, SIDE, MONTHS), BACKGROUND)
    for row, column, months, excess, _ in PLANTED:
        for month in months:
            expected[row : row + 3, column : column + 3, month] += excess[month]
    return np.random.default_rng(seed).poisson(expected).reshape(-1, MONTHS).astype(float)


def block(row: int, column: int, margin: int = 0) -> np.ndarray:
    """Numbers of the cells of a planted block, with a margin: a cell beside it feels it through its neighbours."""
    number = np.arange(SIDE * SIDE).reshape(SIDE, SIDE)
    return number[row - margin : row + 3 + margin, column - margin : column + 3 + margin].ravel()


FOUND = [emerging(plant(seed), WEIGHTS) for seed in range(5)]


@pytest.mark.parametrize("spot", PLANTED, ids=lambda spot: next(iter(spot[4])))
def test_each_shape_gets_its_class_at_its_centre(spot: tuple) -> None:
    row, column, _, _, classes = spot
    centre = (row + 1) * SIDE + column + 1
    hits = sum(found.classes[centre] in classes for found in FOUND)
    assert hits >= 4, [found.classes[centre] for found in FOUND]


def test_recall_of_planted_cells_in_their_months() -> None:
    hits = total = 0
    for found in FOUND:
        for row, column, months, _, _ in PLANTED:
            states = found.states[block(row, column)][:, list(months)]
            hits += int((states == HOT).sum())
            total += states.size
    assert hits / total >= 0.9


def test_false_discoveries_stay_rare() -> None:
    wrong = discoveries = 0
    for found in FOUND:
        for month in range(MONTHS):
            influenced = [block(row, column, 1) for row, column, months, _, _ in PLANTED if month in months]
            hot = np.flatnonzero(found.states[:, month] == HOT)
            wrong += int((~np.isin(hot, np.concatenate(influenced))).sum())
            discoveries += len(hot)
    assert wrong / discoveries <= 0.1


def test_without_a_spot_almost_nothing_is_found() -> None:
    counts = np.random.default_rng(9).poisson(BACKGROUND, (SIDE * SIDE, MONTHS)).astype(float)
    found = emerging(counts, WEIGHTS)
    # 5 % of 1,600 cells would be 80 each month uncorrected.
    assert (found.states == HOT).sum(axis=0).mean() < 5
