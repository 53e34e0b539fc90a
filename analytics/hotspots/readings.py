"""Gi* in words that a meeting understands: clear, could be chance, or nothing unusual."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

READINGS = ("hot", "leaning_hot", "even", "leaning_cold", "cold")
LEANING_P = 0.05  # below it a place stands out by itself, but among thousands of places such ones come by chance


def readings(z: ArrayLike, p: ArrayLike, significant: ArrayLike) -> NDArray[np.object_]:
    """One of READINGS per place: `hot` and `cold` stand after correction, leaning ones only before it; None where z is
    NaN and nothing can be said."""
    z, p = np.asarray(z, dtype=np.float64), np.asarray(p, dtype=np.float64)
    clear = np.asarray(significant, dtype=bool)
    with np.errstate(invalid="ignore"):
        leaning = p < LEANING_P
        conditions = [clear & (z > 0), clear & (z < 0), leaning & (z > 0), leaning & (z < 0)]
    names = np.array(["hot", "cold", "leaning_hot", "leaning_cold"], dtype=object)
    found = np.select(conditions, list(names), default="even").astype(object)
    found[np.isnan(z)] = None
    return found
