"""The roll-call stands on one page of a meeting's screen; a click opens a case; pages of cases can be turned."""

import re


def test_districts_by_blocks_fit_on_one_screen(watch, city_server) -> None:
    watched = watch(city_server)
    watched.open("roll_call")
    table = watched.page.locator(".sheet").first
    box = table.bounding_box()
    assert box["y"] + box["height"] < 900 and box["x"] + box["width"] < 1440
    wide = "cell => cell.scrollWidth > cell.clientWidth + 1"
    overflow = f"(each) => [...each.querySelectorAll('td, th')].filter({wide}).length"
    assert table.evaluate(overflow) == 0


def test_a_click_opens_a_case_and_pages_turn(watch, city_server) -> None:
    watched = watch(city_server)
    watched.open("cases?area=110000&period=2018-09")
    grid = watched.page.locator('[data-testid="stDataFrame"]').first.bounding_box()
    watched.page.mouse.move(grid["x"] + 50, grid["y"] + 36 * 1.5, steps=5)
    watched.page.mouse.click(grid["x"] + 60, grid["y"] + 36 * 1.5, delay=120)
    watched.page.wait_for_url(re.compile("case=C"))
    watched.page.locator(".js-plotly-plot").wait_for()
    watched.page.get_by_role("button", name="关闭").click()
    watched.page.wait_for_url(lambda address: "case=" not in address)
    watched.settle()
    watched.page.get_by_test_id("stPaginationPage").filter(has_text="2").click()
    watched.page.wait_for_url(re.compile("page=2"))
    watched.settle()
    assert watched.outside == [] and watched.errors == []


def test_methods_are_found_by_a_word(watch, city_server) -> None:
    watched = watch(city_server)
    watched.open("methods")
    watched.page.get_by_role("textbox").first.fill("反弹")
    watched.page.keyboard.press("Enter")
    watched.page.wait_for_url(re.compile("search="))
    watched.settle()
    assert 0 < watched.page.locator(".definition").count() < 10
