"""Hot spots as people see them: hot cells that touch, taken together. A strong cell makes its neighbours hot too."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.sparse.csgraph import connected_components

from analytics.hotspots.finding import HotSpots


@dataclass(frozen=True)
class Patch:
    """Places that hang together (positions, ascending), the one at their heart, and what they have in the period."""

    places: NDArray[np.int64]
    core: int
    cases: int
    expected: float

    @property
    def excess(self) -> float:
        """Cases beyond what is usual; below 0 where there are fewer."""
        return self.cases - self.expected


def patches(found: HotSpots, chosen: ArrayLike, cold: bool = False) -> list[Patch]:
    """The chosen places (True per place) as patches, the largest excess first; with `cold` the largest lack first.

    The core is the place that departs most from what is expected there.
    """
    rows = np.flatnonzero(np.asarray(chosen, dtype=bool))
    if not len(rows):
        return []
    _, member = connected_components(found.places.weights[rows][:, rows], directed=False)
    expected = found.expected
    order = np.argsort(member, kind="stable")
    groups = np.split(rows[order], np.cumsum(np.bincount(member))[:-1])
    made = [_patch(found.count, expected, places, cold) for places in groups]
    return sorted(made, key=lambda patch: (patch.excess if cold else -patch.excess, int(patch.places[0])))


def _patch(count: NDArray[np.int64], expected: NDArray[np.float64], places: NDArray[np.int64], cold: bool) -> Patch:
    excess = count[places] - expected[places]
    core = places[np.argmin(excess) if cold else np.argmax(excess)]
    return Patch(places, int(core), int(count[places].sum()), float(expected[places].sum()))
