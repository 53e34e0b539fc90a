"""Cells: near points are at most one step apart, whatever the latitude; groups stay apart."""

import numpy as np
import pytest

from analytics.places.cells import AROUND, cell_keys
from analytics.places.coordinates import EARTH_RADIUS_M, haversine_m


@pytest.mark.parametrize("lat", [0.0, 39.9, -54.8, 69.6, 85.0, 89.3, 89.9995])
def test_what_is_near_is_in_the_cells_around(lat):
    rng = np.random.default_rng(int(lat * 10) % 97)
    count = 20_000
    lats = np.clip(lat + rng.uniform(-0.001, 0.001, count), -90, 90)
    lon = rng.uniform(-179, 179, count)
    angle = rng.uniform(0, 2 * np.pi, count)
    reach = np.degrees(30 / EARTH_RADIUS_M) * rng.choice([1.0, 0.999, 0.5], count)
    other_lat = np.clip(lats + reach * np.sin(angle), -90, 90)
    other_lon = lon + reach * np.cos(angle) / np.maximum(
        np.cos(np.radians(np.maximum(abs(lats), abs(other_lat)))), 1e-9
    )
    near = (haversine_m(lon, lats, other_lon, other_lat) <= 30) & (np.abs(other_lon) <= 180)
    assert near.sum() > count / 4
    group = np.zeros(count, dtype=np.int64)
    home = cell_keys(group, other_lon, other_lat, 30)
    around = np.array([cell_keys(group, lon, lats, 30, step) for step in AROUND])
    assert (around == home).any(axis=0)[near].all()


def test_cells_are_small_where_cities_are():
    """Two points 100 m apart never share a cell, nor lie in cells side by side."""
    group = np.zeros(2, dtype=np.int64)
    around = [cell_keys(group[:1], np.array([116.4]), np.array([39.9]), 30, step)[0] for step in AROUND]
    east = np.degrees(100 / EARTH_RADIUS_M) / np.cos(np.radians(39.9))
    assert cell_keys(group[:1], np.array([116.4 + east]), np.array([39.9]), 30)[0] not in around
    north = np.degrees(100 / EARTH_RADIUS_M)
    assert cell_keys(group[:1], np.array([116.4]), np.array([39.9 + north]), 30)[0] not in around
    assert len(set(around)) == 9


def test_groups_never_share_a_cell():
    lon, lat = np.array([-180.0, 180.0, 0.0, 180.0, -180.0]), np.array([-90.0, 90.0, 0.0, -90.0, 90.0])
    keys = [set(cell_keys(np.full(5, group), lon, lat, 20, step)) for group in (0, 1, 2**20) for step in AROUND]
    for number, left in enumerate(keys):
        for right in keys[number // 9 * 9 + 9 :]:
            assert not left & right
