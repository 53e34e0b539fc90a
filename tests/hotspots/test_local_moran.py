"""Local Moran: esda as a second implementation, permutations against the analytic p, and what has no answer."""

import warnings
from itertools import permutations as orders

import numpy as np
import pytest
from scipy import sparse

from analytics.hotspots.local_moran import local_moran
from tests.hotspots.lattices import queen_lattice

WEIGHTS = queen_lattice(8, 9)


def clustered(seed: int = 0) -> np.ndarray:
    values = np.random.default_rng(seed).normal(10, 2, (8, 9))
    values[1:4, 1:4] += 8
    values[6, 6] += 12
    return values.ravel()


def test_equals_esda() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from esda import Moran_Local
        from libpysal.weights import W

        neighbours = {cell: [int(n) for n in WEIGHTS[[cell]].indices if n != cell] for cell in range(72)}
        oracle = Moran_Local(clustered(), W(neighbours, silence_warnings=True), permutations=999, seed=1, n_jobs=1)
    found = local_moran(clustered(), WEIGHTS)
    assert found.i == pytest.approx(oracle.Is, abs=1e-9)
    # esda keeps the moments on the scale of sum z^2 / n, its I on n - 1.
    expected = (oracle.Is * 72 / 71 - oracle.EIc) / np.sqrt(oracle.VIc)
    assert found.z == pytest.approx(expected, abs=1e-9)
    quadrants = {1: "high_high", 2: "low_high", 3: "low_low", 4: "high_low"}
    assert found.kind.tolist() == [quadrants[number] for number in oracle.q]
    permuted = local_moran(clustered(), WEIGHTS, permutations=999, seed=1)
    assert permuted.p == pytest.approx(np.minimum(2 * oracle.p_sim, 1), abs=0.09)


def test_analytic_moments_are_those_of_all_orders() -> None:
    values = np.array([1.0, 5.0, 2.0, 9.0, 4.0])
    weights = sparse.csr_array(np.array([[0, 1, 1, 0, 0], *[[1, 0, 0, 0, 0]] * 4]))
    z = values - values.mean()
    lags = np.array([(z[first] + z[second]) / 2 for first, second, *_ in orders(range(1, 5))])
    score = (lags.mean() - (z[1] + z[2]) / 2) / lags.std()  # the place is below the mean: the sign turns
    assert local_moran(values, weights).z[0] == pytest.approx(score, abs=1e-12)


def test_clusters_and_outliers_stand_out() -> None:
    found = local_moran(clustered(), WEIGHTS)
    significant = found.significant()
    assert significant[2 * 9 + 2] and found.kind[2 * 9 + 2] == "high_high"
    assert found.kind[6 * 9 + 6] == "high_low" and found.i[6 * 9 + 6] < 0
    assert significant.sum() < 30


def test_same_seed_same_p() -> None:
    first, again = (local_moran(clustered(), WEIGHTS, permutations=99, seed=5).p for _ in range(2))
    other = local_moran(clustered(), WEIGHTS, permutations=99, seed=6).p
    assert (first == again).all() and (first != other).any()
    assert first.min() >= 0.02 and first.max() <= 1


def test_isolated_and_missing_are_null() -> None:
    weights = sparse.block_diag([WEIGHTS, sparse.eye_array(1)], format="csr")
    values = np.append(clustered(), 40.0)
    found = local_moran(values, weights, permutations=19)
    assert np.isnan([found.i[-1], found.z[-1], found.p[-1]]).all() and found.kind[-1] is None
    values[5] = np.nan
    found = local_moran(values, weights)
    assert np.isnan(found.p[5]) and found.kind[5] is None and not np.isnan(found.p[:5]).any()


def test_zero_variance_and_whole_city_neighbourhood_are_null() -> None:
    assert np.isnan(local_moran(np.full(72, 0.1), WEIGHTS).p).all()
    assert np.isnan(local_moran([1.0, 2.0, 5.0], sparse.csr_array(np.ones((3, 3)))).p).all()


def test_bad_input_is_refused() -> None:
    with pytest.raises(ValueError, match="infinite"):
        local_moran([1, np.inf, 2], sparse.eye_array(3))
    with pytest.raises(ValueError, match="do not fit"):
        local_moran([1, 2], sparse.eye_array(3))
