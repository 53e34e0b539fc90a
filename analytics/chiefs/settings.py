"""What data/chiefs.toml says: districts counted together, the calendar's reach, when a pattern is worth a look."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from typing import Any

from analytics.contract.schema import DATA


@dataclass(frozen=True)
class Group:
    """Districts that are counted together, with what they are called in 'zh' and 'en'."""

    id: str
    label: dict[str, str]
    districts: tuple[str, ...]


@cache
def groups() -> tuple[Group, ...]:
    """The groups of districts, in the order of the file."""
    return tuple(
        Group(entry["id"], {"zh": entry["zh"], "en": entry["en"]}, tuple(entry["districts"]))
        for entry in _read()["groups"]
    )


def calendar_months() -> int:
    """How many months an alley's calendar shows."""
    return int(_read()["calendar"]["months"])


def matrix_marks() -> tuple[float, ...]:
    """The rates (0–1) at which the ground of a cell of the roll-out matrix changes, ascending."""
    return tuple(_read()["matrix"]["marks"])


def hotline() -> str:
    """The number that a public board gives to residents."""
    return str(_read()["board"]["hotline"])


def limits(pattern: str) -> dict[str, Any]:
    """The limits of a suspicious pattern. Raises KeyError."""
    return dict(_read()["suspicions"][pattern])


@cache
def _read() -> dict[str, Any]:
    with (DATA / "chiefs.toml").open("rb") as file:
        return tomllib.load(file)
