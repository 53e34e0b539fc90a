"""The tariff of points (data/stewards.toml): what an act is worth by its form or action on the day it was done."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from analytics.contract.codes import codes
from analytics.contract.schema import DATA


@dataclass(frozen=True)
class Tariff:
    """Points per act by form, and by action where an action has its own; in force on both days and between them."""

    valid_from: date
    valid_to: date | None
    forms: Mapping[str, float]
    actions: Mapping[str, float]

    def worth(self, form: str, action: str | None) -> float | None:
        """The points of one act; None for a form that the tariff does not know."""
        return self.actions.get(action or "", self.forms.get(form))


@cache
def tariffs() -> tuple[Tariff, ...]:
    """The tariffs, the earliest first. Raises ValueError for a form or action that does not exist."""
    with (DATA / "stewards.toml").open("rb") as file:
        entries = tomllib.load(file)["tariff"]
    found = [
        Tariff(entry["valid_from"], entry.get("valid_to"), entry["forms"], entry.get("actions", {}))
        for entry in entries
    ]
    for each in found:
        unknown = set(each.forms) - set(codes("steward_form")) | set(each.actions) - set(codes("steward_action"))
        if unknown:
            raise ValueError(f"stewards.toml: the tariff names what does not exist: {', '.join(sorted(unknown))}")
    return tuple(sorted(found, key=lambda each: each.valid_from))


def tariff_parameters() -> dict[str, Any]:
    """The tariffs as parallel lists for a statement: one entry per tariff and form or action."""
    rows = [
        (each.valid_from, each.valid_to or date.max, form, action, float(points))
        for each in tariffs()
        for form, action, points in (
            *((form, None, points) for form, points in each.forms.items()),
            *((None, action, points) for action, points in each.actions.items()),
        )
    ]
    names = ("tariff_from", "tariff_to", "tariff_form", "tariff_action", "tariff_points")
    return {name: list(column) for name, column in zip(names, zip(*rows, strict=True), strict=True)}
