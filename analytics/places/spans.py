"""Spans of sorted arrays: the events of a group in a window of time, the maximum over spans, spans written out."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

Integers = NDArray[np.int64]


class GroupedTimes:
    """Events sorted by group and time; answers in one array search which of a group's events lie in a window."""

    def __init__(self, groups: Integers, times: Integers) -> None:
        """`groups`: numbers from 0; `times`: int64. `order` sorts the caller's own columns the same way."""
        self._moments, rank = np.unique(times, return_inverse=True)
        # Group and time do not fit into one integer, group and rank of the time do.
        joined = groups * (len(self._moments) + 1) + rank
        self.order = np.argsort(joined, kind="stable")
        self._joined = joined[self.order]

    def ranks(self, times: Integers) -> Integers:
        """How many distinct moments lie before each time: what `spans` takes as window ends."""
        return np.searchsorted(self._moments, times, side="left")

    def spans(self, groups: Integers, rank_from: Integers, rank_to: Integers) -> tuple[Integers, Integers]:
        """First position and position after the last of each group's events with rank_from ≤ rank < rank_to."""
        base = groups * (len(self._moments) + 1)
        return np.searchsorted(self._joined, base + rank_from), np.searchsorted(self._joined, base + rank_to)


def span_maxima(values: Integers, first: Integers, after: Integers) -> Integers:
    """The largest value in each span [first, after), none of them empty.

    A sparse table of which only the level in use is kept: two overlapping spans of a power of two cover any span.
    """
    out = np.empty(len(first), dtype=np.int64)
    level_of_span = np.frexp((after - first).astype(np.float64))[1] - 1
    order = np.argsort(level_of_span, kind="stable")
    ends = np.cumsum(np.bincount(level_of_span)) if len(first) else []
    table, start = values, 0
    for level, end in enumerate(ends):
        if level:
            half = 1 << (level - 1)
            table = np.maximum(table[:-half], table[half:])
        chosen = order[start:end]
        out[chosen] = np.maximum(table[first[chosen]], table[after[chosen] - (1 << level)])
        start = end
    return out


def written_out(first: Integers, after: Integers, at_most: int) -> Iterator[tuple[slice, Integers, Integers]]:
    """Spans as single positions, in batches of about `at_most`: (which spans, positions, where each begins in them).

    No span may be empty; one that is longer than `at_most` makes a batch by itself.
    """
    counts = after - first
    ends = np.cumsum(counts)
    start = 0
    while start < len(counts):
        before = ends[start] - counts[start]
        stop = max(start + 1, int(np.searchsorted(ends, before + at_most, side="right")))
        begins = ends[start:stop] - counts[start:stop] - before
        inside = np.arange(ends[stop - 1] - before) - np.repeat(begins, counts[start:stop])
        yield slice(start, stop), np.repeat(first[start:stop], counts[start:stop]) + inside, begins
        start = stop
