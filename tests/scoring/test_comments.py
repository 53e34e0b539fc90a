"""What is said of a district: changes with the published interval, its problems, alleys and tasks alone."""

from datetime import datetime

import pytest

from analytics.scoring import rank, roll_call
from analytics.scoring.comments import comment, is_real
from tests.scoring.test_roll_calls import version_of


def test_a_difference_of_proportions_as_published():
    """Newcombe 1998, table II, method 10: 56/70 − 48/80 lies in 0.0524 … 0.3339; 9/10 − 3/10 in 0.1705 … 0.8090."""
    assert is_real([(48, 80), (56, 70)], "on_time_rate") is True
    assert is_real([(3, 10), (9, 10)], "on_time_rate") is True
    # 6/7 − 2/7 lies in 0.0582 … 0.8062, 5/56 − 0/29 in −0.0381 … 0.1926.
    assert is_real([(2, 7), (6, 7)], "on_time_rate") is True
    assert is_real([(0, 29), (5, 56)], "on_time_rate") is False
    assert is_real([(80, 1), (90, 1)], "ten_none_score") is None


@pytest.fixture(scope="module")
def said(tmp_path_factory):
    version = version_of(tmp_path_factory.mktemp("comments"))
    ranking = rank(version, "2018Q3", scorecard="quarterly", as_of=datetime(2018, 10, 4))
    call = roll_call(version, "2018Q3", datetime(2018, 10, 4))
    return {unit: comment(version, call, ranking, unit) for unit in ("1101", "1102")}


def test_only_its_own_alleys_tasks_and_problems(said):
    first, second = said["1101"], said["1102"]
    assert [each["alley_id"] for each in first.downgraded] == ["A1"]
    assert [each["alley_id"] for each in first.restored] == ["A2"]
    assert second.downgraded == second.restored == []
    assert [each["task_id"] for each in first.tasks] == ["T1"]
    assert [each["rule"] for each in first.named] == ["downgraded_share"]
    assert [each["alley_id"] for each in first.alleys] == ["A4", "A1", "A2", "A3"]
    # Item 8 in every one of the 3 + 2 + 3 + 3 checks, item 3 in those under 90: A1 in August and A4 three times.
    assert first.problems == [(8, 11, 11), (3, 4, 11)]
    assert second.problems == [(8, 3, 3), (3, 1, 3)]


def test_a_unit_that_was_not_called(said, tmp_path):
    version = version_of(tmp_path)
    call = roll_call(version, "2018Q3")
    with pytest.raises(KeyError):
        comment(version, call, rank(version, "2018Q3", scorecard="quarterly"), "9999")
