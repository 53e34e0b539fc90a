"""The two user guides say the same, line by line, and name what stands on the screen as it stands there."""

import re
import tomllib
from functools import cache
from typing import Any

import pytest

from analytics.contract.labels import text
from tests.docs.reading import ROOT, headings
from tests.docs.test_links import PAGES

ZH, EN = ((ROOT / "docs" / name).read_text(encoding="utf-8") for name in ("user_guide.zh.md", "user_guide.md"))
LINES = [pair for pair in zip(ZH.splitlines(), EN.splitlines(), strict=True) if pair[0]]
NAMED = re.compile(r"\*\*(.+?)\*\*")
KIND = re.compile(r"(#+ |- |\d\. |\| |\|---|!\[)?")


@cache
def labels() -> dict[str, set[str]]:
    """Chinese label → what it is called in English, of all words of the screens."""
    found: dict[str, set[str]] = {}
    for folder in ("labels", "scorecards"):
        for path in sorted((ROOT / "data" / folder).glob("*.toml")):
            _collect(tomllib.loads(path.read_text(encoding="utf-8")), found)
    return found


def _collect(table: dict[str, Any], found: dict[str, set[str]]) -> None:
    if isinstance(table.get("zh"), str) and isinstance(table.get("en"), str):
        found.setdefault(table["zh"], set()).add(table["en"])
    for value in table.values():
        for each in value if isinstance(value, list) else [value]:
            if isinstance(each, dict):
                _collect(each, found)


def test_the_guides_name_what_is_on_the_screen() -> None:
    english = {word for words in labels().values() for word in words}
    assert [word for line, _ in LINES for word in NAMED.findall(line) if word not in labels()] == []
    assert [word for _, line in LINES for word in NAMED.findall(line) if word not in english] == []


@pytest.mark.parametrize(("zh", "en"), LINES, ids=range(len(LINES)))
def test_both_languages_name_the_same(zh: str, en: str) -> None:
    assert KIND.match(zh)[0] == KIND.match(en)[0]
    left = NAMED.findall(en)
    for word in NAMED.findall(zh):
        known = [each for each in left if each in labels()[word]]
        assert known, f"{word} is not in the English line, which has {left}"
        left.remove(known[0])
    assert left == []


@pytest.mark.parametrize(("guide", "language"), [(ZH, "zh"), (EN, "en")], ids=["zh", "en"])
def test_every_page_has_its_paragraph(guide: str, language: str) -> None:
    told = [words for level, words in headings(guide) if level == 3]
    names = [text(f"frame.page.{page}", language) for section in PAGES.values() for page in section]
    missing = [name for name in names if name not in told]
    # A page may be called by its own title where that is longer than its name in the bar.
    titles = {text(f"{page}.title", language) for section in PAGES.values() for page in section}
    assert [name for name in missing if not any(title in told for title in titles if name in title)] == []
