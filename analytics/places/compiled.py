"""Points into polygons in loops that numba compiles: the answers of `placing` at a fraction of its time.

A raster says which polygon holds all of a pixel. Where one straight edge alone passes, the side of it decides; where
more do, the rings of the polygons there are counted through, as GEOS does; a point whose side of an edge rounding could
change is left to shapely. Needs requirements-fast.txt.
"""

from dataclasses import dataclass

import numpy as np
import shapely
from numba import njit
from numpy.typing import NDArray

from analytics.places.borders import MARGIN
from analytics.places.halves import NEIGHBOURS, TOO_CLOSE

OUTSIDE, UNSURE = -1, -2
_BORDER = -2
_NONE, _SEVERAL = -1, -2
_LONGEST_SIDE = 2048
# Beyond this many points of a polygon shapely's index of its edges is faster than counting through all of them.
_LONGEST_RINGS = 1_000
# Shewchuk's bound is 3.4e-16: what lies closer to an edge, relative to the products, has no certain side.
_CERTAIN = 1e-15

Floats = NDArray[np.float64]
Indices = NDArray[np.int32]


@dataclass(frozen=True)
class Pixels:
    """Per pixel the polygon that holds all of it, OUTSIDE, or _BORDER less the number of its list of polygons.

    `cuts`: per list the only edge of its pixel as a line (a, b, c, as `Halves`) and the labels on its left and right.
    """

    west: float
    south: float
    per_unit: float
    labels: Indices
    starts: NDArray[np.int64]
    listed: Indices
    cuts: Floats
    rings: tuple[Floats, NDArray[np.bool_], NDArray[np.int64], Floats]

    def place(self, x: Floats, y: Floats) -> Indices:
        """The first polygon that holds each point, OUTSIDE for none and for no point, UNSURE where shapely must say."""
        return _place(
            x, y, self.west, self.south, self.per_unit, self.labels, self.starts, self.listed, self.cuts, *self.rings
        )


def pixels(shapes: NDArray[np.object_], longest_side: int = _LONGEST_SIDE) -> Pixels:
    """The pixels of one or more polygons and multipolygons with finite bounds."""
    rings = _rings(shapes)
    boxes = rings[3]
    west, south, east, north = *boxes[:, :2].min(axis=0), *boxes[:, 2:].max(axis=0)
    finest = 1e-9 * max(1.0, *map(abs, (west, south, east, north)))
    pixel = max(max(east - west, north - south) / (longest_side - 2), finest)
    width, height = (int(np.ceil(span / pixel)) + 2 for span in (east - west, north - south))
    west, south, per_unit = float(west - pixel), float(south - pixel), 1 / float(pixel)
    labels, starts, listed, cuts = _labelled(west, south, per_unit, height, width, *rings)
    return Pixels(west, south, per_unit, labels, starts, listed, cuts, rings)


def _rings(shapes: NDArray[np.object_]) -> tuple[Floats, NDArray[np.bool_], NDArray[np.int64], Floats]:
    """Points of all rings; which of them end a ring; where each polygon's begin (and the end); each polygon's box."""
    parts, owner = shapely.get_parts(shapes, return_index=True)
    rings, part = shapely.get_rings(parts, return_index=True)
    sizes = shapely.get_num_coordinates(rings)
    last = np.zeros(sizes.sum(), dtype=bool)
    last[np.cumsum(sizes) - 1] = True
    begins = np.append(0, np.cumsum(np.bincount(owner[part], sizes, len(shapes)))).astype(np.int64)
    return shapely.get_coordinates(rings), last, begins, shapely.bounds(shapes)


@njit(inline="always")
def _holds(x, y, points, last, begin, end):
    """1 where the rings hold the point, 0 where not, UNSURE on an edge and where rounding might decide."""
    odd = 0
    y1 = points[begin, 1]
    for i in range(begin, end - 1):
        y2 = points[i + 1, 1]
        if (y1 > y) != (y2 > y):
            if not last[i]:
                x1, x2 = points[i, 0] - x, points[i + 1, 0] - x
                if x1 > 0 and x2 > 0:
                    odd ^= 1
                elif x1 >= 0 or x2 >= 0:
                    left, right = x1 * (y2 - y), x2 * (y1 - y)
                    if not abs(left - right) > _CERTAIN * (abs(left) + abs(right)):
                        return UNSURE
                    odd ^= (left > right) == (y2 > y1)
        elif y2 == y and not last[i]:
            x1, x2 = points[i, 0], points[i + 1, 0]
            if x2 == x or (y1 == y and min(x1, x2) <= x <= max(x1, x2)):
                return UNSURE
        y1 = y2
    return odd


