"""Tags on grids and classes, as data/tags.toml declares them, by family (key_area, crowded_place, key_content)."""

from __future__ import annotations

import tomllib
from functools import cache

from analytics.contract.schema import DATA


@cache
def tags() -> dict[str, dict[str, dict]]:
    """Family → tag code → its words."""
    with (DATA / "tags.toml").open("rb") as file:
        return tomllib.load(file)


@cache
def family_tags(family: str) -> frozenset[str]:
    """Every accepted writing, in lower case, of the tags of one family. Raises KeyError for an unknown family."""
    words = set()
    for code, entry in tags()[family].items():
        words |= {code, entry["zh"], entry["en"], *entry.get("also", ())}
    return frozenset(word.lower() for word in words)
