"""The ranking page shows what rank() says, opens a unit and its rows, and explains what it cannot rank."""

import io
import re

import openpyxl
import pytest

from analytics.contract.periods import Period
from analytics.indicators import explain
from analytics.scoring import rank
from analytics.store.versions import Store

QUARTER = {"area": "110101", "tier": "subdistrict", "period": "2018Q3"}


def tables(test) -> list:
    return [each.value for each in test.dataframe]


def test_opens_on_the_streets_of_the_first_district_with_data(page, city_store, written) -> None:
    test = page("ranking", city_store)
    assert not test.exception
    assert (test.query_params["area"], test.query_params["tier"]) == ("110101", "subdistrict")
    assert "东城区街道" in written(test)


def test_chosen_city_is_kept_once_a_tier_is_chosen(page, city_store) -> None:
    test = page("ranking", city_store, area="110000", tier="district")
    assert test.query_params["area"] == "110000"
    assert set(tables(test)[0]["name"]) == {"东城区", "西城区"}


@pytest.mark.parametrize("period", ["2018-09", "2018Q3"])
@pytest.mark.parametrize("tier", ["district", "subdistrict", "alley"])
def test_table_is_the_ranking(page, city_store, tier: str, period: str) -> None:
    test = page("ranking", city_store, area="110101", tier=tier, period=period)
    assert not test.exception
    version = Store(city_store).version()
    asked = rank(version, period, tier, within=None if tier == "district" else "110101")
    ranked = asked.units[asked.units["rank"].notna()]
    shown = next((frame for frame in tables(test) if "interval" in frame), None)
    if ranked.empty:
        assert shown is None
        return
    assert sorted(shown["rank"]) == sorted(ranked["rank"])
    assert sorted(shown["score"]) == pytest.approx(sorted(ranked["score"]))
    assert all(picture.startswith("data:image/svg+xml") for picture in shown["interval"])


def test_unranked_units_stand_below_with_the_reason(page, city_store, written) -> None:
    test = page("ranking", city_store, **QUARTER | {"period": "2018-09"})
    assert "没有可以排名的单位" in written(test)
    reasons = tables(test)[0]["reason"]
    assert len(reasons) == 3
    assert all("少于 30" in reason for reason in reasons)


def test_unit_opens_into_its_indicators(page, city_store, written) -> None:
    test = page("ranking", city_store, **QUARTER, unit="110101001")
    assert not test.exception
    shown = next(frame for frame in tables(test) if "contribution" in frame)
    asked = rank(Store(city_store).version(), "2018Q3", "subdistrict", within="110101")
    row = asked.units.set_index("unit").loc["110101001"]
    assert shown["contribution"].sum() == pytest.approx(row["composite"])
    assert f"{row['score']:.2f}" in written(test)


def test_indicator_opens_into_the_rows_behind_it(page, city_store, written) -> None:
    test = page("ranking", city_store, **QUARTER, unit="110101001", indicator="on_time_rate")
    rows = explain(Store(city_store).version(), "on_time_rate", "110101001", "subdistrict", Period.parse("2018Q3"))
    shown = next(frame for frame in tables(test) if "case_id" in frame)
    assert list(shown["case_id"]) == list(rows["case_id"])
    told = written(test)
    assert f"{rows['numerator'].sum():.0f} / {rows['denominator'].sum():.0f}" in told
    assert f"共 {len(rows)} 行" in told


def test_why_the_rank_changed(page, city_store, written) -> None:
    told = written(page("ranking", city_store, **QUARTER, unit="110101001", show="why"))
    assert "各指标对总分的影响" in told
    assert "2018年第二季度 → 2018年第三季度" in told


def test_worst_alleys_with_their_chiefs(page, city_store, written) -> None:
    told = written(page("ranking", city_store, area="110101", tier="district", unit="110101", show="alleys"))
    assert "十无得分最低" in told
    assert "巷长001" in told


def test_names_from_the_data_are_shown_and_never_run(page, city_store, written) -> None:
    told = written(page("ranking", city_store, **QUARTER, unit="110101002"))
    assert "&lt;img" in told and "<img src=x" not in told


def test_download_is_the_ranking(city_store) -> None:
    from analytics.reports.ranking_workbook import write_ranking

    buffer = io.BytesIO()
    write_ranking(rank(Store(city_store).version(), "2018Q3", "subdistrict", within="110101"), buffer, "zh")
    cells = [cell.value for row in openpyxl.load_workbook(buffer).worksheets[0].iter_rows() for cell in row]
    assert "东街道1" in cells


def test_scorecard_without_data_gives_way_and_says_so(page, cases_only_store, written) -> None:
    test = page("ranking", cases_only_store)
    assert not test.exception
    assert test.query_params["scorecard"] == "cases_only"
    assert "默认采用“案件办理评分”" in written(test)


@pytest.mark.parametrize(
    ("name", "parameters"),
    [
        ("ranking", {"area": "110000", "tier": "district"}),
        ("ranking", {"area": "110000", "tier": "district", "unit": "110101"}),
        ("ranking", {"area": "110000", "tier": "district", "unit": "110101", "show": "why"}),
        ("ranking", {"area": "110000", "tier": "district", "unit": "110101", "indicator": "patrol_compliance"}),
        ("cases", {"overdue": "yes"}),
    ],
)
def test_english_pages_have_no_chinese_of_their_own(page, city_store, written, name: str, parameters: dict) -> None:
    test = page(name, city_store, lang="en", **parameters)
    assert not test.exception
    shown = [frame.drop(columns="name", errors="ignore").to_string() for frame in tables(test)]
    assert re.findall("[\u4e00-\u9fff]+", written(test) + "".join(shown)) == []


def test_unknown_choices_fall_back(page, city_store) -> None:
    test = page("ranking", city_store, area="x", tier="y", unit="z", indicator="q", show="s", period="p")
    assert not test.exception
    assert test.query_params["tier"] == "subdistrict"


def test_without_a_store(page, tmp_path, written) -> None:
    test = page("ranking", tmp_path / "nothing")
    assert not test.exception and "还没有数据" in written(test)
