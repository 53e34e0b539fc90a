"""False discovery control: which of many tests stand after correcting for their number.

Benjamini & Hochberg (1995); for local statistics of a map, Caldas de Castro & Singer (2006).
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray


def benjamini_hochberg(p: ArrayLike, q: float = 0.05) -> NDArray[np.bool_]:
    """True where the hypothesis is rejected at false discovery rate q: the shape of `p`, (tests,) or (tests, months).

    Each column is a family of its own: the months are corrected one by one. A p of NaN is no test: it does not count in
    the number of tests and comes out False, so ask `numpy.isnan(p)` before calling it "not significant".
    ValueError for a p outside 0-1 or a q outside 0-1 (exclusive).
    """
    values = _checked(p)
    if not 0.0 < q < 1.0:
        raise ValueError(f"the false discovery rate must lie between 0 and 1, not {q}")
    columns = values[:, None] if values.ndim == 1 else values
    limits = np.array([_largest_rejected(column, q) for column in columns.T])
    with np.errstate(invalid="ignore"):
        rejected = columns <= limits
    return rejected[:, 0] if values.ndim == 1 else rejected


def adjusted_p(p: ArrayLike) -> NDArray[np.float64]:
    """Benjamini-Hochberg adjusted p per test of one family, (tests,): the smallest q at which it is rejected.

    NaN stays NaN and does not count.
    """
    values = _checked(p)
    if values.ndim != 1:
        raise ValueError("adjusted p is of one family of tests at a time")
    adjusted = np.full(values.shape, np.nan)
    tested = np.flatnonzero(~np.isnan(values))
    order = tested[np.argsort(values[tested], kind="stable")]
    scaled = values[order] * len(order) / np.arange(1, len(order) + 1)
    adjusted[order] = np.minimum(np.minimum.accumulate(scaled[::-1])[::-1], 1.0)
    return adjusted


def _checked(p: ArrayLike) -> NDArray[np.float64]:
    values = np.asarray(p, dtype=np.float64)
    if values.ndim not in (1, 2):
        raise ValueError(f"p must be (tests,) or (tests, months), not of shape {values.shape}")
    if ((values < 0.0) | (values > 1.0)).any():
        raise ValueError("a p lies between 0 and 1")
    return values


def _largest_rejected(p: NDArray[np.float64], q: float) -> float:
    """The largest p that is rejected, or -inf. Only p up to q can be, so only those are sorted."""
    tests = len(p) - int(np.isnan(p).sum())
    candidates = np.sort(p[p <= q])
    passing = np.flatnonzero(candidates <= q * np.arange(1, len(candidates) + 1) / max(tests, 1))
    return float(candidates[passing[-1]]) if len(passing) else -np.inf
