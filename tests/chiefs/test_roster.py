"""Roster, roll-out matrix, plan and ten-none items against plain loops."""

from __future__ import annotations

from datetime import datetime

import pytest

from analytics.chiefs import figures, gap, remediation, roll_out_matrix, roster, violations, violations_by_month
from analytics.chiefs.roll_out import ITEMS
from analytics.contract.periods import Period
from analytics.indicators import compute
from tests.chiefs import naive
from tests.chiefs.moments import MOMENTS
from tests.making import make_version
from tests.naive.city import Moment, in_force

ENDED = [moment for moment in MOMENTS if moment.last]
SEPTEMBER, AS_OF = Period.parse("2018-09"), datetime(2018, 10, 4)


def _alleys(city, moment: Moment, unit: str | None) -> list[dict]:
    places = {alley: city.places_of_alley(alley, moment.last) for alley in city.alleys}
    return [row for alley, row in sorted(city.alleys.items()) if naive.inside(places[alley], unit)]


@pytest.mark.parametrize("moment", ENDED)
@pytest.mark.parametrize("unit", [None, "D2", "S11"])
def test_figures_and_lists_equal_plain_loops(version, city, moment: Moment, unit: str | None) -> None:
    alleys = _alleys(city, moment, unit)
    led = {row["alley_id"]: naive.chiefs(city, row["alley_id"], moment.last) for row in alleys}
    found = figures(version, moment.period, None if unit is None else [unit], moment.as_of)
    assert found["alleys"] == len(alleys)
    assert found["in_programme"] == sum(bool(row["in_programme"]) for row in alleys)
    assert found["chiefs"] == len(set().union(*led.values()))
    assert found["without_chief"] == sum(not each for each in led.values())

    def listed(name: str, key: str) -> list[str]:
        return gap(version, moment.period, name, unit, moment.as_of)[key].tolist()

    planned = [row for row in alleys if row["in_programme"]]
    assert listed("no_chief", "alley_id") == [row["alley_id"] for row in planned if not led[row["alley_id"]]]
    assert listed("no_board", "alley_id") == [row["alley_id"] for row in planned if not row["board_posted"]]
    wrong = [row for row in alleys if row["board_posted"] and row["board_person_id"] not in led[row["alley_id"]]]
    assert listed("board_names_other", "alley_id") == [row["alley_id"] for row in wrong]
    leads = {person: [alley for alley in led if person in led[alley]] for person in sorted(set().union(*led.values()))}
    assert listed("several_alleys", "person_id") == [person for person, mine in leads.items() if len(mine) > 1]
    untrained = [person for person in leads if not naive.trained(city, person, moment)]
    assert listed("untrained", "person_id") == untrained
    rows = gap(version, moment.period, "several_alleys", unit, moment.as_of)
    assert [list(each) for each in rows["alley_ids"]] == [leads[person] for person in rows["person_id"]]


@pytest.mark.parametrize("moment", ENDED)
@pytest.mark.parametrize("unit", [None, "D2"])
def test_roster_equals_plain_loops(version, city, moment: Moment, unit: str | None) -> None:
    rows = roster(version, moment.period, unit, moment.as_of).set_index("alley_id")
    alleys = _alleys(city, moment, unit)
    assert list(rows.index) == [row["alley_id"] for row in alleys]
    for alley in alleys:
        led = naive.chiefs(city, alley["alley_id"], moment.last)
        found = rows.loc[alley["alley_id"]]
        assert found["person_ids"] == sorted(led)
        assert found["chiefs"] == [f"Name {person}" for person in sorted(led)]
        state = "missing" if not alley["board_posted"] else "current" if alley["board_person_id"] in led else "other"
        assert found["board"] == state


@pytest.mark.parametrize("moment", ENDED)
def test_areas_without_a_leader_or_an_office(version, city, moment: Moment) -> None:
    offices = {row["area_code"] for row in city["orgs"] if row["kind"] == "office"}
    areas = [code for tier in ("district", "subdistrict") for code in city.units(tier, moment.last)]
    general = {
        row["area_code"]
        for row in city["assignments"]
        if row["role"] == "general_chief" and in_force(row, moment.last)
    }
    found = gap(version, moment.period, "no_general_chief", None, moment.as_of)["unit"].tolist()
    assert found == sorted(set(areas) - general)
    found = gap(version, moment.period, "no_office", None, moment.as_of)["unit"].tolist()
    assert found == sorted({*areas, "C"} - offices)


