"""Who is a neighbour of whom: sparse 0/1 weights between places, the place itself included, as Gi* needs them."""

import numpy as np
import shapely
from numpy.typing import ArrayLike, NDArray
from scipy import sparse
from scipy.spatial import KDTree

FloatArray = NDArray[np.float64]


def queen_weights(geometries: ArrayLike) -> sparse.csr_array:
    """Weights (places, places): 1 where two geometries touch or overlap anywhere, a corner is enough, and for itself.

    Missing or empty geometries have an empty row and column: `gi_star` leaves them out. A place that touches nobody has
    itself alone. ValueError for coordinates that are infinite or not a number.
    """
    shapes = np.asarray(geometries, dtype=object)
    present = np.flatnonzero(~(shapely.is_missing(shapes) | shapely.is_empty(shapes)))
    if not np.isfinite(shapely.bounds(shapes[present])).all():
        raise ValueError("geometries with infinite coordinates have no neighbours")
    pairs = shapely.STRtree(shapes[present]).query(shapes[present], predicate="intersects")
    return _zero_one(present[pairs[0]], present[pairs[1]], len(shapes))


def nearest_weights(points: ArrayLike, k: int) -> sparse.csr_array:
    """Weights (places, places): 1 for the k nearest other places and for itself; not symmetric.

    `points` is (places, 2) in metres; a row of NaN has no neighbours. Of places equally far the one listed first is
    taken. ValueError unless 1 <= k < places with a point, and for infinite coordinates.
    """
    coordinates, present = _located(points)
    if not 1 <= k < len(present):
        raise ValueError(f"{k} nearest neighbours need 1 <= k < {len(present)} places with a point")
    tree = KDTree(coordinates[present])
    rows, columns = [np.arange(len(present))], [np.arange(len(present))]
    # One at a time, because a tree says nothing of the order of places that are equally far.
    reach = tree.query(coordinates[present], k=k + 1)[0][:, -1]
    for place, within in enumerate(tree.query_ball_point(coordinates[present], reach * (1 + 1e-12))):
        others = np.setdiff1d(within, [place])
        apart = np.linalg.norm(tree.data[others] - tree.data[place], axis=1)
        chosen = others[np.lexsort((others, apart))[:k]]
        rows.append(np.full(len(chosen), place))
        columns.append(chosen)
    return _zero_one(present[np.concatenate(rows)], present[np.concatenate(columns)], len(coordinates))


def band_weights(points: ArrayLike, distance_m: float) -> sparse.csr_array:
    """Weights (places, places): 1 for places at most `distance_m` away and for itself.

    `points` as for `nearest_weights`. ValueError for a distance that is not positive, or infinite coordinates.
    """
    coordinates, present = _located(points)
    if not 0 < distance_m < np.inf:
        raise ValueError(f"a distance band needs a positive distance, not {distance_m}")
    pairs = KDTree(coordinates[present]).query_pairs(distance_m, output_type="ndarray")
    rows = np.concatenate([pairs[:, 0], pairs[:, 1], np.arange(len(present))])
    columns = np.concatenate([pairs[:, 1], pairs[:, 0], np.arange(len(present))])
    return _zero_one(present[rows], present[columns], len(coordinates))


def _located(points: ArrayLike) -> tuple[FloatArray, NDArray[np.int64]]:
    coordinates = np.asarray(points, dtype=np.float64)
    if coordinates.ndim != 2 or coordinates.shape[1] != 2:
        raise ValueError(f"points must be (places, 2), not of shape {coordinates.shape}")
    if np.isinf(coordinates).any():
        raise ValueError("points with infinite coordinates have no neighbours")
    return coordinates, np.flatnonzero(~np.isnan(coordinates).any(axis=1))


def _zero_one(rows: NDArray[np.int64], columns: NDArray[np.int64], places: int) -> sparse.csr_array:
    return sparse.csr_array((np.ones(len(rows)), (rows, columns)), shape=(places, places))
