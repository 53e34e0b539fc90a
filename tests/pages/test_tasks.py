"""The page of tasks and the to-do list on the pages of meetings: what analytics answers, and what is not there."""

import re

import pytest

from analytics.contract.periods import Period
from analytics.store.versions import Store
from analytics.tasks import todo
from tests.making import make_version
from tests.pages.city import HOSTILE, rows

PERIOD = "2018-08"


@pytest.fixture(scope="module")
def tasked(tmp_path_factory: pytest.TempPathFactory):
    """The small city with tasks in every state."""
    store = Store(tmp_path_factory.mktemp("tasked"))
    tasks = [
        {"task_id": f"K{number}", "origin": ("monthly_review", "roll_call")[number % 2], "text": f"整改{number}",
         "area_code": f"11010{1 + number % 2}001", "org": "O1", "asked_on": "2018-08-02", "due_on": due,
         "done_on": done}
        for number, (due, done) in enumerate([
            ("2018-08-20", None), ("2018-09-20", None), ("2018-08-20", "2018-08-25"), ("2018-08-20", "2018-08-12"),
            (None, "2018-08-12"),
        ])
    ]
    tasks.append(tasks[0] | {"task_id": "K9", "text": HOSTILE, "alley_id": "A1101010010"})
    version = rows() | {"tasks": tasks, "orgs": [{"org_id": "O1", "name": "综治办"}]}
    make_version(store.versions, version).close()
    store.pointer.write_text("v000001", encoding="utf-8")
    return store.path


def test_list_is_that_of_analytics(page, tasked, written) -> None:
    test = page("tasks", tasked, period=PERIOD)
    assert not test.exception
    asked = todo(Store(tasked).version(), Period.parse(PERIOD))
    assert test.dataframe[-1].value["text"].tolist() == asked["text"].tolist()
    told = written(test)
    assert "1 / 4" in told and "25.00%" in told  # of the four due in August one was done in time
    assert test.dataframe[-1].value["org_name"].tolist()[0] == "综治办"


def test_conditions_stand_in_the_address(page, tasked) -> None:
    test = page("tasks", tasked, period=PERIOD, which="due", state="overdue,late", origin="monthly_review")
    assert test.dataframe[-1].value["text"].tolist() == ["整改0", HOSTILE, "整改2"]


def test_one_organisation(page, tasked) -> None:
    assert len(page("tasks", tasked, period=PERIOD, org="O1").dataframe[-1].value) == 6
    assert len(page("tasks", tasked, period=PERIOD, org="O2").dataframe[-1].value) == 6  # no such one: all


def test_area(page, tasked) -> None:
    test = page("tasks", tasked, period=PERIOD, area="110102")
    assert test.dataframe[-1].value["text"].tolist() == ["整改1", "整改3"]


def test_nothing_fits_and_no_tasks_at_all(page, tasked, city_store, tmp_path, written) -> None:
    assert "没有符合条件" in written(page("tasks", tasked, period="2018-03"))
    assert "没有交办事项" in written(page("tasks", city_store))
    assert "还没有数据" in written(page("tasks", tmp_path / "nothing"))


def test_english_page_has_no_chinese_of_its_own(page, tasked, written) -> None:
    test = page("tasks", tasked, lang="en", period=PERIOD)
    shown = [frame.value.drop(columns=["text", "place", "org_name", "name"], errors="ignore").astype(str).to_string()
             for frame in test.dataframe]
    assert re.findall("[\u4e00-\u9fff]+", written(test) + "".join(shown)) == []


@pytest.mark.parametrize(("name", "period"), [("ranking", PERIOD), ("roll_call", "2018Q3")])
def test_to_do_list_of_the_meeting(page, tasked, city_store, written, name, period) -> None:
    told = written(page(name, tasked, period=period, area="110000"))
    assert "整改0" in told and "超期未完成 " in told and "综治办" in told
    assert HOSTILE not in told  # escaped
    assert "在册" not in written(page(name, city_store, period=period))
