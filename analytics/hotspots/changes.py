"""Two periods of the same places: which hot spots came, stayed or went, and whose cases changed by more than chance."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analytics.hotspots.discovery import benjamini_hochberg
from analytics.hotspots.finding import FALSE_DISCOVERY_RATE, HotSpots
from analytics.hotspots.gi_star import two_sided_p

CHANGES = ("came", "stayed", "went")


def changes(earlier: HotSpots, later: HotSpots) -> pd.DataFrame:
    """One row per place of `later`: place, earlier, later (cases), change, z, p, clear.

    `change` is one of CHANGES for a place that is a hot spot in either period, else None. z says how far the place's
    part of the cases of both periods lies from the city's: binomial, widened by the spread of all places where that is
    wider than chance. `clear`: it stands after Benjamini-Hochberg. NaN where a place has no case in either period; a
    place that was not compared in the earlier period has NaN there.
    """
    position = pd.Index(earlier.places.codes).get_indexer(later.places.codes)
    known = position >= 0
    before = np.where(known, earlier.count[position], np.nan)
    was = known & earlier.hot[position]
    z = _moved(before, later.count.astype(np.float64))
    p = two_sided_p(z)
    change = np.select([~was & later.hot, was & later.hot, was & ~later.hot], CHANGES, default="").astype(object)
    change[change == ""] = None
    return pd.DataFrame({
        "place": later.places.codes,
        "earlier": before,
        "later": later.count,
        "change": change,
        "z": z,
        "p": p,
        "clear": benjamini_hochberg(p, FALSE_DISCOVERY_RATE),
    })  # fmt: skip


def _moved(before: NDArray[np.float64], after: NDArray[np.float64]) -> NDArray[np.float64]:
    """z per place of `after` among both, against the share that all places have; NaN without cases."""
    both = before + after
    usable = both > 0
    total = both[usable].sum()
    share = after[usable].sum() / total if total else np.nan
    z = np.full(len(both), np.nan)
    if not 0 < share < 1:
        return z
    z[usable] = (after[usable] - share * both[usable]) / np.sqrt(both[usable] * share * (1 - share))
    # Cases come in bunches: their spread over places is wider than drawing them one by one would give (Pearson).
    wider = (z[usable] ** 2).sum() / max(usable.sum() - 1, 1)
    return z / np.sqrt(max(wider, 1.0))
