"""The map answers clicks, keeps its zoom, and hatches what has no data."""

import re

import pytest


def click(watched, across: float, down: float) -> None:
    frame = watched.page.locator('iframe[title*="st_folium"]')
    frame.scroll_into_view_if_needed()
    box = frame.bounding_box()
    watched.page.mouse.click(box["x"] + across * box["width"], box["y"] + down * box["height"])


@pytest.fixture
def on_map(watch, city_server):
    def start(path: str):
        watched = watch(city_server)
        watched.open(path)
        watched.map.locator("path").first.wait_for(timeout=30_000, state="attached")
        watched.page.wait_for_timeout(500)
        return watched

    return start


def test_a_click_opens_the_unit(on_map) -> None:
    watched = on_map("map?tier=subdistrict&period=2018-09")
    click(watched, 0.3, 0.5)
    watched.page.wait_for_url(re.compile("unit=110101002"))
    watched.page.wait_for_selector(".panel")
    assert "和平里" in watched.page.locator(".panel .unit").inner_text()
    click(watched, 0.7, 0.5)
    watched.page.wait_for_url(re.compile("unit=110102002"))
    assert watched.outside == [] and watched.errors == []


def test_pointing_at_a_unit_tells_its_figures(on_map) -> None:
    watched = on_map("map?tier=district&period=2018-09")
    frame = watched.page.locator('iframe[title*="st_folium"]').bounding_box()
    watched.page.mouse.move(frame["x"] + 0.3 * frame["width"], frame["y"] + 0.5 * frame["height"])
    told = watched.map.locator(".leaflet-tooltip").inner_text()
    assert "东城区" in told and "%" in told and "/" in told


def test_another_indicator_keeps_the_zoom(on_map) -> None:
    watched = on_map("map?tier=subdistrict&period=2018-09")
    zoom = "() => window.map.getZoom()"
    frame = next(each for each in watched.page.frames if "st_folium" in each.url)
    before = frame.evaluate(zoom)
    watched.map.locator(".leaflet-control-zoom-in").click()
    watched.page.wait_for_timeout(800)
    closer = frame.evaluate(zoom)
    assert closer > before
    # Chosen by keyboard: the list scrolls to the current choice while it opens, under a click.
    chooser = watched.page.locator(".stSelectbox", has_text="指标").locator("input")
    chooser.click()
    chooser.press_sequentially("返工率", delay=50)
    watched.page.get_by_role("option", name=re.compile("返工率")).wait_for()
    chooser.press("Enter")
    watched.page.wait_for_url(re.compile("indicator=rework_rate"))
    watched.settle()
    assert frame.evaluate(zoom) == closer


def test_no_data_is_hatched_and_said(on_map) -> None:
    watched = on_map("map?tier=subdistrict&period=2018-09&indicator=ten_none_score")
    assert watched.map.locator("path.no-data").count() == 1
    assert "无数据（1）" in watched.page.locator(".legend").inner_text()


def test_alleys_are_lines(on_map) -> None:
    watched = on_map("map?tier=alley&period=2018-09&indicator=ten_none_score")
    assert watched.map.locator('path.leaflet-interactive[fill="none"]').count() == 12


def test_the_map_fills_a_larger_window(watch, city_server) -> None:
    heights = []
    for width, height in ((1440, 900), (1920, 1080)):
        watched = watch(city_server, width, height)
        watched.open("map?tier=district")
        frame = watched.page.locator('iframe[title*="st_folium"]')
        frame.wait_for(state="visible")
        heights.append(frame.bounding_box()["height"])
    assert heights[1] > heights[0] + 100
