"""What a reader sees in a real browser when the served version is damaged: the one before it, and that it is so."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from analytics.publishing import import_paths
from analytics.store.versions import Store
from tests.browser.conftest import serve
from tests.faults import small
from tests.pages.city import make_store


@pytest.fixture(scope="module")
def damaged_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The dashboard on a city whose newest version lost its end."""
    store = make_store(tmp_path_factory.mktemp("damaged"))
    newest = store.version_path("v000002")
    shutil.copy(store.version_path("v000001"), newest)
    os.truncate(newest, newest.stat().st_size // 3)
    store.pointer.write_text("v000002", encoding="utf-8")
    yield from serve(store.path)


@pytest.fixture
def unread_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Store]]:
    """The dashboard on a store with two imports, none of whose versions can be read."""
    store = small.make_store(tmp_path_factory.mktemp("unread"))
    for path in store.versions.glob("*.duckdb"):
        os.truncate(path, 1000)
    for address in serve(store.path):
        yield address, store


@pytest.mark.parametrize("name", ["", "ranking"])
@pytest.mark.parametrize(("language", "words"), [
    ("zh", r"所示为 \d{4}-\d\d-\d\d \d\d:\d\d 建立的数据版本 v000001。较新的版本 v000002 无法读取"),
    ("en", r"Shown is data version v000001, built \d{4}-\d\d-\d\d \d\d:\d\d\. The newer version v000002 cannot"),
])
def test_the_last_good_version_is_shown_and_its_age(
    watch, damaged_server: str, name: str, language: str, words: str
) -> None:
    watched = watch(damaged_server)
    watched.open(f"{name}?lang={language}&period=2018-09")
    banner = watched.page.get_by_test_id("stAlert").first
    assert re.search(words, banner.inner_text())
    assert "v000001" in watched.page.locator(".st-key-head").inner_text()
    assert "110101" in watched.page.content() or "东城" in watched.told() or "Dongcheng" in watched.told()
    # Below the head, above the choices, as wide as the page and over nothing.
    head, told, choices = (each.bounding_box() for each in (
        watched.page.locator(".st-key-head"), banner, watched.page.locator(".st-key-filters")))
    assert head["y"] + head["height"] <= told["y"] and told["y"] + told["height"] <= choices["y"]
    assert told["x"] == head["x"] and told["width"] == head["width"]
    watched.check()


def test_without_any_readable_version_nobody_is_offered_the_demo_city(
    watch, unread_server: tuple[str, Store], tmp_path: Path
) -> None:
    address, store = unread_server
    watched = watch(address)
    watched.open()
    for words in ("数据暂时无法显示", "已接收 2 次导入", "cannot be shown", "2 imports were", "analytics rebuild"):
        assert words in watched.told()
    assert "演示城市" not in watched.told() and "demo city" not in watched.told()
    watched.check()
    # What it says is so: the next import brings everything back.
    import_paths(store, [small.cases_file(tmp_path, 1)], None, small.quiet)
    small.check_serves(store, {0, 1})
    watched.open("cases?period=2018-09")
    assert "数据暂时无法显示" not in watched.told()
    watched.check()
