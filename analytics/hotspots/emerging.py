"""Emerging hot spots: one class per place for how its months went, hot or cold.

Gi* per place and month, each month under false discovery control over all places, then Mann-Kendall on the months' z.
The classes are those of Esri's Emerging Hot Spot Analysis. Taken literally they overlap, so they are decided by the
final step in a fixed order; docs/decisions/0005-hot-spots.md says how.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import sparse

from analytics.hotspots.discovery import benjamini_hochberg
from analytics.hotspots.gi_star import gi_star, two_sided_p
from analytics.hotspots.mann_kendall import Trend, mann_kendall

HOT_CLASSES = (
    "new", "consecutive", "intensifying", "persistent", "diminishing", "sporadic", "oscillating", "historical",
)  # fmt: skip
COLD_CLASSES = tuple(f"cold_{name}" for name in HOT_CLASSES)
CLASSES = (*HOT_CLASSES, *COLD_CLASSES, "none")

HOT, NOT_SIGNIFICANT, COLD, UNKNOWN = 1, 0, -1, -128

LONG_SHARE = 0.9  # "90 % of the steps" of the published definitions
FEWEST_STEPS = 10  # below this 90 % of the steps would mean all of them
TREND_ALPHA = 0.05  # a trend of the months' z counts at this two-sided p


@dataclass(frozen=True)
class Emerging:
    """z, p and states per place and month; the trend of z and the class per place (None where nothing is known)."""

    z: NDArray[np.float64]
    p: NDArray[np.float64]
    states: NDArray[np.int8]
    trend: Trend
    classes: NDArray[np.object_]


def emerging(counts: ArrayLike, weights: sparse.sparray, q: float = 0.05) -> Emerging:
    """Gi*, significance, trend and class of `counts` (places, months), oldest month first. Errors as `gi_star`."""
    z = gi_star(counts, weights)
    p = two_sided_p(z)
    states = month_states(z, p, q)
    trend = mann_kendall(z)
    return Emerging(z, p, states, trend, emerging_class(states, trend_signs(trend)))


def month_states(z: ArrayLike, p: ArrayLike, q: float = 0.05) -> NDArray[np.int8]:
    """HOT, COLD, NOT_SIGNIFICANT or UNKNOWN (z is NaN) per place and month, each month corrected by itself."""
    z = np.asarray(z, dtype=np.float64)
    states = np.where(benjamini_hochberg(p, q), np.sign(z), NOT_SIGNIFICANT)
    return np.where(np.isnan(z), UNKNOWN, states).astype(np.int8)


def trend_signs(trend: Trend, alpha: float = TREND_ALPHA) -> NDArray[np.int8]:
    """1 rising, -1 falling, 0 neither (or nothing known) per place, at two-sided p below `alpha`."""
    with np.errstate(invalid="ignore"):
        return np.where(trend.p < alpha, np.sign(trend.s), 0).astype(np.int8)


def emerging_class(states: ArrayLike, trend: ArrayLike) -> NDArray[np.object_]:
    """One of CLASSES per place, from states (places, months), oldest first, and the sign of its trend (places,).

    Months that are UNKNOWN for a place are no steps of its series. None where the last month is UNKNOWN: what cannot be
    tested now has no class now. A rising trend of z makes a hot spot stronger and a cold spot weaker.
    ValueError for shapes that do not fit or other values.
    """
    states, trend = np.asarray(states, dtype=np.int8), np.asarray(trend, dtype=np.int8)
    if states.ndim != 2 or trend.shape != states.shape[:1]:
        raise ValueError(f"states of shape {states.shape} do not fit trends of shape {trend.shape}")
    if not np.isin(states, (HOT, NOT_SIGNIFICANT, COLD, UNKNOWN)).all():
        raise ValueError("a state is HOT, NOT_SIGNIFICANT, COLD or UNKNOWN")
    classes = np.full(len(states), None, dtype=object)
    if states.shape[1] == 0:
        return classes
    hot, cold = _one_side(states, trend, HOT), _one_side(states, trend, COLD)
    # A class of the side of the final step wins over "historical" of the other side.
    final = states[:, -1]
    for place in np.flatnonzero(final != UNKNOWN):
        first, second = (cold, hot) if final[place] == COLD else (hot, cold)
        classes[place] = first[place] or second[place] or "none"
    return classes


def _one_side(states: NDArray[np.int8], trend: NDArray[np.int8], side: int) -> NDArray[np.object_]:
    """The class per place on one side, HOT or COLD, "" where it has none; the order of the conditions decides."""
    mine, opposite = states == side, states == -side
    steps = (states != UNKNOWN).sum(axis=1)
    hits = mine.sum(axis=1)
    now = mine[:, -1]
    crossed = opposite.any(axis=1)
    one_run = now & (hits == _final_run(states, side))
    enough = steps >= FEWEST_STEPS
    long = enough & (hits >= LONG_SHARE * steps - 1e-9)
    stronger = trend == side
    conditions = {
        "oscillating": now & crossed & enough & ~long,
        "new": now & (hits == 1),
        "consecutive": one_run & ~long,
        "intensifying": now & long & stronger,
        "diminishing": now & long & (trend == -side),
        "historical": ~now & long,
        "persistent": now & long,
        "sporadic": now & ~crossed,
    }
    prefix = "cold_" if side == COLD else ""
    names = np.array([prefix + name for name in conditions], dtype=object)
    return np.select(list(conditions.values()), list(names), default="")


def _final_run(states: NDArray[np.int8], side: int) -> NDArray[np.int64]:
    """Length per place of the unbroken run of `side` that ends in the last month; UNKNOWN months do not break it."""
    unbroken = (states == side) | (states == UNKNOWN)
    reach = np.logical_and.accumulate(unbroken[:, ::-1], axis=1)
    return (reach & (states[:, ::-1] == side)).sum(axis=1)
