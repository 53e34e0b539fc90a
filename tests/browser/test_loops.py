"""A click on a part of a bar opens exactly the cases that it stands for."""

import re

from analytics import loops
from analytics.contract.periods import Period
from analytics.loops.selection import Selection
from tests.pages.city import make_store


def test_part_of_a_bar_opens_its_cases(watch, city_server, tmp_path) -> None:
    version, period = make_store(tmp_path).version(), Period.parse("2018-08")
    rows = loops.units_balance(version, Selection.of(version, period), "district")
    rows = rows[rows["loop"] == "all"].sort_values(["on_time_rate", "unit"])
    watched = watch(city_server, height=1200)
    watched.open("loops?period=2018-08&area=110000&tier=district")
    late = watched.page.locator(".js-plotly-plot .barlayer .trace").nth(1).locator(".point").first.bounding_box()
    watched.page.mouse.move(late["x"] + late["width"] / 2, late["y"] + late["height"] / 2)
    watched.page.wait_for_selector(".hoverlayer .hovertext")
    watched.page.mouse.down()
    watched.page.mouse.up()
    watched.page.wait_for_url(re.compile("/cases"))
    watched.settle()
    assert "outcome=late" in watched.page.url and f"unit={rows['unit'].iloc[0]}" in watched.page.url
    assert watched.page.locator(".headline b").first.inner_text().startswith(f"{rows['late'].iloc[0]} ")
    assert watched.errors == [] and watched.outside == []
