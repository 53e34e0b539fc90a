import pandas as pd
import pytest

from analytics.contract.periods import Period
from analytics.scoring.downgrades import DOWNGRADED, RESTORED, Rule, events

BEIJING_2025_Q1 = {
    "东城": 8,
    "朝阳": 8,
    "西城": 6,
    "丰台": 5,
    "海淀": 4,
    "石景山": 3,
    "通州": 2,
    "房山": 2,
    "昌平": 2,
    "大兴": 2,
    "门头沟": 1,
    "怀柔": 1,
    "平谷": 1,
    "密云": 1,
}


def table(scores):
    """Rows from {alley: {period: score}}."""
    found = [(alley, *cell) for alley, inside in scores.items() for cell in inside.items()]
    return pd.DataFrame(found, columns=["alley_id", "period", "score"]).astype({"score": float})


def trace(months, grade=None, until="2018Q4", rule=None, quarters=None):
    """[(quarter, event)] of one alley from {month: score}; a quarter's score is its months' mean unless given."""
    means = {}
    for month, score in months.items():
        if score is not None:
            means.setdefault(Period.holding(Period.parse(month).first, "quarter").text, []).append(score)
    by_quarter = {quarter: sum(scores) / len(scores) for quarter, scores in means.items()} | (quarters or {})
    found = events(table({"x": months}), table({"x": by_quarter}), {"x": grade}, Period.parse(until), rule or Rule())
    return list(found[["quarter", "event"]].itertuples(index=False, name=None))


def test_a_quarter_under_the_mark_downgrades_once():
    assert trace({"2018-01": 95, "2018-04": 80, "2018-05": 85, "2018-08": 70}) == [("2018Q2", DOWNGRADED)]


def test_exactly_the_mark_passes():
    assert trace({"2018-01": 90, "2018-02": 90, "2018-03": 90}) == []


def test_three_months_in_a_row_restore_across_quarters():
    months = {"2018-02": 60, "2018-06": 92, "2018-07": 90, "2018-08": 95}
    assert trace(months) == [("2018Q1", DOWNGRADED), ("2018Q3", RESTORED)]


def test_months_before_the_downgrade_count_in_the_run():
    months = {"2018-01": 20, "2018-02": 95, "2018-03": 95, "2018-04": 95}
    assert trace(months) == [("2018Q1", DOWNGRADED), ("2018Q2", RESTORED)]


def test_a_month_without_a_check_breaks_the_run():
    months = {"2018-02": 60, "2018-04": 95, "2018-05": 95, "2018-07": 95, "2018-08": 95}
    assert trace(months) == [("2018Q1", DOWNGRADED)]
    assert trace(months | {"2018-06": None}) == [("2018Q1", DOWNGRADED)]
    assert trace(months | {"2018-06": 90}) == [("2018Q1", DOWNGRADED), ("2018Q2", RESTORED)]


def test_a_month_under_the_mark_breaks_the_run():
    months = {"2018-02": 60, "2018-04": 95, "2018-05": 89.9, "2018-06": 95, "2018-07": 95}
    assert trace(months) == [("2018Q1", DOWNGRADED)]


def test_an_alley_that_was_below_before_its_first_check_is_not_downgraded_but_can_rise():
    assert trace({"2018-01": 60}, grade="below") == []
    assert trace({"2018-01": 95, "2018-02": 95, "2018-03": 95}, grade="below") == [("2018Q1", RESTORED)]


@pytest.mark.parametrize("grade", [None, "unrated", "standard", "premium"])
def test_any_other_grade_is_not_below(grade):
    assert trace({"2018-01": 60}, grade=grade) == [("2018Q1", DOWNGRADED)]
    assert trace({"2018-01": 95, "2018-02": 95, "2018-03": 95}, grade=grade) == []


def test_a_restored_alley_can_fall_again_in_a_later_quarter():
    months = {"2018-01": 60, "2018-04": 95, "2018-05": 95, "2018-06": 95, "2018-10": 40}
    assert trace(months) == [("2018Q1", DOWNGRADED), ("2018Q2", RESTORED), ("2018Q4", DOWNGRADED)]


def test_the_state_before_the_quarter_decides_so_no_alley_rises_and_falls_at_once():
    months = {"2018-01": 60, "2018-05": 95, "2018-06": 95, "2018-07": 95, "2018-08": 10, "2018-09": 10}
    assert trace(months) == [("2018Q1", DOWNGRADED), ("2018Q3", RESTORED)]
    assert trace(months | {"2018-10": 10}) == [("2018Q1", DOWNGRADED), ("2018Q3", RESTORED), ("2018Q4", DOWNGRADED)]


def test_quarters_without_a_check_change_nothing():
    assert trace({"2017-02": 60, "2018-10": 95}) == [("2017Q1", DOWNGRADED)]


def test_any_month_under_the_mark_can_be_made_to_downgrade():
    months = {"2018-01": 100, "2018-02": 89, "2018-03": 100}
    assert trace(months) == []
    assert trace(months, rule=Rule(decided_by="month")) == [("2018Q1", DOWNGRADED)]


def test_the_quarters_own_score_decides_not_the_mean_of_its_months():
    months = {"2018-01": 100, "2018-02": 85}
    assert trace(months, quarters={"2018Q1": 89.0}) == [("2018Q1", DOWNGRADED)]


def test_a_score_that_is_ninety_but_for_the_order_of_adding_passes():
    assert trace({"2018-01": 89.99999999999999}) == []


def test_nothing_after_the_quarter_asked_for():
    assert trace({"2018-02": 95, "2018-08": 60}, until="2018Q2") == []


def test_alleys_never_checked_have_no_events():
    empty = table({})
    assert events(empty, empty, {"x": "below"}, Period.parse("2018Q3"), Rule()).empty


def test_a_rule_that_makes_no_sense_is_refused():
    with pytest.raises(ValueError, match="decided_by"):
        Rule(decided_by="year")


def test_the_published_first_quarter_of_2025():
    """46 downgraded by district and 40 restored, as published, from made scores of 160 alleys."""
    months, grades = {}, {}
    for district, count in BEIJING_2025_Q1.items():
        for index in range(count):
            months[f"{district}-down-{index}"] = {"2024-11": 96, "2025-01": 93, "2025-02": 80, "2025-03": 88}
    for index in range(40):
        months[f"up-{index}"] = {"2024-10": 70, "2024-12": 91, "2025-01": 95, "2025-02": 92 + index % 5}
    for index in range(37):
        months[f"still-below-{index}"] = {"2024-10": 70, "2025-01": 95, "2025-02": 85, "2025-03": 95}
        months[f"fine-{index}"] = {"2024-10": 95, "2025-01": 91, "2025-02": 88, "2025-03": 94}
        grades[f"still-below-{index}"] = "below"
    quarters = {
        alley: {
            "2024Q4": sum(s for m, s in scores.items() if m < "2025") / sum(m < "2025" for m in scores),
            "2025Q1": sum(s for m, s in scores.items() if m > "2025") / sum(m > "2025" for m in scores),
        }
        for alley, scores in months.items()
    }
    found = events(table(months), table(quarters), grades, Period.parse("2025Q1"), Rule())
    quarter = found[found["quarter"] == "2025Q1"]
    fallen = quarter.loc[quarter["event"] == DOWNGRADED, "alley_id"].str.split("-").str[0]
    assert fallen.value_counts().to_dict() == BEIJING_2025_Q1
    assert len(fallen) == 46
    assert quarter.loc[quarter["event"] == RESTORED, "alley_id"].tolist() == sorted(f"up-{i}" for i in range(40))
