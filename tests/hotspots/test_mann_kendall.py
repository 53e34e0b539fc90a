"""Mann-Kendall: a published example by hand, pymannkendall as a second implementation, gaps and constants."""

import numpy as np
import pymannkendall
import pytest

from analytics.hotspots.mann_kendall import mann_kendall


def test_published_example_with_a_tie() -> None:
    # J. Little, "A Mann-Kendall example (by hand)": 91 pairs, 72 up, 18 down, one tie; V = (14*13*33 - 2*1*9) / 18.
    series = [12.9, 14.8, 13.2, 15.7, 13.8, 15.6, 12.9, 11.0, 17.3, 15.9, 19.0, 18.3, 20.1, 21.7]
    trend = mann_kendall(series)
    assert trend.s == 54
    assert trend.variance == pytest.approx(5988 / 18)
    assert trend.z == pytest.approx(2.9058, abs=5e-5)
    assert trend.p / 2 == pytest.approx(0.0018, abs=5e-5)


def test_sens_slope_by_hand() -> None:
    # pairs of 1, 4, 2: +3 over one month, +1 over two, -2 over one: 3, 0.5, -2, the median 0.5.
    assert mann_kendall([1, 4, 2]).slope == 0.5
    assert mann_kendall([1, 2, 4, 8]).slope == pytest.approx((2 + 7 / 3) / 2)


@pytest.mark.parametrize("decimals", [0, 6])
def test_equals_pymannkendall(decimals: int) -> None:
    series = np.random.default_rng(4).normal(np.linspace(0, 1.5, 23), 1, (60, 23)).round(decimals)
    trend = mann_kendall(series)
    for row in range(60):
        oracle = pymannkendall.original_test(series[row])
        ours = (trend.s[row], trend.variance[row], trend.z[row], trend.p[row], trend.slope[row])
        assert ours == pytest.approx((oracle.s, oracle.var_s, oracle.z, oracle.p, oracle.slope), abs=1e-9)


def test_months_without_a_value_are_left_out_but_keep_their_time() -> None:
    series = np.random.default_rng(5).normal(size=(40, 18)).round(1)
    series[np.random.default_rng(6).random(series.shape) < 0.3] = np.nan
    trend = mann_kendall(series)
    for row in range(40):
        oracle = pymannkendall.original_test(series[row])
        ours = (trend.s[row], trend.variance[row], trend.p[row], trend.slope[row])
        assert ours == pytest.approx((oracle.s, oracle.var_s, oracle.p, oracle.slope), abs=1e-9)


def test_more_series_than_one_block() -> None:
    series = np.random.default_rng(7).normal(size=(2500, 5))
    trend = mann_kendall(series)
    assert trend.s[[0, 1023, 1024, 2499]].tolist() == [mann_kendall(series[row]).s for row in (0, 1023, 1024, 2499)]


def test_constant_series_has_no_trend_statistic() -> None:
    trend = mann_kendall([[3, 3, 3, 3], [1, 2, 3, 4]])
    assert np.isnan([trend.variance[0], trend.z[0], trend.p[0]]).all()
    assert (trend.s[0], trend.slope[0]) == (0, 0)
    assert trend.z[1] > 0


@pytest.mark.parametrize("series", [[np.nan] * 4, [np.nan, 2, np.nan], [5.0], []])
def test_too_few_values_are_null(series: list[float]) -> None:
    trend = mann_kendall(series)
    assert np.isnan([trend.variance, trend.z, trend.p, trend.slope]).all()


def test_infinite_values_are_refused() -> None:
    with pytest.raises(ValueError, match="infinite"):
        mann_kendall([1, np.inf, 2])
