"""The demo city has something to show of everything that stewards do, over the day on which the tariff changed."""

import pytest

from analytics import stewards
from analytics.contract.periods import Period
from analytics.demo.city import write_city
from analytics.publishing import import_paths
from analytics.stewards import FORMS, Question
from analytics.store.versions import Store
from analytics.tasks import STATES, task_counts


@pytest.fixture(scope="module")
def version(tmp_path_factory):
    folder = tmp_path_factory.mktemp("demo")
    write_city(folder / "files", cases=1500, months=14, alleys=40)
    store = Store(folder / "store")
    import_paths(store, [folder / "files"], None, lambda *_: None)
    return store.version()


@pytest.mark.parametrize("month", ["2017-12", "2018-01"])
def test_points_are_mostly_those_of_the_tariff_of_the_day(version, month) -> None:
    question = Question.of(version, Period.parse(month))
    rows = stewards.points_by_form(version, question)
    assert set(rows["form"]) == set(FORMS) and not rows["unknown"].sum() and not rows["unrecorded"].sum()
    assert 0 < rows["differing"].sum() < 0.03 * rows["acts"].sum()
    hazards = rows[(rows["form"] == "report") & (rows["action"] == "report_hazard")].iloc[0]
    assert hazards["by_tariff"] == hazards["acts"] * (3 if month == "2017-12" else 5)


def test_everything_has_rows(version) -> None:
    question = Question.of(version, Period.parse("2017"))
    teams = stewards.forms(version, question, ["team"])
    assert len(teams) > 4 and teams["team"].notna().all()
    spread = stewards.spread(stewards.alleys_of(version, question)).iloc[0]
    assert spread["none"] and spread["one"] and spread["several"]
    assert len(stewards.composition(stewards.people(version, question))) == 4
    assert set(stewards.evaluated(version, question)["way"]) == {"of_stewards", "by_stewards"}
    outcomes = stewards.outcomes(version, question).sum(numeric_only=True)
    assert outcomes["linked"] >= outcomes["filed"] >= outcomes["disposed"] >= outcomes["closed"] > 0


def test_tasks_of_every_origin_and_state(version) -> None:
    counts = task_counts(version, Period.parse("2017Q4"), by=("origin",))
    assert len(counts) == 5
    assert (counts[[state for state in STATES if state != "done"]].sum() > 0).all()
