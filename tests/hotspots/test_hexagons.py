"""Hexagons: they cover the outline, touch exactly, hold the points drawn in them, and keep their codes."""

import numpy as np
import pytest
import shapely
from shapely import box

from analytics.hotspots.hexagons import hexagons
from analytics.hotspots.rates import area_km2
from analytics.hotspots.weights import queen_weights

CITY = box(116.30, 39.85, 116.45, 39.95)
COVER = hexagons(CITY, edge_m=700)


def test_cover_the_outline_without_overlap() -> None:
    union = shapely.union_all(COVER.geometries)
    assert shapely.area(CITY.difference(union)) < 1e-12
    assert shapely.area(union) == pytest.approx(shapely.area(COVER.geometries).sum(), rel=1e-9)
    assert (shapely.area(shapely.intersection(COVER.geometries, CITY)) > 0).all()


def test_are_of_equal_size() -> None:
    expected = 3 * np.sqrt(3) / 2 * 0.7**2
    assert area_km2(COVER.geometries) == pytest.approx([expected] * len(COVER.codes), rel=1e-4)


def test_touch_six_others_exactly() -> None:
    neighbours = queen_weights(COVER.geometries).sum(axis=1)
    inner = shapely.contains(CITY.buffer(-0.01), COVER.geometries)
    assert inner.sum() > 30 and (neighbours[inner] == 7).all()
    assert neighbours.max() == 7


def test_hold_the_points_that_lie_in_them() -> None:
    lon, lat = np.random.default_rng(0).uniform([[116.28], [39.83]], [[116.47], [39.97]], (2, 4000))
    holding = COVER.holding(lon, lat)
    tree = shapely.STRtree(COVER.geometries)
    point, hexagon = tree.query(shapely.points(lon, lat), predicate="intersects")
    expected = np.full(4000, -1)
    expected[point] = hexagon
    # Sides are straight in the projection and in degrees: they differ by centimetres.
    assert (holding != expected).mean() < 0.001
    assert (holding == -1).any() and (holding >= 0).any()


def test_points_without_coordinates_or_far_away_are_held_by_none() -> None:
    assert COVER.holding([np.nan, -71.06, 116.4, np.inf], [39.9, 42.36, np.nan, 39.9]).tolist() == [-1] * 4
    assert COVER.holding([], []).shape == (0,)


def test_codes_are_unique_sorted_and_always_the_same() -> None:
    assert COVER.codes == sorted(set(COVER.codes))
    again = hexagons(box(116.30, 39.85, 116.45, 39.95), edge_m=700)
    assert again.codes == COVER.codes and shapely.equals_exact(again.geometries, COVER.geometries).all()


def test_a_part_of_the_city_keeps_the_codes() -> None:
    part = hexagons(box(116.32, 39.87, 116.36, 39.90), edge_m=700, anchor=CITY)
    outlines = dict(zip(COVER.codes, COVER.geometries, strict=True))
    assert 0 < len(part.codes) < len(COVER.codes)
    assert all(outlines[code].equals(shape) for code, shape in zip(part.codes, part.geometries, strict=True))


def test_nonsense_is_refused() -> None:
    with pytest.raises(ValueError, match="edge"):
        hexagons(CITY, edge_m=0)
    with pytest.raises(ValueError, match="empty"):
        hexagons(shapely.Polygon())
