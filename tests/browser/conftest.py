"""A real Chromium on a real server, cut off from everything but this machine."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.pages.city import make_store

ROOT = Path(__file__).resolve().parents[2]
CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
         "--disable-background-networking", "--disable-component-update", "--disable-sync"]
ROW = 36  # pixels of a table's row; its header is as high
# The dashboard stands still: no script runs, nothing waits to be drawn anew and nothing is added, for 30 frames on end.
_STILL = """() => {
  const app = document.querySelector('[data-testid="stApp"]');
  const parts = document.querySelectorAll('*').length;
  const still = app && app.dataset.testScriptState === 'notRunning' && !app.querySelector('[data-stale="true"]')
    && parts === window.partsSeen && document.querySelector('.st-key-head h1, section.slide h1');
  window.partsSeen = parts;
  window.stillSeen = still ? (window.stillSeen || 0) + 1 : 0;
  return window.stillSeen > 30;
}"""
# A page's own address makes Streamlit first look for its service below that address, in vain.
_LOOKS_FOR_ITSELF = ("/_stcore/host-config", "/_stcore/health")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)
            # A browser on a busy machine may be late for a wait; what is really wrong fails three times.
            item.add_marker(pytest.mark.flaky(reruns=2, reruns_delay=1))


@dataclass
class Watched:
    """A page of the browser and what it did wrong: requests to elsewhere, and errors on its console."""

    page: object
    address: str
    outside: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    also: str | None = None  # another server of this machine that may be asked

    def open(self, path: str = "") -> None:
        """Opens a page of the dashboard and waits until it stands still."""
        self.page.goto(f"{self.address}/{path}")
        self.settle()

    def settle(self) -> None:
        """Waits until the dashboard has answered and drawn."""
        self.page.wait_for_selector(".st-key-head h1", timeout=60_000)
        self.page.evaluate("window.stillSeen = 0")
        self.page.wait_for_function(_STILL, timeout=60_000)

    def told(self) -> str:
        """What stands on the page, as text."""
        return self.page.locator('[data-testid="stMain"]').inner_text()

    def choose_row(self, table: int, row: int, leads_to: str, across: int = 120) -> None:
        """Clicks a row of one of the page's tables until the address tells that it was chosen; then waits."""
        self.click_row(table, row, lambda timeout: self.page.wait_for_url(re.compile(leads_to), timeout=timeout),
                       across)  # fmt: skip
        self.settle()

    def click_row(self, table: int, row: int, waits: Callable[..., object], across: int = 120) -> None:
        """Clicks a row of one of the page's tables until `waits(timeout=…)` finds what it waits for."""
        from playwright.sync_api import TimeoutError as TooLate

        grid = self.page.locator('[data-testid="stDataFrame"]').nth(table)
        for last in (False, False, False, True):
            grid.scroll_into_view_if_needed()
            box = grid.bounding_box()
            place = box["x"] + across, box["y"] + ROW * (row + 1.5)
            # As a hand does it: the table has to notice the pointer before the button goes down, and the press takes
            # a while.
            self.page.mouse.move(place[0] - 10, place[1], steps=5)
            self.page.mouse.click(*place, delay=120)
            try:
                waits(timeout=8_000)
                return
            except TooLate:
                if last:
                    raise

    def take(self, button: str | re.Pattern, folder: Path) -> Path:
        """Downloads what the button with those words offers; gives the file, under the name that it came with."""
        with self.page.expect_download(timeout=60_000) as waiting:
            self.page.get_by_test_id("stDownloadButton").get_by_role("button", name=button).first.click()
        target = folder / waiting.value.suggested_filename
        waiting.value.save_as(target)
        return target

    def check(self) -> None:
        """Fails where something was asked for elsewhere, the console told of an error, or a script broke off."""
        assert self.outside == []
        assert self.errors == []
        assert self.page.locator('[data-testid="stException"]').count() == 0

    def go(self, section: str, page: str) -> None:
        """Opens a page from the bar, by the words of its section and its own."""
        self.page.locator('[data-testid="stTopNavSection"]', has_text=section).click()
        self.page.locator('[data-testid="stTopNavDropdownLink"]', has_text=page).first.click()
        self.page.wait_for_selector(f"h1:has-text('{page}')")

    @property
    def map(self) -> object:
        """The map's frame."""
        return self.page.frame_locator('iframe[title*="st_folium"]')


@pytest.fixture(scope="session")
def city_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The dashboard's address on a small city."""
    store = make_store(tmp_path_factory.mktemp("city"))
    yield from serve(store.path)


@pytest.fixture(scope="session")
def empty_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The dashboard's address without any store."""
    yield from serve(tmp_path_factory.mktemp("nothing") / "store")


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def serve(store: Path, port: int | None = None, *options: str) -> Iterator[str]:
    """Starts the dashboard on this machine, gives its address, and ends it by its process id."""
    port = port or free_port()
    command = [sys.executable, "-m", "streamlit", "run", "dashboard.py", "--server.address", "127.0.0.1",
               "--server.port", str(port), "--server.headless", "true", *options]
    process = subprocess.Popen(command, cwd=ROOT, env={**os.environ, "LASTMILE_STORE": str(store)},
                               stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        wait_for(f"http://127.0.0.1:{port}/_stcore/health", process)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(timeout=20)


def wait_for(address: str, process: subprocess.Popen) -> None:
    """Waits until a server that was started answers."""
    for _ in range(240):
        assert process.poll() is None, "the dashboard ended before it answered"
        try:
            with urllib.request.urlopen(address, timeout=2) as answer:
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(0.25)
    raise TimeoutError(f"nothing answers at {address}")


@pytest.fixture(scope="session")
def browser() -> Iterator[object]:
    if not Path(CHROMIUM).exists():
        pytest.skip("no Chromium on this machine")
    api = pytest.importorskip("playwright.sync_api")
    with api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def watch(browser) -> Iterator[Callable[..., Watched]]:
    """Opens watched pages: every request that is not for this machine is noted and stopped."""
    opened = []

    def start(address: str, width: int = 1440, height: int = 900, also: str | None = None) -> Watched:
        # A page of its own context each: it knows nothing of another's cookies and storage.
        page = browser.new_page(viewport={"width": width, "height": height})
        opened.append(page)
        return watching(page, address, also)

    yield start
    for page in opened:
        page.close()


def watching(page: object, address: str, also: str | None = None) -> Watched:
    """Watches a page of the browser that has not opened anything yet."""
    watched = Watched(page, address, also=also)
    page.route("**/*", lambda route: _guard(route, watched))
    page.on("console", lambda message: _note(message, watched))
    page.on("pageerror", lambda error: watched.errors.append(str(error)))
    return watched


def _guard(route, watched: Watched) -> None:
    address = route.request.url
    here = [f"{each}/" for each in (watched.address, watched.also) if each]
    if address.startswith(("data:", "blob:", *here)):
        route.continue_()
    else:
        watched.outside.append(address)
        route.abort()


def _note(message, watched: Watched) -> None:
    where = (message.location or {}).get("url", "")
    if message.type == "error" and not where.endswith(_LOOKS_FOR_ITSELF):
        watched.errors.append(f"{message.text} ({where})")
