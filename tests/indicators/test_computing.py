"""Frames of `compute`: units without data, questions without an answer, published check figures."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from analytics.contract.periods import Period
from analytics.indicators import UnknownUnit, catalogue, compute, compute_periods, explain, units_in_force
from analytics.indicators.answers import COLUMNS
from tests.indicators.test_examples import FOLDER, read
from tests.making import make_version

SEPTEMBER = Period.parse("2018-09")
AS_OF = datetime(2018, 10, 4)
CASE = {"case_id": "1", "area_code": "S1", "source": "inspector", "reported_at": "2018-09-01T08:00:00"}


def city(tmp_path, **given):
    return make_version(tmp_path, read(FOLDER / "base_city.toml") | given)


def due_cases(district: str, due: int, on_time: int, disposed: int) -> list[dict]:
    """So many cases due at noon: the first `on_time` disposed an hour before, others an hour after, the rest open."""
    noon = datetime(2018, 9, 12, 12)
    hours = [-1] * on_time + [1] * (disposed - on_time) + [None] * (due - disposed)
    return [
        CASE | {"case_id": f"{district}-{number}", "area_code": district, "dispose_due": noon,
                "disposed_at": None if hour is None else noon + timedelta(hours=hour)}
        for number, hour in enumerate(hours)
    ]


def test_published_check_figures(tmp_path):
    rows = due_cases("D1", 972, 737, 911) + due_cases("D2", 24932, 22345, 23974)
    version = city(tmp_path, cases=[row | {"reported_at": datetime(2018, 9, 1, 8)} for row in rows])
    found = compute(version, SEPTEMBER, "district", ["disposal_rate", "on_time_rate"], as_of=AS_OF)
    per_cent = (found["value"] * 100).round(2)
    assert list(per_cent) == [93.72, 96.16, 75.82, 89.62]


def test_a_row_for_every_unit_in_code_order_and_indicators_as_asked(tmp_path):
    version = city(tmp_path, cases=[CASE])
    found = compute(version, SEPTEMBER, "subdistrict", ["filing_rate", "on_time_rate"], as_of=AS_OF)
    assert list(found.columns) == COLUMNS
    assert list(zip(found["indicator"], found["unit"], strict=True)) == [
        ("filing_rate", "S1"), ("filing_rate", "S2"), ("on_time_rate", "S1"), ("on_time_rate", "S2"),
    ]
    assert set(found["period"]) == {"2018-09"}
    assert set(found["tier"]) == {"subdistrict"}


def test_several_tiers_are_the_same_as_one_by_one(tmp_path):
    version = city(tmp_path, cases=due_cases("S1", 9, 4, 6), ten_none_checks=[
        {"check_id": "1", "alley_id": "A1", "checked_on": "2018-09-03", "score": 91.0}])
    ids = ["on_time_rate", "handling_hours_median", "ten_none_score"]
    together = compute(version, SEPTEMBER, ["city", "district", "alley"], ids, as_of=AS_OF)
    for tier in ("city", "district", "alley"):
        alone = compute(version, SEPTEMBER, tier, ids, as_of=AS_OF)
        rows = together[together["tier"] == tier].reset_index(drop=True)
        assert rows.equals(alone)


def test_no_known_row_of_the_event_table_is_no_answer(tmp_path):
    version = city(tmp_path, cases=[CASE | {"filed_at": "2018-09-01T09:00:00"}])
    early = compute(version, SEPTEMBER, "district", ["self_found_share"], as_of=datetime(2018, 9, 1, 7, 59))
    assert early[["numerator", "denominator", "value"]].isna().all(axis=None)
    known = compute(version, SEPTEMBER, "district", ["self_found_share"], as_of=datetime(2018, 9, 1, 8))
    assert list(known["denominator"]) == [0, 0]
    assert known["value"].isna().all()


def test_a_city_without_rows_answers_nothing(tmp_path):
    version = city(tmp_path)
    found = compute(version, SEPTEMBER, "city", as_of=AS_OF)
    answered = found[found["denominator"].notna()]
    # alleys are there, but nobody said when they are to be accepted
    assert list(answered["indicator"]) == []
    for name in catalogue():
        assert explain(version, name, "C", "city", SEPTEMBER, AS_OF).empty


@pytest.mark.parametrize(("columns", "has_answer"), [
    ({}, False),
    ({"dispose_due": "2018-09-02T08:00:00"}, False),
    ({"disposed_at": "2018-09-02T08:00:00"}, False),
    ({"dispose_due": "2018-09-02T08:00:00", "disposed_at": None}, True),
    ({"limit_value": 3.0, "limit_unit": "urgent_day", "disposed_at": None}, True),
])
def test_a_column_that_no_file_has_is_no_answer(tmp_path, columns, has_answer):
    version = city(tmp_path, cases=[CASE | columns])
    found = compute(version, SEPTEMBER, "city", ["on_time_rate"], as_of=AS_OF)
    assert found["denominator"].notna().all() == has_answer


def test_the_default_moment_is_the_newest_known_if_that_is_earlier(tmp_path):
    version = city(tmp_path, cases=due_cases("S1", 3, 1, 2))
    # the newest moment is a disposal on 12 September at 13:00
    assert compute(version, SEPTEMBER, "city", ["disposal_rate"])["denominator"].item() == 3
    assert compute(version, Period.parse("2018-07"), "city", ["disposal_rate"])["denominator"].isna().all()


def test_periods_follow_each_other_in_the_order_asked(tmp_path):
    version = city(tmp_path, cases=due_cases("S1", 3, 1, 2))
    periods = [Period.parse("2018Q3"), SEPTEMBER]
    found = compute_periods(version, periods, "city", ["on_time_rate"])
    assert list(found["period"]) == ["2018Q3", "2018-09"]
    assert list(found["numerator"]) == [1, 1]


def test_units_inside_an_area(tmp_path):
    version = city(tmp_path)

    def inside(tier, within):
        return list(units_in_force(version, tier, SEPTEMBER, AS_OF, within)["unit"])

    assert inside("district", "D1") == ["D1"]
    assert inside("city", "D1") == []
    assert inside("subdistrict", "D1") == ["S1"]
    assert inside("community", "S1") == ["K1"]
    assert inside("alley", "D1") == ["A1", "A2"]
    assert inside("alley", "K1") == ["A1"]
    assert inside("grid", "D2") == ["G2"]
    assert inside("grid", "C") == ["G1", "G2"]
    with pytest.raises(UnknownUnit, match="D9"):
        inside("district", "D9")
    with pytest.raises(UnknownUnit):
        compute(version, SEPTEMBER, "district", ["on_time_rate"], within="D9")


def test_units_are_those_of_the_last_ended_day(tmp_path):
    areas = read(FOLDER / "base_city.toml")["areas"]
    areas[2] |= {"valid_to": "2018-09-10"}
    new = {"area_code": "D3", "name": "new", "tier": "district", "parent_code": "C", "valid_from": "2018-09-11"}
    renamed = areas[1] | {"name": "renamed", "valid_from": "2018-09-20"}
    areas[1] |= {"valid_to": "2018-09-19"}
    version = make_version(tmp_path, {"areas": [*areas, new, renamed]})

    def units(as_of):
        found = units_in_force(version, "district", SEPTEMBER, as_of)
        return dict(zip(found["unit"], found["name"], strict=True))

    assert units(AS_OF) == {"D1": "renamed", "D3": "new"}
    assert units(datetime(2018, 9, 11)) == {"D1": "first district", "D2": "second district"}
    # nothing has ended: the first day's
    assert units(datetime(2018, 8, 1)) == {"D1": "first district", "D2": "second district"}


def test_a_tier_that_does_not_exist_is_refused(tmp_path):
    version = city(tmp_path)
    with pytest.raises(ValueError, match="no such tier"):
        compute(version, SEPTEMBER, "planet")
    with pytest.raises(ValueError, match="no such tier"):
        explain(version, "on_time_rate", "C", "city; drop table cases", SEPTEMBER)


def test_a_unit_code_is_a_value_and_never_a_statement(tmp_path):
    version = city(tmp_path, cases=due_cases("S1", 3, 1, 2))
    assert explain(version, "on_time_rate", "' or '1'='1", "district", SEPTEMBER, AS_OF).empty


def test_the_order_of_the_rows_does_not_change_the_last_digit(tmp_path):
    """An edition's hash is over these numbers; threads add up in any order."""
    alleys = [{"alley_id": "A1", "name": "alley", "area_code": "S1"}]
    scores = [70 + number % 29 + 0.1 * (number % 7) for number in range(500)]
    sums = set()
    for number, order in enumerate((scores, scores[::-1], sorted(scores))):
        checks = [{"check_id": str(n), "alley_id": "A1", "checked_on": "2018-09-10"} for n in range(500)]
        weekly = [check | {"civility_score": score} for check, score in zip(checks, order, strict=True)]
        ten_none = [check | {"score": score} for check, score in zip(checks, order, strict=True)]
        version = city(tmp_path / str(number), alleys=alleys, weekly_checks=weekly, ten_none_checks=ten_none)
        found = compute(version, SEPTEMBER, "city", ["civility_score", "ten_none_score"], as_of=AS_OF)
        sums.add(tuple(found["numerator"]))
    assert len(sums) == 1
