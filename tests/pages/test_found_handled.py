"""The page of what is found and handled: every section on every kind of store, and the figures it shows."""

import re
from collections.abc import Iterator

import pandas
import pytest
import streamlit

from analytics import loops
from analytics.contract.periods import Period
from analytics.loops.selection import Selection
from analytics.store.versions import Store
from pages.widgets import loop_answers
from tests.making import make_version
from tests.pages.city import rows

SECTIONS = ("found", "fallback", "whistles", "departments", "supervision", "residents", "sentinels")
PERIOD = "2018-08"


@pytest.fixture(autouse=True)
def forget() -> Iterator[None]:
    """The stores of the tests share the id of their version: what was cached of one must not answer for another."""
    streamlit.cache_data.clear()
    yield
    streamlit.cache_data.clear()


@pytest.fixture(scope="module")
def busy_store(tmp_path_factory: pytest.TempPathFactory):
    """The small city with departments, budgets, fallback cases, whistles, audits, supervision and voids."""
    store = Store(tmp_path_factory.mktemp("busy"))
    found = rows()
    for number, case in enumerate(found["cases"]):
        case["responsible_org"] = f"O{number % 3}"
        case["loop"] = ("small", "middle", "large")[number % 3]
        if number % 20 == 0:
            case |= {"is_fallback": True, "fallback_reason": "urgent", "fallback_org": "O1", "fallback_cost_cny": 100.0}
        if number % 15 == 0:
            case |= {"supervised_at": case["dispose_due"], "is_major": True, "satisfaction": "satisfied"}
    found["orgs"] = [{"org_id": f"O{each}", "name": f"部门{each}", "kind": "operation", "tier": "district"}
                     for each in range(3)]
    found["budgets"] = [{"year": 2018, "area_code": "110101", "org": "O1", "reserved_cny": 5000.0}]
    found["whistles"] = [{"whistle_id": f"W{day}", "area_code": "110101001", "kind": "livelihood",
                          "blown_at": f"2018-08-{day:02d} 08:00:00"} for day in range(1, 20)]
    found["whistle_reports"] = [{"whistle_id": f"W{day}", "org": "O1", "due_at": f"2018-08-{day:02d} 12:00:00",
                                 "arrived_at": f"2018-08-{day:02d} 1{day % 4}:30:00"} for day in range(1, 20)]
    make_version(store.versions, found).close()
    store.pointer.write_text("v000001", encoding="utf-8")
    return store.path


def test_without_a_store(page, tmp_path, written) -> None:
    test = page("found_handled", tmp_path / "nothing")
    assert not test.exception and "还没有数据" in written(test)


@pytest.mark.parametrize("section", SECTIONS)
def test_section_with_little_data_draws(page, city_store, section: str) -> None:
    assert not page("found_handled", city_store, show=section, period=PERIOD).exception


def test_without_cases(page, areas_only_store, written) -> None:
    assert "没有案件" in written(page("found_handled", areas_only_store))


@pytest.mark.parametrize("section", SECTIONS)
@pytest.mark.parametrize("area", ["110000", "110101", "110101001"])
def test_section_draws_at_every_tier(page, busy_store, section: str, area: str) -> None:
    assert not page("found_handled", busy_store, show=section, area=area, period=PERIOD).exception


@pytest.mark.parametrize("section", SECTIONS)
def test_english_page_has_no_chinese_of_its_own(page, busy_store, written, section: str) -> None:
    test = page("found_handled", busy_store, lang="en", show=section, period=PERIOD)
    shown = [frame.value.drop(columns=["name", "area"], errors="ignore").to_string() for frame in test.dataframe]
    assert re.findall("[\u4e00-\u9fff]+", written(test) + "".join(shown)) == []


def test_departments_are_those_of_analytics(page, busy_store) -> None:
    test = page("found_handled", busy_store, show="departments", period=PERIOD)
    asked = loops.departments(Store(busy_store).version(), _selection(busy_store))
    shown = test.dataframe[0].value
    assert list(shown["due"]) == list(asked["due"])
    assert sorted(shown["name"]) == ["部门0", "部门1", "部门2"]


def test_money_reserved_and_spent(page, busy_store, written) -> None:
    test = page("found_handled", busy_store, show="fallback", period=PERIOD)
    money = loops.fallback_money(Store(busy_store).version(), _selection(busy_store))
    told = written(test)
    assert "预留 5,000 元" in told
    assert f"{money['spent_cny'].sum():,.0f} 元" in told


def test_whistles_of_the_period(page, busy_store, written) -> None:
    told = written(page("found_handled", busy_store, show="whistles", period=PERIOD))
    asked = loops.report_ins(Store(busy_store).version(), _selection(busy_store)).iloc[0]
    assert asked["due"] == 19
    assert f"{asked['in_time']:.0f} / 19" in told and "不计分" in told


def test_no_audit_is_no_discovery_rate(page, city_store, written) -> None:
    told = written(page("found_handled", city_store, period=PERIOD))
    assert "无数据" in told or "暂无" in told


def test_finding_opens_its_evidence(page, busy_store, monkeypatch, written) -> None:
    asked = loop_answers.ask

    def found(view, question, which=None, **more):
        if question == "sentinels" and more["tier"] == "district":
            return pandas.DataFrame([{"sentinel": "disposal_bunching", "unit": "110101", "day": None, "cases": 30,
                                      "of": 31, "share": 0.97, "usual": 0.5, "low": 0.84}])  # fmt: skip
        if question == "evidence":
            moment = pandas.Timestamp("2018-08-05 10:00")
            return pandas.DataFrame({"case_id": ["C1"], "reported_at": [moment], "due": [moment], "moment": [moment],
                                     "minutes_left": [0.0], "responsible_org": ["O1"]})  # fmt: skip
        return asked(view, question, which, **more)

    monkeypatch.setattr(loop_answers, "ask", found)
    test = page("found_handled", busy_store, show="sentinels", period=PERIOD)
    assert not test.exception
    shown = [frame.value for frame in test.dataframe]
    assert shown[0]["what"].tolist() == ["卡点处置"]
    assert shown[1]["case_id"].tolist() == ["C1"] and shown[1]["responsible_org"].tolist() == ["部门1"]


def test_unknown_choices_fall_back(page, busy_store) -> None:
    assert not page("found_handled", busy_store, show="x", finding="nonsense", tier="w").exception


def _selection(store) -> Selection:
    return Selection.of(Store(store).version(), Period.parse(PERIOD))
