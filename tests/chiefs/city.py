"""Random small cities with all that the questions about chiefs read, and their rows for plain loops."""

from __future__ import annotations

from datetime import date
from typing import Any

from tests.indicators.random_city import RandomCity

Row = dict[str, Any]


class ChiefsCity(RandomCity):
    """The random city of the indicators with offices, ten-none items and names."""

    def rows(self) -> dict[str, list[Row]]:
        chance = self.random
        found = super().rows()
        found["orgs"] = [
            {"org_id": f"O{code}", "name": code, "kind": chance.choice(["office", "management"]), "area_code": code}
            for code in ["C", *self.districts, *self.subdistricts]
        ]
        found["people"] = [{"person_id": code, "name": f"Name {code}"} for code in self.people]
        for check in found["ten_none_checks"]:
            check |= {f"item_{item}": chance.choice([None, 0, 0, 1, 3]) for item in range(1, 11)}
        return found


def day_of(value: Any) -> date:
    return value.date() if hasattr(value, "date") else value
