"""Pixels that one straight edge cuts in two: which polygon holds either half.

Inside such a pixel the answer changes at that edge alone, so the side of a point decides. What a half belongs to is
read from a pixel beside it that no edge touches and that meets the half in a corner.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analytics.places.borders import MARGIN, Edges

UNKNOWN = -2
# In pixels. A pixel is at least 1e-9 of the coordinates, so turning them into pixels errs by some 1e-7 of one.
TOO_CLOSE = 1e-5
# Row and column of each neighbour, and the corner (in pixels from the south-west one) that it shares.
NEIGHBOURS = (
    (0, -1, 0, 0), (0, 1, 1, 1), (-1, 0, 0, 0), (1, 0, 1, 1),
    (-1, -1, 0, 0), (-1, 1, 1, 0), (1, -1, 0, 1), (1, 1, 1, 1),
)  # fmt: skip

Indices = NDArray[np.int32]
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Halves:
    """Per cut pixel: its edge as a line (a, b, c; a·x + b·y + c is the distance in pixels, above 0 on its left) and
    the labels on the left and on the right of it, UNKNOWN where that could not be told.
    """

    line: Floats
    left: Indices
    right: Indices

    def at(self, pixel: Indices, x: Floats, y: Floats) -> Indices:
        """The label of points (in pixels) inside the cut pixels of these numbers; UNKNOWN also next to the edge."""
        a, b, c = self.line[:, pixel]
        distance = a * x + b * y + c
        label = np.where(distance > 0, self.left[pixel], self.right[pixel])
        return np.where(np.abs(distance) > TOO_CLOSE, label, np.int32(UNKNOWN))


def halves(labels: Indices, flat: NDArray[np.int64], edge: NDArray[np.int64], edges: Edges) -> Halves:
    """The halves of the pixels at the flat positions, each cut by the edge of that number and touched by no other.

    `labels`: per pixel the polygon around it, OUTSIDE (-1), or UNKNOWN where an edge passes. The pixels must have
    neighbours on all sides.
    """
    width = labels.shape[1]
    row, column = np.divmod(flat, width)
    line = _lines(edges)[:, edge]
    at_corner = line[0] * column + line[1] * row + line[2]
    left, right = np.full(len(flat), UNKNOWN, dtype=np.int32), np.full(len(flat), UNKNOWN, dtype=np.int32)
    for up, aside, corner_x, corner_y in NEIGHBOURS:
        beside = labels.ravel()[flat + up * width + aside]
        distance = at_corner + line[0] * corner_x + line[1] * corner_y
        told = beside != UNKNOWN
        np.copyto(left, beside, where=told & (distance > MARGIN))
        np.copyto(right, beside, where=told & (distance < -MARGIN))
    return Halves(line, left, right)


def _lines(edges: Edges) -> Floats:
    x1, y1, x2, y2 = edges
    run, rise = x2 - x1, y2 - y1
    length = np.hypot(run, rise)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.array([-rise / length, run / length, (x1 * rise - y1 * run) / length])
