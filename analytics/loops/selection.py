"""Which cases are asked about: a period seen at a moment, inside a unit, of one loop, source, class or organisation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from analytics.contract.periods import Period
from analytics.indicators.catalogue import TIERS
from analytics.indicators.moments import parameters
from analytics.store.versions import Version

CaseClass = tuple[str | None, str | None, str | None]  # scheme, kind, major code

# Columns that carry no time and may therefore be asked about before anything is judged at as-of.
CHOSEN = """
    ($loop is null or loop = $loop) and ($source is null or source = $source)
    and ($org is null or responsible_org = $org)
    and (not $one_class or (scheme is not distinct from $class_scheme and kind is not distinct from $class_kind
                            and major_code is not distinct from $class_major))"""


@dataclass(frozen=True)
class Selection:
    """The cases of `period` as known at `as_of`, inside `unit` of `tier`; None = any.

    Raises ValueError: no such tier.
    """

    period: Period
    as_of: datetime
    tier: str = "city"
    unit: str | None = None
    loop: str | None = None
    source: str | None = None
    case_class: CaseClass | None = None
    org: str | None = None

    def __post_init__(self) -> None:
        if self.tier not in TIERS:
            raise ValueError(f"no such tier: {self.tier}")

    @classmethod
    def of(cls, version: Version, period: Period, as_of: datetime | None = None, **which: Any) -> Selection:
        """The selection at that moment, or at the period's default as-of."""
        return cls(period, as_of or period.default_as_of(version.newest_known_at), **which)

    @property
    def inside(self) -> str:
        """SQL: whether a row with the place columns lies inside the unit."""
        return f"($unit is null or {self.tier} = $unit)"

    @property
    def chosen(self) -> str:
        """SQL: whether a case is one of those asked about, apart from its times."""
        return f"{self.inside} and {CHOSEN}"

    def parameters(self) -> dict[str, Any]:
        """Values for the facts and for `inside` and `chosen`."""
        scheme, kind, major = self.case_class or (None, None, None)
        return parameters(self.period, self.as_of) | {
            "unit": self.unit,
            "loop": self.loop,
            "source": self.source,
            "org": self.org,
            "one_class": self.case_class is not None,
            "class_scheme": scheme,
            "class_kind": kind,
            "class_major": major,
        }
