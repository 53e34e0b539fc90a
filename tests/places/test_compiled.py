"""The compiled loops against the plain loop over shapely; skipped where numba (requirements-fast.txt) is not there."""

import sys

import numpy as np
import pytest
import shapely

from analytics.places import placing
from analytics.places.placing import Polygons, place_indices, place_points
from tests.places.test_placing import EAST, WEST, awkward_points, moved_polygons, one_by_one, random_polygons

pytest.importorskip("numba", reason="numba is not installed (requirements-fast.txt)")

from analytics.places import compiled  # noqa: E402


@pytest.mark.parametrize("longest_side", [3, 8, 61, 700])
@pytest.mark.parametrize("seed", [1, 2])
def test_same_as_the_plain_loop(seed, longest_side):
    """Overlaps, holes, bow-ties, shared edges, every vertex, points a rounding error beside an edge, NaN, infinity."""
    rng = np.random.default_rng(seed)
    polygons = Polygons(random_polygons(rng, 25))
    x, y = awkward_points(rng, polygons.shapes, 1_500)
    found = compiled.pixels(polygons.shapes, longest_side).place(x, y)
    unsure = found == compiled.UNSURE
    expected = one_by_one(x, y, polygons.shapes)
    assert np.array_equal(found[~unsure], expected[~unsure])
    assert 0.02 < unsure.mean() < 0.6  # those on edges, of which there are many here


@pytest.mark.parametrize(("offset", "scale"), [(116.0, 1e-3), (4.2e6, 1.0), (4.2e6, 1e3), (-80.0, 1e-6)])
@pytest.mark.parametrize("seed", range(4))
def test_same_as_the_plain_loop_at_any_size_and_place(seed, offset, scale):
    shapes, x, y = moved_polygons(seed, offset, scale)
    assert np.array_equal(place_indices(x, y, shapes, fast=True), one_by_one(x, y, shapes))


def test_polygons_of_many_points_go_to_shapely_near_their_edges():
    rng = np.random.default_rng(5)
    shapes = random_polygons(rng, 12)
    x, y = awkward_points(rng, shapes, 500)
    lake = shapely.Point(1.5, 1.5).buffer(1.2, quad_segs=400).difference(shapely.Point(1.5, 1.5).buffer(0.5))
    shapes = np.append(shapes, np.array([lake], dtype=object))
    assert shapely.get_num_coordinates(lake) > 1_000
    assert np.array_equal(place_indices(x, y, shapes, fast=True), one_by_one(x, y, shapes))


def test_nothing_to_place_and_nowhere_to_place_it():
    assert place_points([], [], [WEST], ["b"], fast=True).shape == (0,)
    nowhere = place_points([0.5, np.nan], [0.5, 0.5], [None, shapely.Polygon()], ["a", "b"], fast=True)
    assert nowhere.tolist() == [None, None]
    kinds = [shapely.Point(0.5, 0.5), shapely.LineString([(0, 0), (1, 1)]), WEST, EAST]
    assert place_points([0.5, 1.5], [0.5, 0.5], kinds, list("abcd"), fast=True).tolist() == ["c", "d"]


def test_without_numba_the_other_way_is_taken(monkeypatch):
    monkeypatch.delitem(sys.modules, "analytics.places.compiled")
    monkeypatch.setitem(sys.modules, "numba", None)
    assert placing.compiled(10**9, fast=True) is None
    assert place_points([0.5], [0.5], [WEST], ["b"], fast=True).tolist() == ["b"]
