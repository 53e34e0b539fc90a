"""The page of honours: the list that analytics makes, the evidence of one person, and why a list is empty."""

import re

import pytest

from analytics.contract.periods import Period
from analytics.honours import shortlist
from analytics.store.versions import Store


def test_list_is_that_of_analytics(page, city_store, written) -> None:
    test = page("honours", city_store, period="2018")
    assert not test.exception
    found = shortlist(Store(city_store).version(), "alley_chief", Period.parse("2018"))
    shown = test.dataframe[0].value
    assert len(found.listed) == 10  # two chiefs of twelve have no patrols
    assert shown["name"].tolist() == [row["name"] for row in found.listed]
    assert shown["score"].tolist() == [row["score"] for row in found.listed]
    told = written(test)
    assert "候选 10 人" in told and "数据不足 2 人" in told and "暂计" in told


def test_person_opens_with_the_evidence(page, city_store, written) -> None:
    first = shortlist(Store(city_store).version(), "alley_chief", Period.parse("2018")).listed[0]
    test = page("honours", city_store, period="2018", person=first["person_id"])
    assert not test.exception
    told = written(test)
    kept = first["criteria"]["patrol_compliance"]
    assert f"{kept['numerator']:,.0f} / {kept['denominator']:,.0f}" in told
    assert f"第 {first['rank']} 名" in told and "巡查次数" in told


@pytest.mark.parametrize("person", ["", "P1101010010"])
def test_english_page_has_no_chinese_of_its_own(page, city_store, written, person: str) -> None:
    test = page("honours", city_store, lang="en", period="2018", person=person)
    shown = [frame.value.drop(columns=["name"]).to_string() for frame in test.dataframe]
    names = re.sub("巷长[0-9]+|[0-9]+号胡同[0-9]", "", written(test) + "".join(shown))
    assert re.findall("[\u4e00-\u9fff]+", names) == []


def test_nobody_to_honour(page, city_store, cases_only_store, tmp_path, written) -> None:
    assert "须在本年内在岗满 180 天" in written(page("honours", city_store, period="2018", role="steward"))
    assert "没有任职记录" in written(page("honours", cases_only_store))
    assert "还没有数据" in written(page("honours", tmp_path / "nothing"))
    assert not page("honours", city_store, role="nobody", person="nobody").exception
