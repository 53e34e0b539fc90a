"""The way through the ranking: a unit, its indicators, the rows behind one, a case, in a real browser."""

import re

import pytest

ROW = 36  # pixels; the header is as high as a row


def click_row(watched, table: int, row: int, across: int = 120) -> None:
    """Clicks a row of one of the page's tables."""
    grid = watched.page.locator('[data-testid="stDataFrame"]').nth(table)
    grid.scroll_into_view_if_needed()
    box = grid.bounding_box()
    place = box["x"] + across, box["y"] + ROW * (row + 1) + ROW / 2
    # As a hand does it: the table has to notice the pointer before the button goes down, and the press takes a while.
    watched.page.mouse.move(place[0] - 10, place[1], steps=5)
    watched.page.mouse.click(*place, delay=120)


@pytest.mark.parametrize("size", [(1440, 900), (1920, 1080)])
def test_from_the_ranking_to_a_case(watch, city_server, size: tuple[int, int]) -> None:
    watched = watch(city_server, *size)
    watched.open("ranking?area=110101&tier=subdistrict&period=2018Q3")
    click_row(watched, 0, 1)
    watched.page.wait_for_url(re.compile("unit=110101"))
    watched.page.get_by_role("button", name="关闭").wait_for()
    watched.settle()
    click_row(watched, 1, 4, across=180)
    watched.page.wait_for_url(re.compile("indicator=on_time_rate"))
    watched.settle()
    told = watched.page.locator(".headline", has_text="分子：").inner_text()
    assert re.search(r"\d+(\.\d+)?% ＝ \d+ / \d+", told)
    click_row(watched, 1, 0)
    link = watched.page.get_by_role("link", name=re.compile("打开案件"))
    link.wait_for()
    link.click()
    watched.page.wait_for_selector("h1:has-text('案件')")
    watched.page.wait_for_url(re.compile("case=C110101"))
    watched.settle()
    assert "处置期限" in watched.page.locator(".js-plotly-plot").text_content()
    assert watched.outside == [] and watched.errors == []


def test_closing_the_unit_gives_the_whole_table_back(watch, city_server) -> None:
    watched = watch(city_server)
    watched.open("ranking?area=110101&tier=subdistrict&period=2018Q3&unit=110101001")
    narrow = watched.page.locator('[data-testid="stDataFrame"]').first.bounding_box()["width"]
    watched.page.get_by_role("button", name="关闭").click()
    watched.page.wait_for_url(lambda address: "unit=" not in address)
    watched.settle()
    wide = watched.page.locator('[data-testid="stDataFrame"]').first.bounding_box()["width"]
    assert wide > narrow * 1.5
    assert "unit=" not in watched.page.url


def test_switch_to_all_districts(watch, city_server) -> None:
    watched = watch(city_server)
    watched.open("ranking")
    watched.page.get_by_text("各区", exact=True).click()
    watched.page.wait_for_url(re.compile("tier=district"))
    watched.settle()
    assert "全市各区" in watched.page.locator(".headline").first.inner_text()


def test_workbook_is_downloaded(watch, city_server, tmp_path) -> None:
    watched = watch(city_server)
    watched.open("ranking?tier=district&area=110000")
    with watched.page.expect_download() as download:
        watched.page.get_by_role("button", name="下载 XLSX").click()
    target = tmp_path / "ranking.xlsx"
    download.value.save_as(target)
    assert target.read_bytes().startswith(b"PK")
    assert download.value.suggested_filename.endswith(".xlsx")


def test_nothing_from_the_data_runs(watch, city_server) -> None:
    watched = watch(city_server)
    for path in ("ranking?area=110101&tier=subdistrict&period=2018Q3&unit=110101002",
                 "cases?area=110101002", "cases?tier=subdistrict&unit=110101002", "roll_call"):
        watched.open(path)
        assert watched.page.title() != "harmed"
    assert watched.outside == []


def test_ranked_and_unranked_units_open_in_turn(watch, city_server) -> None:
    watched = watch(city_server)
    watched.open("ranking?area=110102&tier=subdistrict&period=2018Q3")
    click_row(watched, 1, 0)
    watched.page.wait_for_url(re.compile("unit=110102003"))
    watched.settle()
    click_row(watched, 0, 0)
    watched.page.wait_for_url(re.compile("unit=11010200[12]"))
    watched.settle()
    click_row(watched, 1, 0)
    watched.page.wait_for_url(re.compile("unit=110102003"))
