"""The digest of one morning, as one object and as the verb's document."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

import pandas as pd

from analytics.contract.periods import Period
from analytics.digest.deadlines import STATES, deadlines
from analytics.digest.movements import Movement, movements
from analytics.hotspots import NoPlaces, find_hotspots
from analytics.indicators import compute
from analytics.indicators.units import check_known
from analytics.store.freshness import last_day
from analytics.store.versions import Version
from analytics.tasks import todo

_DAILY = ("patrol_compliance", "weekly_fix_rate", "on_time_rate")
_TASK_DAYS = 7
_BELOW = {"city": "district", "district": "subdistrict", "subdistrict": "community", "community": "community"}


@dataclass(frozen=True)
class Digest:
    """What a morning has to say of the day before: see the parts' own modules.

    rates: the day's indicators of the area (value None without data). new_hot_spots: grid cells that stand out in the
    month so far and did not in the months before. tasks_overdue, tasks_due: of meetings, due within a week.
    """

    as_of: datetime
    day: date
    tier: str
    within: str | None
    movements: list[Movement]
    deadlines: pd.DataFrame
    rates: list[dict[str, Any]]
    new_hot_spots: list[str]
    tasks_overdue: int
    tasks_due: int

    def total(self, state: str) -> int:
        """The cases of one state of deadlines in the whole area."""
        return int(self.deadlines[state].sum())

    def as_json(self) -> dict[str, Any]:
        """The document of the verb."""
        return {
            "day": self.day.isoformat(),
            "as_of": self.as_of.isoformat(),
            "within": self.within,
            "movements": [asdict(each) | {"is_unusual": each.is_unusual} for each in self.movements],
            "deadlines": {state: self.total(state) for state in STATES},
            "deadlines_by_unit": [
                {"unit": unit if isinstance(unit, str) else None} | {name: int(row[name]) for name in STATES}
                for unit, row in zip(self.deadlines["unit"], self.deadlines.to_dict("records"), strict=True)
            ],
            "rates": self.rates,
            "new_hot_spots": self.new_hot_spots,
            "tasks_overdue": self.tasks_overdue,
            "tasks_due": self.tasks_due,
        }


def morning(version: Version) -> datetime:
    """The morning after the last day of which units have submitted anything: a digest is written for it by default."""
    return datetime.combine(last_day(version) + timedelta(days=1), time())


def digest(
    version: Version, as_of: datetime | None = None, within: str | None = None, first: datetime | None = None
) -> Digest:
    """The digest of the morning `as_of` (taken back to its midnight; default: `morning`) for the area `within`.

    `first`: since when the store tells of cases; None: the oldest report. Raises UnknownUnit.
    """
    moment = datetime.combine((as_of or morning(version)).date(), time())
    if within is not None:
        check_known(version, within)
    above = version.value("select tier from units where unit = ? limit 1", [within]) if within else "city"
    tier = _BELOW.get(above, "community")
    day = (moment - timedelta(days=1)).date()
    if first is None:
        first = version.value("select min(reported_at) from cases")
    days = todo(version, Period.parse(day.isoformat()), moment, within=within)
    left = days["days_left"]
    return Digest(
        moment, day, tier, within, movements(version, moment, within, first), deadlines(version, moment, tier, within),
        _rates(version, day, moment, above, within), _new_hot_spots(version, day, moment, within),
        int((days["state"] == "overdue").sum()),
        int(((days["state"] == "open") & (left >= 0) & (left < _TASK_DAYS)).sum()),
    )  # fmt: skip


def _rates(version: Version, day: date, as_of: datetime, tier: str, within: str | None) -> list[dict[str, Any]]:
    period = Period.parse(day.isoformat())
    rows = compute(version, period, tier, list(_DAILY), within, as_of)
    rows = rows[rows["unit"] == within] if within else rows
    cells = rows[["indicator", "numerator", "denominator", "value"]].to_dict("records")
    return [{name: None if pd.isna(value) else value for name, value in row.items()} for row in cells]


def _new_hot_spots(version: Version, day: date, as_of: datetime, within: str | None) -> list[str]:
    try:
        found = find_hotspots(version, Period.holding(day, "month"), within=within, as_of=as_of)
    except NoPlaces:
        return []
    is_new = found.hot & (found.emerging.classes == "new")
    return [code for code, new in zip(found.places.codes, is_new, strict=True) if new]
