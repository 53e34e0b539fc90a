"""What differs between two results of the same subject: who moved, by how much, and what came onto or off the lists.

Pure: documents in, documents out. Why it differs is told by `evidence`.
"""

from __future__ import annotations

from typing import Any

Document = dict[str, Any]

_STANDING = ("rank", "rank_in_group", "score", "status")
_COUNTED = ("value", "numerator", "denominator", "score")
# list of a roll-call → what tells its entries apart
LISTS = {"downgraded": ("alley_id",), "restored": ("alley_id",), "named": ("kind", "unit", "rule")}


def rows(document: Document) -> list[Document]:
    """The ranked units' rows of a result, monthly or quarterly."""
    return document["rows"] if "rows" in document else document["districts"]


def moved(before: Document, now: Document) -> list[Document]:
    """One entry per unit whose rank, score or status differs, in the order of the later result; then those now gone.

    unit, name; rank, rank_in_group, score and status each as `_before` and `_now` (None where the unit is not in that
    result); indicators: those whose counts differ, the same way. Empty indicators: it moved because others did.
    """
    then, later = ({row["unit"]: row for row in rows(document)} for document in (before, now))
    order = [*later, *(unit for unit in then if unit not in later)]
    pairs = [(unit, then.get(unit), later.get(unit)) for unit in order]
    return [_moved(unit, old, new) for unit, old, new in pairs if _standing(old) != _standing(new)]


def _standing(row: Document | None) -> tuple[Any, ...] | None:
    return row and tuple(row[name] for name in _STANDING)


def _moved(unit: str, old: Document | None, new: Document | None) -> Document:
    return {
        "unit": unit,
        "name": (new or old or {})["name"],
        **_both(_STANDING, old, new),
        "indicators": _counts(old, new),
    }


def _counts(old: Document | None, new: Document | None) -> list[Document]:
    """The unit's indicators that count otherwise, in the scorecard's order."""
    then, later = ({line["indicator"]: line for line in (row or {}).get("indicators", ())} for row in (old, new))
    names = list(dict.fromkeys([*later, *then]))
    lines = [(name, then.get(name), later.get(name)) for name in names]
    return [
        {"indicator": name, **_both(_COUNTED, left, right)}
        for name, left, right in lines
        if any((left or {}).get(part) != (right or {}).get(part) for part in _COUNTED)
    ]


def _both(names: tuple[str, ...], old: Document | None, new: Document | None) -> Document:
    return {
        f"{name}_{when}": (row or {}).get(name) for name in names for when, row in (("before", old), ("now", new))
    }


def lists(before: Document, now: Document) -> dict[str, dict[str, list[Document]]]:
    """Of a roll-call: per list what was added and what was removed; nothing of lists that stayed as they were."""
    found = {}
    for name, key in LISTS.items():
        then, later = (
            {tuple(each[part] for part in key): each for each in document.get(name, ())} for document in (before, now)
        )
        added = [each for at, each in later.items() if at not in then]
        removed = [each for at, each in then.items() if at not in later]
        if added or removed:
            found[name] = {"added": added, "removed": removed}
    return found
