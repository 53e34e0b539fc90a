"""Spans of sorted arrays against slices."""

import numpy as np
import pytest

from analytics.places.spans import GroupedTimes, span_maxima, written_out


def random_spans(rng, size, count):
    first = rng.integers(0, size, count)
    return first, first + 1 + (rng.random(count) * (size - first)).astype(int)


@pytest.mark.parametrize("size", [1, 2, 3, 64, 257])
def test_span_maxima(size):
    rng = np.random.default_rng(size)
    values = rng.integers(-1000, 1000, size)
    first, after = random_spans(rng, size, 500)
    expected = [values[a:b].max() for a, b in zip(first, after, strict=True)]
    assert span_maxima(values, first, after).tolist() == expected
    assert span_maxima(values, first[:0], after[:0]).shape == (0,)


@pytest.mark.parametrize("at_most", [1, 7, 10_000])
def test_written_out(at_most):
    first, after = random_spans(np.random.default_rng(1), 30, 40)
    spans = []
    for part, positions, begins in written_out(first, after, at_most):
        assert len(positions) <= at_most or len(begins) == 1
        spans += [piece.tolist() for piece in np.split(positions, begins[1:])]
        assert len(begins) == len(first[part])
    assert spans == [list(range(a, b)) for a, b in zip(first, after, strict=True)]
    assert list(written_out(first[:0], after[:0], at_most)) == []


def test_grouped_times():
    rng = np.random.default_rng(2)
    groups, times = rng.integers(0, 5, 200), rng.integers(0, 30, 200) * 10
    index = GroupedTimes(groups, times)
    groups_sorted, times_sorted = groups[index.order], times[index.order]
    for group in range(6):
        for start, end in ((0, 10), (5, 5), (-10, 1000), (100, 151), (290, 291), (291, 400)):
            first, after = index.spans(np.array([group]), index.ranks(np.array([start])), index.ranks(np.array([end])))
            inside = np.flatnonzero((groups_sorted == group) & (times_sorted >= start) & (times_sorted < end))
            assert list(range(first[0], after[0])) == inside.tolist()
