"""Hot spots in a real browser that reaches nothing but this machine: drawn, clicked, stepped, compared, taken away."""

import io
import json
import re
import zipfile

import pytest
from PIL import Image

from tests.browser.conftest import serve
from tests.hotspots.spotted import ALWAYS, LATELY, SIDE, SOUTH, STEP, WEST, cell

CORE, NEW = cell(*ALWAYS), cell(*LATELY)
MONTH = "period=2018-09"


@pytest.fixture(scope="module")
def server(spotted_store):
    yield from serve(spotted_store.path)


@pytest.fixture
def opened(watch, server):
    """Opens the page and waits for its maps."""

    def start(path: str, width: int = 1440, height: int = 900):
        watched = watch(server, width, height)
        watched.open(path)
        watched.map.first.locator(".leaflet-container").wait_for(timeout=30_000)
        watched.page.wait_for_timeout(800)
        return watched

    return start


def frame(watched):
    return next(each for each in watched.page.frames if "st_folium" in each.url)


def click_place(watched, row: int, column: int) -> None:
    """Clicks the middle of a cell, wherever the map shows it."""
    lat, lon = SOUTH + (row + 0.5) * STEP, WEST + (column + 0.5) * STEP
    point = frame(watched).evaluate(f"(() => window.map.latLngToContainerPoint([{lat}, {lon}]))()")
    shown = watched.page.locator('iframe[title*="st_folium"]').first
    shown.scroll_into_view_if_needed()
    box = shown.bounding_box()
    watched.page.mouse.click(box["x"] + point["x"], box["y"] + point["y"])


def click_line(watched, number: int) -> None:
    """Clicks a line of the first table, 1 being the one under the head."""
    box = watched.page.locator('[data-testid="stDataFrame"]').first.bounding_box()
    watched.page.mouse.click(box["x"] + 150, box["y"] + 36 * number + 18)


def quiet(watched) -> None:
    assert watched.outside == [] and watched.errors == []
    assert watched.page.locator('[data-testid="stException"]').count() == 0
    assert watched.page.title() != "harmed"


@pytest.mark.parametrize(
    "path",
    [
        f"hotspots?{MONTH}",
        f"hotspots?{MONTH}&lang=en&tier=hex&shows=class",
        f"hotspots?{MONTH}&tier=subdistrict&measure=rate",
        f"hotspots?{MONTH}&area=110101&place={CORE}&layers=key_area,crowded_place,alleys,heat,points",
        f"hotspots?{MONTH}&other=2018-08&place={NEW}",
        f"key_areas?{MONTH}",
        f"key_areas?{MONTH}&family=crowded_place&area=110102&lang=en",
    ],
)
def test_draws_without_errors_or_outside_requests(opened, path: str) -> None:
    quiet(opened(path))


def test_a_click_on_the_map_opens_the_place_and_marks_its_line(opened) -> None:
    watched = opened(f"hotspots?{MONTH}")
    row, column = ALWAYS
    click_place(watched, row, column + 1)
    watched.page.wait_for_url(re.compile(f"place={cell(row, column + 1)}"))
    watched.page.wait_for_selector(".panel.spot")
    assert "和平里" in watched.page.locator(".panel .unit").inner_text()
    assert "统计显著" in watched.page.locator(".panel .value").inner_text()
    click_place(watched, 0, SIDE - 1)
    watched.page.wait_for_url(re.compile(f"place={cell(0, SIDE - 1)}"))
    watched.settle()
    assert "与各处相当" in watched.page.locator(".panel .value").inner_text()
    quiet(watched)


def test_a_line_of_the_table_chooses_the_place_on_the_map(opened) -> None:
    watched = opened(f"hotspots?{MONTH}")
    assert watched.map.locator("path.leaflet-interactive").count() == SIDE * SIDE
    click_line(watched, 1)
    watched.page.wait_for_url(re.compile(f"place=({CORE}|{NEW})"))
    watched.settle()
    first = watched.page.url
    assert watched.map.locator("path.leaflet-interactive").count() == SIDE * SIDE + 1  # the ring around it
    click_line(watched, 2)
    watched.page.wait_for_url(lambda url: url != first and re.search(f"place=({CORE}|{NEW})", url))
    quiet(watched)


