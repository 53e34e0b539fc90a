"""Cells a little larger than a distance, so that whatever lies within it of a point is in the 3 × 3 cells around it."""

import numpy as np
from numpy.typing import NDArray

from analytics.places.coordinates import EARTH_RADIUS_M

Keys = NDArray[np.int64]

# Room for a column of every longitude at the equator and a row of every latitude, for cells of 20 m and more.
_COLUMNS, _ROWS = 2**22, 2**21
_SLACK = 1.001
# Closer to a pole than this (cosine of the latitude) one column goes all the way round.
_POLAR = 1e-2

AROUND = tuple((east, north) for north in (-1, 0, 1) for east in (-1, 0, 1))


def cell_keys(
    groups: NDArray[np.int64],
    lon: NDArray[np.float64],
    lat: NDArray[np.float64],
    distance_m: float,
    step: tuple[int, int] = (0, 0),
) -> Keys:
    """The number of each point's cell, or of the cell `step` = (east, north) of it; groups never share one.

    `groups` are small numbers from 0 (dense ranks, under 2²⁰); lon and lat finite degrees. Any two points of a group
    within `distance_m` (20 or more) of each other lie in cells at most one step apart, except across the antimeridian.
    """
    height = np.degrees(distance_m / EARTH_RADIUS_M) * _SLACK
    row = np.floor(lat / height).astype(np.int64) + step[1]
    # The width holds for the row's end nearest to a pole and for the rows beside it, where a degree is still shorter.
    farthest = np.maximum(np.abs(row - 1), np.abs(row + 2)) * height
    cosine = np.cos(np.radians(np.minimum(farthest, 90.0)))
    width = np.where(cosine < _POLAR, 720.0, height / np.maximum(cosine, _POLAR))
    column = np.floor((lon + 180.0) / width).astype(np.int64) + step[0]
    return (groups * _ROWS + row + _ROWS // 2) * _COLUMNS + column + 1
