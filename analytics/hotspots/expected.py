"""How many cases a place would have if nothing distinguished it: what its own count is held against."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from analytics.hotspots.places import Places


def expected(cases: ArrayLike, places: Places, rate: bool = False) -> NDArray[np.float64]:
    """Cases per place, or per place and month, if all compared places were alike: the shape of `cases`.

    With counts every place has the mean of the month; with `rate` its share of the month's cases is its share of the
    area. This is the mean that Gi* measures from (a smoothed rate departs from it by its smoothing). NaN for a place
    that is not compared: it has no outline.
    """
    values = np.asarray(cases, dtype=np.float64)
    matrix = values[:, None] if values.ndim == 1 else values
    share = shares(places, rate)
    level = share[:, None] * matrix[~np.isnan(share)].sum(axis=0)
    return level[:, 0] if values.ndim == 1 else level


def shares(places: Places, rate: bool = False) -> NDArray[np.float64]:
    """Per place its share of all cases if the compared places were alike; NaN for a place that is not compared."""
    compared = places.weights.diagonal() > 0
    size = np.where(compared, places.area_km2 if rate else 1.0, np.nan)
    return size / np.nansum(size) if compared.any() else size
