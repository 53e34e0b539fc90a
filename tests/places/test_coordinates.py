"""Coordinates against published points, round trips and an independent projection."""

import numpy as np
import pytest
import shapely
from numpy.testing import assert_allclose

from analytics.places.coordinates import (
    UnknownCrs,
    from_wgs84,
    geometries_to_wgs84,
    haversine_m,
    parse_crs,
    to_wgs84,
)

# WGS84 → GCJ-02, published with the eviltransform libraries: Shanghai, Shenzhen, Beijing.
GCJ_POINTS = [
    ((121.5272106, 31.1774276), (121.531541859215, 31.17530398364597)),
    ((113.912316, 22.543847), (113.9171764808363, 22.540796131694766)),
    ((116.377817, 39.911954), (116.38404722455657, 39.91334545536069)),
]


@pytest.mark.parametrize(("wgs", "gcj"), GCJ_POINTS)
def test_gcj02_published_points(wgs, gcj):
    assert_allclose(np.array(from_wgs84(*wgs, "gcj02")), gcj, atol=1e-12)
    assert haversine_m(*to_wgs84(*gcj, "gcj02"), *wgs) < 1e-6


def test_bd09_published_point():
    """GCJ-02 116.404, 39.915 is BD-09 116.41036949, 39.92133699 (coordtransform)."""
    wgs = to_wgs84(116.404, 39.915, "gcj02")
    assert_allclose(np.array(from_wgs84(*wgs, "bd09")), [116.41036949371029, 39.92133699351021], atol=1e-12)
    assert haversine_m(*to_wgs84(116.41036949371029, 39.92133699351021, "bd09"), *wgs) < 1e-6


@pytest.mark.parametrize("system", ["gcj02", "bd09"])
def test_inverse_is_exact_everywhere_in_china(system):
    rng = np.random.default_rng(7)
    lon, lat = rng.uniform(73, 136, 20_000), rng.uniform(2, 55, 20_000)
    shifted = from_wgs84(lon, lat, system)
    assert haversine_m(lon, lat, *shifted).min() > 1
    assert haversine_m(lon, lat, *to_wgs84(*shifted, system)).max() < 1e-6


@pytest.mark.parametrize("system", ["gcj02", "bd09"])
def test_points_outside_china_stay(system):
    lon, lat = np.array([-71.06, 139.767, 116.0, 0.0]), np.array([42.36, 35.68, 60.0, 0.0])
    for out in (to_wgs84(lon, lat, system), from_wgs84(lon, lat, system)):
        assert np.array_equal(out, (lon, lat))


def test_a_point_does_not_depend_on_its_batch():
    lon, lat = np.array([116.4, 87.6, 121.5]), np.array([39.9, 43.8, 31.2])
    together = np.array(to_wgs84(lon, lat, "bd09"))
    alone = np.array([to_wgs84(x, y, "bd09") for x, y in zip(lon, lat, strict=True)]).T
    assert np.array_equal(together, alone)


def test_offsets_at_beijing_are_those_expected():
    assert 500 < haversine_m(116.39, 39.9, *from_wgs84(116.39, 39.9, "gcj02")) < 600
    assert 1300 < haversine_m(116.39, 39.9, *from_wgs84(116.39, 39.9, "bd09")) < 1450


def test_cgcs2000_degrees_and_metres():
    lon, lat = to_wgs84([116.4], [39.9], "cgcs2000")
    assert (lon[0], lat[0]) == (116.4, 39.9)
    # The central meridian of EPSG:4548 is 117°E at false easting 500 km. 4,428,000 m north is a little over 39.98°.
    lon, lat = to_wgs84([500_000.0], [4_428_000.0], "EPSG:4548")
    assert_allclose(lon, 117, atol=1e-9)
    assert 39.97 < lat[0] < 40.0


def test_projected_feet_are_read_x_first():
    """Boston's City Hall lies some 775,800 ft east and 2,956,400 ft north in EPSG:2249."""
    lon, lat = to_wgs84([775_800.0], [2_956_400.0], "EPSG:2249")
    assert haversine_m(lon, lat, -71.058, 42.360)[0] < 1_000


@pytest.mark.parametrize("system", ["wgs84", "cgcs2000", "gcj02", "bd09", "EPSG:2249"])
def test_missing_coordinates_stay_missing_without_a_warning(system):
    lon, lat = to_wgs84([np.nan, 1.0, np.inf, -71.0], [1.0, np.nan, 1.0, -np.inf], system)
    assert np.isnan(lon).all()
    assert np.isnan(lat).all()
    assert to_wgs84([], [], system)[0].shape == (0,)


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("WGS 84", "wgs84"),
        ("epsg:4326", "wgs84"),
        ("EPSG:4490", "cgcs2000"),
        ("CGCS2000", "cgcs2000"),
        ("GCJ-02", "gcj02"),
        ("bd-09", "bd09"),
        (" EPSG:2249 ", "EPSG:2249"),
        ("4548", "EPSG:4548"),
    ],
)
def test_names_of_systems(text, canonical):
    assert parse_crs(text) == canonical


@pytest.mark.parametrize("text", ["", "mars", "EPSG:", "EPSG:999999", "EPSG:5773", "EPSG:4978", "EPSG:22x9"])
def test_unknown_systems_say_so(text):
    """EPSG:5773 is a height, EPSG:4978 geocentric: neither has an east and a north."""
    with pytest.raises(UnknownCrs, match="unknown coordinate system"):
        parse_crs(text)
    with pytest.raises(UnknownCrs):
        to_wgs84([1.0], [1.0], text)


@pytest.mark.parametrize("system", ["wgs84", "gcj02", "EPSG:4548"])
def test_geometries_move_like_their_points(system):
    centre = from_wgs84(116.4, 39.9, system)
    ring = shapely.Point(float(centre[0]), float(centre[1])).buffer(0.01 if system != "EPSG:4548" else 1000)
    out = geometries_to_wgs84(np.array([ring, None], dtype=object), system)
    assert out[1] is None
    expected = np.column_stack(to_wgs84(*shapely.get_coordinates(ring).T, system))
    assert_allclose(shapely.get_coordinates(out[0]), expected, atol=0)


def test_heights_are_dropped():
    out = geometries_to_wgs84(np.array([shapely.Point(116.4, 39.9, 50)], dtype=object), "wgs84")
    assert not shapely.has_z(out).any()


def test_haversine_of_known_distances():
    assert_allclose(haversine_m(0, 0, 0, 90), 6371008.8 * np.pi / 2)
    assert_allclose(haversine_m(0, 0, 180, 0), 6371008.8 * np.pi)
    assert haversine_m(116.4, 39.9, 116.4, 39.9) == 0
    assert np.isnan(haversine_m(np.nan, 1, 2, 3))
