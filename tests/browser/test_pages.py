"""Every page draws in a real browser that can reach nothing but this machine."""

import ast
import re

import pytest

from tests.browser.conftest import ROOT


def sections() -> list[list[str]]:
    """The pages that the dashboard lists, by section."""
    lines = ast.parse((ROOT / "dashboard.py").read_text(encoding="utf-8")).body
    listed = next(line.value for line in lines if isinstance(line, ast.Assign) and line.targets[0].id == "PAGES")
    return [list(pages) for pages in ast.literal_eval(listed).values()]


SECTIONS = sections()
# The first page, the overview, has no name in the address.
PAGES = ["", *[name for pages in SECTIONS for name in pages][1:]]


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_page_draws_without_errors_or_outside_requests(watch, city_server, name: str, language: str) -> None:
    watched = watch(city_server)
    watched.open(f"{name}?lang={language}")
    assert watched.outside == []
    assert watched.errors == []
    assert watched.page.locator('[data-testid="stException"]').count() == 0
    # In the hall there is nothing but the message.
    sections = 0 if name == "presentation" else len(SECTIONS) - 1
    assert watched.page.locator('[data-testid="stTopNavSection"]').count() == sections


def test_every_page_stands_in_its_section_of_the_bar(watch, city_server) -> None:
    watched = watch(city_server)
    watched.open()
    for number, pages in enumerate(SECTIONS[1:]):
        watched.page.locator('[data-testid="stTopNavSection"]').nth(number).click()
        links = watched.page.locator('[data-testid="stTopNavDropdownLink"]')
        links.first.wait_for()
        assert links.count() == len(pages)
        watched.page.keyboard.press("Escape")
        links.first.wait_for(state="hidden")


@pytest.mark.parametrize("name", PAGES)
def test_page_without_a_store_explains_itself(watch, empty_server, name: str) -> None:
    watched = watch(empty_server)
    watched.open(name)
    assert watched.errors == []
    assert watched.page.locator('[data-testid="stException"]').count() == 0


def test_one_click_changes_the_language_and_it_stays(watch, city_server) -> None:
    watched = watch(city_server)
    watched.open()
    assert watched.page.locator("h1").inner_text() == "概览"
    watched.page.get_by_role("button", name="English").click()
    watched.page.wait_for_selector("h1:has-text('Overview')")
    watched.settle()
    watched.go("Where", "Map")
    watched.settle()
    assert "lang=en" in watched.page.url


def test_what_is_chosen_goes_along_to_the_next_page(watch, city_server) -> None:
    watched = watch(city_server)
    watched.open("?area=110102&period=2018-07")
    watched.go("哪里", "地图")
    watched.settle()
    assert "area=110102" in watched.page.url and "period=2018-07" in watched.page.url
    assert "西城区" in watched.page.locator(".told").inner_text()


def test_changing_the_kind_of_period_keeps_its_end(watch, city_server) -> None:
    watched = watch(city_server)
    watched.open("?period=2018-09")
    watched.page.locator(".st-key-filter_period_kind").get_by_text("季", exact=True).click()
    watched.page.wait_for_url(re.compile("period=2018Q3"))


def test_nothing_from_the_data_runs(watch, city_server) -> None:
    watched = watch(city_server)
    for path in ("?area=110101&tier=subdistrict", "map?tier=subdistrict&unit=110101002", "map?tier=alley"):
        watched.open(path)
        assert watched.page.title() != "harmed"
    watched.map.locator("path.leaflet-interactive").first.hover(force=True)
    assert watched.page.title() != "harmed"
