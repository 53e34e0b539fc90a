import numpy as np
import pandas as pd
import pytest

from analytics.scoring.intervals import CHUNK, draw_ranks, prior
from analytics.scoring.scores import score
from tests.scoring.making import card, rows

ONE = card({"only": {"a": 1}}, minimum=1)
NOTHING = pd.Series(dtype=float)


def drawn(table, made=ONE, ratios=("a",), adjustment=NOTHING, stream=(1,), draws=1000):
    scores = score(rows(table), list(table), made, "district")
    return draw_ranks(scores, made, set(ratios), adjustment, stream, draws)


def test_prior_recovers_the_beta_that_the_rates_came_from():
    generator = np.random.default_rng(3)
    n = generator.integers(20, 2000, 2000).astype(float)
    x = generator.binomial(n.astype(int), generator.beta(40, 10, 2000)).astype(float)
    a, b = prior(x, n)
    assert a == pytest.approx(40, rel=0.1)
    assert b == pytest.approx(10, rel=0.1)


def test_prior_of_units_that_are_alike_is_worth_all_their_trials():
    a, b = prior(np.array([90.0, 180.0, 45.0]), np.array([100.0, 200.0, 50.0]))
    assert a + b == pytest.approx(350)
    assert a / (a + b) == pytest.approx(0.9)


@pytest.mark.parametrize(
    ("numerators", "denominators"),
    [
        ([], []),
        ([0], [0]),
        ([5], [10]),
        ([0, 0], [10, 20]),
        ([10, 20], [10, 20]),
        ([0, 20], [20, 20]),
        ([1, 0, 1], [1, 1, 1]),
    ],
)
def test_prior_is_proper_in_every_corner(numerators, denominators):
    a, b = prior(np.array(numerators, dtype=float), np.array(denominators, dtype=float))
    assert 0 < a < np.inf
    assert 0 < b < np.inf


def test_a_small_unit_is_less_sure_of_its_rank_than_a_large_one():
    table = {f"u{i:02}": {"a": (int(4000 * (0.80 + i / 100)), 4000)} for i in range(16)}
    table["small"] = {"a": (26, 30)}
    interval = drawn(table).interval()
    width = interval["rank_high"] - interval["rank_low"]
    assert width["small"] > 2 * width["u08"]


def test_percentiles_are_ranks_that_occurred():
    interval = drawn({"u1": {"a": (50, 100)}, "u2": {"a": (52, 100)}}).interval()
    assert interval.loc["u1"].tolist() == [1, 2]
    assert interval["rank_low"].dtype.kind == "i"


def test_the_order_of_rows_does_not_matter():
    table = {f"u{i:03}": {"a": (60 + i % 7, 100)} for i in range(3 * CHUNK + 5)}
    shuffled = dict(sorted(table.items(), key=lambda item: hash(item[1]["a"]) * 31 % 101))
    assert list(table) != list(shuffled)
    assert np.array_equal(drawn(table, draws=50).ranks, drawn(shuffled, draws=50).ranks)


def test_the_stream_decides_the_draws_and_the_global_seed_does_not():
    table = {"u1": {"a": (50, 100)}, "u2": {"a": (52, 100)}}
    first = drawn(table).ranks
    np.random.seed(1)  # noqa: NPY002  the point of the test
    assert np.array_equal(first, drawn(table).ranks)
    assert not np.array_equal(first, drawn(table, stream=(2,)).ranks)


def test_other_indicators_stay_as_observed():
    draws = drawn({"u1": {"a": (90, 100)}, "u2": {"a": (89, 100)}}, ratios=())
    assert draws.interval().to_numpy().tolist() == [[1, 1], [2, 2]]


def test_equal_fixed_scores_share_their_rank_in_every_draw():
    draws = drawn({"u1": {"a": (90, 100)}, "u2": {"a": (90, 100)}, "u3": {"a": (80, 100)}}, ratios=())
    assert draws.ranks[0].tolist() == [1, 1, 3]
    assert draws.chance_last(1).tolist() == [0, 0, 1]
    assert draws.chance_last(2).tolist() == [1, 1, 1]


def test_adjustments_move_every_draw():
    table = {"u1": {"a": (90, 100)}, "u2": {"a": (88, 100)}}
    draws = drawn(table, ratios=(), adjustment=pd.Series({"u1": -5.0}))
    assert draws.ranks[0].tolist() == [2, 1]


def test_units_that_are_not_ranked_are_left_out():
    draws = drawn({"u1": {"a": (90, 100)}, "u2": {"a": None}})
    assert draws.units == ("u1",)
    assert drawn({"u2": {"a": None}}) is None


def test_chances_of_the_first_and_last_places():
    table = {"u1": {"a": (950, 1000)}, "u2": {"a": (800, 1000)}, "u3": {"a": (500, 1000)}}
    draws = drawn(table)
    assert draws.chance_first(1).tolist() == [1, 0, 0]
    assert draws.chance_last(2).tolist() == [0, 1, 1]


def test_intervals_cover_the_true_rank_nine_times_in_ten():
    generator = np.random.default_rng(11)
    covered, places = 0, 0
    for trial in range(20):
        rates = generator.beta(80, 20, 16)
        sizes = generator.integers(60, 600, 16)
        table = {f"u{i:02}": {"a": (int(generator.binomial(sizes[i], rates[i])), int(sizes[i]))} for i in range(16)}
        true_rank = (-rates).argsort().argsort() + 1
        interval = drawn(table, stream=(trial,), draws=500).interval()
        covered += int(((interval["rank_low"] <= true_rank) & (true_rank <= interval["rank_high"])).sum())
        places += 16
    assert covered / places == pytest.approx(0.92, abs=0.05)
