"""The page of the three loops: bars that add up, or a word that they do not; every section on every kind of store."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from urllib.parse import parse_qsl

import pytest
import streamlit

from analytics import loops
from analytics.contract.periods import Period
from analytics.loops.selection import Selection
from analytics.store import case_reading
from analytics.store.case_reading import CaseFilter
from analytics.store.versions import Store
from pages.widgets import case_links, loop_answers, multiples

SECTIONS = ("balance", "funnel", "stages", "on_time", "backlog", "setbacks")
PERIOD = "2018-08"


@pytest.fixture(autouse=True)
def forget() -> Iterator[None]:
    """The stores of the tests share the id of their version: what was cached of one must not answer for another."""
    streamlit.cache_data.clear()
    yield
    streamlit.cache_data.clear()


def test_without_a_store(page, tmp_path, written) -> None:
    test = page("loops", tmp_path / "nothing")
    assert not test.exception and "还没有数据" in written(test)


def test_without_cases(page, areas_only_store, written) -> None:
    test = page("loops", areas_only_store)
    assert not test.exception and "没有案件" in written(test)


@pytest.mark.parametrize("section", SECTIONS)
@pytest.mark.parametrize("area", ["110000", "110101", "110101001"])
def test_every_section_draws(page, city_store, section: str, area: str) -> None:
    assert not page("loops", city_store, show=section, area=area, period=PERIOD).exception


@pytest.mark.parametrize("by", ["class", "source", "org", "hour_of_week"])
def test_on_time_by_every_property(page, city_store, by: str) -> None:
    assert not page("loops", city_store, show="on_time", by=by, period=PERIOD).exception


def test_data_without_loops_say_so(page, city_store, written) -> None:
    for section in SECTIONS:
        test = page("loops", city_store, show=section, loop="large", period=PERIOD)
        assert not test.exception
    assert "没有标明案件属于哪个循环" in written(test)


def test_equation_of_the_area_is_the_balance(page, city_store, written) -> None:
    test = page("loops", city_store, period=PERIOD)
    version = Store(city_store).version()
    row = loops.balance(version, Selection.of(version, Period.parse(PERIOD))).iloc[0]
    told = f"应处置 {row.due:.0f} = 按期 {row.on_time:.0f} + 超期 {row.late:.0f} + 超期未处置 {row.overdue_open:.0f}"
    assert row.due > 0 and told in written(test)


def test_balance_that_does_not_add_up_is_not_drawn(page, city_store, written, monkeypatch) -> None:
    right = loop_answers.ask

    def wrong(view, question, which=None, **asked):
        rows = right(view, question, which, **asked)
        return rows.assign(late=rows["late"] + 1) if question in ("balance", "units_balance") else rows

    monkeypatch.setattr(loop_answers, "ask", wrong)
    test = page("loops", city_store, period=PERIOD)
    assert not test.exception
    assert "数据对不上，故不作图" in written(test)
    assert not test.get("plotly_chart") and "按期处置率" not in written(test)


@pytest.mark.parametrize("part", ["on_time", "late", "overdue_open"])
def test_bar_links_to_as_many_cases_as_it_shows(city_store, part: str) -> None:
    version, period = Store(city_store).version(), Period.parse(PERIOD)
    chosen = Selection.of(version, period)
    asked = dict(parse_qsl(case_links.link(dated="due", tier="district", unit="110101", outcome=part, loop=None)))
    assert "loop" not in asked
    wanted = CaseFilter(period.start, period.end, chosen.as_of, **asked)
    rows = loops.units_balance(version, chosen, "district").set_index(["unit", "loop"])
    assert case_reading.count(version, wanted) == rows.loc[("110101", "all"), part]


def cases_behind(version, chosen, link: str) -> int:
    asked = dict(parse_qsl(link))
    period = Period.parse(asked.pop("period")) if "period" in asked else chosen.period
    more = {"hour": int(asked.pop("hour"))} if "hour" in asked else {}
    if "lying" in asked:
        more["lying"] = date.fromisoformat(asked.pop("lying"))
    asked.pop("as_of", None)
    return case_reading.count(version, CaseFilter(period.start, period.end, chosen.as_of, **asked, **more))


def links_of(monkeypatch, page, store, **choices) -> list[str]:
    """What the clickable charts of the page carry."""
    figures = []
    monkeypatch.setattr(multiples, "draw", lambda figure, key: figures.append(figure))
    assert not page("loops", store, period=PERIOD, **choices).exception
    return [link for figure in figures for trace in figure.data for link in trace.customdata or () if link]


def test_an_hour_of_the_week_opens_the_cases_it_counts(page, city_store, monkeypatch) -> None:
    links = links_of(monkeypatch, page, city_store, show="on_time", by="hour_of_week")
    version = Store(city_store).version()
    chosen = Selection.of(version, Period.parse(PERIOD))
    due = loops.balance(version, chosen, by=("hour_of_week",)).set_index("hour_of_week")["due"]
    assert len(links) == 168 and due.sum() > 0
    assert [cases_behind(version, chosen, link) for link in links] == due.reindex(range(168), fill_value=0).tolist()


def test_a_day_of_the_backlog_opens_what_was_lying_there(page, city_store, monkeypatch) -> None:
    links = links_of(monkeypatch, page, city_store, show="backlog")
    version = Store(city_store).version()
    chosen = Selection.of(version, Period.parse(PERIOD))
    rows = loops.backlog(version, chosen)
    assert rows["open"].sum() > 0 and rows["disposed"].sum() > 0
    expected = [*rows["open"], *rows["filed"], *rows["disposed"]]
    found = [cases_behind(version, chosen, link) for link in links]
    void = [case_reading.count(version, replace(CaseFilter(*span, chosen.as_of), dated=name, state="void"))
            for name in ("filed", "disposed") for span in day_spans(rows["day"])]  # fmt: skip
    assert found[: len(rows)] == expected[: len(rows)]
    # The page of cases lists the void ones too, and says so of each.
    assert [each - less for each, less in zip(found[len(rows) :], void, strict=True)] == expected[len(rows) :]


def day_spans(days) -> list[tuple]:
    return [(day.to_pydatetime(), day.to_pydatetime() + timedelta(days=1)) for day in days]


def test_cases_page_says_what_the_link_asked_for(page, city_store, written) -> None:
    test = page("cases", city_store, period=PERIOD, dated="due", outcome="late", loop="small", org="O1")
    assert not test.exception
    assert "小循环" in written(test) and "超期" in written(test)
    assert not page("cases", city_store, outcome="nonsense", hour="400", lying="soon").exception
    test = page("cases", city_store, hour="25", lying="2018-08-09", lang="en", outcome="due")
    assert "Tue 01:00–02:00" in written(test) and "open at the end of 2018-08-09" in written(test)


@pytest.mark.parametrize("section", SECTIONS)
def test_english_page_has_no_chinese_of_its_own(page, city_store, written, section: str) -> None:
    test = page("loops", city_store, lang="en", show=section, period=PERIOD)
    assert not test.exception
    shown = [frame.value.drop(columns="name", errors="ignore").to_string() for frame in test.dataframe]
    assert re.findall("[\u4e00-\u9fff]+", written(test) + "".join(shown)) == []


def test_unknown_choices_fall_back(page, city_store) -> None:
    assert not page("loops", city_store, show="x", loop="y", stage="z", by="q", tier="w").exception
