"""Every word of the screens stands in data/labels in both languages, and nowhere else."""

import re
import string
from pathlib import Path

import pytest

from analytics.contract import labels

ROOT = Path(__file__).resolve().parents[2]
HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]")  # words; a separator that files may bring is none


def placeholders(template: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(template) if name}


@pytest.mark.parametrize("section", sorted({key.partition(".")[0] for key in labels.every_label()}))
def test_labels_have_both_languages_and_the_same_placeholders(section: str) -> None:
    for key, words in labels.every_label().items():
        if key.partition(".")[0] == section:
            assert sorted(words) == ["en", "zh"], key
            assert all(words.values()), key
            assert placeholders(words["zh"]) >= placeholders(words["en"]) - {"month_name", "day_suffix"}, key
            # The switch of language is the one label that is written in the other language.
            assert key == "frame.switch_language" or not HAN.search(words["en"]), key


def test_no_chinese_in_code() -> None:
    code = [ROOT / "dashboard.py", *(ROOT / "pages").rglob("*.py"), *(ROOT / "analytics").rglob("*.py")]
    assert [str(path.relative_to(ROOT)) for path in code if HAN.search(path.read_text(encoding="utf-8"))] == []


def test_labels_named_in_pages_exist() -> None:
    named = re.compile(r'\btext\("([a-z_]+(?:\.[a-z_0-9]+)+)"')
    missing = {
        key
        for path in [ROOT / "dashboard.py", *(ROOT / "pages").rglob("*.py")]
        for key in named.findall(path.read_text(encoding="utf-8"))
        if not labels.has(key)
    }
    assert missing == set()


def test_unknown_label_is_told() -> None:
    with pytest.raises(labels.UnknownLabel):
        labels.text("frame.no_such_word", "zh")