@njit(inline="always")
def _first(x, y, number, starts, listed, points, last, begins, boxes, longest):
    for entry in range(starts[number], starts[number + 1]):
        polygon = listed[entry]
        if boxes[polygon, 0] <= x <= boxes[polygon, 2] and boxes[polygon, 1] <= y <= boxes[polygon, 3]:
            begin, end = begins[polygon], begins[polygon + 1]
            held = _holds(x, y, points, last, begin, end) if end - begin <= longest else UNSURE
            if held == UNSURE:
                return UNSURE
            if held:
                return polygon
    return OUTSIDE


@njit(cache=True)
def _labelled(west, south, per_unit, height, width, points, last, begins, boxes):
    labels = np.zeros((height, width), np.int32)
    edges = np.full((height, width), _NONE, np.int32)
    for i in range(len(points) - 1):
        if not last[i]:
            x1, y1 = (points[i, 0] - west) * per_unit, (points[i, 1] - south) * per_unit
            x2, y2 = (points[i + 1, 0] - west) * per_unit, (points[i + 1, 1] - south) * per_unit
            _touch(labels, edges, i, points, x1, y1, x2, y2)
    borders = 0
    for row in range(height):
        for column in range(width):
            if labels[row, column] == _BORDER:
                labels[row, column] = _BORDER - borders
                borders += 1
    starts, listed = _lists(labels, borders, west, south, per_unit, boxes)
    for row in range(height):
        for column in range(width):
            if labels[row, column] <= _BORDER:
                continue
            # A free pixel has the label of a free one beside it, else that of its centre.
            if column == 0:
                labels[row, column] = OUTSIDE
            elif labels[row, column - 1] > _BORDER:
                labels[row, column] = labels[row, column - 1]
            elif row > 0 and labels[row - 1, column] > _BORDER:
                labels[row, column] = labels[row - 1, column]
            else:
                # Whatever holds all of this pixel reaches into the one before it, and is in that one's list.
                number = _BORDER - labels[row, column - 1]
                x, y = west + (column + 0.5) / per_unit, south + (row + 0.5) / per_unit
                labels[row, column] = _first(
                    x, y, number, starts, listed, points, last, begins, boxes, len(points)
                )
    return labels, starts, listed, _cuts(labels, edges, borders, west, south, per_unit, points)


@njit(inline="always")
def _same(points, i, k):
    """Whether two edges have the same ends, in whatever direction."""
    if points[i, 0] == points[k, 0] and points[i, 1] == points[k, 1]:
        return points[i + 1, 0] == points[k + 1, 0] and points[i + 1, 1] == points[k + 1, 1]
    if points[i, 0] == points[k + 1, 0] and points[i, 1] == points[k + 1, 1]:
        return points[i + 1, 0] == points[k, 0] and points[i + 1, 1] == points[k, 1]
    return False


@njit(cache=True)
def _cuts(labels, edges, borders, west, south, per_unit, points):
    """The edge of each border pixel that has one alone, and the labels beside it; UNSURE where that is not told."""
    cuts = np.zeros((borders, 5))
    cuts[:, 3:] = UNSURE
    for row in range(1, len(labels) - 1):
        for column in range(1, labels.shape[1] - 1):
            i = edges[row, column]
            if i < 0:
                continue
            cut = cuts[_BORDER - labels[row, column]]
            x1, y1 = (points[i, 0] - west) * per_unit, (points[i, 1] - south) * per_unit
            run, rise = (points[i + 1, 0] - points[i, 0]) * per_unit, (points[i + 1, 1] - points[i, 1]) * per_unit
            length = np.hypot(run, rise)
            if length == 0:
                continue
            cut[0], cut[1], cut[2] = -rise / length, run / length, (x1 * rise - y1 * run) / length
            for k in range(len(NEIGHBOURS)):
                up, aside, corner_x, corner_y = NEIGHBOURS[k]
                beside = labels[row + up, column + aside]
                distance = cut[0] * (column + corner_x) + cut[1] * (row + corner_y) + cut[2]
                if beside > _BORDER and abs(distance) > MARGIN:
                    cut[3 if distance > 0 else 4] = beside
    return cuts


