"""Weights: touching counts at a corner and at a T junction, missing places, and libpysal as a second implementation."""

import warnings

import numpy as np
import pytest
import shapely
from shapely import box

from analytics.hotspots.weights import band_weights, nearest_weights, queen_weights
from tests.hotspots.lattices import queen_lattice


def squares(rows: int, columns: int) -> list[shapely.Polygon]:
    return [box(column, row, column + 1, row + 1) for row in range(rows) for column in range(columns)]


def test_lattice() -> None:
    assert (queen_weights(squares(4, 5)).toarray() == queen_lattice(4, 5).toarray()).all()


def test_corner_edge_and_overlap_touch_but_a_gap_does_not() -> None:
    corner, half_edge, inside, apart = box(1, 1, 2, 2), box(1, 0.25, 2, 0.5), box(0.2, 0.2, 0.3, 0.3), box(5, 5, 6, 6)
    weights = queen_weights([box(0, 0, 1, 1), corner, half_edge, inside, apart]).toarray()
    assert weights[0].tolist() == [1, 1, 1, 1, 0]
    assert weights[4].tolist() == [0, 0, 0, 0, 1]
    assert (weights == weights.T).all()


def test_equals_pairwise_intersects() -> None:
    rng = np.random.default_rng(0)
    shapes = shapely.buffer(shapely.points(rng.random((60, 2))), rng.random(60) * 0.1)
    expected = shapely.intersects(shapes[:, None], shapes[None]).astype(float)
    assert (queen_weights(shapes).toarray() == expected).all()


def test_equals_libpysal_queen() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import geopandas
        from libpysal.weights import Queen

        rng = np.random.default_rng(1)
        x, y = np.meshgrid(np.arange(9.0), np.arange(8.0))
        corners = np.stack([x, y], -1) + rng.uniform(-0.3, 0.3, (8, 9, 2))
        around = [corners[:-1, :-1], corners[:-1, 1:], corners[1:, 1:], corners[1:, :-1]]
        shapes = shapely.polygons(np.stack(around, 2).reshape(-1, 4, 2))
        oracle = Queen.from_dataframe(geopandas.GeoDataFrame(geometry=shapes), use_index=False).full()[0]
    assert (queen_weights(shapes).toarray() == oracle + np.eye(len(shapes))).all()


def test_missing_and_empty_geometries_have_empty_rows() -> None:
    weights = queen_weights([None, *squares(1, 2), shapely.Polygon()]).toarray()
    assert weights.tolist() == [[0, 0, 0, 0], [0, 1, 1, 0], [0, 1, 1, 0], [0, 0, 0, 0]]
    assert queen_weights([]).shape == (0, 0)


def test_infinite_geometry_is_refused() -> None:
    with pytest.raises(ValueError, match="infinite"):
        queen_weights([shapely.Point(np.inf, 0), shapely.Point(0, 0)])


def test_nearest() -> None:
    points = [[0, 0], [1, 0], [np.nan, np.nan], [3, 0], [7, 0]]
    expected = [[1, 1, 0, 1, 0], [1, 1, 0, 1, 0], [0] * 5, [1, 1, 0, 1, 0], [0, 1, 0, 1, 1]]
    assert nearest_weights(points, 2).toarray().tolist() == expected


def test_nearest_takes_the_first_of_equally_far() -> None:
    points = [[0, 0], [1, 0], [-1, 0], [0, 1], [0, -1]]
    assert nearest_weights(points, 2).toarray()[0].tolist() == [1, 1, 1, 0, 0]
    assert nearest_weights([[0, 0]] * 4, 2).toarray()[3].tolist() == [1, 1, 0, 1]


def test_nearest_equals_libpysal() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from libpysal.weights import KNN

        points = np.random.default_rng(2).random((50, 2))
        oracle = KNN.from_array(points, k=5).full()[0]
    assert (nearest_weights(points, 5).toarray() == oracle + np.eye(50)).all()


def test_band_includes_its_edge() -> None:
    points = [[0, 0], [100, 0], [200.5, 0], [np.nan, 0]]
    assert band_weights(points, 100).toarray().tolist() == [[1, 1, 0, 0], [1, 1, 0, 0], [0, 0, 1, 0], [0, 0, 0, 0]]


def test_bad_options_are_refused() -> None:
    with pytest.raises(ValueError, match="nearest"):
        nearest_weights([[0, 0], [1, 1]], 2)
    with pytest.raises(ValueError, match="positive"):
        band_weights([[0, 0], [1, 1]], 0)
    with pytest.raises(ValueError, match="infinite"):
        band_weights([[0, 0], [np.inf, 1]], 1)
    with pytest.raises(ValueError, match="shape"):
        band_weights([0, 1], 1)
