"""Which pixels of a raster the edges of polygons touch, and which of the others hang together."""

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy import ndimage

# In pixels. Turning degrees into pixels errs by some 1e-11 of a pixel for a city, so that a pixel this much away from
# an edge is surely not touched by it.
MARGIN = 1e-3


Edges = tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]


@dataclass(frozen=True)
class Border:
    """Which pixels (height, width; southernmost row first) an edge touches or all but touches.

    `flat` and `edge`: the flat positions of those that one edge alone touches, and the number of that edge in `edges`
    (x1, y1, x2, y2 in pixels; an edge that polygons share is there once).
    """

    touched: NDArray[np.bool_]
    flat: NDArray[np.int64]
    edge: NDArray[np.int64]
    edges: Edges


def border_pixels(
    shapes: NDArray[np.object_], west: float, south: float, pixel: float, shape: tuple[int, int]
) -> Border:
    """The border of polygons and multipolygons that lie inside the raster."""
    edges = _edges(shapes, west, south, pixel)
    x1, y1, x2, y2 = edges
    first_row = np.floor(np.minimum(y1, y2) - MARGIN).astype(np.int64)
    rows = np.floor(np.maximum(y1, y2) + MARGIN).astype(np.int64) - first_row + 1
    edge = np.repeat(np.arange(len(rows)), rows)
    row = first_row[edge] + _steps(rows)
    x_from, x_to = _crossed(x1[edge], y1[edge], x2[edge], y2[edge], row)
    column = np.floor(x_from - MARGIN).astype(np.int64)
    columns = np.floor(x_to + MARGIN).astype(np.int64) - column + 1
    flat = np.repeat(row * shape[1] + column, columns) + _steps(columns)
    times = np.bincount(flat, minlength=shape[0] * shape[1])
    alone = times[flat] == 1
    return Border((times > 0).reshape(shape), flat[alone], np.repeat(edge, columns)[alone], edges)


def connected_regions(free: NDArray[np.bool_]) -> tuple[NDArray[np.int32], NDArray[np.intp]]:
    """The region's number per pixel (0 = not free, else from 1) and one pixel's flat position for each region.

    Pixels hang together over their sides, not over their corners.
    """
    region, count = ndimage.label(free)
    samples = np.zeros(count + 1, dtype=np.intp)
    # Written backwards, so that the first pixel of each region is the one that stays.
    samples[region.ravel()[::-1]] = np.arange(region.size - 1, -1, -1)
    return region, samples[1:]


def _edges(shapes: NDArray[np.object_], west: float, south: float, pixel: float) -> Edges:
    """The ends of every edge in pixels from the south-west corner; what two polygons share is there once."""
    rings = shapely.get_rings(shapely.get_parts(shapes))
    points, ring = shapely.get_coordinates(rings, return_index=True)
    x, y = (points[:, 0] - west) / pixel, (points[:, 1] - south) / pixel
    same = ring[1:] == ring[:-1]
    ends = np.array([x[:-1][same], y[:-1][same], x[1:][same], y[1:][same]])
    backwards = (ends[0] > ends[2]) | ((ends[0] == ends[2]) & (ends[1] > ends[3]))
    ends = np.where(backwards, ends[[2, 3, 0, 1]], ends)
    # Two edges of one sum that are not the same may part equal ones: those then count as two, which is safe.
    ends = ends[:, np.argsort(ends.sum(axis=0), kind="stable")]
    fresh = np.ones(ends.shape[1], dtype=bool)
    fresh[1:] = (ends[:, 1:] != ends[:, :-1]).any(axis=0)
    first_x, first_y, last_x, last_y = ends[:, fresh]
    return first_x, first_y, last_x, last_y


def _crossed(
    x1: NDArray[np.float64],
    y1: NDArray[np.float64],
    x2: NDArray[np.float64],
    y2: NDArray[np.float64],
    row: NDArray[np.int64],
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The smallest and largest x that each edge reaches inside its row (widened by the margin)."""
    rise = y2 - y1
    with np.errstate(divide="ignore", invalid="ignore"):
        low, high = (row - MARGIN - y1) / rise, (row + 1 + MARGIN - y1) / rise
    # A level edge lies in its rows with all of its length.
    low, high = np.where(rise == 0, 0.0, low), np.where(rise == 0, 1.0, high)
    low, high = np.clip(np.minimum(low, high), 0, 1), np.clip(np.maximum(low, high), 0, 1)
    at_low, at_high = x1 + low * (x2 - x1), x1 + high * (x2 - x1)
    return np.minimum(at_low, at_high), np.maximum(at_low, at_high)


def _steps(counts: NDArray[np.int64]) -> NDArray[np.int64]:
    """0 … count-1 for each count, one after the other."""
    ends = np.cumsum(counts)
    return np.arange(ends[-1] if len(ends) else 0) - np.repeat(ends - counts, counts)