@njit(cache=True)
def _touch(labels, edges, i, points, x1, y1, x2, y2):
    """Marks the pixels that an edge touches or all but touches, with its number, or _SEVERAL where another one did."""
    rise = y2 - y1
    for row in range(int(np.floor(min(y1, y2) - MARGIN)), int(np.floor(max(y1, y2) + MARGIN)) + 1):
        # A level edge lies in its rows with all of its length.
        low, high = 0.0, 1.0
        if rise != 0:
            one, other = (row - MARGIN - y1) / rise, (row + 1 + MARGIN - y1) / rise
            low, high = min(max(min(one, other), 0.0), 1.0), min(max(max(one, other), 0.0), 1.0)
        at_low, at_high = x1 + low * (x2 - x1), x1 + high * (x2 - x1)
        first, final = int(np.floor(min(at_low, at_high) - MARGIN)), int(np.floor(max(at_low, at_high) + MARGIN))
        for column in range(first, final + 1):
            labels[row, column] = _BORDER
            other = edges[row, column]
            if other == _NONE:
                edges[row, column] = i
            elif other >= 0 and not _same(points, i, other):
                edges[row, column] = _SEVERAL


@njit(cache=True)
def _lists(labels, borders, west, south, per_unit, boxes):
    """For each border pixel the polygons whose box meets it, first ones first: where each list starts, all lists."""
    starts = np.zeros(borders + 1, np.int64)
    listed = np.zeros(0, np.int32)
    for filling in (False, True):
        for polygon in range(len(boxes)):
            first = int(np.floor((boxes[polygon, 0] - west) * per_unit - MARGIN))
            final = int(np.floor((boxes[polygon, 2] - west) * per_unit + MARGIN))
            lowest = int(np.floor((boxes[polygon, 1] - south) * per_unit - MARGIN))
            highest = int(np.floor((boxes[polygon, 3] - south) * per_unit + MARGIN))
            for row in range(lowest, highest + 1):
                for column in range(first, final + 1):
                    number = _BORDER - labels[row, column]
                    if number >= 0:
                        if filling:
                            listed[starts[number]] = polygon
                        starts[number] += 1
        if not filling:
            total = 0
            for number in range(borders + 1):
                total, starts[number] = total + starts[number], total
            listed = np.zeros(total, np.int32)
    # Filling has moved every start to the next one's.
    starts[1:] = starts[:-1].copy()
    starts[0] = 0
    return starts, listed


@njit(cache=True)
def _place(x, y, west, south, per_unit, labels, starts, listed, cuts, points, last, begins, boxes):
    height, width = labels.shape
    out = np.empty(len(x), np.int32)
    counts = np.zeros(len(starts), np.int64)
    for k in range(len(x)):
        across, up = (x[k] - west) * per_unit, (y[k] - south) * per_unit
        label = OUTSIDE
        if 0 <= across < width and 0 <= up < height:  # neither NaN nor endless
            label = labels[int(up), int(across)]
        if label <= _BORDER:
            cut = cuts[_BORDER - label]
            distance = cut[0] * across + cut[1] * up + cut[2]
            side = cut[3] if distance > 0 else cut[4]
            if side != UNSURE and abs(distance) > TOO_CLOSE:
                label = np.int32(side)
        out[k] = label
        if label <= _BORDER:
            counts[_BORDER - label + 1] += 1
    # Pixel by pixel: in the order of the points every look at a list and its rings would have to wait for memory.
    place = np.cumsum(counts)
    sorted_points = np.empty(place[-1], np.int64)
    for k in range(len(x)):
        if out[k] <= _BORDER:
            number = _BORDER - out[k]
            sorted_points[place[number]] = k
            place[number] += 1
    for k in sorted_points:
        number = _BORDER - out[k]
        out[k] = _first(x[k], y[k], number, starts, listed, points, last, begins, boxes, _LONGEST_RINGS)
    return out
