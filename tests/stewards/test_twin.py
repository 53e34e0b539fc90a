"""Stewards counted in plain loops, and the same figures as the indicators."""

from collections import Counter
from datetime import datetime

import pytest

from analytics import stewards
from analytics.contract.periods import Period
from analytics.indicators import compute
from analytics.stewards import Question
from tests import naive
from tests.indicators.random_city import RandomCity
from tests.making import make_version
from tests.naive.city import in_force
from tests.naive.people import ASKED, ENGLISH, assignment_places

MOMENTS = [("2018-09", "2018-10-04"), ("2018-09", "2018-09-21T15:30"), ("2018Q3", "2018-10-19")]


@pytest.fixture(scope="module", params=[1, 2])
def version(request, tmp_path_factory):
    return make_version(tmp_path_factory.mktemp("city"), RandomCity(request.param).rows())


@pytest.mark.parametrize(("text", "moment"), MOMENTS)
@pytest.mark.parametrize(("tier", "unit"), [("city", "C"), ("district", "D1"), ("subdistrict", "S21"), ("alley", "A1")])
def test_figures_are_the_indicators(version, text, moment, tier, unit) -> None:
    question = Question(Period.parse(text), datetime.fromisoformat(moment), tier, unit)
    ids = ["steward_coverage", "steward_active_rate", "steward_retention", "routing_match_rate"]
    asked = compute(version, question.period, tier, ids, as_of=question.as_of)
    known = {row.indicator: (row.numerator, row.denominator) for row in asked.itertuples() if row.unit == unit}
    alleys, people = stewards.spread(stewards.alleys_of(version, question)).iloc[0], stewards.people(version, question)
    found = stewards.findings(version, question)
    measured = people[people["is_measured"]]
    assert (alleys["covered"], alleys["programme"]) == known["steward_coverage"]
    assert (measured["is_active"].sum(), len(measured)) == known["steward_active_rate"]
    assert (found.loc[found["as_asked"].astype(bool), "acts"].sum(), found["acts"].sum()) == known["routing_match_rate"]
    still = people[people["was_in_force"] & people["is_in_force"]]
    assert len(still) == known["steward_retention"][0]


@pytest.mark.parametrize(("text", "moment"), MOMENTS)
def test_loops_find_the_same(version, text, moment) -> None:
    question = Question(Period.parse(text), datetime.fromisoformat(moment), "district", "D1")
    city, then = naive.City(version), naive.Moment(question.period, question.as_of)
    acts = [row for row in city["steward_activity"] if then.holds(row["at"])]
    inside = [row for row in acts if row["district"] == "D1"]
    by_alley = Counter(row["alley"] for row in inside)
    found = stewards.forms(version, question, ["alley"])
    assert dict(zip(found["alley"], found["acts"], strict=True)) == by_alley
    kinds = Counter()
    for row in inside:
        if row["action"] and row["problem_kind"]:
            kind = ENGLISH.get(row["problem_kind"], row["problem_kind"])
            kinds[row["action"], row["action"] in ASKED.get(kind, ())] += 1
    found = stewards.findings(version, question).groupby(["action", "as_asked"])["acts"].sum()
    assert found.to_dict() == kinds
    there = {row["person_id"] for row in city["assignments"] if row["role"] == "steward"
             and assignment_places(city, row, then.last)["district"] == "D1"
             and any(in_force(row, day) for day in then.days)}
    people = stewards.people(version, question)
    assert set(people["person_id"]) == there
    own = Counter(row["person_id"] for row in acts)
    assert dict(zip(people["person_id"], people["acts"], strict=True)) == {each: own[each] for each in there}
