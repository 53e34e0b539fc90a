"""What data/loops.toml says is usual, near, soon or too much."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from typing import Any

from analytics.contract.schema import DATA


@dataclass(frozen=True)
class AgeBand:
    """A band of the backlog's age; it ends where the next begins."""

    id: str
    from_hours: float


@cache
def age_bands() -> tuple[AgeBand, ...]:
    """The bands of the backlog's age, the youngest first. Raises ValueError where they are out of order."""
    bands = tuple(AgeBand(**entry) for entry in _read()["backlog"]["ages"])
    if [band.from_hours for band in bands] != sorted({band.from_hours for band in bands}) or bands[0].from_hours != 0:
        raise ValueError("loops.toml: the ages of the backlog begin at 0 and ascend")
    return bands


@cache
def settings(*names: str) -> dict[str, Any]:
    """A table of the file, such as ("sentinels", "waves"). Raises KeyError."""
    found = _read()
    for name in names:
        found = found[name]
    return found


@cache
def _read() -> dict[str, Any]:
    with (DATA / "loops.toml").open("rb") as file:
        return tomllib.load(file)
