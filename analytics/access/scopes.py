"""Scopes: what one reader may see and do."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

RULES = Path(__file__).resolve().parents[2] / "data" / "access.toml"
TIER_OF_ROLE = {"city": "city", "district": "district", "street": "subdistrict"}


@cache
def rules() -> dict[str, Any]:
    """What data/access.toml says: roles, rows, kept, personal."""
    return tomllib.loads(RULES.read_text(encoding="utf-8"))


@dataclass(frozen=True)
class Scope:
    """What a reader may see: areas as (tier, code), the whole city where `is_city`; and whether personal data.

    A scope without areas that is not the city's sees no placed row at all.
    """

    role: str
    areas: tuple[tuple[str, str], ...] = ()
    sees_personal: bool = False
    is_limited: bool = True  # False: no sign-in, nothing is narrowed or masked

    @property
    def is_city(self) -> bool:
        """Whether rows of every place are seen."""
        return self.role == "city"

    @property
    def key(self) -> str:
        """Tells this scope's answers from those of any other; part of every key under which answers are remembered."""
        return " ".join([self.role, *(f"{tier}:{code}" for tier, code in self.areas)]) if self.is_limited else ""

    def may(self, act: str) -> bool:
        """Whether the reader may import, publish, export, object, or look at the audit trail or at personal data."""
        if not self.is_limited:
            return True
        if act == "personal":
            return self.sees_personal
        return act in rules()["roles"].get(self.role, ())


EVERYTHING = Scope("city", sees_personal=True, is_limited=False)
