"""Mann-Kendall trend of many series at once: does a place rise or fall over the months, whatever the curve.

Mann (1945), Kendall (1975) with the correction for ties and for continuity; slope after Sen (1968).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from analytics.hotspots.gi_star import two_sided_p

FloatArray = NDArray[np.float64]

_ROWS_AT_ONCE = 1024  # 630 pairs of 36 months in 8 bytes: 5 MB, so a block of slopes stays in the processor's cache


@dataclass(frozen=True)
class Trend:
    """One row per series: S, its variance, z, two-sided p, and Sen's slope in units of the values per month."""

    s: FloatArray
    variance: FloatArray
    z: FloatArray
    p: FloatArray
    slope: FloatArray


def mann_kendall(series: ArrayLike) -> Trend:
    """Trend per series of `series`, (series, months) or one series (months,) -> arrays (series,) or scalars.

    NaN months are left out of their series; the slope still counts the months between. Variance, z and p are NaN for a
    series with fewer than two known values or with all of them equal: nothing can be said there, not even "no trend".
    The slope of equal values is 0, of fewer than two NaN. ValueError for infinite values.
    """
    values = np.asarray(series, dtype=np.float64)
    rows = np.atleast_2d(values)
    if rows.ndim != 2:
        raise ValueError(f"series must be (months,) or (series, months), not of shape {values.shape}")
    if np.isinf(rows).any():
        raise ValueError("a trend of infinite values does not exist")
    s, slope = np.empty(len(rows)), np.empty(len(rows))
    for start in range(0, len(rows), _ROWS_AT_ONCE):
        block = slice(start, start + _ROWS_AT_ONCE)
        s[block], slope[block] = _s_and_slope(rows[block])
    variance = _variance(rows)
    with np.errstate(invalid="ignore", divide="ignore"):
        z = (s - np.sign(s)) / np.sqrt(variance)
    parts = (s, variance, z, two_sided_p(z), slope)
    return Trend(*(part[0] for part in parts)) if values.ndim == 1 else Trend(*parts)


def _s_and_slope(rows: FloatArray) -> tuple[FloatArray, FloatArray]:
    """S and Sen's slope per row from all pairs of months, later minus earlier."""
    earlier, later = np.triu_indices(rows.shape[1], k=1)
    slopes = rows[:, later] - rows[:, earlier]
    s = ((slopes > 0).sum(axis=1) - (slopes < 0).sum(axis=1)).astype(np.float64)
    slopes /= later - earlier
    return s, _row_medians(slopes)


def _row_medians(slopes: FloatArray) -> FloatArray:
    """Median per row without NaN; NaN if nothing is left. Changes `slopes`."""
    medians = np.full(len(slopes), np.nan)
    slopes.sort(axis=1)  # NaN last; whole rows are sorted by vector instructions, faster than two partitions
    known = slopes.shape[1] - np.isnan(slopes).sum(axis=1)
    filled = np.flatnonzero(known)
    upper = slopes[filled, known[filled] // 2]
    lower = slopes[filled, (known[filled] - 1) // 2]
    medians[filled] = (lower + upper) / 2.0
    return medians


def _variance(rows: FloatArray) -> FloatArray:
    """Variance of S per row: n(n-1)(2n+5)/18 less t(t-1)(2t+5)/18 for every group of t equal values."""
    ordered = np.sort(rows, axis=1)
    n = rows.shape[1] - np.isnan(ordered).sum(axis=1).astype(np.float64)
    ties = np.zeros(len(rows))
    tied = np.flatnonzero((ordered[:, 1:] == ordered[:, :-1]).any(axis=1))
    for row in tied:
        _, sizes = np.unique(ordered[row], return_counts=True, equal_nan=False)
        t = sizes[sizes > 1].astype(np.float64)
        ties[row] = (t * (t - 1) * (2 * t + 5)).sum()
    variance = (n * (n - 1) * (2 * n + 5) - ties) / 18.0
    return np.where(variance > 0, variance, np.nan)
