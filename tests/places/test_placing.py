"""Points in polygons against the plain loop over shapely: overlaps, edges, holes, broken shapes, missing values."""

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.places import placing
from analytics.places.placing import OUTSIDE, Polygons, label_raster, place_indices, place_points, polygon_raster

EAST = shapely.box(1, 0, 2, 1)
WEST = shapely.box(0, 0, 1, 1)


def one_by_one(x, y, geometries):
    """Every point against every polygon; the first polygon wins."""
    out = []
    for px, py in zip(x, y, strict=True):
        hits = [
            number
            for number, shape in enumerate(geometries)
            if shape is not None and np.isfinite([px, py]).all() and shape.intersects(shapely.Point(px, py))
        ]
        out.append(hits[0] if hits else OUTSIDE)
    return np.array(out)


def random_polygons(rng, count):
    """Stars with holes, multipolygons, boxes that share edges, a bow-tie that crosses itself, and None."""
    shapes = [None, WEST, EAST, shapely.box(0, 1, 2, 1.5), shapely.Polygon([(0, 2), (1, 3), (1, 2), (0, 3)])]
    for _ in range(count):
        angles = np.sort(rng.uniform(0, 2 * np.pi, rng.integers(3, 12)))
        centre, radius = rng.uniform(0, 3, 2), rng.uniform(0.05, 0.8, len(angles))
        star = shapely.Polygon(centre + np.column_stack([radius * np.cos(angles), radius * np.sin(angles)]))
        hole = shapely.Point(centre).buffer(0.04)
        shapes.append(star.difference(hole) if star.is_valid and rng.random() < 0.5 else star)
    shapes.append(shapely.MultiPolygon([shapely.box(3, 3, 3.2, 3.2), shapely.box(3.2, 3.2, 3.4, 3.4)]))
    return np.array(shapes, dtype=object)


def awkward_points(rng, geometries, count):
    """Random points, every vertex, the middles of edges and points a rounding error away from them, and no points."""
    vertices = shapely.get_coordinates(geometries)
    middles = (vertices[1:] + vertices[:-1]) / 2
    beside = np.nextafter(middles, 10)
    level = np.column_stack([rng.uniform(-0.1, 2.1, 50), rng.choice([0.0, 1.0, 1.5], 50)])
    upright = np.column_stack([rng.choice([0.0, 1.0, 2.0], 50), rng.uniform(-0.1, 1.6, 50)])
    nowhere = [[np.nan, 1], [1, np.nan], [np.inf, 1], [0.5, -np.inf], [1e300, 0.5], [-50, 0.5]]
    return np.concatenate([rng.uniform(-0.5, 4, (count, 2)), vertices, middles, beside, level, upright, nowhere]).T


def moved_polygons(seed, offset, scale):
    """Random polygons in other units and elsewhere, and points that are hard to place among them."""
    rng = np.random.default_rng(seed)
    moved = [None if s is None else shapely.transform(s, lambda p: p * scale + offset) for s in random_polygons(rng, 6)]
    shapes = np.array(moved, dtype=object)
    x, y = awkward_points(rng, random_polygons(rng, 2), 40) * scale + offset
    vertices = shapely.get_coordinates(shapes).T
    return shapes, np.append(x, vertices[0]), np.append(y, vertices[1])


@pytest.mark.parametrize("longest_side", [8, 61, 700])
@pytest.mark.parametrize("seed", [1, 2])
def test_same_as_the_plain_loop(seed, longest_side):
    rng = np.random.default_rng(seed)
    shapes = random_polygons(rng, 25)
    x, y = awkward_points(rng, shapes, 1_500)
    raster = polygon_raster(Polygons(shapes), longest_side)
    assert np.array_equal(place_indices(x, y, shapes, raster), one_by_one(x, y, shapes))


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 2**32 - 1), st.sampled_from([0.0, 116.0, 4.2e6]), st.sampled_from([1.0, 1e-3, 1e3]))
def test_same_as_the_plain_loop_at_any_size_and_place(seed, offset, scale):
    """Also far from the origin, where a coordinate's own rounding is a large part of a pixel."""
    shapes, x, y = moved_polygons(seed, offset, scale)
    raster = polygon_raster(Polygons(shapes), 90)
    assert np.array_equal(place_indices(x, y, shapes, raster), one_by_one(x, y, shapes))


