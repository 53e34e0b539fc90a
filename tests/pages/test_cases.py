"""The cases page: filters in the address, pages of rows, one case against its deadline."""

import pytest

from analytics.store import case_reading
from analytics.store.versions import Store


def shown(test) -> list[str]:
    return list(test.dataframe[0].value["case_id"]) if test.dataframe else []


def test_opens_on_the_newest_finished_month(page, city_store, written) -> None:
    test = page("cases", city_store)
    assert not test.exception
    assert (test.query_params["period"], test.query_params["dated"]) == ("2018-09", "reported")
    assert "84 个案件" in written(test)
    assert len(shown(test)) == 50


def test_pages_of_rows_do_not_overlap(page, city_store) -> None:
    first, second = (shown(page("cases", city_store, page=number)) for number in ("1", "2"))
    assert len(first) == 50 and len(second) == 34
    assert not set(first) & set(second)


def test_page_out_of_range_is_the_first(page, city_store) -> None:
    for number in ("99", "-1", "x", "0"):
        assert len(shown(page("cases", city_store, page=number))) == 50


@pytest.mark.parametrize(
    ("parameters", "word"),
    [
        ({"overdue": "yes", "dated": "due"}, "超期"),
        ({"source": "hotline"}, "热线"),
        ({"state": "closed"}, "已结案"),
        ({"area": "110101001"}, "东街道1"),
        ({"tier": "grid", "unit": "110101001000000"}, "东街道1"),
    ],
)
def test_conditions_hold_for_every_row(page, city_store, parameters: dict, word: str) -> None:
    test = page("cases", city_store, **parameters)
    assert not test.exception
    frame = test.dataframe[0].value
    assert len(frame)
    assert all(any(word in str(value) for value in row) for row in frame.itertuples())


def test_search_ignores_period_and_area(page, city_store) -> None:
    test = page("cases", city_store, area="110102", period="2018-09", search="c1101010011")
    found = shown(test)
    assert "C1101010011" in found and all("C1101010011" in name for name in found)


def test_link_of_an_indicator_chooses_the_date_that_counts(page, city_store) -> None:
    assert page("cases", city_store, indicator="on_time_rate").query_params["dated"] == "due"
    assert page("cases", city_store, indicator="rework_rate").query_params["dated"] == "closed"
    assert page("cases", city_store, indicator="no_such").query_params["dated"] == "reported"


def test_case_opens_with_its_stages_and_lineage(page, city_store, written) -> None:
    version = Store(city_store).version()
    late = version.value("select case_id from cases where disposed_at > dispose_due order by case_id limit 1")
    test = page("cases", city_store, case=late)
    assert not test.exception
    told = written(test)
    case = case_reading.case(version, late, version.newest_known_at)
    hours = (case["disposed_at"] - case["dispose_due"]).total_seconds() / 3600
    assert f"超期 {hours:,.1f} 小时" in told
    assert "cases.csv" in told and f"第 {case['_line']} 行" in told
    assert test.get("plotly_chart")


def test_case_as_known_at_the_moment_asked_for(page, city_store, written) -> None:
    version = Store(city_store).version()
    row = version.rows("""select case_id, reported_at, disposed_at from cases
        where reported_at >= '2018-09-10' and disposed_at >= reported_at::date + interval 1 day
        order by reported_at limit 1""")[0]
    day = f"{row['disposed_at']:%Y-%m-%d}"
    told = written(page("cases", city_store, period="2018-09", as_of=day, case=row["case_id"]))
    assert "未到期" in told or "超期未处置" in told
    assert "已结案" not in told.split(row["case_id"])[-1]


def test_unknown_case_and_hostile_words_are_told_plainly(page, city_store, written) -> None:
    test = page("cases", city_store, case="![x](http://example.org/x.png)")
    assert not test.exception
    assert "![x](" not in "".join(each.value for each in test.warning)
    test = page("cases", city_store, search="' or 1=1 --")
    assert not test.exception and shown(test) == []
    assert "没有符合条件的案件" in written(test)


def test_store_without_cases_says_so(page, areas_only_store, written) -> None:
    test = page("cases", areas_only_store)
    assert not test.exception and "数据中没有案件" in written(test)


def test_without_a_store(page, tmp_path, written) -> None:
    test = page("cases", tmp_path / "nothing")
    assert not test.exception and "还没有数据" in written(test)
