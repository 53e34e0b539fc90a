"""Enumerations, class lists, tags and other words of files: text as people write it → code, and code → label."""

from __future__ import annotations

import tomllib
from functools import cache

from analytics.contract.schema import DATA


@cache
def _load(name: str) -> dict:
    with (DATA / name).open("rb") as file:
        return tomllib.load(file)


def enumerations() -> list[str]:
    """The names of all enumerations."""
    return list(_load("codes.toml"))


@cache
def codes(enumeration: str) -> tuple[str, ...]:
    """The codes of an enumeration that files may hold, in the order of the data. Raises KeyError."""
    return tuple(code for code, entry in _load("codes.toml")[enumeration].items() if not entry.get("label_only"))


@cache
def accepted(enumeration: str) -> dict[str, str]:
    """Every accepted text in lower case → code: the code itself, both labels and other words. Raises KeyError."""
    entries = _load("codes.toml")[enumeration]
    return _texts({code: entries[code] for code in codes(enumeration)})


def label(enumeration: str, code: str, language: str) -> str:
    """The label of a code in 'zh' or 'en'; an unknown code is its own label. Raises KeyError."""
    entry = _load("codes.toml")[enumeration].get(code)
    return entry[language] if entry else code


def schemes() -> list[str]:
    """The schemes whose class lists are shipped."""
    return list(_load("classes.toml"))


@cache
def accepted_schemes() -> dict[str, str]:
    """Every accepted text of a shipped scheme, in lower case without blanks → its code."""
    return {text.replace(" ", ""): code for text, code in _texts(_load("classes.toml")).items()}


@cache
def classes() -> dict[tuple[str, str, str], dict[str, str]]:
    """(scheme, kind, major code) → {zh, en}, for the shipped schemes."""
    return {
        (scheme, kind, major): words
        for scheme, entry in _load("classes.toml").items()
        for kind in codes("case_kind")
        for major, words in entry.get(kind, {}).items()
    }


def tag_families() -> list[str]:
    """The families of tags: key_area, crowded_place, key_content."""
    return list(_load("tags.toml"))


@cache
def tags(family: str) -> dict[str, dict]:
    """The tags of a family: code → {zh, en}. Raises KeyError."""
    return _load("tags.toml")[family]


@cache
def accepted_tags(family: str) -> dict[str, str]:
    """Every accepted text in lower case → tag code, within one family. Raises KeyError."""
    return _texts(tags(family))


@cache
def words(kind: str) -> tuple | str:
    """The words of data/words.toml of one kind: a tuple, or one regular expression. Raises KeyError."""
    found = _load("words.toml")[kind]
    return found if isinstance(found, str) else tuple(found)


def _texts(entries: dict[str, dict]) -> dict[str, str]:
    """Lower-cased code, labels and other words → code; ValueError when one text means two codes."""
    texts: dict[str, str] = {}
    for code, entry in entries.items():
        for text in (code, entry["zh"], entry["en"], *entry.get("also", ())):
            if texts.setdefault(text.lower(), code) != code:
                raise ValueError(f"{text!r} means both {texts[text.lower()]} and {code}")
    return texts
