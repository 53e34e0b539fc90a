"""Rates that really changed, by hand."""

import math

import pandas as pd
from scipy.stats import norm

from analytics.scoring.rate_changes import beyond_chance


def frame(**cells):
    return pd.DataFrame.from_dict(cells, orient="index", columns=["numerator", "denominator"], dtype=float)


def test_by_hand():
    now = frame(a=(900, 1000), b=(50, 100), c=(1, 2), d=(math.nan, math.nan), e=(10, 10))
    before = frame(a=(800, 1000), b=(48, 100), c=(0, 2), d=(5, 10), e=(10, 10))
    # a: pooled 0.85, z = 0.1 / sqrt(0.85 * 0.15 * 2 / 1000) = 6.26; b: z = 0.28.
    assert round(0.1 / math.sqrt(0.85 * 0.15 * 2 / 1000), 2) == 6.26
    assert beyond_chance(now, before).to_dict() == {"a": True, "b": False, "c": False, "d": False, "e": False}


def test_many_at_once_ask_for_more():
    """p = 0.03 alone is under 0.10; as the smallest of forty it is not."""
    n, p = 1000, 0.5
    z = norm.isf(0.03 / 2)
    more = round(n * (p + z * math.sqrt(2 * p * (1 - p) / n) / 1))
    now, before = frame(a=(more, n)), frame(a=(n * p, n))
    assert beyond_chance(now, before)["a"]
    others = {f"x{number}": (500, 1000) for number in range(40)}
    assert not beyond_chance(frame(a=(more, n), **others), frame(a=(n * p, n), **others))["a"]


def test_an_indicator_that_was_not_there_before_has_not_changed():
    assert beyond_chance(frame(a=(9, 10)), frame(b=(1, 10))).to_dict() == {"a": False}
