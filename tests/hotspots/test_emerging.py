"""Emerging classes: rows in, class out; then properties that hold for every series."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from analytics.hotspots.emerging import (
    CLASSES,
    COLD,
    HOT,
    NOT_SIGNIFICANT,
    UNKNOWN,
    emerging,
    emerging_class,
    month_states,
    trend_signs,
)
from analytics.hotspots.mann_kendall import mann_kendall
from tests.hotspots.lattices import queen_lattice

LETTERS = {"H": HOT, ".": NOT_SIGNIFICANT, "c": COLD, "?": UNKNOWN}

# (months, oldest first; trend of z; class). H hot, c cold, . neither, ? not known.
TABLE = [
    ("...........H", 0, "new"),
    ("...........H", 1, "new"),
    ("..........HH", 0, "consecutive"),
    (".HHHHHHHHHHH", 0, "persistent"),  # 11 of 12 = 91.7 %
    ("..HHHHHHHHHH", 0, "consecutive"),  # 10 of 12 = 83.3 %, one run
    ("HHHHHHHHHHHH", 1, "intensifying"),
    ("HHHHHHHHHHHH", -1, "diminishing"),
    ("HHHHHHHHHHHH", 0, "persistent"),
    ("HHHHHHHHHH.H", 1, "intensifying"),
    (".HHHHHHHHH", 1, "intensifying"),  # 9 of 10 = exactly 90 %
    (".HHHHHHHHH", 0, "persistent"),
    ("HHHHHHHHHHH.", 0, "historical"),
    ("HHHHHHHHHHH.", 1, "historical"),
    ("HHHHHHHHHHHc", -1, "cold_oscillating"),  # the final step is cold: the cold side decides
    ("H.H..HH...HH", 0, "sporadic"),
    ("H..........H", 0, "sporadic"),
    ("c..........H", 0, "oscillating"),  # also "never hot before": oscillating comes first
    ("c.........HH", 0, "oscillating"),
    ("cH..H....H.H", 0, "oscillating"),
    ("cHHHHHHHHHHHHHHHHHHH", 0, "persistent"),  # 95 % hot is no oscillation
    ("cHHHHHHHHHHHHHHHHHHH", 1, "intensifying"),
    ("H...........", 0, "none"),
    ("............", 0, "none"),
    ("HHHHHHHHH...", 0, "none"),  # 75 %, not hot any more
    ("ccccccccccc.", 0, "cold_historical"),
    ("...........c", 0, "cold_new"),
    ("..........cc", 0, "cold_consecutive"),
    ("cccccccccccc", -1, "cold_intensifying"),  # z falls: colder
    ("cccccccccccc", 1, "cold_diminishing"),
    ("cccccccccccc", 0, "cold_persistent"),
    ("c.c...cc..cc", 0, "cold_sporadic"),
    ("H..........c", 0, "cold_oscillating"),
    # fewer than ten steps: only new, consecutive, sporadic, none
    ("........H", 0, "new"),
    (".......HH", 0, "consecutive"),
    ("HHHHHHHHH", 1, "consecutive"),
    ("HHHHHHHHH", 0, "consecutive"),
    ("HHHHHHHH.", 0, "none"),
    ("H.H......", 0, "none"),
    ("H......HH", 0, "sporadic"),
    ("c.......H", 0, "new"),
    ("c......HH", 0, "consecutive"),
    ("cH......H", 0, "none"),  # was cold once: not sporadic, and oscillating needs ten steps
    ("H", 0, "new"),
    ("c", 0, "cold_new"),
    (".", 0, "none"),
    # months that are not known are no steps
    ("??HHHHHHHHHH", 0, "persistent"),
    ("???HHHHHHHHH", 0, "consecutive"),
    ("........H?HH", 0, "consecutive"),
    ("HHHHHHHHHHH?", 0, None),
    ("????????????", 0, None),
]


@pytest.mark.parametrize(("months", "trend", "expected"), TABLE)
def test_class(months: str, trend: int, expected: str | None) -> None:
    assert emerging_class([[LETTERS[letter] for letter in months]], [trend])[0] == expected


def test_every_class_is_in_the_table() -> None:
    assert {expected for _, _, expected in TABLE} == {*CLASSES, None}


states_of_a_month = st.sampled_from([HOT, NOT_SIGNIFICANT, COLD])
series = st.integers(1, 40).flatmap(lambda months: arrays(np.int8, (1, months), elements=states_of_a_month))
trends = st.sampled_from([-1, 0, 1])


@given(series, trends)
def test_each_series_has_exactly_one_class(states: np.ndarray, trend: int) -> None:
    (name,) = emerging_class(states, [trend])
    assert name in CLASSES


@given(series, trends)
def test_cold_mirrors_hot(states: np.ndarray, trend: int) -> None:
    (name,), (mirrored,) = emerging_class(states, [trend]), emerging_class(-states, [-trend])
    if name == "none":
        assert mirrored == "none"
    else:
        assert mirrored == (name.removeprefix("cold_") if name.startswith("cold_") else f"cold_{name}")


@given(series, trends)
def test_the_final_step_decides_the_side(states: np.ndarray, trend: int) -> None:
    (name,) = emerging_class(states, [trend])
    final = states[0, -1]
    bare = name.removeprefix("cold_")
    if final == NOT_SIGNIFICANT:
        assert bare in ("none", "historical")
    elif name != "none":
        assert name.startswith("cold_") == (final == COLD) or bare == "historical"
    if states.shape[1] < 10:
        assert bare in ("new", "consecutive", "sporadic", "none")


@given(series, trends)
def test_an_unknown_month_in_between_changes_nothing(states: np.ndarray, trend: int) -> None:
    gap = np.insert(states, states.shape[1] // 2, UNKNOWN, axis=1)
    assert emerging_class(gap, [trend])[0] == emerging_class(states, [trend])[0]


def test_states_are_corrected_month_by_month() -> None:
    z = np.array([[4.0, 2.0], [0.0, 0.0], [-4.0, np.nan]])
    p = np.array([[0.0001, 0.04], [1.0, 1.0], [0.0001, np.nan]])
    assert month_states(z, p).tolist() == [[HOT, NOT_SIGNIFICANT], [NOT_SIGNIFICANT, NOT_SIGNIFICANT], [COLD, UNKNOWN]]


def test_trend_signs_need_significance() -> None:
    trend = mann_kendall([np.arange(12), -np.arange(12), [1, 0] * 6, [5] * 12])
    assert trend_signs(trend).tolist() == [1, -1, 0, 0]


def test_from_counts_to_classes() -> None:
    counts = np.random.default_rng(8).poisson(20, (100, 12)).astype(float)
    counts[[44, 45, 54, 55]] += np.linspace(20, 90, 12)
    found = emerging(counts, queen_lattice(10, 10))
    assert set(found.classes[[44, 45, 54, 55]]) == {"intensifying"}
    assert found.classes[0] == "none"


def test_bad_shapes_are_refused() -> None:
    with pytest.raises(ValueError, match="do not fit"):
        emerging_class([[HOT, HOT]], [0, 0])
    with pytest.raises(ValueError, match="a state is"):
        emerging_class([[3]], [0])
