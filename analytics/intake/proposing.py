"""Proposals for a file that nobody has described: which table it is, and which of its columns means what."""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from analytics.contract import codes
from analytics.contract.schema import DATA, Column, Table, tables
from analytics.intake.foreign import Sample
from analytics.intake.headers import meaning, normalised, vocabulary

EXACT, ALIKE, HINT, CONTENT, SAME = "exact", "alike", "hint", "content", "same"
_ALIKE_FROM = 0.62  # below, two words merely share letters
_FITS_FROM = 0.6  # share of the values that have to look right
_TIME = re.compile(
    r"\d{4}\D{1,3}\d{1,2}\D{1,3}\d{1,2}(\D.*)?|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}(\D.*)?|\d{8}(\d{6})?|[34]\d{4}(\.\d+)?",
    re.DOTALL,
)
_NUMBER = re.compile(r"[-+]?\d[\d,，]*(\.\d+)?")
_BOUNDS = {"lon": 180.0, "lat": 90.0}


@dataclass(frozen=True)
class Proposal:
    """A column of a table and the file's column that is likely to be it; `why` is one of the words above."""

    column: str
    name: str
    why: str
    score: float


def propose(sample: Sample, table: Table) -> dict[str, Proposal]:
    """Column → proposal, for the columns of the table that the file seems to have.

    Each column of the file is proposed once, and again for moments that the file does not tell apart.
    """
    found = [
        proposal
        for column in table.columns.values()
        for name in sample.names
        if (proposal := _judged(column, name, sample, table)) is not None
    ]
    order = list(table.columns)
    chosen: dict[str, Proposal] = {}
    for proposal in sorted(found, key=lambda each: (-each.score, order.index(each.column))):
        taken = {each.name for each in chosen.values()}
        if proposal.column not in chosen and proposal.name not in taken:
            chosen[proposal.column] = proposal
    for ours, other in _hints()["same"].get(table.name, {}).items():
        if ours not in chosen and other in chosen:
            chosen[ours] = Proposal(ours, chosen[other].name, SAME, 0.5 * chosen[other].score)
    return {name: chosen[name] for name in order if name in chosen}


def likely_table(sample: Sample, stem: str) -> str:
    """The table that the file is most likely to be: by its name, else by how much of a table it has."""
    named = [name for name in tables() if stem.lower().startswith(name)]
    if named:
        return max(named, key=len)
    return max(tables(), key=lambda name: _share(propose(sample, tables()[name]), tables()[name]))


def _share(found: dict[str, Proposal], table: Table) -> float:
    needed = sum(found[name].score for name in table.required if name in found) / max(len(table.required), 1)
    return 2 * needed + sum(each.score for each in found.values()) / 10


def likely_tier(values: Sequence[str]) -> str:
    """The tier of the units that the values name, by how most of them end; districts when nothing tells."""
    endings = {tier: tuple(normalised(word) for word in words) for tier, words in _hints()["tiers"].items()}
    ends = [normalised(value) for value in values]
    counts = {tier: sum(1 for each in ends if each.endswith(words)) for tier, words in endings.items()}
    return max(counts, key=lambda tier: counts[tier]) if any(counts.values()) else "district"


def unknown_values(column: Column, values: Sequence[str]) -> list[str]:
    """The values of a coded column that are no code and no label of it, each once, most frequent first."""
    known = codes.accepted(column.codes) if column.codes else {}
    strange = [value for value in values if value.lower() not in known]
    return sorted(dict.fromkeys(strange), key=lambda value: -strange.count(value))


def likely_code(column: Column, value: str) -> str | None:
    """The code that a value which no list knows is likely to mean, by the words in it; None when nothing tells."""
    told = normalised(value)
    for code, words in _hints()["values"].get(column.codes, {}).items():
        if any(normalised(word) in told for word in words):
            return code
    return None


def _judged(column: Column, name: str, sample: Sample, table: Table) -> Proposal | None:
    fits = _fits(column, sample.values(name))
    if meaning(name, vocabulary(table)) == column.name:
        return Proposal(column.name, name, EXACT, 1.0 if fits >= _FITS_FROM else 0.7)
    if any(_bare(word) in _bare(name) for word in _hints()["never"].get(table.name, {}).get(column.name, ())):
        return None
    alike = max(_alike(_bare(name), _bare(word)) for word in (column.name, *column.zh))
    # What the texts of a coded column mean can be said; a time or number that is none cannot be mended.
    may_be = fits >= _FITS_FROM or column.kind == "enum"
    if alike >= _ALIKE_FROM and may_be:
        return Proposal(column.name, name, ALIKE, 0.9 * alike)
    hints = _hints()["words"].get(table.name, {}).get(column.name, ())
    hinted = max((_held(_bare(word), _bare(name)) for word in hints), default=0.0)
    if hinted and may_be:
        return Proposal(column.name, name, HINT, 0.5 + 0.3 * hinted)
    if column.kind == "enum" and fits >= _FITS_FROM and len(set(sample.values(name))) > 1:
        return Proposal(column.name, name, CONTENT, 0.5)
    return None


def _alike(one: str, other: str) -> float:
    """How alike two headers are, 0 to 1; a word that holds the other counts by how much of it that is."""
    if not one or not other:
        return 0.0
    short, long = sorted((one, other), key=len)
    held = _held(short, long)
    return max(0.6 + 0.4 * held if held else 0.0, difflib.SequenceMatcher(None, one, other).ratio())


def _held(word: str, header: str) -> float:
    """How much of a header a word in it makes up, 0 when it does not hold the word."""
    return len(word) / len(header) if len(word) >= 2 and word in header else 0.0


def _bare(header: str) -> str:
    """A header without what programs put between its words."""
    return re.sub(r"[_.-]+", "", normalised(header))


@cache
def _hints() -> dict[str, dict]:
    return tomllib.loads((DATA / "mapping_hints.toml").read_text(encoding="utf-8"))


def _fits(column: Column, values: Sequence[str]) -> float:
    """The share of the values that can be what the column holds; a column without values fits."""
    if not values:
        return 1.0
    if column.kind in ("at", "day"):
        good = sum(1 for value in values if _TIME.fullmatch(value))
    elif column.kind in ("number", "int", "score"):
        good = sum(1 for value in values if _is_number(value, _BOUNDS.get(column.name)))
    elif column.kind == "enum":
        good = len(values) - sum(1 for value in values if value.lower() not in codes.accepted(column.codes or ""))
    elif column.kind == "geometry":
        good = sum(1 for value in values if re.match(r"\s*(POINT|LINE|POLY|MULTI|\{|01)", value, re.IGNORECASE))
    else:
        return 1.0
    return good / len(values)


def _is_number(value: str, most: float | None) -> bool:
    if not _NUMBER.fullmatch(value):
        return False
    return most is None or abs(float(re.sub("[,，]", "", value))) <= most
