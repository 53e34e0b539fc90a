"""A leader's way: the overview, a hot spot, its cases, and back; the language switched; the view sent on."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

import pytest

from analytics.commands.running import main
from analytics.store.versions import Store
from tests.browser.conftest import Watched, serve
from tests.hotspots.spotted import ALWAYS, cell, subdistrict

CORE = cell(*ALWAYS)


@pytest.fixture(scope="module")
def server(spotted_store: Store) -> Iterator[str]:
    yield from serve(spotted_store.path)


def test_from_the_overview_to_the_cases_of_a_hot_spot_and_back(
    watch, server: str, spotted_store: Store, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["hotspots", "--period", "2018-09", "--store", str(spotted_store.path), "--json"]) == 0
    counted = {each["place"]: each["count"] for each in json.loads(capsys.readouterr().out)}

    watched = watch(server)
    watched.open("?period=2018-09")
    assert watched.page.locator("h1").inner_text() == "概览"
    watched.go("哪里", "热点")
    watched.settle()
    watched.choose_row(0, 0, r"place=\d{15}", across=150)
    place = re.search(r"place=(\d+)", watched.page.url)[1]
    panel = watched.page.locator(".panel.spot")
    assert "统计显著" in panel.inner_text()

    watched.page.get_by_role("button", name="English").click()
    watched.page.wait_for_selector("h1:has-text('Hot spots')")
    watched.settle()
    assert f"place={place}" in watched.page.url and "lang=en" in watched.page.url
    assert "statistically clear" in panel.inner_text()
    seen, address = parts(watched), watched.page.url

    watched.page.get_by_role("link", name="Open on the Cases page").click()
    watched.page.wait_for_selector("h1:has-text('Cases')")
    watched.page.wait_for_url(re.compile(f"unit={place}"))
    watched.settle()
    assert watched.page.locator(".headline").first.inner_text().startswith(f"Cases: {counted[place]:,} ")
    watched.page.go_back()
    watched.page.wait_for_selector("h1:has-text('Hot spots')")
    watched.page.wait_for_selector(".panel.spot")
    watched.settle()
    assert (parts(watched), watched.page.url) == (seen, address)
    watched.check()


def test_a_link_that_was_sent_opens_what_was_seen(watch, server: str) -> None:
    watched = watch(server)
    watched.open(f"hotspots?period=2018-09&lang=en&area=110101&tier=grid&place={CORE}")
    watched.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    watched.page.get_by_role("button", name="Copy link").click()
    watched.page.get_by_text("Link copied").wait_for()
    link = watched.page.evaluate("navigator.clipboard.readText()")
    other = watch(server)
    other.open(link.removeprefix(f"{server}/"))
    assert parts(other) == parts(watched)
    assert f"{subdistrict(*ALWAYS)}" in other.page.locator(".panel.spot").inner_text()
    watched.check()
    other.check()


def parts(watched: Watched) -> list[str]:
    """What a view says: its title and line, the place that is open, all the headings."""
    told = watched.page.locator(".st-key-head h1, .told, .panel.spot, h3").all_inner_texts()
    assert len(told) > 4
    return told
