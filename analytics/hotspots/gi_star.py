"""Getis-Ord Gi*: how far the sum over a place and its neighbours lies from what the whole city would give.

Closed form of Ord & Getis (1995), equation 14, self included:

    z_i = (sum_j w_ij x_j - W_i xbar) / (s sqrt((n S1_i - W_i^2) / (n - 1)))

with W_i = sum_j w_ij, S1_i = sum_j w_ij^2 and the population standard deviation s. Unitless; roughly standard normal
where nothing is going on.
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import sparse
from scipy.special import erfc

FloatArray = NDArray[np.float64]


def gi_star(counts: ArrayLike, weights: sparse.sparray) -> FloatArray:
    """z per place, or per place and month: the shape of `counts`, (places,) or (places, months).

    `weights` is (places, places) with the place itself on the diagonal; a place without geometry has an empty row and
    is no part of the comparison. Each month is compared within itself. Counts or rates may be NaN: that place is left
    out of that month.

    NaN where the statistic does not exist: no geometry, no value, no neighbour with a value, every value equal, or a
    neighbourhood that is the whole city. ValueError for infinite values, wrong shapes, or a place that has neighbours
    but not itself.
    """
    values = np.asarray(counts, dtype=np.float64)
    matrix = values[:, None] if values.ndim == 1 else values
    weights = _checked_weights(weights, matrix)
    if np.isinf(matrix).any():
        raise ValueError("Gi* of infinite values does not exist")
    present = np.isfinite(matrix) & (weights.diagonal() > 0)[:, None]
    z = _z_complete(matrix, weights) if present.all() else _z_with_gaps(matrix, weights, present)
    return z[:, 0] if values.ndim == 1 else z


def two_sided_p(z: ArrayLike) -> FloatArray:
    """Probability of a standard normal at least as far from zero as z, on either side; NaN stays NaN."""
    return erfc(np.abs(np.asarray(z, dtype=np.float64)) / np.sqrt(2.0))


def _checked_weights(weights: sparse.sparray, matrix: FloatArray) -> sparse.csr_array:
    if matrix.ndim != 2 or weights.shape != (len(matrix), len(matrix)):
        raise ValueError(f"weights of shape {weights.shape} do not fit values of shape {matrix.shape}")
    weights = sparse.csr_array(weights, dtype=np.float64)
    if not np.isfinite(weights.data).all() or (weights.data < 0).any():
        raise ValueError("weights must be finite and not negative")
    linked = np.diff(weights.indptr) > 0
    if (linked & (weights.diagonal() <= 0)).any():
        raise ValueError("Gi* includes the place itself: a row with neighbours has no weight on the diagonal")
    return weights


def _z_complete(matrix: FloatArray, weights: sparse.csr_array) -> FloatArray:
    """One sparse product for all months; every place has a geometry and every value is known."""
    n = len(matrix)
    if n < 2:
        return np.full(matrix.shape, np.nan)
    total = weights.sum(axis=1)
    squares = weights.power(2).sum(axis=1)
    room = np.maximum(n * squares - total**2, 0.0)
    room[_is_zero(room, n * squares) | (weights.count_nonzero(axis=1) < 2)] = np.nan
    # Centring first keeps the product small, so that nothing is lost by subtracting two large sums.
    centred = matrix - matrix.mean(axis=0)
    spread = np.sqrt((centred**2).mean(axis=0))
    spread[matrix.max(axis=0) == matrix.min(axis=0)] = np.nan
    z = weights @ centred
    z /= np.sqrt(room / (n - 1))[:, None]
    z /= spread
    return z


def _z_with_gaps(matrix: FloatArray, weights: sparse.csr_array, present: NDArray[np.bool_]) -> FloatArray:
    """The same where some places or values are missing: every sum runs over what is present in that month."""
    n = present.sum(axis=0).astype(np.float64)
    known = present.astype(np.float64)
    total = weights @ known
    squares = weights.power(2) @ known
    others = (weights > 0).astype(np.float64) @ known
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = np.where(present, matrix, 0.0).sum(axis=0) / n
        centred = np.where(present, matrix - mean, 0.0)
        spread = np.sqrt((centred**2).sum(axis=0) / n)
        lowest = np.where(present, matrix, np.inf).min(axis=0, initial=np.inf)
        highest = np.where(present, matrix, -np.inf).max(axis=0, initial=-np.inf)
        room = np.maximum(n * squares - total**2, 0.0)
        z = (weights @ centred) / (spread * np.sqrt(room / (n - 1.0)))
    undefined = ~present | (others < 2) | _is_zero(room, n * squares) | (n < 2) | (lowest >= highest)
    z[undefined] = np.nan
    return z


def _is_zero(difference: FloatArray, scale: FloatArray) -> NDArray[np.bool_]:
    """Whether a difference of two sums is only rounding: 1e-12 of the sums, far below any real neighbourhood's."""
    return difference <= 1e-12 * scale
