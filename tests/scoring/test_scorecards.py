import sys
from datetime import date

import pytest

from analytics.contract.periods import Period
from analytics.scoring.scorecards import (
    BadScorecard,
    NoScorecard,
    every_scorecard,
    in_force,
    read,
    scorecards,
)

GOOD = """
id = "made"
zh = "方案"
en = "Made"
valid_from = 2018-01-01
seed = 1
[why]
zh = "因"
en = "because"
[main.default]
indicator = "on_time_rate"
minimum = 30
zh = "因"
en = "because"
[[blocks]]
id = "cases"
zh = "案件"
en = "Cases"
[[blocks.indicators]]
id = "on_time_rate"
weight = 1
direction = "high"
floor = 0.5
target = 1.0
zh = "因"
en = "because"
"""


def weights(name):
    return {block.id: {w.id: w.weight for w in block.indicators} for block in scorecards()[name].blocks}


def test_the_shipped_scorecards_carry_the_agreed_weights():
    assert weights("monthly") == {
        "remediation": {"ten_none_score": 20, "alley_pass_rate": 10, "remediation_progress": 5, "recurrence_rate": 5},
        "daily": {
            "on_time_rate": 10,
            "overdue_open_rate": 5,
            "rework_rate": 5,
            "self_found_share": 5,
            "weekly_fix_rate": 5,
        },
        "civility": {"civility_score": 5, "steward_active_rate": 5},
        "chief_duty": {"patrol_compliance": 10, "weekly_check_coverage": 5, "chief_check_score": 5},
    }
    assert weights("remediation_only") == {"remediation": weights("monthly")["remediation"]}
    assert weights("cases_only") == {
        "cases": {"on_time_rate": 40, "overdue_open_rate": 20, "rework_rate": 20, "self_found_share": 20},
    }
    assert weights("quarterly") == {
        "rollout": {"chief_coverage": 10, "general_chief_coverage": 5, "steward_coverage": 5},
        "duty": {"patrol_compliance": 20, "weekly_check_coverage": 10, "chief_check_score": 5},
        "effect": {"ten_none_score": 10, "alley_pass_rate": 15},
        "loop": {"on_time_rate": 10, "rework_rate": 5},
        "groundwork": {"census_freshness": 5},
    }


def test_every_block_sums_to_its_weight_and_every_scorecard_to_a_hundred():
    assert [block.weight for block in scorecards()["monthly"].blocks] == [40, 30, 10, 20]
    assert [block.weight for block in scorecards()["quarterly"].blocks] == [20, 35, 25, 15, 5]


def test_remediation_only_keeps_the_marks_of_the_monthly_review():
    assert scorecards()["remediation_only"].blocks[0] == scorecards()["monthly"].blocks[0]


def test_every_weight_and_minimum_says_why_in_both_languages():
    for card in every_scorecard():
        for said in [
            card.why,
            *(w.why for w in card.indicators),
            *(m.why for m in card.mains.values()),
            *(a.why for a in card.adjustments),
        ]:
            assert said["zh"] and said["en"]


def test_main_indicator_by_tier():
    card = scorecards()["monthly"]
    assert (card.main("district").indicator, card.main("district").minimum) == ("on_time_rate", 30)
    assert (card.main("alley").indicator, card.main("alley").minimum) == ("ten_none_score", 1)


@pytest.mark.parametrize(("downgraded", "restored", "points"), [(0, 0, 0), (3, 4, -1.5 + 1.0), (40, 40, -5 + 2)])
def test_adjustments_count_per_hundred_alleys_up_to_their_limits(downgraded, restored, points):
    down, up = scorecards()["quarterly"].adjustments
    assert down.of(downgraded, 200) + up.of(restored, 200) == pytest.approx(points)


def test_a_unit_without_alleys_is_not_adjusted():
    assert scorecards()["quarterly"].adjustments[0].of(0, 0) == 0


def test_an_unknown_scorecard_is_named_together_with_those_that_exist():
    with pytest.raises(NoScorecard, match="monthly"):
        in_force("yearly", Period.parse("2018-09"))


def test_the_version_in_force_on_the_first_day_of_the_period(tmp_path, monkeypatch):
    (tmp_path / "old.toml").write_text(GOOD.replace("seed = 1", "seed = 1\nvalid_to = 2018-08-31"), encoding="utf-8")
    (tmp_path / "new.toml").write_text(GOOD.replace("2018-01-01\nseed = 1", "2018-09-01\nseed = 2"), encoding="utf-8")
    # By module: the package offers a function of the same name.
    module = sys.modules["analytics.scoring.scorecards"]
    monkeypatch.setattr(module, "every_scorecard", lambda: every_scorecard(tmp_path))
    assert in_force("made", Period.parse("2018-08")).seed == 1
    assert in_force("made", Period.parse("2018Q3")).seed == 1
    assert in_force("made", Period.parse("2018-09")).seed == 2
    with pytest.raises(NoScorecard, match="not in force"):
        in_force("made", Period.parse("2017-12"))


def test_two_versions_at_once_are_refused(tmp_path):
    (tmp_path / "one.toml").write_text(GOOD, encoding="utf-8")
    (tmp_path / "two.toml").write_text(GOOD.replace("2018-01-01", "2018-09-01"), encoding="utf-8")
    with pytest.raises(BadScorecard, match="2018-09-01"):
        every_scorecard(tmp_path)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('direction = "high"', 'direction = "low"', "direction"),
        ("floor = 0.5", "floor = 1.0", "different"),
        ("weight = 1", "weight = 0", "weight"),
        ("weight = 1", "", "weight"),
        ('indicator = "on_time_rate"', 'indicator = "rework_rate"', "main indicator"),
        ("seed = 1", "", "seed"),
        ("floor = 0.5\ntarget = 1.0", "points = [[0, 0], [0.5, 80], [1, 60]]", "direction"),
    ],
)
def test_a_scorecard_that_contradicts_itself_is_refused(tmp_path, old, new, said):
    path = tmp_path / "made.toml"
    path.write_text(GOOD.replace(old, new), encoding="utf-8")
    with pytest.raises(BadScorecard, match=said):
        read(path)


def test_piecewise_points_are_read(tmp_path):
    path = tmp_path / "made.toml"
    marks = "points = [[0.9, 100], [0.5, 0], [0.8, 40]]"
    path.write_text(GOOD.replace("floor = 0.5\ntarget = 1.0", marks), encoding="utf-8")
    card = read(path)
    assert card.indicators[0].points == ((0.5, 0), (0.8, 40), (0.9, 100))
    assert card.covers(date(2030, 1, 1))
