"""Gi*: published values, a hand-worked example, esda as a second implementation, and everything that has no answer."""

import warnings

import numpy as np
import pytest
from scipy import sparse
from scipy.stats import norm

from analytics.hotspots.gi_star import gi_star, two_sided_p
from tests.hotspots.lattices import queen_lattice


def line(places: int) -> sparse.csr_array:
    return sparse.csr_array(sparse.diags_array([1.0, 1.0, 1.0], offsets=[-1, 0, 1], shape=(places, places)))


def test_by_hand_on_a_line_of_four() -> None:
    # x = 1, 2, 3, 6: mean 3, population variance (4 + 1 + 0 + 9) / 4 = 3.5, n - 1 = 3.
    # Ends: W = S1 = 2, sums 3 and 9: (3 - 6) / sqrt(3.5 * (4*2 - 4) / 3); middle: W = 3, sums 6 and 11.
    end, middle = np.sqrt(3.5 * 4 / 3), np.sqrt(3.5 * 3 / 3)
    expected = [-3 / end, -3 / middle, 2 / middle, 3 / end]
    assert gi_star([1, 2, 3, 6], line(4)) == pytest.approx(expected, abs=1e-12)


def test_values_printed_in_the_pysal_documentation() -> None:
    points = np.array([(10, 10), (20, 10), (40, 10), (15, 20), (30, 20), (30, 30)], dtype=float)
    apart = np.hypot(*(points[:, None] - points[None]).transpose(2, 0, 1))
    z = gi_star([2, 3, 3.2, 5, 8, 7], sparse.csr_array((apart <= 15).astype(float)))
    expected = [-1.39727626, -0.28917762, 0.65064964, -0.28917762, 1.23452088, 2.02424331]
    assert z == pytest.approx(expected, abs=5e-9)


@pytest.mark.parametrize(("tests", "critical"), [(1, 1.645), (50, 3.083), (100, 3.289), (1000, 3.886)])
def test_critical_values_of_ord_and_getis_1995(tests: int, critical: float) -> None:
    """The 95th percentile of the largest of `tests` independent z, as tabulated in their paper."""
    upper_tail = two_sided_p(critical) / 2
    assert (1 - upper_tail) ** tests == pytest.approx(0.95, abs=1e-3)


@pytest.mark.parametrize("seed", range(3))
def test_equals_esda(seed: int) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from esda import G_Local
        from libpysal.weights import W

        weights = queen_lattice(9, 11)
        counts = np.random.default_rng(seed).negative_binomial(2, 0.1, 99).astype(float)
        neighbours = {cell: [int(n) for n in weights[[cell]].indices if n != cell] for cell in range(99)}
        oracle = G_Local(counts, W(neighbours, silence_warnings=True), transform="B", star=True, permutations=0)
    z = gi_star(counts, weights)
    assert z == pytest.approx(oracle.Zs, abs=1e-9)
    assert two_sided_p(z) == pytest.approx(2 * oracle.p_norm, abs=1e-9)


def test_general_weights_follow_the_published_formula() -> None:
    rng = np.random.default_rng(1)
    dense = rng.random((12, 12)) + np.eye(12)
    x = rng.normal(size=12)
    expected = [
        (w @ x - w.sum() * x.mean()) / (x.std() * np.sqrt((12 * (w**2).sum() - w.sum() ** 2) / 11)) for w in dense
    ]
    assert gi_star(x, sparse.csr_array(dense)) == pytest.approx(expected, abs=1e-10)


def test_months_are_compared_each_within_itself() -> None:
    counts = np.random.default_rng(2).poisson(5, (30, 4)).astype(float)
    counts[:, 3] += 1000
    weights = queen_lattice(5, 6)
    together = gi_star(counts, weights)
    assert together.shape == (30, 4)
    for month in range(4):
        assert together[:, month] == pytest.approx(gi_star(counts[:, month], weights), abs=1e-12)


def test_isolated_place_is_null_but_counts_in_the_mean() -> None:
    weights = sparse.block_diag([line(4), sparse.eye_array(1)], format="csr")
    z = gi_star([1, 2, 3, 6, 50], weights)
    assert np.isnan(z[4]) and np.isnan(two_sided_p(z)[4])
    assert not np.isnan(z[:4]).any()
    assert (z[:4] < 0).all()


def test_place_without_geometry_is_no_part_of_the_city() -> None:
    weights = sparse.block_diag([line(4), sparse.csr_array((1, 1))], format="csr")
    z = gi_star([1, 2, 3, 6, 50], weights)
    assert np.isnan(z[4])
    assert z[:4] == pytest.approx(gi_star([1, 2, 3, 6], line(4)), abs=1e-12)


def test_missing_value_leaves_the_place_out_of_its_month_only() -> None:
    counts = np.array([[1, 1], [2, 2], [3, 3], [6, 6], [np.nan, 5]], dtype=float)
    z = gi_star(counts, line(5))
    assert z[:4, 0] == pytest.approx(gi_star([1, 2, 3, 6], line(4)), abs=1e-12)
    assert np.isnan(z[4, 0])
    assert z[:, 1] == pytest.approx(gi_star(counts[:, 1], line(5)), abs=1e-12)


def test_place_whose_neighbours_are_all_unknown_is_null() -> None:
    z = gi_star([1, np.nan, 3, 6, 5], line(5))
    assert np.isnan(z[:2]).all() and not np.isnan(z[2:]).any()


@pytest.mark.parametrize("value", [0.0, 0.1, 7.0])
@pytest.mark.parametrize("gap", [False, True])
def test_zero_variance_is_null(value: float, gap: bool) -> None:
    counts = np.full(9, value)
    counts[0] = np.nan if gap else value
    assert np.isnan(gi_star(counts, queen_lattice(3, 3))).all()


@pytest.mark.parametrize("gap", [False, True])
def test_neighbourhood_of_the_whole_city_is_null(gap: bool) -> None:
    counts = np.array([1.0, 2.0, 3.0, np.nan if gap else 5.0])
    assert np.isnan(gi_star(counts, sparse.csr_array(np.ones((4, 4))))).all()


def test_all_unknown_or_nobody_there() -> None:
    assert np.isnan(gi_star(np.full((4, 2), np.nan), line(4))).all()
    assert gi_star(np.empty(0), sparse.csr_array((0, 0))).shape == (0,)
    assert np.isnan(gi_star([3.0], sparse.csr_array(np.ones((1, 1))))).all()


@pytest.mark.parametrize("value", [np.inf, -np.inf])
def test_infinite_values_are_refused(value: float) -> None:
    with pytest.raises(ValueError, match="infinite"):
        gi_star([1, 2, value, 4], line(4))


def test_weights_that_make_no_sense_are_refused() -> None:
    with pytest.raises(ValueError, match="do not fit"):
        gi_star([1, 2, 3], line(4))
    without_self = line(4) - sparse.eye_array(4)
    without_self.eliminate_zeros()
    with pytest.raises(ValueError, match="itself"):
        gi_star([1, 2, 3, 4], without_self)
    with pytest.raises(ValueError, match="finite"):
        gi_star([1, 2, 3, 4], line(4) * np.nan)


def test_two_sided_p() -> None:
    z = np.array([0.0, 1.959963984540054, -1.959963984540054, 8.0])
    assert two_sided_p(z) == pytest.approx(2 * norm.sf(np.abs(z)), rel=1e-12)
    assert np.isnan(two_sided_p(np.nan))
