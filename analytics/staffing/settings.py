"""What data/staffing.toml says: shifts, what an inspector sees, what a plan must keep, what weighs more."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from typing import Any

from analytics.contract.schema import DATA


@dataclass(frozen=True)
class Demands:
    """What a plan must keep; shares are fractions of 0–1, the others whole numbers."""

    shifts_a_place: int
    on_duty_share: float
    at_every_place_and_hour: int
    explore_share: float
    little_seen_share: float

    @classmethod
    def usual(cls, **changed: Any) -> Demands:
        """Those of the file, with what the reader changed."""
        return cls(**(settings("least") | changed))

    def on_duty(self, inspectors: int) -> int:
        """How many must be on duty in the area at every hour."""
        # A product such as 0.05 × 20 must not fall under the whole number that it is.
        return int(self.on_duty_share * inspectors + 1e-9)


@cache
def settings(*names: str) -> dict[str, Any]:
    """A table of the file, such as ("weights", "level"). Raises KeyError."""
    with (DATA / "staffing.toml").open("rb") as file:
        found = tomllib.load(file)
    for name in names:
        found = found[name]
    return found


def shifts_a_week(hours: int) -> int:
    """How many shifts of that length an inspector works in a week."""
    rules = settings("shifts")
    return min(rules["most_a_week"], rules["week_hours"] // hours)
