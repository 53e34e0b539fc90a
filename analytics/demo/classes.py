"""The classes of cases: how often each occurs, its filing conditions and their limits, its key-content tag."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
import pyarrow as pa

from analytics.demo.areas import SINCE
from analytics.demo.columns import codes, days, numbers
from analytics.demo.files import Files
from analytics.demo.settings import settings
from analytics.demo.workdays import WORKING, limit_seconds

KINDS = ("part", "event")
UNITS = ("urgent_hour", "work_hour", "urgent_day", "work_day", "natural_day")


@dataclass(frozen=True)
class Conditions:
    """One entry per filing condition of a class. `chance` sums to 1; `difficulty` lowers the odds of being in time."""

    major: list[str]
    minor: list[str]
    name: list[str]
    condition_id: list[str]
    tag: list[str]
    kind: np.ndarray
    limit: np.ndarray
    unit: np.ndarray
    seconds: np.ndarray
    working: np.ndarray
    chance: np.ndarray
    difficulty: np.ndarray
    organisation: np.ndarray  # which of the district's organisations answers for it


@cache
def conditions() -> Conditions:
    """All conditions, as data/demo/classes.toml lists them."""
    rows = []
    for number, (kind, major, minor, name, weight, tag, limits) in enumerate(settings("classes")["classes"]):
        letter = "P" if kind == "part" else "E"
        for order, (limit, unit, share) in enumerate(limits, start=1):
            seconds = limit_seconds(limit, unit)
            hard = 0.55 if unit == "urgent_hour" else 0.25 if tag == "illegal_structure" else 0.0
            words = (major, minor, name, f"{letter}{major}{minor}-{order}", tag)
            rows.append((
                *words, KINDS.index(kind), float(limit), UNITS.index(unit), seconds, unit in WORKING, weight * share,
                hard, _organisation(kind, major, number),
            ))  # fmt: skip
    columns = [list(column) for column in zip(*rows, strict=True)]
    kinds, limits, units, clocks, working, chance, difficulty, organisation = map(np.array, columns[5:])
    chance = chance / chance.sum()
    return Conditions(*columns[:5], kinds, limits, units, clocks, working, chance, difficulty, organisation)


def _organisation(kind: str, major: str, number: int) -> int:
    """Index into the district's organisations of names.toml: the trade that deals with such a problem."""
    by_event = {"01": (3, 3, 4), "02": (2,), "03": (8, 2), "04": (5,), "05": (2, 6, 7), "06": (0,)}
    by_part = {"01": (5,), "02": (6, 5), "03": (3,), "04": (4,), "05": (8,), "06": (5,)}
    choices = (by_part if kind == "part" else by_event)[major]
    return choices[number % len(choices)]


def write_class_tables(files: Files) -> None:
    """class_tags.csv and deadline_rules.csv."""
    found = conditions()
    scheme = settings("classes")["scheme"]
    count = len(found.major)
    seen: dict[tuple[int, str, str], str] = {}
    for index in range(count):
        if found.tag[index]:
            seen[int(found.kind[index]), found.major[index], found.minor[index]] = found.tag[index]
    files.csv("class_tags", {
        "scheme": pa.array([scheme] * len(seen)),
        "kind": pa.array([KINDS[kind] for kind, _, _ in seen]),
        "major_code": pa.array([major for _, major, _ in seen]),
        "minor_code": pa.array([minor for _, _, minor in seen]),
        "tag": pa.array(list(seen.values())),
    })  # fmt: skip
    files.csv("deadline_rules", {
        "scheme": pa.array([scheme] * count),
        "kind": codes(KINDS, found.kind),
        "major_code": pa.array(found.major),
        "minor_code": pa.array(found.minor),
        "condition_id": pa.array(found.condition_id),
        "limit_value": numbers(found.limit),
        "limit_unit": codes(UNITS, found.unit),
        "valid_from": days(np.full(count, SINCE)),
    })  # fmt: skip