@pytest.mark.parametrize("moment", ENDED)
@pytest.mark.parametrize("tier", ["city", "district", "subdistrict"])
def test_matrix_equals_plain_loops(version, city, moment: Moment, tier: str) -> None:
    rows = roll_out_matrix(version, moment.period, tier, None, moment.as_of)
    units = city.units(tier, moment.last)
    assert rows["unit"].tolist() == [unit for unit in units for _ in ITEMS]
    found = {(row.unit, row.item): (row.numerator, row.denominator) for row in rows.itertuples()}
    offices = {row["area_code"] for row in city["orgs"] if row["kind"] == "office"}
    for unit in units:
        alleys = _alleys(city, moment, unit)
        planned = [row for row in alleys if row["in_programme"]]
        led = {row["alley_id"]: naive.chiefs(city, row["alley_id"], moment.last) for row in alleys}
        persons = set().union(*led.values())
        areas = [
            code
            for each in ("city", "district", "subdistrict")
            for code in city.units(each, moment.last)
            if naive.inside(city.places_of_area(code, moment.last), unit)
        ]
        assert found[unit, "alleys"][0] == len(alleys)
        assert found[unit, "chiefs"][0] == len(persons)
        assert found[unit, "led"] == (sum(bool(led[row["alley_id"]]) for row in planned), len(planned))
        assert found[unit, "boards"] == (sum(bool(row["board_posted"]) for row in planned), len(planned))
        trained = sum(naive.trained(city, person, moment) for person in persons)
        assert found[unit, "trained"] == (trained, len(persons))
        assert found[unit, "offices"] == (len(offices & set(areas)), len(areas))


def test_items_that_are_indicators_are_the_indicators(version) -> None:
    rows = roll_out_matrix(version, SEPTEMBER, "district", None, AS_OF).set_index(["item", "unit"])
    for item in ITEMS:
        if item.indicator:
            expected = compute(version, SEPTEMBER, "district", [item.indicator], as_of=AS_OF).set_index("unit")
            assert rows.loc[item.id, "value"].to_dict() == pytest.approx(expected["value"].to_dict(), nan_ok=True)


def test_matrix_says_nothing_of_what_no_file_tells(tmp_path) -> None:
    version = make_version(tmp_path, {
        "areas": [{"area_code": "D", "tier": "district", "name": "D"}],
        "alleys": [{"alley_id": "A", "name": "A", "area_code": "D"}],
    })  # fmt: skip
    rows = roll_out_matrix(version, SEPTEMBER, "district", None, AS_OF).set_index("item")
    assert rows.loc["alleys", "numerator"] == 1
    assert rows.drop(index="alleys")[["numerator", "denominator", "value"]].isna().all(axis=None)


@pytest.mark.parametrize("moment", ENDED)
def test_plan_equals_plain_loops_and_the_indicator(version, city, moment: Moment) -> None:
    rows = remediation(version, moment.period, "D1", moment.as_of)
    expected = {}
    for row in _alleys(city, moment, "D1"):
        if row["in_programme"]:
            target, accepted = row["target_date"], row["accepted_date"]
            if accepted and accepted <= moment.last:
                state = "in_time" if target is None or accepted <= target else "late"
            elif target is None:
                state = "no_target"
            else:
                state = "overdue" if target <= moment.last else "ahead"
            expected[row["alley_id"]] = state
    assert dict(zip(rows["alley_id"], rows["state"], strict=True)) == expected
    due = rows[rows["target_date"].notna() & (rows["target_date"].dt.date <= moment.last)]
    progress = compute(version, moment.period, "district", ["remediation_progress"], "D1", moment.as_of).iloc[0]
    assert (progress["numerator"], progress["denominator"]) == ((due["state"] == "in_time").sum(), len(due))


@pytest.mark.parametrize("moment", ENDED)
def test_items_of_ten_none_checks_equal_plain_loops(version, city, moment: Moment) -> None:
    rows = violations(version, moment.period, "subdistrict", None, moment.as_of)
    counted = 0
    for row in rows.itertuples():
        told = [
            check[f"item_{row.item}"]
            for check in naive.known_checks(city, "ten_none_checks", moment)
            if check["subdistrict"] == row.unit and check[f"item_{row.item}"] is not None
        ]
        assert (row.checks, row.met) == (len(told), sum(each > 0 for each in told))
        assert (row.violations if told else 0) == sum(told)
        counted += sum(told)
    assert counted > 0


def test_items_by_month_are_those_of_the_months(version) -> None:
    months = Period.parse("2018Q3").months()
    by_month = violations_by_month(version, months, "D1", AS_OF)
    for month in months:
        one = violations(version, month, "district", "D1", AS_OF)
        mine = by_month[by_month["period"] == month.text]
        assert mine["met"].tolist() == one["met"].tolist()
    assert by_month["met"].sum() > 0
