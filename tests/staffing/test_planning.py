"""Plans of the small town: equal hours, the planted pattern found again, refusals with a reason."""

import json
from datetime import datetime

import numpy as np
import pytest

from analytics.commands.running import main
from analytics.contract.labels import LANGUAGES
from analytics.contract.periods import Period
from analytics.staffing import Demands, NoPlan, back_test, plan
from analytics.staffing.coverage import share_found
from tests.making import make_version
from tests.staffing import town

SPRING = Period.parse("2018Q2")


@pytest.fixture(scope="module")
def planned(version):
    return plan(version, "D", SPRING, 12)


def test_the_plan_and_the_even_spread_have_the_same_hours(planned):
    shifts = planned.shifts()
    assert sum(row["hours"] * row["inspectors"] for row in shifts) == 12 * 5 * 8 == planned.inspector_hours
    assert planned.on_duty.sum() == planned.inspector_hours
    assert planned.even * len(planned.places) * 168 == pytest.approx(planned.inspector_hours)
    assert {row["hours"] for row in shifts} == {8}
    assert all(0 <= row["weekday"] <= 6 and 0 <= row["start"] <= 23 and row["inspectors"] >= 1 for row in shifts)


def test_inspectors_stand_where_and_when_problems_were_planted(planned):
    assert planned.places.tier == "grid"
    duty = dict(zip(planned.places.codes, planned.on_duty.reshape(-1, 7, 24), strict=True))
    for cell in ("G11", "G12"):
        days, hours = town.PLANTED[cell]
        assert all(duty[cell][day][hour] >= 1 for day in days for hour in hours)


def test_more_is_found_than_by_the_even_spread_also_in_later_months(version, planned):
    document = planned.as_json()
    assert document["expected_covered"] >= 1.15 * document["baseline_covered"]
    months = back_test(version, planned)
    assert [row["month"] for row in months] == ["2018-07"]
    assert months[0]["covered"] >= 1.15 * months[0]["baseline"]


def test_the_back_test_counts_case_by_case(version, rows, planned):
    row = back_test(version, planned)[0]
    newest = version.newest_known_at
    duty = dict(zip(planned.places.codes, planned.on_duty, strict=True))
    cases, covered = 0, 0.0
    for case in rows["cases"]:
        at = case["reported_at"]
        if (at.year, at.month) == (2018, 7) and not (case["voided_at"] and case["voided_at"] <= newest):
            cases += 1
            there = float(duty[case["grid_code"]][at.weekday() * 24 + at.hour])
            covered += float(share_found(np.array([there]), 1)[0])
    assert row["cases"] == cases
    assert row["covered"] == pytest.approx(covered)
    assert row["baseline"] == pytest.approx(cases * 0.936 * 480 / (8 * 168))


def test_nothing_later_than_as_of_is_known(version, rows, tmp_path):
    moment = datetime(2018, 5, 20)
    earlier = {name: [row for row in entries if row.get("reported_at", row.get("started_at", FIRST_DAY)) <= moment]
               for name, entries in rows.items()}  # fmt: skip
    for row in earlier["cases"]:
        if row["voided_at"] and row["voided_at"] > moment:
            row |= {"voided_at": None}
    then = plan(make_version(tmp_path, earlier), "D", SPRING, 12, as_of=moment).as_json()
    assert then == plan(version, "D", SPRING, 12, as_of=moment).as_json()


FIRST_DAY = datetime(2018, 1, 1)


def test_places_are_as_fine_as_the_inspectors_allow(version):
    assert plan(version, "D", SPRING, 4).places.tier == "grid"  # 8 visits of 20 shifts
    assert plan(version, "D", SPRING, 3).places.tier == "subdistrict"  # 8 visits of 15 would be more than half
    assert plan(version, "S1", SPRING, 2).places.codes == ["G11", "G12", "G13", "G14"]
    assert plan(version, "D", SPRING, 4, tier="subdistrict").places.codes == ["S1", "S2"]


