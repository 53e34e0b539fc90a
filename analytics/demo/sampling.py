"""Points and short lines inside polygons, for many polygons at once: cut into triangles first, then drawn by area."""

from __future__ import annotations

import numpy as np
import shapely

from analytics.demo.cells import DIGITS, LONGITUDE_SCALE

INNER = 0.03  # how far points stay from a triangle's edges, so that rounding leaves them inside
METRES = 111_195  # per degree of latitude
TRIES = 8  # lines drawn, of which the longest is kept
THINNEST = 2e-4  # height in degrees: a thinner triangle could lose a point by rounding


class Sampler:
    """Draws places inside the polygons it was made for."""

    def __init__(self, polygons: np.ndarray) -> None:
        pieces, owner = shapely.get_parts(shapely.constrained_delaunay_triangles(polygons), return_index=True)
        corners = shapely.get_coordinates(pieces).reshape(-1, 4, 2)[:, :3]
        area = shapely.area(pieces)
        # A polygon whose triangles are all thin keeps the largest of them.
        height = 2 * area / np.linalg.norm(corners - np.roll(corners, 1, axis=1), axis=2).max(axis=1)
        order = np.lexsort((-area, owner))
        best = np.zeros(len(area), dtype=bool)
        best[order[np.flatnonzero(np.diff(owner[order], prepend=-1))]] = True
        kept = best | (height > THINNEST)
        self.polygons = polygons
        self.corners = corners[kept]
        size = area[kept]
        self.first = np.searchsorted(owner[kept], np.arange(len(polygons) + 1))
        self.reach = np.concatenate([[0.0], np.cumsum(size)])

    def triangles(self, polygon: np.ndarray, random: np.random.Generator) -> np.ndarray:
        """One triangle of each polygon asked for, by area."""
        low, high = self.reach[self.first[polygon]], self.reach[self.first[polygon + 1]]
        found = np.searchsorted(self.reach, low + (high - low) * random.random(len(polygon)), side="right") - 1
        return np.clip(found, self.first[polygon], self.first[polygon + 1] - 1)

    def points(self, polygon: np.ndarray, random: np.random.Generator) -> np.ndarray:
        """A point, longitude and latitude, inside each polygon asked for."""
        return np.round(self._inside(self.triangles(polygon, random), random), DIGITS)

    def lines(self, polygon: np.ndarray, metres: np.ndarray, random: np.random.Generator) -> np.ndarray:
        """Two ends, (polygons, 2, 2), of a line of at most that length inside each polygon: the longest of a few."""
        best = np.stack([self.points(polygon, random)] * 2, axis=1)
        longest = np.zeros(len(polygon))
        for turn in range(TRIES):
            triangle = self.triangles(polygon, random)
            start = self._inside(triangle, random)
            # Two points of one triangle always see each other; those of two triangles must be tried.
            end = self._inside(triangle if turn == 0 else self.triangles(polygon, random), random)
            share = np.minimum(1.0, metres / np.maximum(lengths(start, end), 1.0))[:, None]
            line = np.round(np.stack([start, start + (end - start) * share], axis=1), DIGITS)
            length = lengths(line[:, 0], line[:, 1])
            better = (length > longest) & shapely.contains(self.polygons[polygon], shapely.linestrings(line))
            best[better], longest[better] = line[better], length[better]
        return best

    def _inside(self, triangle: np.ndarray, random: np.random.Generator) -> np.ndarray:
        one, two = random.random((2, len(triangle)))
        root = np.sqrt(one)
        shares = np.stack([1 - root, root * (1 - two), root * two], axis=1)
        shares = INNER + (1 - 3 * INNER) * shares
        return np.einsum("ij,ijk->ik", shares, self.corners[triangle])


def lengths(start: np.ndarray, end: np.ndarray) -> np.ndarray:
    """Metres between points given in degrees, on the flat."""
    return np.hypot((end[:, 0] - start[:, 0]) * LONGITUDE_SCALE, end[:, 1] - start[:, 1]) * METRES
