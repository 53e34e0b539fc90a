"""The page of stewards: every section on every kind of store, and the figures of analytics on the screen."""

import re

import pytest

from analytics import stewards
from analytics.contract.periods import Period
from analytics.stewards import Question
from analytics.store.versions import Store
from tests.making import make_version
from tests.pages.city import HOSTILE
from tests.stewards.city import ROWS

SECTIONS = ("team", "forms", "alleys", "findings", "points", "evaluations", "people")
PERIOD = "2018-01"


@pytest.fixture(scope="module")
def stewarded(tmp_path_factory: pytest.TempPathFactory):
    """The city of the hand-worked stewards; one of them has a name that does harm wherever it is not escaped."""
    store = Store(tmp_path_factory.mktemp("stewarded"))
    people = [person | ({"name": HOSTILE} if person["person_id"] == "P2" else {}) for person in ROWS["people"]]
    make_version(store.versions, ROWS | {"people": people}).close()
    store.pointer.write_text("v000001", encoding="utf-8")
    return store.path


@pytest.mark.parametrize("section", SECTIONS)
@pytest.mark.parametrize("area", ["C", "S1"])
def test_section_draws_at_every_tier(page, stewarded, section: str, area: str) -> None:
    assert not page("stewards", stewarded, show=section, period=PERIOD, area=area).exception


@pytest.mark.parametrize("section", SECTIONS)
def test_section_without_stewards_says_why(page, city_store, written, section: str) -> None:
    test = page("stewards", city_store, show=section, period="2018-08")
    assert not test.exception and written(test)


def test_without_anything(page, cases_only_store, tmp_path, written) -> None:
    assert "没有小巷管家" in written(page("stewards", cases_only_store))
    assert "还没有数据" in written(page("stewards", tmp_path / "nothing"))


@pytest.mark.parametrize("parameters", [*({"show": section} for section in SECTIONS), {"steward": "P1"}])
def test_english_page_has_no_chinese_of_its_own(page, stewarded, written, parameters: dict) -> None:
    test = page("stewards", stewarded, lang="en", period=PERIOD, **parameters)
    names = ["name", "person", "alley", "alley_name", "evaluator", "subject"]
    shown = [frame.value.drop(columns=names, errors="ignore").astype(str).to_string() for frame in test.dataframe]
    told = written(test)
    for name in ("一", "二", "三", "四", "长", "甲", "乙", "丙", "丁"):
        told = told.replace(name, "")
    assert re.findall("[\u4e00-\u9fff]+", told + "".join(shown)) == []


def test_the_corps_in_figures(page, stewarded, written) -> None:
    told = written(page("stewards", stewarded, period=PERIOD))
    question = Question.of(Store(stewarded).version(), Period.parse(PERIOD))
    people = stewards.people(Store(stewarded).version(), question)
    assert f"本期曾在岗 {len(people)} 人" in told and people["is_in_force"].sum() == 3
    assert "33.33%" in told and "1 / 3" in told  # one programme alley of three has a steward
    assert "六项工作共 6 次" in told


def test_findings_open_into_acts(page, stewarded, written) -> None:
    test = page("stewards", stewarded, show="findings", period=PERIOD)
    assert "与分类表相符 50.00%（2 / 4）" in written(test)
    assert test.dataframe[-1].value["kind_name"].tolist() == ["odd thing", "堆物堆料"]
    test = page("stewards", stewarded, show="findings", period=PERIOD, which="any", kind="hazard")
    assert test.dataframe[-1].value["case_id"].tolist() == ["X1"]


def test_points_differ_from_the_tariff(page, stewarded, written) -> None:
    test = page("stewards", stewarded, show="points", period=PERIOD)
    rows = test.dataframe[-1].value
    assert rows["points"].tolist() == [3] and rows["worth"].tolist() == [2]


def test_roster_narrowed(page, stewarded) -> None:
    def listed(**chosen: str) -> list[str]:
        return sorted(page("stewards", stewarded, show="people", period=PERIOD, **chosen).dataframe[0].value["since"]
                      .astype(str))  # fmt: skip

    assert len(listed()) == 4
    assert listed(team="T2") == ["2018-01-10"] and listed(at="A4") == ["2018-01-25"]
    assert listed(at="Q1", mark="left") == ["2018-01-10"] and len(listed(at="D1")) == 3
    assert listed(member="party") == ["2017-06-01"]


def test_sheet_of_one_steward(page, stewarded, written) -> None:
    test = page("stewards", stewarded, steward="P1", period=PERIOD)
    told = written(test)
    assert not test.exception and "在岗 31 天" in told and "收到 2 次评价" in told and "85.0" in told
    assert [frame.value.shape[0] for frame in test.dataframe] == [2, 3]  # acts, evaluations both ways
    told = written(page("stewards", stewarded, steward="P2", period=PERIOD))
    assert HOSTILE not in told
    assert "不是小巷管家" in written(page("stewards", stewarded, steward="K1", period=PERIOD))
