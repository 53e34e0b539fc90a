"""Stewards worked out by hand: forms, alleys, findings, points, evaluations, one steward's sheet."""

from datetime import date, datetime

import pytest

from analytics import stewards
from analytics.contract.periods import Period
from analytics.stewards import Question
from tests.making import make_version
from tests.stewards.city import ROWS

JANUARY = Question(Period.parse("2018-01"), datetime(2018, 2, 4))


@pytest.fixture(scope="module")
def version(tmp_path_factory):
    return make_version(tmp_path_factory.mktemp("stewards"), ROWS)


def rows(frame, *names):
    return list(frame[list(names)].itertuples(index=False, name=None))


def test_six_forms(version) -> None:
    whole = stewards.forms(version, JANUARY).iloc[0]
    assert whole[["acts", *stewards.FORMS]].tolist() == [6, 1, 0, 0, 2, 3, 0]
    assert whole[["stewards", "active_days", "hours", "linked"]].tolist() == [4, 4, 1.0, 3]
    assert rows(stewards.forms(version, JANUARY, ["team"]), "team", "acts") == [("T1", 4), ("T2", 1), (None, 1)]
    assert rows(stewards.forms(version, JANUARY, ["community"]), "community", "acts") == [("Q1", 5), (None, 1)]
    assert rows(stewards.forms(version, JANUARY, ["person", "form"]), "person", "form", "acts")[:2] == [
        ("P1", "do", 1), ("P1", "report", 1)]
    inside = Question(JANUARY.period, JANUARY.as_of, "district", "D2")
    assert rows(stewards.forms(version, inside, ["alley"]), "alley", "acts") == [("A4", 1)]
    with pytest.raises(stewards.UnknownGroup):
        stewards.forms(version, JANUARY, ["at"])


def test_an_act_after_as_of_has_not_happened(version) -> None:
    early = Question(JANUARY.period, datetime(2018, 1, 3, 11))
    assert stewards.forms(version, early)["acts"].tolist() == [3]


def test_one_several_or_no_steward(version) -> None:
    found = stewards.alleys_of(version, JANUARY)
    assert rows(found, "alley_id", "stewards", "people", "spread", "acts", "active_days") == [
        ("A1", 2, "P1;P2", "several", 4, 2), ("A2", 0, None, "none", 1, 1), ("A3", 0, None, "none", 0, 0),
        ("A4", 1, "P4", "one", 1, 1),
    ]  # fmt: skip
    whole = stewards.spread(found).iloc[0]
    assert whole[["alleys", "none", "one", "several", "programme", "covered", "idle"]].tolist() == [4, 2, 1, 1, 3, 1, 0]
    assert whole["coverage"] == pytest.approx(1 / 3)
    assert rows(stewards.spread(found, "district"), "district", "covered", "programme") == [("D1", 1, 2), ("D2", 0, 1)]


def test_findings_and_routing(version) -> None:
    found = stewards.findings(version, JANUARY)
    assert rows(found, "kind", "action", "acts", "as_asked", "known") == [
        ("piled_goods", "tidy", 1, False, True), ("small_ads", "tidy", 1, True, True),
        ("hazard", "report_hazard", 1, True, True), ("odd thing", "report_chief", 1, False, False),
    ]  # fmt: skip
    assert rows(stewards.act_rows(version, JANUARY, misrouted=True), "activity_id") == [("Y6",), ("Y4",)]


def test_what_became_of_reports(version) -> None:
    found = stewards.outcomes(version, JANUARY)
    names = ("kind", "reports", "linked", "void", "filed", "disposed", "closed")
    assert rows(found, *names) == [
        ("hazard", 1, 1, 0, 1, 1, 0), ("odd thing", 1, 1, 1, 0, 0, 0), (None, 1, 0, 0, 0, 0, 0)]


def test_points_by_the_tariff_of_the_day(version) -> None:
    found = stewards.points_by_form(version, JANUARY)
    names = ("form", "action", "recorded", "by_tariff", "unrecorded", "differing", "difference")
    assert rows(found.fillna({"recorded": -1}), *names) == [
        ("patrol", None, -1, 1, 1, 0, 0), ("do", "tidy", 5, 4, 0, 1, 1), ("report", None, 3, 3, 0, 0, 0),
        ("report", "report_chief", 3, 3, 0, 0, 0), ("report", "report_hazard", 5, 5, 0, 0, 0),
    ]  # fmt: skip
    year_before = Question(Period.parse("2017"), JANUARY.as_of)
    assert rows(stewards.points_by_form(version, year_before), "recorded", "by_tariff") == [(3, 3)]
    assert rows(stewards.act_rows(version, JANUARY, differing=True), "activity_id", "points", "worth") == [("Y4", 3, 2)]


def test_evaluations_both_ways(version) -> None:
    found = stewards.evaluated(version, JANUARY)
    assert rows(found, "way", "evaluations", "subjects", "score", "lowest", "awards") == [
        ("by_stewards", 1, 1, 70, 70, 0), ("of_stewards", 2, 1, 85, 80, 1)]
    assert rows(stewards.evaluation_rows(version, JANUARY, person="P1"), "evaluation_id", "subject_name") == [
        ("E3", "长"), ("E2", "一"), ("E1", "一")]
    assert rows(stewards.evaluated(version, JANUARY, "community"), "way", "unit") == [
        ("by_stewards", "Q1"), ("of_stewards", "Q1")]


def test_people_one_by_one(version) -> None:
    found = stewards.people(version, JANUARY)
    names = ("person_id", "team_id", "alley_ids", "is_in_force", "is_measured", "is_trained", "acts", "active_days")
    assert rows(found, *names) == [
        ("P1", "T1", "A1", True, True, False, 2, 1), ("P2", "T1", "A1", True, True, True, 2, 1),
        ("P3", "T2", "A2", False, False, False, 1, 1), ("P4", None, "A4", True, False, False, 1, 1),
    ]  # fmt: skip
    assert rows(found.fillna({"points": -1}), "points", "worth") == [(7, 7), (3, 3), (3, 3), (3, 3)]
    first = found.iloc[0]
    assert (first["evaluations"], first["score"], first["until"]) == (2, 85, None) or first.isna()["until"]
    assert rows(stewards.composition(found), "member_kind", "stewards", "trained") == [
        ("party", 1, 0), ("resident", 1, 1), (None, 1, 0)]


def test_sheet(version) -> None:
    found = stewards.sheet(version, JANUARY, "P1")
    assert found.profile["name"] == "一" and found.assignments["alley_id"].tolist() == ["A1"]
    assert len(found.days) == 31 and found.days["in_force"].all()
    second = found.days.iloc[1]
    assert (second["day"].date(), second["acts"], second["report"], second["do"]) == (date(2018, 1, 2), 2, 1, 1)
    assert rows(found.chiefs, "person_id", "name") == [("K1", "长")]
    assert len(found.trainings) == 1
    gone = stewards.sheet(version, JANUARY, "P3")
    assert gone.days["in_force"].sum() == 11 and gone.chiefs.empty
    assert stewards.sheet(version, JANUARY, "K1") is None


def test_before_anything_was_known(version) -> None:
    nothing = Question(Period.parse("2018-01"), datetime(2018, 1, 1))
    assert stewards.people(version, nothing).empty and stewards.alleys_of(version, nothing).empty
    assert stewards.forms(version, nothing)["acts"].tolist() == [0]
    assert stewards.points_by_form(version, nothing).empty and stewards.evaluated(version, nothing).empty
