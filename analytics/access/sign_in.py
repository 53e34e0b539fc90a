"""Which claims of the identity provider give which scope: read from the file that LASTMILE_ACCESS names."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from analytics.access.scopes import TIER_OF_ROLE, Scope


class BadAccess(ValueError):
    """The file that LASTMILE_ACCESS names is missing or wrong: nobody is let in."""


@dataclass(frozen=True)
class Grant:
    """One rule: where a value of the role claim matches `value` (a pattern for the whole value), this is granted.

    `areas` may name groups of the pattern: `\\1` in `areas` is what the first bracket matched.
    """

    value: re.Pattern[str]
    role: str
    areas: tuple[str, ...] = ()
    personal: bool = False


@dataclass(frozen=True)
class SignIn:
    """How claims are read: the claim that names a person, the one that lists roles, the rules, how long it lasts."""

    user_claim: str
    role_claim: str
    hours: float
    grants: tuple[Grant, ...]

    def person(self, claims: Mapping[str, Any]) -> str:
        """Who it is, as written into the audit trail."""
        return str(claims.get(self.user_claim) or claims.get("sub") or "?")

    def expired(self, claims: Mapping[str, Any], now: datetime) -> bool:
        """Whether the identity was vouched for too long ago (`iat`, seconds since 1970); without a time: yes."""
        issued = claims.get("iat")
        return not isinstance(issued, int | float) or now.timestamp() > issued + self.hours * 3600

    def scope(self, claims: Mapping[str, Any]) -> Scope | None:
        """What the claims grant; None when no rule matches. Several rules add up; the city's role is the widest."""
        granted = [(grant, areas) for grant in self.grants for areas in self._matches(grant, claims)]
        if not granted:
            return None
        role = next(role for role in TIER_OF_ROLE if any(grant.role == role for grant, _ in granted))
        areas = {(TIER_OF_ROLE[grant.role], area) for grant, codes in granted for area in codes}
        return Scope(
            role,
            () if role == "city" else tuple(sorted(areas)),
            sees_personal=any(grant.personal for grant, _ in granted),
        )

    def _matches(self, grant: Grant, claims: Mapping[str, Any]) -> list[tuple[str, ...]]:
        told = claims.get(self.role_claim)
        values = told if isinstance(told, list | tuple) else [told]
        found = [grant.value.fullmatch(value) for value in values if isinstance(value, str)]
        return [tuple(match.expand(area) for area in grant.areas) for match in found if match]


def configured() -> SignIn | None:
    """The sign-in as configured; None where LASTMILE_ACCESS is not set, and everybody sees everything.

    Raises BadAccess where it is set and cannot be followed: better nobody than everybody.
    """
    named = os.environ.get("LASTMILE_ACCESS")
    return read(Path(named)) if named else None


@cache
def read(path: Path) -> SignIn:
    """The sign-in that a file describes, read once. Raises BadAccess."""
    try:
        told = tomllib.loads(path.read_text(encoding="utf-8"))
        grants = tuple(_grant(entry) for entry in told["grant"])
        return SignIn(
            str(told.get("user_claim", "email")), str(told["role_claim"]), float(told.get("hours", 10)), grants
        )
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, KeyError, TypeError, ValueError, re.error) as error:
        raise BadAccess(f"{path}: {error}") from error


def _grant(entry: dict[str, Any]) -> Grant:
    role = entry["role"]
    if role not in TIER_OF_ROLE:
        raise ValueError(f"no such role: {role}")
    areas = tuple(str(area) for area in entry.get("areas", ()))
    if role != "city" and not areas:
        raise ValueError(f"the role {role} needs areas")
    return Grant(re.compile(entry["value"]), role, areas, bool(entry.get("personal", False)))
