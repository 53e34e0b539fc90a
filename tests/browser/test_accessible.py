"""Pages for everybody: what is operated has a name, focus is seen, text reads in both themes, keys reach filters."""

import re

import pytest

from tests.browser.test_pages import PAGES
from tests.pages.colours import contrast

pytestmark = pytest.mark.walk

# What has no name for a screen reader: buttons, links, fields without text, label or title; pictures without `alt`.
NAMELESS = """() => {
  const named = (each) => {
    const by = (each.getAttribute('aria-labelledby') || '').split(' ').map((id) => document.getElementById(id));
    const told = [each.textContent, each.getAttribute('aria-label'), each.title, each.getAttribute('placeholder'),
      ...by.map((other) => other && other.textContent), ...[...(each.labels || [])].map((label) => label.textContent)];
    return told.some((words) => words && words.trim());
  };
  const shown = (each) => each.offsetParent && !each.closest('[aria-hidden="true"]') && each.type !== 'hidden';
  const main = document.querySelector('[data-testid="stApp"]');
  return [
    ...[...main.querySelectorAll('button, a[href], input, select, textarea, [role="combobox"]')]
      .filter((each) => shown(each) && !named(each)),
    ...[...main.querySelectorAll('img')].filter((each) => !each.hasAttribute('alt')),
  ].map((each) => each.outerHTML.slice(0, 300));
}"""
# Every text that is seen, with its colour and those of all that lies behind it, the nearest last.
TEXTS = """() => {
  const found = [];
  for (const each of document.querySelectorAll('[data-testid="stMain"] *, [data-testid="stHeader"] *')) {
    const told = [...each.childNodes].filter((node) => node.nodeType === 3 && node.data.trim())
      .map((node) => node.data);
    const box = each.getBoundingClientRect();
    if (!told.length || !box.width || !box.height) continue;
    if (each.closest('svg, canvas, [data-testid="stIconMaterial"]')) continue;
    if (each.closest('[disabled], [aria-disabled="true"], .unofficial') || each.tagName === 'STYLE') continue;
    const grounds = [];
    for (let at = each; at; at = at.parentElement) grounds.unshift(getComputedStyle(at).backgroundColor);
    found.push([told.join(' ').trim().slice(0, 40), getComputedStyle(each).color, grounds]);
  }
  return found;
}"""
# How an element and what is around it look: what focus has to change.
_LOOKS = """((each) => {
  const seen = [];
  for (let at = each; at && seen.length < 4; at = at.parentElement) {
    const style = getComputedStyle(at);
    seen.push([style.outline, style.boxShadow, style.borderColor, style.backgroundColor, style.color].join());
  }
  return seen;
})"""
_FADE = 300  # milliseconds that borders take to change their colour
FOCUSED = """() => {
  const each = document.activeElement;
  window.wasFocused = each;
  const box = each.closest('[data-testid="stSelectbox"], [data-testid="stDateInput"], [data-testid="stButtonGroup"]');
  return {seen: LOOKS(each), name: each.innerText || each.getAttribute('aria-label') || '',
    filter: !!each.closest('.st-key-filters'), box: box ? box.dataset.testid : ''};
}""".replace("LOOKS", _LOOKS)
WITHOUT = "() => LOOKS(window.wasFocused)".replace("LOOKS", _LOOKS)


def seen(ink: str, grounds: list[str]) -> tuple[str, str]:
    """Ink and ground as #rrggbb, after everything that lets light through is laid over what is behind it."""
    behind = (255.0, 255.0, 255.0)
    for colour in grounds:
        behind = over(colour, behind)
    return tuple("#" + "".join(f"{round(each):02x}" for each in colour) for colour in (over(ink, behind), behind))


def over(colour: str, behind: tuple[float, float, float]) -> tuple[float, float, float]:
    """A computed colour, ``rgb(…)`` or ``rgba(…)``, laid over another."""
    red, green, blue, *rest = (float(each) for each in re.findall(r"[\d.]+", colour))
    share = rest[0] if rest else 1.0
    return tuple(one * share + other * (1 - share) for one, other in zip((red, green, blue), behind, strict=True))


