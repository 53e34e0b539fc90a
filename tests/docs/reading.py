"""The project's Markdown files, read: commands, links, headings, labels that are named."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
_FENCE = re.compile(r"^```(\w*)\n(.*?)^```", re.MULTILINE | re.DOTALL)
_SET = re.compile(r"[A-Z_]+=\S*$")


def documents() -> list[Path]:
    """Every Markdown file that people read, in a fixed order."""
    found = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "data").rglob("*.md")]
    return sorted(path for path in found if not name(path).startswith(("data/store", "data/demo_")))


def name(path: Path) -> str:
    """The file as it is called in the project."""
    return path.relative_to(ROOT).as_posix()


def shell_lines(text: str) -> list[list[str]]:
    """The words of every line in a fence marked `sh`, comments left out and commands joined by && taken apart."""
    lines = [line for kind, body in _FENCE.findall(text) if kind == "sh" for line in body.splitlines()]
    commands = [part for line in lines for part in line.split("&&")]
    return [words for words in (shlex.split(line, comments=True) for line in commands) if words]


def verbs_called(text: str) -> list[list[str]]:
    """What follows `python -m analytics` in every such line."""
    found = []
    for words in shell_lines(text):
        words = [word for place, word in enumerate(words) if not (place == 0 and _SET.match(word))]
        for place, word in enumerate(words):
            if Path(word).name == "python" and words[place + 1 : place + 3] == ["-m", "analytics"]:
                found.append(words[place + 3 :])
    return found


def without_code(text: str) -> str:
    """The text without fences and code in the line."""
    return re.sub(r"`[^`\n]*`", "", _FENCE.sub("", text))


def code_in_lines(text: str) -> list[str]:
    """The pieces between single back quotes."""
    return re.findall(r"`([^`\n]+)`", _FENCE.sub("", text))


def links(text: str) -> list[str]:
    """The targets of links and pictures."""
    return re.findall(r"\]\(([^)\s]+)\)", without_code(text))


def headings(text: str) -> list[tuple[int, str]]:
    """Level and words of every heading."""
    return [(len(marks), words) for marks, words in re.findall(r"^(#+) (.+)$", _FENCE.sub("", text), re.MULTILINE)]


def anchor(heading: str) -> str:
    """The anchor under which a heading is reached, as GitHub makes it."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")
