"""A trial: other weights rank otherwise, say that they are unofficial everywhere, and cannot be published."""

import pytest

from analytics.contract.periods import Period
from analytics.editions.recipes import check_words
from analytics.editions.refusals import BadRecipe
from analytics.scoring import rank, roll_call, scorecards
from analytics.scoring.what_if import UNOFFICIAL, changed, parse, trial, written
from tests.scoring.test_roll_calls import version_of

QUARTER = Period.parse("2018Q3")


def weights_of(card):
    return {each.id: each.weight for each in card.indicators}


def test_only_what_is_named_changes_and_weight_zero_leaves_out():
    card = scorecards()["monthly"]
    tried = weights_of(changed(card, {"rework_rate": 30, "civility_score": 0, "no_such": 5}))
    assert "civility_score" not in tried
    assert tried.pop("rework_rate") == 30
    assert tried == {k: w for k, w in weights_of(card).items() if k not in ("rework_rate", "civility_score")}


def test_the_main_indicator_goes_on_deciding_who_is_ranked():
    tried = weights_of(changed(scorecards()["monthly"], {"on_time_rate": 0}))
    assert 0 < tried["on_time_rate"] < 1e-6


def test_weights_that_leave_nothing_stay_as_they_are():
    card = scorecards()["cases_only"]
    assert weights_of(changed(card, dict.fromkeys(weights_of(card), 0))) == weights_of(card)


def test_the_address_and_back():
    assert parse("a:30,b:0,c:x,:5,d:101,e:-1,f") == {"a": 30, "b": 0}
    assert parse(None) == {}
    assert written(parse("a:30,b:2.5")) == "a:30,b:2.5"


@pytest.fixture(scope="module")
def version(tmp_path_factory):
    return version_of(tmp_path_factory.mktemp("what_if"))


def test_a_trial_says_what_it_is_and_ranks_by_its_weights(version):
    only_rising = dict.fromkeys(weights_of(scorecards()["remediation_only"]), 0) | {"alley_pass_rate": 100}
    official = rank(version, QUARTER, scorecard="remediation_only")
    tried = rank(version, QUARTER, scorecard="remediation_only", rules=trial("remediation_only", only_rising))
    assert official.as_json()["scorecard"] == "remediation_only"
    assert tried.as_json()["scorecard"] == UNOFFICIAL
    assert "非正式" in tried.scorecard.label["zh"] and "not official" in tried.scorecard.label["en"]
    passed = tried.now.scores.points["alley_pass_rate"]
    assert tried.now.scores.composite.to_dict() == pytest.approx(passed.to_dict(), abs=1e-4)
    assert official.now.scores.composite.to_dict() != pytest.approx(passed.to_dict(), abs=1e-4)


def test_a_roll_call_can_be_tried_by_another_scorecard(version):
    called = roll_call(version, QUARTER, rules=trial("remediation_only", {}))
    assert [line["status"] for line in called["districts"]] == ["ranked", "ranked"]


@pytest.mark.parametrize("kind", ["monthly", "quarterly"])
def test_no_edition_takes_it(kind):
    assert UNOFFICIAL not in scorecards()
    period = Period.parse("2018-09") if kind == "monthly" else QUARTER
    with pytest.raises(BadRecipe):
        check_words(kind, period, "district", None, UNOFFICIAL)
