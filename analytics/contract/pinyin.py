"""Pinyin of place names, so that a reader finds a place by typing Latin letters: whole syllables or initials."""

from __future__ import annotations

import re
import tomllib
from functools import cache

from pypinyin import lazy_pinyin

from analytics.contract.schema import DATA


@cache
def readings(name: str) -> tuple[str, ...]:
    """The ways to read a name without its ending, syllables joined: the local reading, then the dictionary's if other.

    Empty for a name without Chinese characters.
    """
    endings, odd, _ = _settings()
    ending = next((each for each in endings if name.endswith(each) and len(name) > len(each) + 1), "")
    bare = name.removesuffix(ending)
    usual = "".join(lazy_pinyin(bare))
    if usual == bare:
        return ()
    local = "".join(odd[part] if part in odd else "".join(lazy_pinyin(part)) for part in _parts(bare))
    return (local,) if local == usual else (local, usual)


def _parts(name: str) -> list[str]:
    """The name cut at the words that have a reading of their own."""
    pattern = _settings()[2]
    return [part for part in pattern.split(name) if part] if pattern else [name]


@cache
def _settings() -> tuple[tuple[str, ...], dict[str, str], re.Pattern[str] | None]:
    with (DATA / "pinyin.toml").open("rb") as file:
        entries = tomllib.load(file)
    odd = {word: reading.replace(" ", "") for word, reading in entries["readings"].items()}
    longest_first = sorted(odd, key=len, reverse=True)
    pattern = re.compile(f"({'|'.join(map(re.escape, longest_first))})") if odd else None
    return tuple(entries["endings"]), odd, pattern
