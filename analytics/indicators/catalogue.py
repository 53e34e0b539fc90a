"""The indicators as data/indicators/*.toml declare them, and the rules beside them."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parents[2] / "data" / "indicators"

TIERS = ("city", "district", "subdistrict", "community", "grid", "alley")
_DECIMALS = {"rate": 2, "score": 1, "hours": 1}
_DIRECTIONS = ("high", "low", "none")
_EXPRESSIONS = {
    "share": {"numerator"},
    "mean": {"value"},
    "ratio": {"numerator", "denominator"},
    "quantile": {"value", "quantile"},
}


class UnknownIndicator(LookupError):
    """An id that the catalogue does not hold."""


@dataclass(frozen=True)
class Formula:
    """How a number is counted on a fact's rows.

    `cohort`: which rows count. `share`: rows for which `numerator` holds / rows. `mean`: sum of `value` / its number.
    `ratio`: sum of `numerator` / sum of `denominator`. `quantile`: the continuous `quantile` of `value`.
    """

    fact: str
    kind: str
    cohort: str
    numerator: str | None = None
    denominator: str | None = None
    value: str | None = None
    quantile: float | None = None


@dataclass(frozen=True)
class Indicator:
    """One entry of the catalogue. `unit` is rate (0-1), score (0-100) or hours; `direction` high, low or none.

    `event_tables`: without a known row in any of them there is no answer. `needs`: for each entry one of its
    table.column names must have come in some file. `decimals`: of the shown number, a rate's in per cent.
    """

    id: str
    theme: str
    zh: str
    en: str
    unit: str
    direction: str
    numerator_zh: str
    numerator_en: str
    denominator_zh: str
    denominator_en: str
    why_zh: str
    why_en: str
    source_zh: str
    source_en: str
    event_tables: tuple[str, ...]
    needs: tuple[tuple[str, ...], ...]
    formula: Formula
    at_alley: Formula | None = None
    note_zh: str | None = None
    note_en: str | None = None
    decimals: int = 2

    @property
    def table(self) -> str:
        """The table whose rows the indicator counts or depends on."""
        return self.event_tables[0]

    def formula_at(self, tier: str) -> Formula:
        """The formula on that tier."""
        return self.at_alley if tier == "alley" and self.at_alley else self.formula


@dataclass(frozen=True)
class Theme:
    """A file of the catalogue: its id and titles."""

    id: str
    zh: str
    en: str


@dataclass(frozen=True)
class Route:
    """A kind of problem, by code and by Chinese names, and the actions that answer it."""

    kind: str
    zh: tuple[str, ...]
    actions: tuple[str, ...]


@cache
def themes() -> dict[str, Theme]:
    """The themes by id, in the order in which they are shown."""
    return {name: Theme(name, entries["title_zh"], entries["title_en"]) for name, entries in _files().items()}


@cache
def catalogue() -> dict[str, Indicator]:
    """The indicators by id, theme by theme. Raises ValueError where an entry is incomplete or contradicts itself."""
    found: dict[str, Indicator] = {}
    for theme, entries in _files().items():
        for name, entry in entries.items():
            if isinstance(entry, dict):
                if name in found:
                    raise ValueError(f"indicator {name} is declared twice")
                found[name] = _indicator(name, theme, entry)
    return found


def indicator(name: str) -> Indicator:
    """The indicator with that id. Raises UnknownIndicator."""
    try:
        return catalogue()[name]
    except KeyError:
        raise UnknownIndicator(f"no such indicator: {name}") from None


@cache
def known_rows() -> dict[str, str]:
    """By table, the condition under which a row was known at $as_of."""
    return _read(FOLDER / "rules" / "known.toml")


@cache
def routing_table() -> tuple[Route, ...]:
    """What a steward does about which problem."""
    routes = _read(FOLDER / "rules" / "routing.toml")["routes"]
    return tuple(Route(route["kind"], tuple(route["zh"]), tuple(route["actions"])) for route in routes)


@cache
def _files() -> dict[str, dict[str, Any]]:
    found = {path.stem: _read(path) for path in FOLDER.glob("*.toml")}
    return dict(sorted(found.items(), key=lambda item: item[1]["order"]))


def _read(path: Path) -> dict[str, Any]:
    with path.open("rb") as file:
        return tomllib.load(file)


def _indicator(name: str, theme: str, entry: Mapping[str, Any]) -> Indicator:
    wording = {field.name for field in fields(Indicator)} - {"formula", "at_alley"}
    counting = {field.name for field in fields(Formula)}
    unknown = set(entry) - wording - counting - {"at_alley"}
    if unknown or entry["unit"] not in _DECIMALS or entry["direction"] not in _DIRECTIONS:
        raise ValueError(f"indicator {name}: unit {entry['unit']}, direction {entry['direction']}, unknown {unknown}")
    at_alley = entry.get("at_alley")
    if at_alley and at_alley["fact"] == entry["fact"]:
        raise ValueError(f"indicator {name}: at_alley must count another fact, or one statement would mix the two")
    rest = {key: value for key, value in entry.items() if key in wording}
    return Indicator(
        id=name,
        theme=theme,
        decimals=rest.pop("decimals", _DECIMALS[entry["unit"]]),
        event_tables=tuple(rest.pop("event_tables")),
        needs=tuple(tuple(need.split(" or ")) for need in rest.pop("needs")),
        formula=_formula(name, {key: value for key, value in entry.items() if key in counting}),
        at_alley=_formula(name, at_alley) if at_alley else None,
        **rest,
    )


def _formula(name: str, entry: Mapping[str, Any]) -> Formula:
    formula = Formula(**entry)
    given = {field for field in entry if field not in ("fact", "kind", "cohort")}
    if _EXPRESSIONS.get(formula.kind) != given:
        raise ValueError(f"indicator {name}: a {formula.kind} takes {_EXPRESSIONS.get(formula.kind)}, not {given}")
    return formula
