"""Pages look as they did: pictures of a fixed small city held against those in pictures/, with tolerance.

`make baselines` takes the pictures anew after the look was changed on purpose; look at what changed before committing.
"""

from __future__ import annotations

import io
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image, ImageChops

from tests.browser.conftest import Watched, serve
from tests.pages.city import make_store

pytestmark = pytest.mark.walk

FOLDER = Path(__file__).with_name("pictures")
RENEW = os.environ.get("BASELINES") == "renew"
PAGES = {
    "overview": "?period=2018-08&area=110000&tier=district",
    "ranking": "ranking?area=110101&tier=subdistrict&period=2018Q3",
    "ranking_en": "ranking?area=110101&tier=subdistrict&period=2018Q3&lang=en&unit=110101001",
    "roll_call": "roll_call?period=2018Q3",
    "loops": "loops?period=2018-08&area=110000&tier=district",
    "cases": "cases?period=2018-08&area=110101",
    "methods": "methods?search=on_time_rate",
}
# What the product's own fonts and this Chromium make of letters, lines and a colour: with other ones nothing compares.
PROBE = """data:text/html;charset=utf-8,<body style="margin:24px;font:20px 'Noto Sans CJK SC'">
<p>破解最后一公里难题 Last Mile 0123456789 %25</p><svg width="400" height="60"><path d="M0 50 L200 10 L400 40"
fill="none" stroke="%231d5a96" stroke-width="3"/></svg>"""
# Kept and compared at half size, where the edges of letters have little to say; levels of 255, shares.
_SHRUNK, _LEVEL, _SHARE, _PROBE_SHARE = 2, 40, 0.002, 0.0005


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    yield from serve(make_store(tmp_path_factory.mktemp("pictured")).path)


@pytest.fixture(scope="module")
def comparable(browser) -> None:
    """Skips where letters are drawn otherwise than where the pictures were taken."""
    page = browser.new_page(viewport={"width": 480, "height": 220})
    page.goto(PROBE)
    page.evaluate("document.fonts.ready")
    taken = shrunk(page.screenshot())
    page.close()
    if RENEW:
        taken.save(FOLDER / "probe.png", optimize=True)
    elif differing(taken, Image.open(FOLDER / "probe.png").convert("RGB"))[0] > _PROBE_SHARE:
        pytest.skip("fonts or Chromium draw otherwise than where the pictures were taken (make baselines)")


@pytest.mark.parametrize("name", PAGES)
def test_the_page_looks_as_it_did(watch, server: str, comparable, tmp_path: Path, name: str) -> None:
    watched = watch(server)
    watched.page.emulate_media(color_scheme="light", reduced_motion="reduce")
    watched.open(PAGES[name])
    taken = shrunk(picture(watched))
    kept = FOLDER / f"{name}.png"
    if RENEW:
        taken.save(kept, optimize=True)
        return
    share, marked = differing(taken, Image.open(kept).convert("RGB"))
    if share > _SHARE:
        taken.save(tmp_path / f"{name}_now.png")
        marked.save(tmp_path / f"{name}_changed.png")
        pytest.fail(f"{name}: {share:.2%} of the picture changed (allowed {_SHARE:.2%}); now, and what changed in red: "
                    f"{tmp_path}. Changed on purpose? make baselines")  # fmt: skip


def picture(watched: Watched) -> bytes:
    """The page as a PNG, nothing under the pointer: the first of three on end that are the same."""
    watched.page.evaluate("document.fonts.ready")
    watched.page.mouse.move(0, 899)
    taken: list[bytes] = []
    for _ in range(40):
        watched.settle()
        taken.append(watched.page.screenshot(animations="disabled", caret="hide"))
        if len(taken) > 2 and taken[-1] == taken[-2] == taken[-3]:
            break
    return taken[-1]


def shrunk(png: bytes) -> Image.Image:
    return Image.open(io.BytesIO(png)).convert("RGB").reduce(_SHRUNK)


def differing(one: Image.Image, other: Image.Image) -> tuple[float, Image.Image]:
    """The share of the points that differ visibly, and the first picture, paled, with those in red."""
    if one.size != other.size:
        return 1.0, one
    changed = ImageChops.difference(one, other).convert("L").point(lambda level: 255 if level > _LEVEL else 0)
    marked = Image.blend(one, Image.new("RGB", one.size, "white"), 0.6)
    marked.paste("#d00000", mask=changed)
    return changed.histogram()[255] / (one.width * one.height), marked


def test_a_changed_picture_is_noticed_and_soft_edges_are_not() -> None:
    paper = Image.new("RGB", (720, 450), "white")
    softly = Image.blend(paper, Image.new("RGB", paper.size, "black"), 0.1)
    assert differing(softly, paper)[0] == 0
    moved = paper.copy()
    moved.paste("#1d5a96", (100, 100, 130, 130))
    share, marked = differing(moved, paper)
    assert share == pytest.approx(900 / (720 * 450)) and share > _SHARE
    assert marked.getpixel((110, 110)) == (208, 0, 0)
    assert differing(paper.resize((10, 10)), paper)[0] == 1.0
