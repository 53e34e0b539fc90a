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
    excess = found.count - found.expected
    made = [_patch(found, rows[member == number], excess, cold) for number in range(member.max() + 1)]
    return sorted(made, key=lambda patch: (patch.excess if cold else -patch.excess, int(patch.places[0])))


def _patch(found: HotSpots, places: NDArray[np.int64], excess: NDArray[np.float64], cold: bool) -> Patch:
    furthest = np.argmin(excess[places]) if cold else np.argmax(excess[places])
    return Patch(
        places=places,
        core=int(places[furthest]),
        cases=int(found.count[places].sum()),
        expected=float(found.expected[places].sum()),
    )
