"""Intervals against published figures."""

import numpy as np
import pytest

from analytics.loops.intervals import poisson, wilson

# Newcombe (1998), Two-sided confidence intervals for the single proportion, table I: the score method.
NEWCOMBE = [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)]
# Garwood (1936), fiducial limits for the Poisson distribution, 95 %, as printed in tables since.
GARWOOD = [(0, 0.0, 3.689), (1, 0.0253, 5.572), (5, 1.623, 11.668), (10, 4.795, 18.390), (20, 12.217, 30.888)]


@pytest.mark.parametrize(("successes", "trials", "low", "high"), NEWCOMBE)
def test_wilson(successes, trials, low, high):
    assert np.round(wilson(successes, trials), 4).tolist() == [low, high]


def test_wilson_of_all_of_none_and_of_nothing():
    low, high = wilson([0, 20, 0], [20, 20, 0])
    assert (low[0], high[1]) == (0.0, 1.0)
    assert round(float(low[1]), 4) == 0.8389
    assert np.isnan([low[2], high[2]]).all()


def test_wilson_at_another_level_is_wider():
    assert wilson(5, 20, 0.99)[0] < wilson(5, 20)[0] < 0.25 < wilson(5, 20)[1] < wilson(5, 20, 0.99)[1]


@pytest.mark.parametrize(("count", "low", "high"), GARWOOD)
def test_poisson(count, low, high):
    assert np.array(poisson(count)) == pytest.approx([low, high], abs=0.0006)


@pytest.mark.parametrize(
    ("function", "arguments"), [(wilson, (3, 2)), (wilson, (-1, 2)), (wilson, (1, 2, 1.0)), (poisson, (-1,))]
)
def test_what_is_no_count(function, arguments):
    with pytest.raises(ValueError, match="between|negative"):
        function(*arguments)