def test_cells_to_which_no_case_belongs_are_no_places(rows, tmp_path):
    without = rows | {"cases": [row | {"grid_code": None} for row in rows["cases"]]}
    found = plan(make_version(tmp_path, without), "D", SPRING, 12)
    assert found.places.codes == ["S1", "S2"] and found.unplaced == 0
    with pytest.raises(NoPlan, match="no case"):
        plan(make_version(tmp_path / "grid", without), "D", SPRING, 12, tier="grid")


def test_an_area_with_nothing_inside_is_one_place(rows, tmp_path):
    without = {name: entries for name, entries in rows.items() if name not in ("grids", "shifts")}
    found = plan(make_version(tmp_path, without), "S1", SPRING, 2)
    assert found.places.codes == ["S1"] and found.places.cells.tolist() == [1]
    assert found.on_duty.sum() == 80


def test_a_problem_weighs_by_level_and_tags(version):
    places = plan(version, "D", SPRING, 12).places
    weights = dict(zip(places.codes, places.weights, strict=True))
    assert weights["G11"] == pytest.approx(1.3)
    assert weights["G21"] == pytest.approx(1.1)  # a school
    assert weights["G12"] == pytest.approx(1.0)
    whole = plan(version, "D", SPRING, 3).places
    assert dict(zip(whole.codes, whole.weights, strict=True))["S1"] == pytest.approx((1.3 + 3) / 4)


def test_without_shifts_the_plan_says_that_today_is_unknown(tmp_path):
    version, _ = town.made(tmp_path, shifts=False)
    document = plan(version, "D", SPRING, 12).as_json()
    assert document["today_covered"] is None and document["today_inspector_hours"] is None
    assert document["expected_covered"] > document["baseline_covered"]


REFUSED = {
    "no_inspectors": ({"inspectors": 0}, "at least 1"),
    "shift_length": ({"hours": 13}, "4 to 12 hours"),
    "no_area": ({"area": "Z"}, "no area Z"),
    "no_ended_day": ({"period": Period.parse("2019")}, "no day of 2019"),
    "no_cases": ({"period": Period.parse("2017")}, "no case in area D in 2017"),
    "every_place": ({"inspectors": 1, "demands": Demands.usual(shifts_a_place=3)}, "2 places need 6 shifts"),
    "every_hour": ({"demands": Demands.usual(on_duty_share=0.5)}, "needs 126 shifts, 12 inspectors work 60"),
    "every_place_and_hour": ({"demands": Demands.usual(at_every_place_and_hour=1)}, "8 places need 168 shifts"),
    "no_places_of_tier": ({"tier": "community"}, "no communities"),
    "together": (
        {"demands": Demands.usual(explore_share=1.0, little_seen_share=0.0, on_duty_share=0.2)}, "kept for exploring"
    ),
}


@pytest.mark.parametrize("code", REFUSED)
def test_a_refusal_names_the_constraint(version, code):
    changed, told = REFUSED[code]
    asked = {"area": "D", "period": SPRING, "inspectors": 12} | changed
    with pytest.raises(NoPlan) as refused:
        plan(version, **asked)
    assert refused.value.code == code
    assert told in str(refused.value)
    assert all("{" not in refused.value.told(language) for language in LANGUAGES)


def test_the_verb_prints_one_document(tmp_path, capsys):
    store = tmp_path / "store"
    town.made(store / "versions")[0].close()
    (store / "CURRENT").write_text("v000001", encoding="utf-8")
    words = ["staff", "--area", "D", "--period", "2018Q2", "--store", str(store), "--json"]
    assert main([*words, "--inspectors", "12", "--shift-hours", "6"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert set(document["shifts"][0]) == {"place", "weekday", "start", "hours", "inspectors"}
    assert sum(row["hours"] * row["inspectors"] for row in document["shifts"]) == 12 * 6 * 6
    assert document["expected_covered"] > document["baseline_covered"] > 0
    assert main([*words, "--inspectors", "0"]) == 1
    said = capsys.readouterr()
    assert said.out == "" and said.err.count("\n") == 1