def test_months_are_stepped_and_the_map_keeps_its_zoom(opened) -> None:
    watched = opened(f"hotspots?{MONTH}")
    zoom = "() => window.map.getZoom()"
    before = frame(watched).evaluate(zoom)
    watched.map.locator(".leaflet-control-zoom-in").click()
    watched.page.wait_for_timeout(800)
    closer = frame(watched).evaluate(zoom)
    assert closer > before
    watched.page.locator(".st-key-spot_steps input[type=range]").focus()
    watched.page.keyboard.press("ArrowLeft")
    watched.page.wait_for_url(re.compile("month=2018-08"))
    watched.settle()
    assert frame(watched).evaluate(zoom) == closer
    assert "统计显著 9" in watched.page.locator(".legend").first.inner_text()
    quiet(watched)


def test_months_play_and_pause(opened) -> None:
    watched = opened(f"hotspots?{MONTH}")
    watched.page.get_by_role("button", name="播放").click()
    watched.page.wait_for_url(re.compile("month=2017-10"))
    watched.page.wait_for_url(re.compile("month=2017-12"), timeout=20_000)
    watched.page.get_by_role("button", name="暂停").click()
    watched.page.get_by_role("button", name="播放").wait_for()
    watched.page.wait_for_timeout(2500)  # a step that was under way on a slow machine may still arrive
    stopped = watched.page.url
    watched.page.wait_for_timeout(2500)
    assert watched.page.url == stopped
    quiet(watched)


def test_two_maps_show_the_same_place(opened) -> None:
    watched = opened(f"hotspots?{MONTH}&other=2018-08")
    maps = watched.page.locator('iframe[title*="st_folium"]')
    assert maps.count() == 2
    boxes = [maps.nth(number).bounding_box() for number in range(2)]
    assert boxes[0]["y"] == boxes[1]["y"] and boxes[0]["height"] == boxes[1]["height"]
    frames = [each for each in watched.page.frames if "st_folium" in each.url]
    zooms = {each.evaluate("() => window.map.getZoom()") for each in frames}
    assert len(zooms) == 1
    quiet(watched)


def test_files_are_what_they_say(opened) -> None:
    watched = opened(f"hotspots?{MONTH}")
    got = {}
    for name in ("GeoJSON", "Excel", "PNG"):
        with watched.page.expect_download() as waiting:
            watched.page.get_by_role("button", name=name).click()
        with open(waiting.value.path(), "rb") as file:
            got[name] = file.read()
    assert len(json.loads(got["GeoJSON"])["features"]) == SIDE * SIDE
    assert "xl/workbook.xml" in zipfile.ZipFile(io.BytesIO(got["Excel"])).namelist()
    assert Image.open(io.BytesIO(got["PNG"])).format == "PNG"
    quiet(watched)


def test_the_link_opens_the_same_view(opened, watch) -> None:
    watched = opened(f"hotspots?{MONTH}&place={CORE}&source=hotline&month=2018-03")
    watched.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    watched.page.get_by_role("button", name="复制链接").click()
    watched.page.wait_for_selector("text=链接已复制")
    link = watched.page.evaluate("navigator.clipboard.readText()")
    assert link.startswith(watched.address)
    other = watch(watched.address)
    other.open(link.removeprefix(f"{watched.address}/"))
    assert other.page.locator(".panel .unit").inner_text() == watched.page.locator(".panel .unit").inner_text()
    assert "month=2018-03" in other.page.url and "source=hotline" in other.page.url


def test_key_areas_choose_a_tag_and_lead_to_the_hot_spot(opened) -> None:
    watched = opened(f"key_areas?{MONTH}")
    click_line(watched, 2)
    watched.page.wait_for_url(re.compile("tag=capital_core"))
    watched.settle()
    click_place(watched, *ALWAYS)
    watched.page.wait_for_url(re.compile(f"place={CORE}"))
    watched.page.get_by_role("link", name="在热点页查看该网格").click()
    watched.page.wait_for_selector(".panel.spot")
    assert f"place={CORE}" in watched.page.url
    quiet(watched)


def test_nothing_from_the_data_runs(opened) -> None:
    watched = opened(f"hotspots?{MONTH}&tier=subdistrict&place=110101001")
    watched.map.locator("path.leaflet-interactive").first.hover(force=True)
    assert "和平里" in watched.map.locator(".leaflet-tooltip").inner_text()
    quiet(watched)
