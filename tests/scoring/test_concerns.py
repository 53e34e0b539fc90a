"""What needs attention: the dearest indicators of ranked units, and which scorecard a store can answer."""

from datetime import datetime

import pytest

from analytics.contract.periods import Period
from analytics.scoring.concerns import concerns, marks
from analytics.scoring.fitting import fitting
from analytics.scoring.ranking import rank
from analytics.scoring.scorecards import scorecards
from tests.making import make_version

SEPTEMBER = Period.parse("2018-09")


def case(unit: str, number: int, late: bool) -> dict:
    return {
        "case_id": f"{unit}{number}", "area_code": unit, "source": "inspector",
        "reported_at": "2018-09-03T08:00:00", "filed_at": "2018-09-03T08:00:00", "dispatched_at": "2018-09-03T08:00:00",
        "disposed_at": "2018-09-05T10:00:00" if late else "2018-09-03T10:00:00",
        "closed_at": "2018-09-06T10:00:00", "dispose_due": "2018-09-04T10:00:00", "rework_count": 0,
    }


@pytest.fixture
def version(tmp_path):
    """Three districts: A on time, B half late, C all late but with too few cases to be ranked."""
    areas = [{"area_code": "X", "tier": "city", "name": "X"}]
    areas += [{"area_code": unit, "parent_code": "X", "tier": "district", "name": unit} for unit in "ABC"]
    cases = [case("A", number, late=False) for number in range(40)]
    cases += [case("B", number, late=number % 2 == 0) for number in range(40)]
    cases += [case("C", number, late=True) for number in range(5)]
    return make_version(tmp_path, {"areas": areas, "cases": cases})


def test_the_dearest_indicator_of_a_ranked_unit_comes_first(version) -> None:
    found = concerns(rank(version, SEPTEMBER, scorecard="cases_only"))
    first = found[0]
    assert (first.kind, first.unit, first.indicator) == ("costs", "B", "on_time_rate")
    assert (first.value, first.numerator, first.denominator) == (0.5, 20, 40)
    # Half on time is the floor: all 40 points of the indicator are gone.
    assert first.points == pytest.approx(40)
    assert {each.unit for each in found} == {"B"}


def test_at_most_as_many_as_asked_for(version) -> None:
    assert len(concerns(rank(version, SEPTEMBER, scorecard="cases_only"), limit=1)) <= 1


def test_marks_run_from_worst_to_best() -> None:
    for card in scorecards().values():
        for weighted in card.indicators:
            floor, target = marks(weighted)
            assert (target > floor) == (weighted.direction == "high")


def test_the_first_scorecard_that_the_store_can_answer(version) -> None:
    as_of = datetime(2018, 10, 4)
    assert fitting(version, SEPTEMBER, as_of, ["monthly", "cases_only"]) == "cases_only"
    assert fitting(version, SEPTEMBER, as_of, ["monthly"]) == "monthly"
