import numpy as np
import pytest

from analytics.scoring.scorecards import Weighted
from analytics.scoring.scores import NO_DATA, RANKED, TOO_FEW, points_of, score
from tests.scoring.making import NO_WORDS, card, rows

TWO_BLOCKS = {"first": {"a": 30, "b": 10}, "second": {"c": 60}}


def marks(*points, direction="high"):
    return Weighted("x", "block", 1, direction, points, NO_WORDS)


def test_points_lie_on_the_line_between_floor_and_target_and_are_cut():
    assert points_of(np.array([0.5, 0.75, 0.9, 1.0]), marks((0.5, 0), (0.9, 100))).tolist() == [0, 62.5, 100, 100]


def test_low_is_good_where_the_floor_lies_above_the_target():
    recurrence = marks((0.02, 100), (0.2, 0), direction="low")
    assert points_of(np.array([0.02, 0.11, 0.2, 0.3]), recurrence) == pytest.approx([100, 50, 0, 0])


def test_piecewise_points_as_published_for_dust():
    dust = marks((10, 100), (70, 0), (80, 0), direction="low")
    assert points_of(np.array([5.0, 10, 40, 70, 200]), dust).tolist() == [100, 100, 50, 0, 0]


def test_missing_values_earn_no_points_and_not_zero_either():
    assert np.isnan(points_of(np.array([np.nan]), marks((0, 0), (1, 100)))[0])
    assert np.isnan(points_of(np.array([np.nan]), marks((0, 0), (1, 50), (2, 100)))[0])


def test_blocks_and_composite_are_weighted_means():
    scores = score(rows({"u": {"a": (80, 100), "b": (40, 100), "c": (50, 100)}}), ["u"], card(TWO_BLOCKS), "district")
    assert scores.blocks.loc["u"].tolist() == pytest.approx([70, 50])
    assert scores.composite["u"] == pytest.approx(0.4 * 70 + 0.6 * 50)
    assert scores.contributions.loc["u"].tolist() == pytest.approx([24, 4, 30])
    assert scores.status["u"] == RANKED


def test_a_missing_indicator_leaves_its_weight_to_its_own_block():
    scores = score(rows({"u": {"a": (80, 100), "b": None, "c": (50, 100)}}), ["u"], card(TWO_BLOCKS), "district")
    assert scores.blocks.loc["u"].tolist() == pytest.approx([80, 50])
    assert scores.composite["u"] == pytest.approx(0.4 * 80 + 0.6 * 50)
    assert scores.weight_available["u"] == pytest.approx(0.9)
    assert np.isnan(scores.contributions.at["u", "b"])


def test_a_missing_block_leaves_its_weight_to_the_others():
    blocks = {"first": {"a": 70}, "second": {"b": 30}}
    scores = score(rows({"u": {"a": (80, 100)}}), ["u"], card(blocks), "district")
    assert scores.composite["u"] == pytest.approx(80)
    assert np.isnan(scores.blocks.at["u", "second"])


def test_contributions_sum_to_the_composite_whatever_is_missing():
    generator = np.random.default_rng(5)

    def cell():
        return (int(generator.integers(0, 51)), 50) if generator.random() < 0.8 else None

    table = {f"u{i}": {name: cell() for name in "abcd"} for i in range(50)}
    made = card({"first": {"a": 30, "b": 10}, "second": {"c": 40, "d": 20}})
    scores = score(rows(table), list(table), made, "district")
    has = scores.status != NO_DATA
    assert has.any() and not has.all()
    assert scores.contributions.sum(axis=1)[has].to_numpy() == pytest.approx(scores.composite[has].to_numpy())
    assert scores.shares.sum(axis=1)[has].to_numpy() == pytest.approx(1)


@pytest.mark.parametrize(
    ("cells", "status"),
    [
        ({"a": (30, 30), "b": (1, 1), "c": (1, 1)}, RANKED),
        ({"a": (29, 29), "b": (1, 1), "c": (1, 1)}, TOO_FEW),
        ({"a": None, "b": (1, 1), "c": (1, 1)}, TOO_FEW),
        ({"a": (0, 0), "c": (1, 1)}, TOO_FEW),
        ({"a": (90, 90), "b": (1, 1), "c": None}, NO_DATA),
        ({"c": (1, 1)}, TOO_FEW),
        ({}, NO_DATA),
    ],
)
def test_status(cells, status):
    scores = score(rows({"u": cells}), ["u"], card(TWO_BLOCKS), "district")
    assert scores.status["u"] == status
    assert np.isnan(scores.composite["u"]) == (status == NO_DATA)


def test_exactly_sixty_percent_of_the_weight_is_enough():
    blocks = {"one": {"a": 0.1, "b": 0.2, "c": 0.3}, "two": {"d": 0.4}}
    scores = score(rows({"u": {"a": (30, 30), "b": (1, 1), "c": (1, 1)}}), ["u"], card(blocks), "district")
    assert scores.status["u"] == RANKED


def test_units_come_out_in_code_order_with_a_row_for_those_without_data():
    scores = score(rows({"b": {"a": (1, 2)}}), ["c", "b", "a"], card({"one": {"a": 1}}), "district")
    assert scores.composite.index.tolist() == ["a", "b", "c"]