@pytest.mark.parametrize("name", PAGES)
def test_everything_that_can_be_operated_has_a_name(watch, city_server, name: str) -> None:
    watched = watch(city_server)
    watched.open(name)
    assert watched.page.evaluate(NAMELESS) == []


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("name", ["", "roll_call", "ranking", "alley_chiefs", "methods"])
def test_text_reads_on_its_ground(watch, city_server, name: str, theme: str) -> None:
    watched = watch(city_server)
    watched.page.emulate_media(color_scheme=theme)
    watched.open(name)
    weak = {(told, *seen(ink, grounds)) for told, ink, grounds in watched.page.evaluate(TEXTS)
            if contrast(*seen(ink, grounds)) < 4.5}  # fmt: skip
    assert weak == set()


def test_keys_reach_the_filters_and_focus_is_seen(watch, city_server) -> None:
    watched = watch(city_server)
    watched.open("ranking?lang=en")
    boxes, unseen = set(), []
    for _ in range(24):
        watched.page.keyboard.press("Tab")
        watched.page.wait_for_timeout(_FADE)
        focused = watched.page.evaluate(FOCUSED)
        if focused["filter"]:
            boxes.add(focused["box"])
            watched.page.evaluate("window.wasFocused.blur()")
            watched.page.wait_for_timeout(_FADE)
            if focused["seen"] == watched.page.evaluate(WITHOUT):
                unseen.append(focused["name"])
            watched.page.evaluate("window.wasFocused.focus()")
    assert boxes >= {"stSelectbox", "stButtonGroup", "stDateInput"}
    assert unseen == []


def test_the_switch_of_theme_keeps_the_view(watch, city_server) -> None:
    watched = watch(city_server)
    watched.page.emulate_media(color_scheme="light")
    watched.open("map?lang=en&area=110102")
    ground = "getComputedStyle(document.querySelector('[data-testid=\"stApp\"]')).backgroundColor"
    assert watched.page.evaluate(ground) == "rgb(255, 255, 255)"
    watched.page.get_by_role("button", name="Dark").click()
    watched.page.wait_for_selector("button.theme:has-text('Light')")
    watched.settle()
    assert watched.page.evaluate(ground) == "rgb(18, 24, 31)"
    assert "Xicheng" in watched.page.locator(".told").inner_text()
    watched.go("Handling", "Cases")
    watched.settle()
    assert watched.page.evaluate(ground) == "rgb(18, 24, 31)"
    watched.page.reload()
    watched.settle()
    assert watched.page.evaluate(ground) == "rgb(18, 24, 31)"
    assert "embed_options" not in watched.page.url


@pytest.mark.parametrize(("language", "told"), [("zh", "zh-CN"), ("en", "en")])
def test_a_page_says_its_language_and_its_parts(watch, city_server, language: str, told: str) -> None:
    watched = watch(city_server)
    watched.open(f"ranking?lang={language}")
    assert watched.page.evaluate("document.documentElement.lang") == told
    assert [watched.page.locator(part).count() for part in ("header", "nav", "main", "main h1")] == [1, 1, 1, 1]


def test_the_definitions_open_and_close_by_keyboard(watch, city_server) -> None:
    watched = watch(city_server)
    watched.open("ranking?lang=en&area=110101")
    opener = watched.page.get_by_role("button", name="Definitions")
    opener.press("Enter")
    watched.page.locator(".definition").first.wait_for()
    assert watched.page.locator(".definition").count() > 5
    assert watched.page.evaluate(NAMELESS) == []
    link = watched.page.get_by_role("link", name="On the Methods page: On-time disposal rate")
    watched.page.keyboard.press("Escape")
    watched.page.locator(".definition").first.wait_for(state="detached")
    assert opener.evaluate("each => each === document.activeElement")
    opener.press("Enter")
    link.press("Enter")
    watched.page.wait_for_selector("h1:has-text('Methods')")
    watched.settle()
    assert watched.page.locator(".definition code").all_inner_texts() == ["on_time_rate"]
    watched.check()
