"""Hot spots planted in the grids, so that a test of hot spots can be judged: `truth.json` and the excess per grid.

A spot is one grid with a strong excess and the grids that touch it with a mild one. Gi* sums a grid and its neighbours,
so every grid of the spot sees the strong one in the middle, and no grid outside sees more than the mild excess of a
few. What is planted is in proportion to the background and not random, and its wave is regular: a spot that is meant to
be level must not get a trend by chance.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from scipy import sparse

from analytics.demo.plan import Plan
from analytics.demo.settings import settings

WINDOW = 24  # months over which shapes are drawn: what comes before is like the first of them
FEWEST, MOST = 6, 8  # grids that a spot's grids may touch, themselves included: few to dilute, none isolated
APART = 5  # steps between spots, so that no grid sees two


@dataclass(frozen=True)
class Spot:
    """One planted spot: its grids (the strong one first), and per month its strength, 1 being the usual one."""

    grids: np.ndarray
    shape: str
    strength: str
    profile: np.ndarray

    def truth(self, plan: Plan, codes: np.ndarray) -> dict:
        """The spot as truth.json says it."""
        active = np.flatnonzero(self.profile > 0)
        return {
            "places": sorted(str(codes[grid]) for grid in self.grids),
            "from": plan.periods[active[0]].text,
            "to": plan.periods[active[-1]].text,
            "shape": self.shape,
            "strength": self.strength,
        }


def touching(polygons: np.ndarray) -> sparse.csr_array:
    """Which polygons touch which, themselves included: a 0/1 matrix."""
    one, other = shapely.STRtree(polygons).query(polygons, predicate="intersects")
    return sparse.csr_array((np.ones(len(one)), (one, other)), shape=(len(polygons), len(polygons)))


def plant(plan: Plan, polygons: np.ndarray) -> list[Spot]:
    """The spots of a city, far from each other."""
    near = touching(polygons)
    size = np.diff(near.indptr)
    largest = np.maximum.reduceat(size[near.indices], near.indptr[:-1])
    fit = np.flatnonzero((size >= FEWEST) & (largest <= MOST))
    plan.random("spots").shuffle(fit)
    taken = np.zeros(len(size), dtype=bool)
    spots: list[Spot] = []
    for wish in settings("spots")["spots"]:
        free = fit[~taken[fit]]
        if len(free) == 0:
            break
        middle = free[0]
        around = near.indices[near.indptr[middle] : near.indptr[middle + 1]]
        grids = np.concatenate([[middle], around[around != middle]])
        spots.append(Spot(grids, wish["shape"], wish["strength"], profile(wish, plan.months)))
        taken |= _within(near, middle, APART)
    return [spot for spot in spots if (spot.profile > 0).any()]


def profile(wish: dict, months: int) -> np.ndarray:
    """Strength per month of a spot as data/demo/spots.toml wishes it."""
    window = min(months, WINDOW)
    step = np.arange(window)
    progress = step / max(window - 1, 1)
    level = wish["first"] + (wish["last"] - wish["first"]) * progress
    level = level * (1 + wish["wave"] * np.cos(2 * np.pi * step * 2 / 5 + 0.7))
    before = np.full(months - window, level[0])
    on = np.ones(window, dtype=bool)
    on[: round(wish.get("starts", 0.0) * window)] = False
    if wish["shape"] == "new":
        on[:-1] = False
    if wish["shape"] == "sporadic":
        on = ((step // 2) % 2 == wish["phase"]) & (progress < 0.55)
        on[-1] = True
    if wish.get("ended"):
        on[-1] = window == 1
    kept = on[0] and wish["shape"] != "new"
    return np.concatenate([before * kept, level * on])


def excess(spots: list[Spot], grids: int, background: np.ndarray) -> np.ndarray:
    """Planted cases per grid and month, whole numbers; `background` is what a grid has anyway in each month."""
    planted = np.zeros((grids, len(background)))
    lift = settings("spots")["lift"]
    for spot in spots:
        strength = spot.profile * background * (lift["weak"] if spot.strength == "weak" else 1.0)
        planted[spot.grids[0]] += lift["middle"] * strength
        planted[spot.grids[1:]] += lift["around"] * strength
    return np.floor(planted + 0.5).astype(np.int64)


def _within(near: sparse.csr_array, start: int, steps: int) -> np.ndarray:
    reached = np.zeros(near.shape[0])
    reached[start] = 1
    for _ in range(steps):
        reached = (near @ reached > 0).astype(float)
    return reached > 0
