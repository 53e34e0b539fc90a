"""Funnels: an example worked by hand, plain loops beside the formulas, and what chance alone does to them."""

import math

import numpy as np
import pandas as pd
import pytest

from analytics.scoring.funnels import WARNING, funnel, winsorised


def series(values):
    return pd.Series(values, index=[f"u{n}" for n in range(len(values))], dtype=float)


def test_worked_by_hand():
    """Rates .9 .9 .5 .9 of 100 each: centre .8, sd .04, z 2.5 2.5 −7.5 2.5; quantile .1 is 0.3·10 − 7.5 = −4.5."""
    found = funnel(series([90, 90, 50, 90]), series([100] * 4), "multiplicative")
    assert found.centre == pytest.approx(0.8)
    assert found.table["z"].tolist() == pytest.approx([2.5, 2.5, -7.5, 2.5])
    assert winsorised(found.table["z"].to_numpy()).tolist() == pytest.approx([2.5, 2.5, -4.5, 2.5])
    phi = (3 * 2.5**2 + 4.5**2) / 4  # 9.75
    assert found.phi == pytest.approx(phi)
    assert found.adjusted == "multiplicative"
    assert found.deviation(np.array([100.0]))[0] == pytest.approx(0.04 * math.sqrt(phi))
    low, high = found.limits(np.array([100.0]), WARNING)
    assert (low[0], high[0]) == pytest.approx((0.8 - 1.959964 * 0.04 * math.sqrt(phi), 1.0))
    assert found.table["place"].tolist() == ["inside", "inside", "low", "inside"]


def test_additive_by_hand():
    """Weights 1/.0016 = 625 each: tau² = (4·9.75 − 3) / (2500 − 4·625²/2500) = 36 / 1875 = .0192."""
    found = funnel(series([90, 90, 50, 90]), series([100] * 4))
    assert found.tau**2 == pytest.approx(0.0192)
    assert found.deviation(np.array([100.0, 1e9])) == pytest.approx([math.sqrt(0.0016 + 0.0192), math.sqrt(0.0192)])


def naive(x, n):
    """phi and tau² in plain loops."""
    centre = sum(x) / sum(n)
    z = [(a / b - centre) / math.sqrt(centre * (1 - centre) / b) for a, b in zip(x, n, strict=True)]
    ends = [float(np.percentile(z, 10)), float(np.percentile(z, 90))]
    drawn_in = [min(max(each, ends[0]), ends[1]) for each in z]
    phi = sum(each * each for each in drawn_in) / len(z)
    weights = [b / (centre * (1 - centre)) for b in n]
    spread = sum(weights) - sum(w * w for w in weights) / sum(weights)
    return phi, max(0.0, (len(z) * phi - (len(z) - 1)) / spread)


def test_plain_loops_agree():
    generator = np.random.default_rng(4)
    for _ in range(30):
        n = generator.integers(30, 3000, 40)
        x = generator.binomial(n, generator.beta(40, 8, 40))
        found = funnel(series(x), series(n))
        phi, tau2 = naive(x.tolist(), n.tolist())
        assert found.phi == pytest.approx(phi)
        assert found.tau**2 == pytest.approx(tau2)


def test_chance_alone_is_not_adjusted_and_hardly_anybody_is_flagged():
    generator = np.random.default_rng(9)
    flagged = adjusted = 0
    for _ in range(50):
        n = generator.integers(60, 4000, 100)
        found = funnel(series(generator.binomial(n, 0.92)), series(n))
        adjusted += found.adjusted != "none"
        flagged += found.table["place"].str.startswith("very").sum()
    assert adjusted <= 5
    assert flagged <= 50 * 100 * 0.01


def test_overdispersion_widens_the_limits_so_that_the_many_are_not_outliers():
    generator = np.random.default_rng(2)
    n = generator.integers(500, 4000, 200)
    x = generator.binomial(n, generator.beta(92, 8, 200))
    raw, fair = (funnel(series(x), series(n), each) for each in ("none", "additive"))
    assert (raw.table["place"] != "inside").mean() > 0.4
    # Winsorising leaves out a part of the true spread too: more than one in twenty lie outside, not every second one.
    assert (fair.table["place"] != "inside").mean() < 0.2


def test_nothing_to_show():
    assert funnel(series([5]), series([10])) is None
    assert funnel(series([10, 10]), series([10, 10])) is None
    assert funnel(series([0, 5]), series([0, 10])) is None
    with pytest.raises(ValueError, match="other"):
        funnel(series([5, 6]), series([10, 10]), "other")
