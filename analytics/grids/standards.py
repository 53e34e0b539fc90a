"""What data/grid_standards.toml asks of a cell of each level."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache

from analytics.contract.schema import DATA


@dataclass(frozen=True)
class Standard:
    """A cell of the level must be visited so often a week, and a case there answered within so many hours."""

    level: int
    visits_a_week: int
    respond_hours: float


@cache
def standards() -> tuple[Standard, ...]:
    """The standards by level, the strictest level first."""
    with (DATA / "grid_standards.toml").open("rb") as file:
        found = tomllib.load(file)["level"]
    return tuple(Standard(int(level), **entry) for level, entry in sorted(found.items()))
