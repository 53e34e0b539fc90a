"""Views that readers who sign in have kept: an append-only journal in the store's folder, outside every version."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from analytics.access.chain import Chain

MOST = 50  # kept by one reader
_LONGEST_NAME, _LONGEST_ADDRESS = 80, 2000
_ADDRESS = re.compile(r"[a-z_]*(\?[\w.~%!$&'()*+,;=:@/-]*)?")


@dataclass(frozen=True)
class Favourite:
    """A kept view: its number in the journal, the name its reader gave it, and its address within the dashboard."""

    number: int
    name: str
    address: str


class Favourites:
    """The favourites of every reader of one store: `favourites/journal.jsonl` in its folder."""

    def __init__(self, store: Path) -> None:
        self.chain = Chain(store / "favourites" / "journal.jsonl")

    def of(self, person: str) -> list[Favourite]:
        """What the person keeps, oldest first. Raises BrokenChain where the journal was changed."""
        kept: dict[int, Favourite] = {}
        for entry in self.chain.entries():
            if entry["person"] != person:
                continue
            if entry["act"] == "drop":
                kept.pop(entry["number"], None)
            else:
                kept[entry["n"]] = Favourite(entry["n"], entry["name"], entry["address"])
        return list(kept.values())

    def keep(self, person: str, name: str, address: str) -> None:
        """Keeps an address (`page?parameters`) under a name.

        Raises ValueError for a name without letters, an address that leads out of the dashboard, or one too many.
        """
        name = " ".join(name.split())[:_LONGEST_NAME]
        if not name or len(address) > _LONGEST_ADDRESS or not _ADDRESS.fullmatch(address):
            raise ValueError("neither name nor address may be empty, long or foreign")
        if len(self.of(person)) >= MOST:
            raise ValueError(f"more than {MOST} views")
        self.chain.append({"person": person, "act": "keep", "name": name, "address": address})

    def drop(self, person: str, number: int) -> None:
        """Forgets the person's favourite of that number; others' stay. The journal keeps both lines."""
        if any(each.number == number for each in self.of(person)):
            self.chain.append({"person": person, "act": "drop", "number": number})
