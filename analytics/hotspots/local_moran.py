"""Local Moran: a second reading beside Gi*, which also finds places that differ from their neighbours.

Anselin (1995), scaled as spdep and esda do:

    I_i = (n - 1) / sum_j z_j^2 * z_i * sum_j w_ij z_j        z = value - mean, w row-standardised, without the place

p under conditional randomisation: the value of i stays, the others are dealt anew over its neighbours. Analytic with
the mean and variance of sampling without replacement (Sokal, Oden & Thomson 1998, A7 and A8), or by permutation.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import sparse

from analytics.hotspots.discovery import benjamini_hochberg
from analytics.hotspots.gi_star import two_sided_p

FloatArray = NDArray[np.float64]

# (the place is high, its neighbours are high) -> what that is
KINDS = {(1, 1): "high_high", (0, 0): "low_low", (1, 0): "high_low", (0, 1): "low_high"}


@dataclass(frozen=True)
class LocalMoran:
    """Per place: I, its z and two-sided p, and the kind: high_high, low_low (clusters), high_low, low_high (outliers).

    NaN, and None as kind, where the statistic does not exist.
    """

    i: FloatArray
    z: FloatArray
    p: FloatArray
    kind: NDArray[np.object_]

    def significant(self, q: float = 0.05) -> NDArray[np.bool_]:
        """True where the place stands after Benjamini-Hochberg over all places."""
        return benjamini_hochberg(self.p, q)


def local_moran(values: ArrayLike, weights: sparse.sparray, permutations: int = 0, seed: int = 0) -> LocalMoran:
    """Local Moran per place of `values` (places,); `weights` as for `gi_star`, the diagonal is ignored.

    With `permutations` the p is the share of permutations at least as far out on the nearer side, doubled; the same
    seed gives the same p. NaN values are left out. Null for isolated places, and everywhere if all values are equal or
    fewer than three are known. ValueError for infinite values or shapes that do not fit.
    """
    x = np.asarray(values, dtype=np.float64)
    if x.ndim != 1 or weights.shape != (len(x), len(x)):
        raise ValueError(f"weights of shape {weights.shape} do not fit values of shape {x.shape}")
    if np.isinf(x).any():
        raise ValueError("Local Moran of infinite values does not exist")
    known = np.flatnonzero(~np.isnan(x))
    found = LocalMoran(*(np.full(len(x), np.nan) for _ in range(3)), np.full(len(x), None, dtype=object))
    if len(known) < 3 or x[known].max() == x[known].min():
        return found
    rows = _row_standardised(sparse.csr_array(weights)[known][:, known])
    z = x[known] - x[known].mean()
    lag = rows @ z
    z_score, p = _conditional(z, lag, rows)
    if permutations:
        p = _permuted_p(z, lag, rows, permutations, seed)
    linked = np.diff(rows.indptr) > 0
    place = known[linked]
    found.i[place] = ((len(z) - 1) * z * lag / (z @ z))[linked]
    found.z[place], found.p[place] = z_score[linked], p[linked]
    found.kind[place] = [KINDS[high, around] for high, around in zip(z[linked] > 0, lag[linked] > 0, strict=True)]
    return found


def _row_standardised(weights: sparse.csr_array) -> sparse.csr_array:
    """Without the diagonal, every row's sum 1; isolated places keep an empty row."""
    others = weights.tocoo()
    keep = (others.row != others.col) & (others.data != 0)
    shape = weights.shape
    others = sparse.csr_array((others.data[keep], (others.row[keep], others.col[keep])), shape=shape, dtype=np.float64)
    others.data /= np.repeat(others.sum(axis=1), np.diff(others.indptr))
    return others


def _conditional(z: FloatArray, lag: FloatArray, rows: sparse.csr_array) -> tuple[FloatArray, FloatArray]:
    """z and p per place from drawing its neighbours' values without replacement from the n - 1 others."""
    n = len(z)
    total, squares = rows.sum(axis=1), rows.power(2).sum(axis=1)
    expected = -z * total / (n - 1)
    left = np.maximum(squares - total**2 / (n - 1), 0.0)  # nothing left: every other place is a neighbour
    variance = n / (n - 2) * left * np.maximum(z @ z / n - z**2 / (n - 1), 0.0)
    variance[variance <= 1e-12 * squares * (z @ z) / n] = np.nan
    score = np.where(z < 0, -1.0, 1.0) * (lag - expected) / np.sqrt(variance)
    return score, two_sided_p(score)


def _permuted_p(z: FloatArray, lag: FloatArray, rows: sparse.csr_array, permutations: int, seed: int) -> FloatArray:
    """Two-sided pseudo p per place; the same draws serve all places, each skipping itself."""
    n = len(z)
    sizes = np.diff(rows.indptr)
    rng = np.random.default_rng(seed)
    draws = np.stack([rng.choice(n - 1, sizes.max(), replace=False) for _ in range(permutations)])
    p = np.full(n, np.nan)
    for place in np.flatnonzero(sizes):
        others = draws[:, : sizes[place]]
        dealt = z[others + (others >= place)] @ rows.data[rows.indptr[place] : rows.indptr[place + 1]]
        # Rounding must not decide between equal sums, or ties would fall on either side.
        room = 1e-12 * np.abs(z).max()
        beyond = min((dealt >= lag[place] - room).sum(), (dealt <= lag[place] + room).sum())
        p[place] = min(1.0, 2.0 * (beyond + 1) / (permutations + 1))
    return p
