"""Rules on filing conditions: which one fits a case on its dispatch date."""

import numpy as np
import pandas as pd

from analytics.deadlines.rules import match_rules

CASE = {
    "scheme": "gb",
    "kind": "part",
    "major_code": "01",
    "minor_code": "01",
    "condition_id": "c1",
    "dispatched_at": pd.Timestamp("2018-09-10 17:00"),
    "limit_value": np.nan,
    "limit_unit": None,
}
RULE = {
    "scheme": "gb",
    "kind": "part",
    "major_code": "01",
    "minor_code": "01",
    "condition_id": "c1",
    "limit_value": 2.0,
    "limit_unit": "urgent_hour",
    "valid_from": None,
    "valid_to": None,
}


def limits(cases, rules):
    frame = pd.DataFrame([CASE | case for case in cases])
    found = match_rules(frame, pd.DataFrame([RULE | rule for rule in rules], columns=list(RULE)))
    assert list(found.index) == list(frame.index)
    kept = [name for name in frame if not name.startswith("limit")]
    pd.testing.assert_frame_equal(found[kept], frame[kept])
    return [
        None if np.isnan(value) else (value, unit)
        for value, unit in zip(found["limit_value"], found["limit_unit"], strict=True)
    ]


def test_a_rule_needs_its_whole_class_and_condition():
    others = [{"scheme": "cj"}, {"kind": "event"}, {"major_code": "02"}, {"minor_code": "02"}, {"condition_id": "c2"}]
    missing = [{name: None} for name in ("scheme", "kind", "major_code", "minor_code", "condition_id")]
    assert limits([{}, *others, *missing], [{}]) == [(2.0, "urgent_hour")] + [None] * 10


def test_open_columns_fit_anything_and_the_closest_rule_wins():
    rules = [
        {"limit_value": 9.0, "scheme": None, "kind": None, "major_code": None, "minor_code": None},
        {"limit_value": 5.0, "minor_code": None},
        {"limit_value": 2.0},
    ]
    cases = [{}, {"minor_code": "07"}, {"scheme": "cj", "minor_code": None}, {"condition_id": "x"}]
    assert [found and found[0] for found in limits(cases, rules)] == [2.0, 5.0, 9.0, None]
    assert [found and found[0] for found in limits(cases, rules[::-1])] == [2.0, 5.0, 9.0, None]


def test_validity_at_the_dispatch_date_both_ends_included():
    rules = [
        {"limit_value": 1.0, "valid_from": pd.Timestamp("2018-01-01"), "valid_to": pd.Timestamp("2018-09-10")},
        {"limit_value": 3.0, "valid_from": pd.Timestamp("2018-09-12"), "valid_to": None},
    ]
    days = ["2017-12-31 23:59", "2018-01-01", "2018-09-10 23:59", "2018-09-11", "2018-09-12", "2030-01-01"]
    cases = [{"dispatched_at": pd.Timestamp(day)} for day in days] + [{"dispatched_at": pd.NaT}]
    assert [found and found[0] for found in limits(cases, rules)] == [None, 1.0, 1.0, None, 3.0, 3.0, None]


def test_of_overlapping_versions_the_latest_wins():
    rules = [
        {"limit_value": 4.0, "valid_from": pd.Timestamp("2018-06-01")},
        {"limit_value": 1.0, "valid_from": None},
        {"limit_value": 2.0, "valid_from": pd.Timestamp("2018-03-01")},
    ]
    assert limits([{}], rules) == [(4.0, "urgent_hour")]


def test_a_case_keeps_its_own_limit_but_half_of_one_is_none():
    cases = [
        {"limit_value": 7.0, "limit_unit": "work_day"},
        {"limit_value": 7.0, "limit_unit": None},
        {"limit_value": np.nan, "limit_unit": "work_day"},
    ]
    assert limits(cases, [{}]) == [(7.0, "work_day"), (2.0, "urgent_hour"), (2.0, "urgent_hour")]


def test_nothing_to_match():
    assert limits([{}], []) == [None]
    assert limits([{}], [{"limit_unit": None}]) == [None]
    empty = match_rules(pd.DataFrame([CASE]).iloc[:0], pd.DataFrame([RULE]))
    assert empty.empty


def test_rows_keep_their_order_under_any_index():
    frame = pd.DataFrame([CASE | {"minor_code": f"{n:02}"} for n in range(20)], index=[5] * 20)
    rules = pd.DataFrame([RULE | {"minor_code": f"{n:02}", "limit_value": float(n)} for n in range(20)])
    assert match_rules(frame, rules.sample(frac=1, random_state=1))["limit_value"].tolist() == list(range(20))
