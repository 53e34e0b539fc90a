"""Signing in at the provider in a real browser, and everything that the server then sends there."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from tests.access.guarded_server import Guarded
from tests.browser.conftest import Watched


@dataclass
class Heard:
    """The frames of a page's WebSockets and the answers to what it fetched, from when it began to listen."""

    frames: list[bytes] = field(default_factory=list)
    answers: list[object] = field(default_factory=list)

    @classmethod
    def on(cls, page: object) -> Heard:
        """Listens to a page of the browser that has not opened anything yet."""
        heard = cls()
        page.on("websocket", lambda socket: socket.on("framereceived", heard._keep))
        page.on("response", lambda answer: heard.answers.append(answer))
        return heard

    def _keep(self, data: str | bytes) -> None:
        self.frames.append(data.encode() if isinstance(data, str) else data)

    def text(self) -> str:
        """The frames as text."""
        return b"\n".join(self.frames).decode("utf-8", "replace")

    def media(self) -> list[bytes]:
        """The files that the page itself has fetched: pictures and the like. Only while the page is open."""
        return [each.body() for each in self.answers if "/media/" in each.url and each.status == 200]

    def forget(self) -> None:
        """Begins anew."""
        self.frames.clear()
        self.answers.clear()


def enter(watch, guarded: Guarded, person: str, path: str = "") -> tuple[Watched, Heard]:
    """Opens the dashboard in a browser of its own and signs in as the person."""
    watched = watch(guarded.address, also=guarded.provider)
    heard = Heard.on(watched.page)
    watched.page.goto(f"{guarded.address}/{path}")
    sign_in(watched, guarded, person)
    return watched, heard


def sign_in(watched: Watched, guarded: Guarded, person: str) -> None:
    """Presses the button of the page that asks for it, and says at the provider who is there."""
    watched.page.get_by_role("button", name="登录").click()
    watched.page.wait_for_url(re.compile(re.escape(guarded.provider)))
    watched.page.locator("input[name=sub]").fill(person)
    watched.page.locator("button[type=submit]").first.click()
    watched.page.wait_for_url(re.compile(re.escape(guarded.address)))
    watched.page.wait_for_selector("h1", timeout=60_000)


def sign_out(watched: Watched) -> None:
    """Presses the frame's button; the provider is told too, and shows its own page."""
    watched.page.get_by_role("button", name="退出登录").click()
    watched.page.wait_for_url(re.compile("end_session"), timeout=30_000)
    watched.page.wait_for_load_state("networkidle")
