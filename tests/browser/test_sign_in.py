"""Signing in at a real identity provider on this machine, and what each of two districts then sees."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from analytics.access.audit import Trail
from tests.access.guarded_server import Guarded, guarded_server
from tests.browser.entering import Heard, enter, sign_in, sign_out
from tests.pages.city import make_store

ACCESS = r"""
user_claim = "email"
role_claim = "groups"

[[grant]]
value = "lastmile-office"
role = "city"
personal = true

[[grant]]
value = 'lastmile-(\d{6})'
role = "district"
areas = ['\1']
"""
PEOPLE = {
    "east@city": ["lastmile-110101"],
    "west@city": ["lastmile-110102"],
    "office@city": ["lastmile-office"],
    "visitor@city": ["visitors"],
}
OTHERS = re.compile(r"西城|Xicheng|西街道|Street 2-|11010200")


@pytest.fixture(scope="module")
def guarded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Guarded]:
    """The dashboard with sign-in on, and the provider it trusts."""
    folder = tmp_path_factory.mktemp("guarded")
    with guarded_server(folder, make_store(folder / "store").path, ACCESS, PEOPLE) as server:
        yield server


@pytest.mark.parametrize("name", ["", "ranking", "importing"])
def test_without_signing_in_no_page_shows_anything(watch, guarded: Guarded, name: str) -> None:
    watched = watch(guarded.address)
    heard = Heard.on(watched.page)
    watched.page.goto(f"{guarded.address}/{name}?area=110101&case=C1101010010")
    watched.page.get_by_role("button", name="登录").wait_for(timeout=60_000)
    text = watched.page.content() + heard.text()
    assert "东城区" not in text and "和平里" not in text


def test_a_person_without_a_role_is_let_in_nowhere(watch, guarded: Guarded) -> None:
    watched, _ = enter(watch, guarded, "visitor@city")
    watched.page.get_by_text("尚未获得任何数据权限").wait_for(timeout=30_000)
    assert Trail(guarded.store).entries()[-1]["act"] == "refused"


def test_a_district_sees_nothing_of_the_other(watch, guarded: Guarded) -> None:
    # Every page by every reader is looked at in tests/access; here what a real browser is sent.
    watched, heard = enter(watch, guarded, "east@city")
    watched.settle()
    for name in ("map?tier=subdistrict", "ranking", "cases?area=110102", "ranking?area=110102&lang=en"):
        watched.open(name)
    assert "东城区" in heard.text()
    assert not OTHERS.search(heard.text())
    assert watched.page.locator('[data-testid="stException"]').count() == 0


def test_who_signs_in_after_another_in_the_same_browser_sees_nothing_of_the_first(watch, guarded: Guarded) -> None:
    watched, heard = enter(watch, guarded, "west@city", "cases?period=2018-09")
    watched.settle()
    seen = watched.page.url
    assert OTHERS.search(heard.text()) and "area=110102" in seen
    sign_out(watched)
    heard.forget()
    # The first one's view, from the browser's history.
    watched.page.goto(seen)
    sign_in(watched, guarded, "east@city")
    for path in ("", "cases?period=2018-09", "map?period=2018-09"):
        watched.open(path)
    assert "东城区" in heard.text() and "东城区" in watched.told()
    assert set(OTHERS.findall(heard.text())) <= {"110102"}, "no more than the code that the link itself says"


def test_a_district_cannot_import(watch, guarded: Guarded) -> None:
    watched, _ = enter(watch, guarded, "east@city")
    watched.page.goto(f"{guarded.address}/importing")
    watched.page.get_by_text("您的角色不能使用本功能").wait_for(timeout=30_000)
    assert any(entry["act"] == "refused" and entry["details"] == {"wanted": "import"}
               for entry in Trail(guarded.store).entries())


def test_sign_ins_are_written_down_and_signing_out_ends_it(watch, guarded: Guarded) -> None:
    watched, _ = enter(watch, guarded, "office@city")
    watched.settle()
    assert Trail(guarded.store).entries()[-1]["person"] == "office@city"
    sign_out(watched)
    watched.page.goto(f"{guarded.address}/ranking")
    watched.page.get_by_role("button", name="登录").wait_for(timeout=30_000)


def test_favourites_follow_the_person_and_not_the_browser(watch, guarded: Guarded) -> None:
    watched, _ = enter(watch, guarded, "east@city", "methods")
    watched.page.get_by_role("button", name="☆ 收藏").click()
    watched.page.get_by_role("textbox", name="名称").fill("东城的方法")
    watched.page.keyboard.press("Enter")
    watched.page.wait_for_selector(".kept-views a:has-text('东城的方法')")
    assert watched.page.evaluate("localStorage.getItem('lastmile.favourites')") is None
    again, _ = enter(watch, guarded, "east@city", "methods")
    again.page.get_by_role("button", name="☆ 收藏").click()
    assert again.page.locator(".kept-views a").all_inner_texts() == ["东城的方法"]
    other, heard = enter(watch, guarded, "west@city", "methods")
    other.page.get_by_role("button", name="☆ 收藏").click()
    assert other.page.locator(".kept-views a").count() == 0
    assert "东城的方法" not in heard.text()
