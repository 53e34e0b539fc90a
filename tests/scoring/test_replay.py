"""An alley's states month by month, and that walking them again gives the events of the fold."""

from datetime import datetime

import numpy as np
import pandas as pd
import pytest

from analytics.contract.periods import Period
from analytics.scoring.downgrades import DOWNGRADED, RESTORED, Rule, events
from analytics.scoring.replay import alley_states, states
from tests.scoring.test_downgrades import table
from tests.scoring.test_roll_calls import version_of


def replayed(months, quarters, grade=None, until="2018Q3", rule=None):
    return states(table({"x": months}), table({"x": quarters}), "x", grade, Period.parse(until), rule or Rule())


def test_a_fall_and_a_rise_by_hand():
    months = {"2018-02": 70, "2018-03": 95, "2018-04": 92, "2018-05": 90, "2018-07": 95}
    found = replayed(months, {"2018Q1": 82.5, "2018Q2": 91, "2018Q3": 95})
    assert found["month"].tolist() == [f"2018-{month:02}" for month in range(1, 10)]
    assert found["run"].tolist() == [0, 0, 1, 2, 3, 0, 1, 0, 0]
    assert found["event"].fillna("").tolist() == ["", "", DOWNGRADED, "", RESTORED, "", "", "", ""]
    assert found["before"].tolist() == ["held"] * 3 + ["below"] * 2 + ["held"] * 4
    assert found["after"].tolist() == ["held"] * 2 + ["below"] * 2 + ["held"] * 5
    assert found["quarter_score"].tolist() == [82.5] * 3 + [91] * 3 + [95] * 3


def test_where_any_month_decides_the_alley_falls_in_that_month():
    found = replayed({"2018-01": 95, "2018-02": 80, "2018-03": 95}, {"2018Q1": 90}, until="2018Q1",
                     rule=Rule(decided_by="month"))
    assert found["event"].fillna("").tolist() == ["", DOWNGRADED, ""]


def test_an_alley_that_was_below_starts_below():
    assert replayed({"2018-01": 95}, {"2018Q1": 95}, "below", "2018Q1")["after"].tolist() == ["below"] * 3


def test_an_alley_never_checked_has_no_states():
    assert states(table({}), table({}), "x", None, Period.parse("2018Q1"), Rule()).empty


@pytest.mark.parametrize("decided_by", ["quarter", "month"])
def test_the_states_of_random_alleys_tell_the_events_of_the_fold(decided_by):
    generator = np.random.default_rng(5)
    names = [month.text for quarter in ("2017Q4", "2018Q1", "2018Q2", "2018Q3") for month in
             Period.parse(quarter).months()]
    rule = Rule(decided_by=decided_by)
    for trial in range(60):
        months = {name: float(generator.integers(86, 97)) for name in names if generator.random() < 0.85}
        rows = table({"x": months})
        rows["quarter"] = [Period.holding(Period.parse(period).first, "quarter").text for period in rows["period"]]
        quarters = {quarter: float(part["score"].mean()) for quarter, part in rows.groupby("quarter")}
        grade = "below" if trial % 3 == 0 else None
        until = Period.parse("2018Q3")
        fold = events(rows, table({"x": quarters}), {"x": grade}, until, rule)
        walked = states(rows, table({"x": quarters}), "x", grade, until, rule)
        happened = walked[walked["event"].notna()]
        assert list(zip(happened["quarter"], happened["event"], strict=True)) == list(
            zip(fold["quarter"], fold["event"], strict=True)
        )
        assert (walked["before"].iloc[1:].to_numpy() == walked["after"].iloc[:-1].to_numpy()).all()
        changed = walked["before"] != walked["after"]
        assert changed.equals(walked["event"].notna())


def test_the_states_of_an_alley_of_a_version(tmp_path):
    found = alley_states(version_of(tmp_path), "A2", Period.parse("2018Q3"), datetime(2018, 10, 4))
    assert dict(found.loc[found["event"].notna(), ["month", "event"]].to_numpy()) == {
        "2018-03": DOWNGRADED, "2018-08": RESTORED,
    }
    assert pd.isna(found.set_index("month").at["2018-05", "score"])
