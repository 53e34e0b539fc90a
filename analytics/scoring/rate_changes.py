"""Which rates of one unit differ between two periods by more than chance explains."""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy.stats import norm

from analytics.hotspots.discovery import benjamini_hochberg
from analytics.scoring.movement import FALSE_DISCOVERIES


def beyond_chance(now: pd.DataFrame, before: pd.DataFrame) -> pd.Series:
    """Per indicator (index of both: numerator and denominator of shares): whether the share really changed.

    Two-sided test of two proportions with pooled variance, false discoveries controlled over the indicators given.
    False where either has no rows, or both are all or nothing.
    """
    x, n = (np.array([frame.reindex(now.index)[name] for frame in (now, before)], dtype=float)
            for name in ("numerator", "denominator"))  # fmt: skip
    with np.errstate(invalid="ignore", divide="ignore"):
        pooled = x.sum(axis=0) / n.sum(axis=0)
        z = (x[0] / n[0] - x[1] / n[1]) / np.sqrt(pooled * (1 - pooled) * (1 / n).sum(axis=0))
    p = np.where(np.isfinite(z), 2 * norm.sf(np.abs(z)), np.nan)
    tested = np.isfinite(p)
    found = np.zeros(len(p), dtype=bool)
    if tested.any():
        found[tested] = benjamini_hochberg(p[tested], FALSE_DISCOVERIES)
    return pd.Series(found, index=now.index)
