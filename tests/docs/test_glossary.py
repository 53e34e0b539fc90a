"""Words that the glossary calls words in code are words in code."""

import re

import pytest

from tests.docs.reading import ROOT

GLOSSARY = (ROOT / "docs/glossary.md").read_text(encoding="utf-8")
ROWS = re.findall(r"^\| (?!中文|---)(.+?) \| (.+?) \| (.+?) \| (.+?) \|$", GLOSSARY, re.MULTILINE)
CODE = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "analytics").rglob("*.py"))
WORDS = [*(ROOT / "data").glob("*.toml"), *(ROOT / "data" / "labels").glob("*.toml")]
DATA = "\n".join(path.read_text(encoding="utf-8") for path in WORDS)


def test_the_glossary_has_its_words() -> None:
    assert len(ROWS) > 40


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[1])
def test_words_in_code_are_there(row: tuple[str, ...]) -> None:
    for word in re.findall(r"`([\w]+)`", f"{row[1]} {row[3]}"):
        assert re.search(rf"\b{word}\b", CODE), word


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[1])
def test_chinese_words_are_those_of_the_screens(row: tuple[str, ...]) -> None:
    for word in row[0].split("、"):
        assert word in DATA, word
