"""Benjamini-Hochberg: the paper's own example, scipy as a second implementation, missing tests."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import false_discovery_control

from analytics.hotspots.discovery import adjusted_p, benjamini_hochberg

# Benjamini & Hochberg (1995), section 3.2: thrombolysis trial, 15 endpoints; the four smallest are rejected at 0.05.
PAPER = [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344]
PAPER += [0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0]


def test_example_of_the_paper() -> None:
    shuffled = np.random.default_rng(0).permutation(15)
    assert benjamini_hochberg(np.array(PAPER)[shuffled])[np.argsort(shuffled)].tolist() == [True] * 4 + [False] * 11


@given(st.lists(st.floats(0, 1), min_size=1, max_size=40), st.sampled_from([0.01, 0.05, 0.1, 0.5]))
def test_equals_scipy(p: list[float], q: float) -> None:
    expected = false_discovery_control(p, method="bh")
    assert adjusted_p(p) == pytest.approx(expected, rel=1e-12)
    clear = np.abs(expected - q) > 1e-12  # exactly at q the two ways to round may differ
    assert (benjamini_hochberg(p, q) == (expected <= q))[clear].all()


def test_steps_up_over_a_failing_rank() -> None:
    # limits 0.0125, 0.025, 0.0375, 0.05: the first two fail their own limit, the last passes, so all are rejected.
    assert benjamini_hochberg([0.02, 0.03, 0.04, 0.045]).all()


def test_missing_tests_do_not_count() -> None:
    with_gaps = [np.nan, 0.02, np.nan, 0.03, 0.5, np.nan]
    # three tests: limits 0.0167, 0.0333, 0.05; counting six would give 0.0083, 0.0167 and reject nothing
    assert benjamini_hochberg(with_gaps).tolist() == [False, True, False, True, False, False]
    assert np.isnan(adjusted_p(with_gaps)[[0, 2, 5]]).all()
    assert adjusted_p(with_gaps)[[1, 3, 4]] == pytest.approx(false_discovery_control([0.02, 0.03, 0.5]))
    assert not benjamini_hochberg(np.full(3, np.nan)).any()
    assert benjamini_hochberg([]).shape == (0,)


def test_every_month_is_a_family_of_its_own() -> None:
    p = np.random.default_rng(3).random((50, 6)) ** 4
    p[:10, 2] = np.nan
    together = benjamini_hochberg(p)
    for month in range(6):
        assert (together[:, month] == benjamini_hochberg(p[:, month])).all()


def test_bad_input_is_refused() -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        benjamini_hochberg([0.2, 1.5])
    with pytest.raises(ValueError, match="false discovery rate"):
        benjamini_hochberg([0.2], q=1.0)
    with pytest.raises(ValueError, match="shape"):
        benjamini_hochberg(np.zeros((2, 2, 2)))
