"""Empirical-Bayes rates and geodesic areas."""

import warnings

import numpy as np
import pytest
import shapely
from pyproj import Geod
from shapely import box

from analytics.hotspots.rates import area_km2, empirical_bayes_rates


def test_by_hand() -> None:
    # 10 of 10 and 0 of 10: mean 0.5, spread 0.25, less mean / mean exposure = 0.05: 0.2 between.
    # trust = 0.2 / (0.2 + 0.5 / 10) = 0.8, so 0.5 + 0.8 * 0.5 = 0.9 and 0.1.
    assert empirical_bayes_rates([10, 0], [10, 10]) == pytest.approx([0.9, 0.1], abs=1e-12)


def test_equals_esda() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from esda.smoothing import Empirical_Bayes

        rng = np.random.default_rng(0)
        exposure = rng.uniform(0.1, 4, 80)
        counts = rng.poisson(exposure * rng.gamma(2, 5, 80))
        oracle = Empirical_Bayes(counts, exposure).r.ravel()
    assert empirical_bayes_rates(counts, exposure) == pytest.approx(oracle, abs=1e-9)


def test_no_more_than_chance_gives_everybody_the_mean() -> None:
    assert empirical_bayes_rates([5, 5, 6], [1, 1, 1]) == pytest.approx([16 / 3] * 3)
    assert empirical_bayes_rates([0, 0], [1, 2]).tolist() == [0, 0]


def test_small_exposure_is_drawn_further_to_the_mean() -> None:
    rates = empirical_bayes_rates([40, 4, 100, 0], [10, 1, 100, 100])
    mean = 144 / 211
    assert mean < rates[1] < rates[0] < 4


def test_missing_and_zero_exposure_are_null_and_lend_nothing() -> None:
    rates = empirical_bayes_rates([10, 0, 7, 3, np.nan], [10, 10, 0, np.nan, 5])
    assert np.isnan(rates[2:]).all()
    assert rates[:2] == pytest.approx([0.9, 0.1], abs=1e-12)
    assert np.isnan(empirical_bayes_rates([1, 2], [0, 0])).all()


def test_months_are_smoothed_each_within_itself() -> None:
    rng = np.random.default_rng(1)
    counts, exposure = rng.poisson(8, (20, 3)), rng.uniform(1, 3, 20)
    together = empirical_bayes_rates(counts, exposure)
    assert together[:, 1] == pytest.approx(empirical_bayes_rates(counts[:, 1], exposure))
    hours = rng.uniform(1, 3, (20, 3))
    assert empirical_bayes_rates(counts, hours)[:, 2] == pytest.approx(empirical_bayes_rates(counts[:, 2], hours[:, 2]))


@pytest.mark.parametrize(("counts", "exposure"), [([1, np.inf], [1, 1]), ([1, -1], [1, 1]), ([1, 1], [1, -1])])
def test_infinite_and_negative_are_refused(counts: list[float], exposure: list[float]) -> None:
    with pytest.raises(ValueError, match="finite"):
        empirical_bayes_rates(counts, exposure)


def test_shapes_must_fit() -> None:
    with pytest.raises(ValueError, match="fit"):
        empirical_bayes_rates([1, 2, 3], [1, 2])


def test_area_of_a_square_built_geodesically() -> None:
    geod = Geod(ellps="WGS84")
    lon, lat, _ = geod.fwd([116.4] * 4, [39.9] * 4, [45, 135, 225, 315], [np.sqrt(0.5) * 1000] * 4)
    square = shapely.Polygon(zip(lon, lat, strict=True))
    assert area_km2([square]) == pytest.approx([1.0], rel=1e-6)


def test_area_of_holes_parts_orders_and_nothing() -> None:
    whole, hole = box(116, 40, 116.01, 40.01), box(116.002, 40.002, 116.004, 40.004)
    ring = shapely.Polygon(whole.exterior.coords, [list(hole.exterior.coords)])  # hole wound like the shell
    parts = shapely.MultiPolygon([whole, box(117, 40, 117.01, 40.01)])
    areas = area_km2([whole, hole, ring, parts, whole.reverse(), None, shapely.Polygon(), shapely.Point(1, 1)])
    assert areas[2] == pytest.approx(areas[0] - areas[1])
    assert areas[3] == pytest.approx(2 * areas[0])
    assert areas[4] == pytest.approx(areas[0])
    assert np.isnan(areas[5:]).all()
