"""Cases near a case in space, time and class: found before by the city itself, and come back after closing."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from analytics.places.cells import AROUND, cell_keys
from analytics.places.coordinates import haversine_m
from analytics.places.spans import GroupedTimes, span_maxima, written_out

NEAR_M = 30.0
EARLIER = np.timedelta64(7, "D")
LATER = np.timedelta64(30, "D")
# What DuckDB reads as 'infinity'::timestamp.
INFINITY = np.datetime64(np.iinfo(np.int64).max, "us")

Moments = NDArray[np.datetime64]
Integers = NDArray[np.int64]
Floats = NDArray[np.float64]

_NONE = np.iinfo(np.int64).min  # as a time: NaT
_PAIRS_AT_ONCE = 2_000_000
_QUERIES_AT_ONCE = 500_000
_ROWS_AT_ONCE = 1_000_000
# So many cases of a class on one and the same point (a default point, a busy address) are answered by one range
# maximum instead of pair by pair: 80,000 cases on a point would make billions of pairs.
_STACK = 48


def earlier_find_until(
    *,
    lon: ArrayLike,
    lat: ArrayLike,
    reported_at: ArrayLike,
    voided_at: ArrayLike,
    classes: ArrayLike,
    self_found: ArrayLike,
) -> Moments:
    """Per case until when an earlier find of the city's own stood: datetime64[us], NaT where there is none.

    An earlier find is a self-found case of the same class (scheme, kind and major, as a number; −1 = unknown, which
    matches nothing) at most 30 m away, reported in the 7 days before, strictly earlier. It stands until it is voided;
    INFINITY if it never was. The largest is given, so "found before, as known at T" is `result > T`.
    A case without coordinates or reported_at neither finds nor is found.
    """
    reported = _microseconds(reported_at)
    own = np.asarray(self_found, dtype=bool)
    places = _Places.of(lon, lat, classes)
    known = ~np.isnat(reported)
    windows = reported - EARLIER, reported
    return _latest(places, own & known, _integers(reported), _standing(voided_at), known, windows)


def recurrence_until(
    *,
    lon: ArrayLike,
    lat: ArrayLike,
    reported_at: ArrayLike,
    closed_at: ArrayLike,
    voided_at: ArrayLike,
    classes: ArrayLike,
) -> Moments:
    """Per closed case until when a later case at its place stood: datetime64[us], NaT where there is none.

    A later case is one of the same class (scheme, kind, major and minor; −1 matches nothing), from whatever source, at
    most 30 m away, reported after the closing and no later than 30 days after it (and after the case's own report, so
    that no case follows itself). Standing, missing values and INFINITY as in `earlier_find_until`.
    """
    reported, closed = _microseconds(reported_at), _microseconds(closed_at)
    places = _Places.of(lon, lat, classes)
    tick = np.timedelta64(1, "us")
    known = ~np.isnat(reported)
    windows = np.maximum(closed, reported) + tick, closed + LATER + tick
    return _latest(places, known, _integers(reported), _standing(voided_at), known & ~np.isnat(closed), windows)


@dataclass(frozen=True)
class _Places:
    """Points with their class as a dense rank, −1 where a class or a coordinate is missing."""

    lon: Floats
    lat: Floats
    rank: Integers

    @classmethod
    def of(cls, lon: ArrayLike, lat: ArrayLike, classes: ArrayLike) -> "_Places":
        x, y = np.asarray(lon, dtype=np.float64), np.asarray(lat, dtype=np.float64)
        given = np.asarray(classes, dtype=np.int64)
        rank = np.unique(given, return_inverse=True)[1].astype(np.int64)
        possible = (np.abs(x) <= 180) & (np.abs(y) <= 90) & (given >= 0)
        return cls(x, y, np.where(possible, rank, -1))

    def __getitem__(self, chosen: NDArray) -> "_Places":
        return _Places(self.lon[chosen], self.lat[chosen], self.rank[chosen])

    def keys(self, step: tuple[int, int] = (0, 0)) -> Integers:
        return cell_keys(self.rank, self.lon, self.lat, NEAR_M, step)


class _Index:
    """Candidates by cell or by stack: groups of one key each, their events sorted by time."""

    def __init__(self, places: _Places, groups: Integers, times: Integers, values: Integers) -> None:
        self.sorted = GroupedTimes(groups, times)
        self.places, self.values = places[self.sorted.order], values[self.sorted.order]


def _latest(
    places: _Places,
    candidate: NDArray[np.bool_],
    times: Integers,
    values: Integers,
    asking: NDArray[np.bool_],
    windows: tuple[Moments, Moments],
) -> Moments:
    """Per row the largest value of the candidates near it, of its class, with a time in its window [first, after)."""
    out = np.full(len(times), _NONE, dtype=np.int64)
    for rows in _by_class(places.rank):
        offered, asked = rows[candidate[rows]], rows[asking[rows]]
        if not (len(offered) and len(asked)):
            continue
        # Asked in the order of the cells, so that each array search runs along the array instead of jumping about.
        asked = asked[np.argsort(places[asked].keys(), kind="stable")]
        found = _Candidates(places[offered], times[offered], values[offered])
        for start in range(0, len(asked), _QUERIES_AT_ONCE):
            chunk = asked[start : start + _QUERIES_AT_ONCE]
            out[chunk] = found.latest(places[chunk], *(_integers(end[chunk]) for end in windows))
    return out.view("datetime64[us]")


def _by_class(rank: Integers) -> Iterator[Integers]:
    """The rows of a class or of several small ones at a time, those without a class never: this bounds the memory."""
    order = np.argsort(rank, kind="stable")
    ends = np.cumsum(np.bincount(rank + 1, minlength=1))
    start = ends[0]
    for end, following in zip(ends[1:], [*ends[2:], np.inf][: len(ends) - 1], strict=True):
        if following - start > _ROWS_AT_ONCE and end > start:
            yield order[start:end]
            start = end


class _Candidates:
    """The candidates, those on crowded points apart: `loose` grouped by cell, `stacked` by point."""

    def __init__(self, places: _Places, times: Integers, values: Integers) -> None:
        cells, cell, size = np.unique(places.keys(), return_inverse=True, return_counts=True)
        stack = _stacks(places, np.flatnonzero(size[cell] >= _STACK))
        loose = np.flatnonzero(stack < 0)
        self.cells = cells
        self.loose = _Index(places[loose], cell[loose], times[loose], values[loose])
        piled = np.flatnonzero(stack >= 0)
        self.stacked = _Index(places[piled], stack[piled], times[piled], values[piled])
        _, member = np.unique(stack[piled], return_index=True)
        self.points = places[piled[member]]
        self.point_keys = self.points.keys()
        self.point_order = np.argsort(self.point_keys, kind="stable")

    def latest(self, asked: _Places, first: Integers, after: Integers) -> Integers:
        out = np.full(len(first), _NONE, dtype=np.int64)
        loose = self.loose.sorted.ranks(first), self.loose.sorted.ranks(after)
        stacked = self.stacked.sorted.ranks(first), self.stacked.sorted.ranks(after)
        for step in AROUND:
            keys = asked.keys(step)
            self._loose_latest(out, asked, keys, *loose)
            if len(self.point_keys):
                self._stacked_latest(out, asked, keys, *stacked)
        return out

    def _loose_latest(
        self, out: Integers, asked: _Places, keys: Integers, rank_from: Integers, rank_to: Integers
    ) -> None:
        cell = np.searchsorted(self.cells, keys)
        rows = np.flatnonzero(self.cells[np.minimum(cell, len(self.cells) - 1)] == keys)
        first, after = self.loose.sorted.spans(cell[rows], rank_from[rows], rank_to[rows])
        filled = after > first
        rows, first, after = rows[filled], first[filled], after[filled]
        for part, positions, begins in written_out(first, after, _PAIRS_AT_ONCE):
            counts = (after - first)[part]
            near = _near(asked[np.repeat(rows[part], counts)], self.loose.places[positions])
            best = np.maximum.reduceat(np.where(near, self.loose.values[positions], _NONE), begins)
            out[rows[part]] = np.maximum(out[rows[part]], best)

    def _stacked_latest(
        self, out: Integers, asked: _Places, keys: Integers, rank_from: Integers, rank_to: Integers
    ) -> None:
        ordered = self.point_keys[self.point_order]
        first, after = np.searchsorted(ordered, keys), np.searchsorted(ordered, keys, side="right")
        filled = np.flatnonzero(after > first)
        for part, positions, _ in written_out(first[filled], after[filled], _PAIRS_AT_ONCE):
            rows = np.repeat(filled[part], (after - first)[filled[part]])
            point = self.point_order[positions]
            near = _near(asked[rows], self.points[point])
            rows, point = rows[near], point[near]
            start, end = self.stacked.sorted.spans(point, rank_from[rows], rank_to[rows])
            some = end > start
            np.maximum.at(out, rows[some], span_maxima(self.stacked.values, start[some], end[some]))


def _stacks(places: _Places, crowded: Integers) -> Integers:
    """Per candidate the number of its stack, −1 if fewer than _STACK lie on its point; `crowded`: where to look."""
    stack = np.full(len(places.rank), -1, dtype=np.int64)
    part = places[crowded]
    order = np.lexsort((part.lat, part.lon, part.rank))
    sorted_part = part[order]
    new = np.ones(len(order), dtype=bool)
    for column in (sorted_part.rank, sorted_part.lon, sorted_part.lat):
        new[1:] &= column[1:] == column[:-1]
    new[1:] = ~new[1:]
    number = np.cumsum(new) - 1
    heavy = np.bincount(number, minlength=1) >= _STACK
    renumbered = np.where(heavy, np.cumsum(heavy) - 1, -1)
    stack[crowded[order]] = renumbered[number]
    return stack


def _near(left: _Places, right: _Places) -> NDArray[np.bool_]:
    return haversine_m(left.lon, left.lat, right.lon, right.lat) <= NEAR_M


def _microseconds(moments: ArrayLike) -> Moments:
    return np.asarray(moments).astype("datetime64[us]")


def _integers(moments: Moments) -> Integers:
    return moments.astype("datetime64[us]").view(np.int64)


def _standing(voided_at: ArrayLike) -> Integers:
    voided = _microseconds(voided_at)
    return _integers(np.where(np.isnat(voided), INFINITY, voided))
