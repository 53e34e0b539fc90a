"""Intervals of shares and counts: what chance leaves open."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import gammaincinv, ndtri

Floats = NDArray[np.float64]


def wilson(successes: ArrayLike, trials: ArrayLike, level: float = 0.95) -> tuple[Floats, Floats]:
    """The score interval of each share (Wilson 1927): lower and upper limit, 0-1, the shape of the input.

    NaN where there was no trial. ValueError for more successes than trials, negative numbers, a level outside 0-1.
    """
    x, n = np.asarray(successes, dtype=np.float64), np.asarray(trials, dtype=np.float64)
    if (x < 0).any() or (x > n).any():
        raise ValueError("successes lie between 0 and the number of trials")
    z = float(ndtri(1 - _tail(level)))
    with np.errstate(invalid="ignore", divide="ignore"):
        p = x / n
        middle = (p + z**2 / (2 * n)) / (1 + z**2 / n)
        half = z / (1 + z**2 / n) * np.sqrt(p * (1 - p) / n + z**2 / (4 * n**2))
    # At the ends the limits are 0 and 1, which rounding would miss.
    return np.where(x == 0, np.where(n > 0, 0.0, np.nan), middle - half), np.where(x == n, np.where(n > 0, 1.0, np.nan),
                                                                                   middle + half)  # fmt: skip


def poisson(counts: ArrayLike, level: float = 0.95) -> tuple[Floats, Floats]:
    """The exact interval of the mean behind each count (Garwood 1936): lower and upper limit, the shape of the input.

    ValueError for negative counts or a level outside 0-1.
    """
    k = np.asarray(counts, dtype=np.float64)
    if (k < 0).any():
        raise ValueError("a count is not negative")
    tail = _tail(level)
    lower = np.where(k > 0, gammaincinv(np.maximum(k, 0.5), tail), 0.0)
    return lower, gammaincinv(k + 1, 1 - tail)


def _tail(level: float) -> float:
    if not 0 < level < 1:
        raise ValueError(f"a level lies between 0 and 1, not {level}")
    return (1 - level) / 2
