"""Readers in a real Chromium, each in a session of its own, going through the dashboard's pages at a reader's pace."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from random import Random

from playwright.async_api import Browser, Error, Page, async_playwright

from analytics.contract.labels import text
from tests.browser.conftest import CHROMIUM, FLAGS

THINK = (5.0, 15.0)  # seconds
PATIENCE = 120_000  # milliseconds
PAGES = (("where", "map"), ("meetings", "ranking"), ("meetings", "roll_call"), ("handling", "cases"))
# The moment at which the page last came to rest, and how often it has: seen from inside the browser.
_WATCH = """
window.__rested = {times: 0, at: 0};
new MutationObserver(() => {
  const app = document.querySelector('[data-testid="stApp"]');
  const state = app && app.getAttribute('data-test-script-state');
  if (state === window.__state) return;
  window.__state = state;
  if (state === 'notRunning') window.__rested = {times: window.__rested.times + 1, at: Date.now()};
}).observe(document, {subtree: true, childList: true, attributes: true, attributeFilter: ['data-test-script-state']});
"""
_RESTS = "before => window.__state === 'notRunning' && window.__rested.times > before"


@dataclass
class Walk:
    """Seconds from each click until the page stood still, and what went wrong."""

    seconds: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


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
            await self.page.add_init_script(_WATCH)
            await self._timed(self.page.goto(self.address, timeout=PATIENCE))
            await self._choose("area")
            for section, name in PAGES:
                await self._timed(self._go(section, name))
                if name == "map":
                    await self._choose("tier")
                elif name != "roll_call":
                    await self._choose("area")
        except (Error, AssertionError) as error:
            self.found.errors.append(str(error).splitlines()[0])
        finally:
            await context.close()

    async def _timed(self, act) -> None:  # noqa: ANN001
        before = await self.page.evaluate("window.__rested ? window.__rested.times : 0")
        if self.page.url == "about:blank":
            before = 0
        clicked = await self.page.evaluate("Date.now()")
        await act
        await self.page.wait_for_function(_RESTS, arg=before, timeout=PATIENCE)
        self.found.seconds.append((await self.page.evaluate("window.__rested.at") - clicked) / 1000)
        broken = await self.page.locator('[data-testid="stException"]').count()
        assert not broken, f"an error on {self.page.url}"
        await asyncio.sleep(self.chance.uniform(*THINK))

    async def _go(self, section: str, name: str) -> None:
        words = text(f"frame.section.{section}", "zh"), text(f"frame.page.{name}", "zh")
        await self.page.locator('[data-testid="stTopNavSection"]', has_text=words[0]).click(timeout=PATIENCE)
        await self.page.locator('[data-testid="stTopNavDropdownLink"]', has_text=words[1]).first.click(timeout=PATIENCE)
        await self.page.wait_for_selector(f"h1:has-text('{text(f'{name}.title', 'zh')}')", timeout=PATIENCE)

    async def _choose(self, name: str) -> None:
        """Takes another option of a filter, by keyboard."""
        box = self.page.locator(f".st-key-filter_{name} input").first
        steps = self.chance.randint(1, 12 if name == "area" else 2)

        async def take() -> None:
            await box.click(timeout=PATIENCE)
            # A busy browser opens the list late: keys that come before it are lost, and no run would follow.
            await self.page.get_by_role("option").first.wait_for(timeout=PATIENCE)
            for _ in range(steps):
                await self.page.keyboard.press("ArrowDown")
            await self.page.keyboard.press("Enter")

        await self._timed(take())

