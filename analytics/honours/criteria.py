"""What makes a chief or a steward outstanding, as data/honours/*.toml declares it."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache

from analytics.contract.schema import DATA
from analytics.scoring.scorecards import Scorecard, read

FOLDER = DATA / "honours"


class UnknownRole(LookupError):
    """A role for which no honours are declared."""


@dataclass(frozen=True)
class Honour:
    """The rules of one role's shortlist.

    roles: the assignments that count as service. subject_kind: under which evaluations judge them. least_days: days in
    force within the year. length: how many are listed, more where the last are equal. per_unit: at most so many of one
    unit of `unit_tier`, equal ones included; None = no such limit. card: criteria, weights and marks.
    """

    role: str
    roles: tuple[str, ...]
    subject_kind: str
    least_days: int
    length: int
    unit_tier: str
    per_unit: int | None
    card: Scorecard


@cache
def honours() -> dict[str, Honour]:
    """The honours by role. Raises BadScorecard, ValueError where a file contradicts itself."""
    return {path.stem: _honour(path.stem) for path in sorted(FOLDER.glob("*.toml"))}


def honoured_roles() -> tuple[str, ...]:
    """The roles for which honours are declared, in order."""
    return tuple(honours())


def honour(role: str) -> Honour:
    """The honour of that role. Raises UnknownRole."""
    try:
        return honours()[role]
    except KeyError:
        raise UnknownRole(f"no honours for the role {role!r}; there are {', '.join(honours())}") from None


def _honour(role: str) -> Honour:
    path = FOLDER / f"{role}.toml"
    rules = tomllib.loads(path.read_text(encoding="utf-8"))["shortlist"]
    found = Honour(
        role=role,
        roles=tuple(rules["roles"]),
        subject_kind=rules["subject_kind"],
        least_days=int(rules["least_days"]),
        length=int(rules["length"]),
        unit_tier=rules["unit_tier"],
        per_unit=rules.get("per_unit"),
        card=read(path),
    )
    if found.least_days < 1 or found.length < 1 or (found.per_unit is not None and found.per_unit < 1):
        raise ValueError(f"{path.name}: least_days, length and per_unit begin at 1")
    return found