def test_with_and_without_a_raster_and_in_chunks(monkeypatch):
    rng = np.random.default_rng(3)
    shapes = random_polygons(rng, 20)
    x, y = awkward_points(rng, shapes, 2_000)
    without = place_indices(x, y, shapes)
    monkeypatch.setattr(placing, "RASTER_PAYS_FROM", 1)
    monkeypatch.setattr(placing, "_CHUNK", 101)
    assert np.array_equal(place_indices(x, y, shapes), without)
    assert (without != OUTSIDE).sum() > 1_000


def test_an_edge_and_an_overlap_go_to_the_first_code_whatever_the_order_given():
    over = shapely.box(0.5, 0.4, 1.5, 0.6)
    x, y = [1.0, 0.75, 1.25, 0.2, 5.0], [0.5, 0.5, 0.5, 0.5, 0.5]
    expected = ["110101", "110101", "110102", "110101", None]
    assert place_points(x, y, [WEST, EAST, over], ["110101", "110102", "110103"]).tolist() == expected
    assert place_points(x, y, [over, EAST, WEST], ["110103", "110102", "110101"]).tolist() == expected


def test_rows_in_are_rows_out():
    found = place_points([np.nan, 0.5, 9.0], [0.5, 0.5, np.nan], [None, WEST], ["a", "b"])
    assert found.tolist() == [None, "b", None]
    assert place_points([], [], [WEST], ["b"]).shape == (0,)
    assert place_points([0.5], [0.5], [], []).tolist() == [None]
    assert place_points([0.5], [0.5], [None], ["a"]).tolist() == [None]


def test_only_areas_hold_points():
    kinds = [shapely.Point(0.5, 0.5), shapely.LineString([(0, 0), (1, 1)]), shapely.Polygon(), WEST]
    assert place_points([0.5], [0.5], kinds, ["a", "b", "c", "d"]).tolist() == ["d"]


def test_a_hole_is_outside_and_its_edge_inside():
    ring = shapely.Polygon(WEST.exterior, [shapely.box(0.4, 0.4, 0.6, 0.6).exterior])
    assert place_points([0.5, 0.4, 0.3], [0.5, 0.5, 0.5], [ring], ["r"]).tolist() == [None, "r", "r"]


@pytest.mark.parametrize("sliver", [shapely.Polygon([(116, 39)] * 4), shapely.Polygon([(0, 0)] * 4)])
def test_polygon_without_an_area_does_not_break_the_raster(sliver):
    raster = polygon_raster(Polygons([sliver]))
    x, y = np.array([116.0, 0.0, 3.0]), np.array([39.0, 0.0, 3.0])
    assert np.array_equal(place_indices(x, y, [sliver], raster), place_indices(x, y, [sliver]))


def test_label_raster_says_what_lies_under_each_pixel():
    rng = np.random.default_rng(5)
    shapes = random_polygons(rng, 15)
    labels, (west, south, east, north) = label_raster(shapes, 80)
    height, width = labels.shape
    assert labels.dtype == np.int32
    assert max(height, width) == 80
    x = west + (np.arange(width) + 0.5) * (east - west) / width
    y = north - (np.arange(height) + 0.5) * (north - south) / height
    grid_x, grid_y = np.meshgrid(x, y)
    assert np.array_equal(labels.ravel(), one_by_one(grid_x.ravel(), grid_y.ravel(), shapes))
    frame = np.concatenate([labels[0], labels[-1], labels[:, 0], labels[:, -1]])
    assert (frame == OUTSIDE).all()


def test_label_raster_is_drawn_north_up():
    labels, bounds = label_raster([shapely.box(0, 0, 10, 1), shapely.box(0, 4, 10, 5)], 100)
    assert labels[10, 50] == 1
    assert labels[-10, 50] == 0
    assert labels.shape[0] < labels.shape[1]
    assert bounds[0] < 0 < 10 < bounds[2]


def test_label_raster_of_nothing():
    labels, bounds = label_raster([None])
    assert labels.tolist() == [[OUTSIDE]]
    assert bounds == (0, 0, 1, 1)
