"""Regression to the mean: units that are alike come back by what is expected; by hand where the prior is given."""

import numpy as np
import pytest

from analytics.scoring.intervals import prior
from analytics.scoring.returning import returning
from analytics.scoring.standings import standing
from tests.scoring.making import card, rows, units

ONE = card({"only": {"a": 1}}, minimum=1)


def stand(cells):
    return standing(rows({unit: {"a": cell} for unit, cell in cells.items()}), units(list(cells)), ONE, "district",
                    {"a"}, draws=0)  # fmt: skip


def test_by_hand_from_the_prior():
    before = {"u1": (50, 100), "u2": (80, 100), "u3": (90, 100), "u4": (95, 100)}
    now = {"u1": (60, 100), "u2": None, "u3": (90, 100), "u4": (95, 100)}
    a, b = prior(np.array([50.0, 80, 90, 95]), np.array([100.0] * 4))
    found = returning(stand(before), stand(now), ONE.indicators[0])
    assert found["unit"].tolist() == ["u1", "u2"]  # at most half
    assert found["expected"].tolist() == pytest.approx([(a + 50) / (a + b + 100), (a + 80) / (a + b + 100)])
    assert found["expected_change"].iloc[0] == pytest.approx((a + 50) / (a + b + 100) - 0.5)
    assert found["observed_change"].iloc[0] == pytest.approx(0.1)
    assert np.isnan(found["observed_change"].iloc[1])


def test_units_that_are_alike_come_back_as_expected():
    generator = np.random.default_rng(6)
    changes = []
    for _ in range(40):
        before, now = ({f"u{n:02}": (int(generator.binomial(200, 0.9)), 200) for n in range(40)} for _ in range(2))
        found = returning(stand(before), stand(now), ONE.indicators[0])
        changes.append(found[["expected_change", "observed_change"]].mean())
    expected, observed = np.mean(changes, axis=0)
    assert observed > 0.02
    assert expected == pytest.approx(observed, abs=0.005)


def test_the_highest_are_the_worst_where_low_is_good():
    low = ONE.indicators[0]
    falling = type(low)(low.id, low.block, low.weight, "low", low.points, low.why)
    before = {"u1": (10, 100), "u2": (80, 100), "u3": (20, 100), "u4": (30, 100)}
    assert returning(stand(before), stand(before), falling)["unit"].tolist() == ["u2", "u4"]


def test_no_unit_before():
    assert returning(stand({"u1": None}), stand({"u1": (1, 2)}), ONE.indicators[0]).empty
