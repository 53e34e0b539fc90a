"""What meetings asked for: states by hand, the naive twin, and the same figure as the indicator."""

from datetime import datetime

import pytest

from analytics.contract.periods import Period
from analytics.indicators import compute
from analytics.tasks import COUNTS, STATES, WHICH, UnknownGroup, task_counts, todo
from tests import naive
from tests.indicators.random_city import RandomCity
from tests.making import make_version
from tests.tasks.naive import listed

SEPTEMBER = Period.parse("2018-09")
AREAS = [
    {"area_code": "C", "tier": "city", "name": "City"},
    {"area_code": "D1", "tier": "district", "name": "东城区", "name_en": "Dongcheng", "parent_code": "C"},
    {"area_code": "S1", "tier": "subdistrict", "name": "街道", "parent_code": "D1"},
]


def task(name: str, asked: str, due: str | None, done: str | None, **more: str) -> dict:
    return {"task_id": name, "origin": "monthly_review", "text": "清理", "asked_on": asked, "due_on": due,
            "done_on": done, "area_code": "S1", "org": "O1", "alley_id": None} | more


TASKS = [
    task("before", "2018-07-01", "2018-08-01", "2018-08-31"),
    task("left over", "2018-07-01", "2018-08-01", None),
    task("made late", "2018-07-01", "2018-08-01", "2018-09-01"),
    task("in time", "2018-09-03", "2018-09-10", "2018-09-10"),
    task("on the day", "2018-09-03", "2018-09-20", None, origin="roll_call", area_code="D1", alley_id="A1"),
    task("without a date", "2018-09-03", None, None),
    task("done, no date", "2018-09-03", None, "2018-09-04", org="O2"),
    task("today's", "2018-09-20", "2018-09-30", None),
]


@pytest.fixture(scope="module")
def version(tmp_path_factory):
    rows = {"areas": AREAS, "tasks": TASKS, "orgs": [{"org_id": "O1", "name": "街道办事处"}],
            "alleys": [{"alley_id": "A1", "name": "甲胡同", "area_code": "S1"}]}
    return make_version(tmp_path_factory.mktemp("tasks"), rows)


def test_the_list_worked_by_hand(version) -> None:
    found = todo(version, SEPTEMBER, datetime(2018, 9, 20, 18))
    assert list(zip(found["task_id"], found["state"], strict=True)) == [
        ("left over", "overdue"), ("on the day", "open"), ("without a date", "open"),
        ("made late", "late"), ("in time", "on_time"), ("done, no date", "done"),
    ]  # fmt: skip
    assert found["days_left"].tolist()[:2] == [-50, 0] and found["days_left"].isna().tolist()[2]
    first, second = found.iloc[0], found.iloc[1]
    assert (first["org_name"], first["area_name"], first["district"], first["alley_name"]) == (
        "街道办事处", "街道", "D1", None)
    assert (second["alley_name"], second["area_name_en"], second["origin"]) == ("甲胡同", "Dongcheng", "roll_call")


def test_a_day_later_it_is_overdue(version) -> None:
    found = todo(version, SEPTEMBER, datetime(2018, 9, 21), state="overdue")
    assert found["task_id"].tolist() == ["left over", "on the day"]
    assert todo(version, SEPTEMBER, datetime(2018, 9, 21), state="open")["task_id"].tolist() == [
        "today's", "without a date"]


def test_what_was_done_is_not_yet_known(version) -> None:
    found = todo(version, SEPTEMBER, datetime(2018, 9, 10, 23, 59)).set_index("task_id")["state"]
    assert found["in time"] == "open" and found["made late"] == "late"


@pytest.mark.parametrize(("chosen", "expected"), [
    ({"which": "asked"}, ["on the day", "today's", "without a date", "in time", "done, no date"]),
    ({"which": "due"}, ["on the day", "today's", "in time"]),
    ({"origin": "roll_call"}, ["on the day"]),
    ({"origin": ["roll_call", "supervision"]}, ["on the day"]),
    ({"org": "O2"}, ["done, no date"]),
    ({"within": "A1"}, ["on the day"]),
    ({"within": "S1", "which": "due"}, ["today's", "in time"]),
    ({"within": "D9"}, []),
])  # fmt: skip
def test_chosen_tasks(version, chosen, expected) -> None:
    assert todo(version, SEPTEMBER, datetime(2018, 10, 4), **chosen)["task_id"].tolist() == expected


def test_counts(version) -> None:
    found = task_counts(version, SEPTEMBER, datetime(2018, 10, 4), by=("origin",), which="due")
    assert found["origin"].tolist() == ["monthly_review", "roll_call"]
    assert found[list(COUNTS)].values.tolist() == [[2, 1, 0, 0, 1, 0], [1, 1, 0, 0, 0, 0]]
    assert found["done_rate"].tolist() == [0.5, 0]
    nothing = task_counts(version, Period.parse("2018-01"), datetime(2018, 2, 4)).iloc[0]
    assert nothing["tasks"] == 0 and nothing.isna()["done_rate"]


def test_what_does_not_exist(version) -> None:
    for wrong in ({"which": "all"}, {"state": "forgotten"}):
        with pytest.raises(ValueError, match="no such tasks"):
            todo(version, SEPTEMBER, **wrong)
    with pytest.raises(UnknownGroup):
        task_counts(version, SEPTEMBER, by=("text",))


@pytest.mark.parametrize("moment", ["2018-10-04", "2018-09-21T15:30", "2018-09-30T23:59", "2018-08-20"])
def test_the_list_agrees_with_its_naive_twin(tmp_path, moment) -> None:
    version, as_of = make_version(tmp_path, RandomCity(5).rows()), datetime.fromisoformat(moment)
    city, then = naive.City(version), naive.Moment(SEPTEMBER, as_of)
    seen = set()
    for which in WHICH:
        for within in (None, "D1", "S11", "C111", "A1"):
            found = todo(version, SEPTEMBER, as_of, within, which=which)
            assert dict(zip(found["task_id"], found["state"], strict=True)) == listed(city, then, which, within)
            seen |= set(found["state"])
    assert seen <= set(STATES)
    indicator = compute(version, SEPTEMBER, "city", ["task_done_rate"], as_of=as_of).iloc[0]
    counted = task_counts(version, SEPTEMBER, as_of, which="due").iloc[0]
    assert (counted["on_time"], counted["tasks"]) == (indicator["numerator"], indicator["denominator"])
