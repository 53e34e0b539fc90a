"""What a real Chromium is sent for clerks of the sixteen districts: frames, fetched files, and what they download.

All sixteen, without a browser: tests/access/test_wire.py.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.access import sixteen
from tests.access.guarded_server import Guarded, guarded_server
from tests.access.guarding import ACCESS
from tests.access.sixteen import DISTRICTS
from tests.access.tally import TRIED
from tests.access.telling import Telling, opened
from tests.access.test_pages import pages
from tests.access.test_sixteen import TELL_NOTHING
from tests.browser.entering import enter

NOT_THEIRS = ("importing", "mapping")
A_FEW = list(DISTRICTS)[1::5]


@dataclass
class Served:
    server: Guarded
    telling: Telling


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The dashboard on the city of sixteen, with sign-in on."""
    folder = tmp_path_factory.mktemp("districts")
    store = sixteen.make_store(folder)
    people = {f"clerk@{district}": [district] for district in DISTRICTS}
    with guarded_server(folder, store.path, ACCESS, people) as server:
        yield Served(server, Telling.of(store.version()))


@pytest.mark.walk
@pytest.mark.parametrize("district", A_FEW)
def test_a_clerk_s_browser_is_sent_nothing_of_another_district(
    watch, served: Served, district: str, tmp_path: Path
) -> None:
    watched, heard = enter(watch, served.server, f"clerk@{district}")
    watched.outside.clear()  # the provider's own page asks for its style sheet elsewhere
    for name in pages():
        heard.forget()
        if name in NOT_THEIRS:
            watched.page.goto(f"{watched.address}/{name}")
            watched.page.get_by_text("您的角色不能使用本功能").wait_for(timeout=60_000)
        else:
            watched.open(f"{'' if name == 'overview' else name}?period=2018-09")
        content = b"\n".join(heard.frames)
        TRIED["pages"] += 1
        TRIED["frames"] += len(heard.frames)
        assert served.telling.strangers(district, content) == {}, name
        if name not in TELL_NOTHING:
            assert district in served.telling.told(content), name
        for fetched in heard.media():
            assert served.telling.strangers(district, opened("", fetched)) == {}, name
        assert served.telling.strangers(district, watched.page.content().encode()) == {}, name
        for file in _downloads(watched, tmp_path):
            TRIED["files"] += 1
            assert served.telling.strangers(district, opened(file.name, file.read_bytes())) == {}, (name, file.name)
    assert watched.outside == []


def _downloads(watched, folder: Path) -> Iterator[Path]:
    """Presses every button on the page that gives a file."""
    buttons = watched.page.get_by_test_id("stDownloadButton").get_by_role("button")
    for number in range(buttons.count()):
        if buttons.nth(number).is_visible():
            got = _download(watched, buttons.nth(number))
            target = folder / got.suggested_filename
            got.save_as(target)
            yield target
            watched.settle()


def _download(watched, button):  # noqa: ANN001, ANN202
    """What a button gives; a click that meets it while it is drawn anew is lost, and made once more."""
    from playwright.sync_api import TimeoutError as TooLate

    for _ in range(2):
        with contextlib.suppress(TooLate):
            return _pressed(watched, button, 30_000)
        watched.settle()
    return _pressed(watched, button, 120_000)


def _pressed(watched, button, patience: int):  # noqa: ANN001, ANN202
    with watched.page.expect_download(timeout=patience) as waiting:
        button.click()
    return waiting.value
