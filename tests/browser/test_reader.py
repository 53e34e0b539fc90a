"""The reader's own controls: favourites that a browser keeps, by keyboard; the link of what is seen."""

import pytest

VIEW = "cases?lang=en&area=110102&period=2018-07&overdue=1"


@pytest.fixture
def opened(watch, city_server):
    watched = watch(city_server)
    watched.open(VIEW)
    return watched


def keep(watched, name: str, newest: bool) -> None:
    """Keeps the view by keyboard alone; the panel closes with Escape and gives the focus back."""
    keys = watched.page.keyboard
    watched.page.get_by_role("button", name="Favourites").press("Enter")
    watched.page.get_by_role("textbox", name="Name").fill(name)
    if not newest:
        keys.press("Tab")
        keys.press("Space")
        keys.press("Shift+Tab")
    keys.press("Enter")
    watched.page.wait_for_selector(".said:has-text('Kept')")
    keys.press("Escape")
    assert watched.page.evaluate("document.activeElement.textContent") == "☆ Favourites"


def open_kept(watched, page: str, name: str) -> None:
    watched.open(page)
    watched.page.get_by_role("button", name="Favourites").click()
    watched.page.get_by_role("link", name=name, exact=True).click()
    watched.page.wait_for_url("**/cases?**")
    watched.settle()


def test_a_kept_view_opens_from_every_page_as_it_was(opened) -> None:
    keep(opened, "Late in Xicheng", newest=False)
    open_kept(opened, "methods?lang=en", "Late in Xicheng")
    assert "Xicheng · Jul 2018" in opened.page.locator(".told").inner_text()
    assert "overdue=1" in opened.page.url
    assert opened.errors == []


def test_a_view_kept_for_every_morning_opens_the_newest_period(opened) -> None:
    keep(opened, "Late now", newest=True)
    open_kept(opened, "methods?lang=en", "Late now")
    newest = opened.page.locator(".told").inner_text()
    opened.open("cases?lang=en&area=110102")
    assert opened.page.locator(".told").inner_text() == newest
    assert "Jul 2018" not in newest


def test_a_favourite_is_removed_and_names_are_text(opened) -> None:
    keep(opened, "<img src=x onerror=document.title='run'>", newest=False)
    opened.page.get_by_role("button", name="Favourites").click()
    assert opened.page.locator(".kept-views a").inner_text().startswith("<img")
    opened.page.get_by_role("button", name="Remove").click()
    assert opened.page.locator(".kept-views li").inner_text() == "No favourites yet."
    assert opened.page.title() != "run"


def test_what_was_put_into_the_browser_by_others_is_no_link(opened) -> None:
    opened.page.evaluate("""localStorage.setItem('lastmile.favourites', JSON.stringify([
        {name: 'a', address: 'javascript:alert(1)'}, {name: 'b', address: '//elsewhere.example'},
        {name: 'c', address: 'map?lang=en'}]))""")
    opened.open("methods?lang=en")
    opened.page.get_by_role("button", name="Favourites").click()
    assert opened.page.locator(".kept-views a").all_inner_texts() == ["c"]


def test_the_link_is_copied_whole(opened) -> None:
    opened.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    opened.page.get_by_role("button", name="Copy link").click()
    opened.page.wait_for_selector(".said:has-text('Link copied')")
    link = opened.page.evaluate("navigator.clipboard.readText()")
    assert link.startswith(f"{opened.address}/cases?") and "area=110102" in link and "period=2018-07" in link


def test_back_leads_to_the_page_before_as_it_was_left(opened) -> None:
    page = opened.page
    page.locator(".st-key-filter_dated input").click()
    page.get_by_role("option", name="Closed").click()
    page.wait_for_url("**/cases?**dated=closed**")
    opened.settle()
    left = page.url
    for section, name in (("Data and methods", "Methods"), ("Ranking and roll-call", "Tasks")):
        opened.go(section, name)
        opened.settle()
    page.go_back()
    page.wait_for_selector("h1:has-text('Methods')")
    opened.settle()
    page.go_back()
    page.wait_for_selector("h1:has-text('Cases')")
    opened.settle()
    assert page.url == left
    assert opened.errors == []
