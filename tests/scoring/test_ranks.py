import numpy as np
import pandas as pd
import pytest

from analytics.scoring.ranks import competition_ranks, half_up, listing_order, ranks_within


@pytest.mark.parametrize(
    ("score", "rounded"),
    [(82.345, 82.35), (82.344999, 82.34), (1.005, 1.01), (2.675, 2.68), (0.125, 0.13), (99.995, 100), (-0.994, -0.99)],
)
def test_rounds_half_up_as_the_number_is_written(score, rounded):
    assert half_up([score])[0] == rounded


def test_rounding_keeps_missing_scores_missing():
    assert np.isnan(half_up([np.nan])[0])


def test_equal_scores_share_a_rank_and_the_next_is_skipped():
    assert competition_ranks([80, 90, 80, 70]).tolist() == [2, 1, 2, 4]


def test_a_missing_score_has_no_rank_and_takes_none():
    ranks = competition_ranks([80, np.nan, 90])
    assert ranks[[0, 2]].tolist() == [2, 1]
    assert np.isnan(ranks[1])


def test_groups_rank_among_themselves():
    ranks = ranks_within(pd.Series([80.0, 90.0, 70.0, 85.0]), pd.Series(["core", "core", "outer", None]))
    assert ranks[:3].tolist() == [2, 1, 1]
    assert np.isnan(ranks[3])


def test_lists_by_rank_then_code_and_the_unranked_last():
    units = pd.DataFrame({"unit": ["d", "c", "b", "a"], "rank": [1, np.nan, 2, 2]})
    assert listing_order(units)["unit"].tolist() == ["d", "a", "b", "c"]
