import numpy as np
import pytest

from analytics.scoring.adjusting import points_of_events
from analytics.scoring.scorecards import Adjustment
from analytics.scoring.standings import bands, standing
from tests.scoring.making import NO_WORDS, card, rows, units

ONE = card({"only": {"a": 1}})


def stand(table, groups=None, tier="district", made=ONE, ratios=("a",), **options):
    return standing(rows(table), units(list(table), groups), made, tier, set(ratios), draws=400, **options)


def test_ranks_follow_the_rounded_score():
    table = {"u1": {"a": (900004, 10**7)}, "u2": {"a": (900001, 10**7)}, "u3": {"a": (1, 10)}}
    found = stand(table | {"u3": {"a": (100, 1000)}}).table
    assert found["unit"].tolist() == ["u3", "u1", "u2"]
    assert found["score"].tolist() == [10.0, 9.0, 9.0]
    assert found["rank"].tolist() == [1, 2, 2]


def test_unranked_units_are_listed_last_without_rank_and_interval():
    found = stand({"u1": {"a": None}, "u2": {"a": (29, 29)}, "u3": {"a": (60, 100)}}).table.set_index("unit")
    assert found.index.tolist() == ["u3", "u1", "u2"]
    assert found["status"].tolist() == ["ranked", "no_data", "too_few"]
    assert found.loc[["u1", "u2"], ["rank", "rank_in_group", "rank_low", "rank_high"]].isna().all(axis=None)
    assert np.isnan(found.at["u1", "score"])
    assert found.at["u2", "score"] == 100


def test_districts_are_ranked_in_their_group_and_other_tiers_are_not():
    table = {"u1": {"a": (90, 100)}, "u2": {"a": (80, 100)}, "u3": {"a": (70, 100)}, "u4": {"a": (60, 100)}}
    groups = {"u1": "core", "u2": "outer", "u3": "core"}
    in_group = stand(table, groups).table["rank_in_group"]
    assert in_group[:3].tolist() == [1, 1, 2]
    assert np.isnan(in_group[3])
    assert stand(table, groups, tier="subdistrict").table["rank_in_group"].isna().all()


def test_adjustments_are_added_after_the_composite_and_are_not_cut():
    down = Adjustment("downgraded", NO_WORDS, -1, 100, 5, NO_WORDS)
    adjustments = (down, Adjustment("restored", NO_WORDS, 0.5, 100, 2, NO_WORDS))
    made = card({"only": {"a": 1}}, adjustments=adjustments)
    places = units([f"alley{i}" for i in range(50)]).rename(columns={"unit": "alley_id"})
    places["district"] = ["u1"] * 25 + ["u2"] * 25
    events = places.iloc[[0, 30, 31]][["alley_id"]].assign(event=["restored", "downgraded", "downgraded"])
    points = points_of_events(events, places, made, "district")
    table = {"u1": {"a": (100, 100)}, "u2": {"a": (100, 100)}, "u3": {"a": (50, 100)}, "u4": {"a": None}}
    found = stand(table, made=made, adjustments=points)
    assert found.table["score"][:3].tolist() == [102.0, 95.0, 50.0]
    assert found.table["composite"][:3].tolist() == pytest.approx([100, 100, 50])
    assert found.adjustments.loc["u2"].tolist() == [-5, 0]


def test_bands_hold_units_that_cannot_be_told_apart():
    table = {"u1": {"a": (951, 1000)}, "u2": {"a": (949, 1000)}, "u3": {"a": (802, 1000)}, "u4": {"a": (799, 1000)}}
    assert bands(stand(table)) == [["u1", "u2"], ["u3", "u4"]]


def test_there_are_no_bands_where_nobody_is_ranked():
    assert bands(stand({"u1": {"a": None}})) == []
