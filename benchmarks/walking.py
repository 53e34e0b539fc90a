"""Readers in a real Chromium, each in a session of its own, going through the dashboard's pages at a reader's pace.

Each step of a reader ends in one of four ways: drawn (the page stands still), undrawn (the server has sent all of it,
or was not even asked, and the browser has not come to it in two minutes), an error (the server was asked and did not
finish; a page shows an error; a script of the page broke), or no choice (the filter offers nothing else). Only what
the server failed at is an error: thirty browsers on two cores cannot draw as fast as thirty machines do.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from playwright.async_api import Browser, Error, Page, TimeoutError, async_playwright
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from analytics.contract.labels import text
from tests.browser.conftest import CHROMIUM, FLAGS

THINK = (5.0, 15.0)  # seconds
PATIENCE = 120_000  # milliseconds
PAGES = (("where", "map"), ("meetings", "ranking"), ("meetings", "roll_call"), ("handling", "cases"))
_NUMBERS = {
    "NEW_SESSION": ForwardMsg.NEW_SESSION_FIELD_NUMBER, "SCRIPT_FINISHED": ForwardMsg.SCRIPT_FINISHED_FIELD_NUMBER,
    "EARLY": ForwardMsg.FINISHED_EARLY_FOR_RERUN, "RERUN": BackMsg.RERUN_SCRIPT_FIELD_NUMBER,
}  # fmt: skip
_LISTENS = "".join(f"const {name} = {number};\n" for name, number in _NUMBERS.items()) + (
    Path(__file__).with_suffix(".js").read_text(encoding="utf-8"))
# A run has begun since, its last message is here, and nothing on the page waits to be drawn anew: the time, else false.
# The page's own word for "a script runs" is not enough: a busy browser draws a run's beginning and its end at once.
_DRAWN = """begun => {
  const app = document.querySelector('[data-testid="stApp"]'), wire = window.__wire;
  return wire.begun > begun && !wire.running && app && app.dataset.testScriptState === 'notRunning'
    && !app.querySelector('[data-stale="true"]') && document.querySelector('.st-key-head h1') && Date.now();
}"""


@dataclass
class Walk:
    """Seconds from each click until the last byte was here and until the page stood still; and what did not."""

    delivered: list[float] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    undrawn: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    no_choice: list[str] = field(default_factory=list)


async def walk_together(address: str, sessions: int, seed: int) -> Walk:
    """So many readers at once, in one browser; they start within the time of one thought."""
    walk = Walk()
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        readers = [_Reader(browser, address, walk, Random(f"{seed} {number}")) for number in range(sessions)]
        await asyncio.gather(*(reader.walk() for reader in readers))
        await browser.close()
    return walk


class _Reader:
    def __init__(self, browser: Browser, address: str, walk: Walk, chance: Random) -> None:
        self.browser, self.address, self.found, self.chance = browser, address, walk, chance
        self.page: Page

    async def walk(self) -> None:
        await asyncio.sleep(self.chance.uniform(0, THINK[1]))
        context = await self.browser.new_context(viewport={"width": 1440, "height": 900})
        self.page = await context.new_page()
        self.page.on("pageerror", lambda error: self.found.errors.append(str(error)))
        try:
            await self.page.add_init_script(_LISTENS)
            await self._timed("overview", self.page.goto(self.address, timeout=PATIENCE))
            await self._choose("overview", "area")
            for section, name in PAGES:
                await self._timed(name, self._go(section, name))
                if name == "map":
                    await self._choose(name, "tier")
                elif name != "roll_call":
                    await self._choose(name, "area")
        except (Error, AssertionError) as error:
            self.found.errors.append(str(error).splitlines()[0])
        finally:
            await context.close()

    async def _timed(self, what: str, act: Awaitable) -> None:
        before = await self._wire()
        clicked = await self.page.evaluate("Date.now()")
        try:
            await act
            drawn = await self.page.wait_for_function(
                _DRAWN, arg=before["begun"], timeout=PATIENCE, polling=100)
            at = await drawn.json_value()
        except TimeoutError:
            self._tell(what, before, await self._wire())
        else:
            delivered = (await self._wire())["delivered"]
            self.found.delivered.append((delivered - clicked) / 1000)
            self.found.seconds.append((at - clicked) / 1000)
        broken = await self.page.locator('[data-testid="stException"]').count()
        assert not broken, f"an error on {self.page.url}"
        await asyncio.sleep(self.chance.uniform(*THINK))

    async def _wire(self) -> dict:
        """What the page's WebSocket has carried so far; nothing before the first page."""
        return await self.page.evaluate("({asked: 0, begun: 0, running: false, ...window.__wire})")

    def _tell(self, what: str, before: dict, after: dict) -> None:
        """Whether the server or the browser is late."""
        if after["asked"] > before["asked"] and (after["begun"] == before["begun"] or after["running"]):
            self.found.errors.append(f"{what}: asked, and not answered within {PATIENCE // 1000} s")
        else:
            self.found.undrawn.append(what)

    async def _go(self, section: str, name: str) -> None:
        words = text(f"frame.section.{section}", "zh"), text(f"frame.page.{name}", "zh")
        await self.page.locator('[data-testid="stTopNavSection"]', has_text=words[0]).click(timeout=PATIENCE)
        await self.page.locator('[data-testid="stTopNavDropdownLink"]', has_text=words[1]).first.click(timeout=PATIENCE)
        await self.page.wait_for_selector(f"h1:has-text('{text(f'{name}.title', 'zh')}')", timeout=PATIENCE)

    async def _choose(self, page: str, name: str) -> None:
        """Takes another option of a filter than the one that is chosen; a place may offer no other."""
        box = self.page.locator(f".st-key-filter_{name} input").first
        if not await box.count():
            self.found.no_choice.append(f"{page}: no {name} to choose, at {self.page.url}")
            return
        try:
            await box.click(timeout=PATIENCE)
            await self.page.get_by_role("option").first.wait_for(timeout=PATIENCE)
        except TimeoutError:
            self.found.undrawn.append(f"{page}: the options of {name}")
            return
        others = self.page.locator('[role="option"][aria-selected="false"]')
        count = await others.count()
        if not count:
            self.found.no_choice.append(f"{page}: no other {name}, at {self.page.url}")
            await self.page.keyboard.press("Escape")
            return
        await self._timed(f"{page}, another {name}", others.nth(self.chance.randrange(count)).click(timeout=PATIENCE))
