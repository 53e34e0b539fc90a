"""A click on a day of an alley's calendar opens that day; a click on a square of the alleys opens the alley."""

from __future__ import annotations

import re

ALLEY = "A1101010010"


def test_day_of_the_calendar_opens_that_day(watch, city_server) -> None:
    watched = watch(city_server, height=1400)
    watched.open(f"alley_chiefs?period=2018-08&area=110101&alley={ALLEY}")
    _click_point(watched)
    watched.page.wait_for_url(re.compile(r"day=\d{4}-"))
    watched.settle()
    day = re.search(r"day=(\d{4}-\d\d-\d\d)", watched.page.url)[1]
    assert watched.page.get_by_text(re.compile(f"^{day} 的巡查")).count() == 1
    assert watched.errors == [] and watched.outside == []


def test_square_of_an_alley_opens_it(watch, city_server) -> None:
    watched = watch(city_server, height=1400)
    watched.open("alley_chiefs?period=2018-08&area=110101001&tier=alley&show=patrols")
    _click_point(watched)
    watched.page.wait_for_url(re.compile(r"alley=A110101001\d"))
    assert watched.errors == [] and watched.outside == []


def _click_point(watched) -> None:
    point = watched.page.locator(".js-plotly-plot .scatterlayer .trace").last.locator(".point").first.bounding_box()
    watched.page.mouse.move(point["x"] + point["width"] / 2, point["y"] + point["height"] / 2)
    watched.page.wait_for_selector(".hoverlayer .hovertext")
    watched.page.mouse.down()
    watched.page.mouse.up()
