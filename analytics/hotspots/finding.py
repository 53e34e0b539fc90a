"""Hot spots of a version: every place of a tier with its count, Gi*, p, whether it stands, and its emerging class."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from analytics.contract.periods import Period
from analytics.hotspots.counting import CaseClass, Selection, counts, first_month
from analytics.hotspots.discovery import benjamini_hochberg
from analytics.hotspots.emerging import Emerging, emerging
from analytics.hotspots.expected import expected
from analytics.hotspots.gi_star import gi_star, two_sided_p
from analytics.hotspots.places import Places, places_on
from analytics.hotspots.rates import empirical_bayes_rates
from analytics.store.versions import Version

FloatArray = NDArray[np.float64]

FALSE_DISCOVERY_RATE = 0.05


@dataclass(frozen=True)
class HotSpots:
    """What the period and the months before it say, one entry per place; months oldest first.

    z and p are NaN where the statistic does not exist (no outline, no neighbour, no differences): `significant` says
    nothing there. `rate`: what was tested is cases per km2, not cases.
    """

    places: Places
    period: Period
    as_of: datetime
    selection: Selection
    rate: bool
    months: list[Period]
    count: NDArray[np.int64]
    monthly: NDArray[np.int64]
    z: FloatArray
    p: FloatArray
    significant: NDArray[np.bool_]
    emerging: Emerging

    @property
    def hot(self) -> NDArray[np.bool_]:
        """True per place that is a significant hot spot of the period."""
        return self.significant & (self.z > 0)

    @property
    def cold(self) -> NDArray[np.bool_]:
        """True per place that is a significant cold spot of the period."""
        return self.significant & (self.z < 0)

    @property
    def expected(self) -> FloatArray:
        """Cases of the period per place if the compared places were alike (see `expected`)."""
        return expected(self.count, self.places, self.rate)

    @property
    def expected_monthly(self) -> FloatArray:
        """The same per place and month."""
        return expected(self.monthly, self.places, self.rate)

    def row(self, place: str) -> int | None:
        """The position of a place in every array; None for a code that is not compared."""
        return self._rows.get(place)

    @cached_property
    def _rows(self) -> dict[str, int]:
        return {code: row for row, code in enumerate(self.places.codes)}

    def as_json(self) -> list[dict[str, Any]]:
        """One dict per place in code order: place, count, exposure (km2), gi_star, p, significant, class."""
        return [
            {
                "place": code,
                "count": int(self.count[row]),
                "exposure": _number(self.places.area_km2[row]),
                "gi_star": _number(self.z[row]),
                "p": _number(self.p[row]),
                "significant": None if np.isnan(self.p[row]) else bool(self.significant[row]),
                "class": self.emerging.classes[row],
            }
            for row, code in enumerate(self.places.codes)
        ]


def find_hotspots(
    version: Version,
    period: Period,
    tier: str = "grid",
    months: int = 24,
    major: str | None = None,
    source: str | None = None,
    rate: bool = False,
    within: str | None = None,
    as_of: datetime | None = None,
    *,
    case_class: CaseClass | None = None,
    loop: str | None = None,
    overdue: bool = False,
    key_content: bool = False,
    content_tag: str | None = None,
) -> HotSpots:
    """Hot spots of the places in force on the period's last day; places inside `within` are compared with each other.

    The class looks at no more than `months` months up to the period's last, from the first month with any case on.
    `rate` tests empirical-Bayes rates per km2 instead of counts. Default `as_of` is the period's own. What
    the other arguments keep is told at `Selection`. Raises NoPlaces, and ValueError for fewer than one month.
    """
    if months < 1:
        raise ValueError(f"the class needs at least one month, not {months}")
    as_of = as_of or period.default_as_of(version.newest_known_at)
    places = places_on(version, tier, period.last_day(as_of) or period.first, within)
    selection = Selection(as_of, major, source, within, case_class, loop, overdue, key_content, content_tag)
    window = _window(period, months, first_month(version, as_of), as_of)
    monthly = counts(version, places, window, selection)
    same_month = window[-1:] == [period]
    count = monthly[:, -1] if same_month else counts(version, places, [period], selection)[:, 0]
    z = gi_star(_tested(count, places, rate), places.weights)
    p = two_sided_p(z)
    return HotSpots(
        places=places,
        period=period,
        as_of=as_of,
        selection=selection,
        rate=rate,
        months=window,
        count=count,
        monthly=monthly,
        z=z,
        p=p,
        significant=benjamini_hochberg(p, FALSE_DISCOVERY_RATE),
        emerging=emerging(_tested(monthly, places, rate), places.weights, FALSE_DISCOVERY_RATE),
    )


def hotspots(
    version: Version,
    period: Period,
    tier: str = "grid",
    months: int = 24,
    major: str | None = None,
    source: str | None = None,
    rate: bool = False,
    within: str | None = None,
    as_of: datetime | None = None,
) -> list[dict[str, Any]]:
    """`find_hotspots` as plain rows, one per place, None instead of NaN: what the `hotspots` verb prints."""
    return find_hotspots(version, period, tier, months, major, source, rate, within, as_of).as_json()


def _window(period: Period, months: int, first: Period | None, as_of: datetime) -> list[Period]:
    """The months that the class looks at, oldest first: none before the data, none that had not begun at `as_of`."""
    touched = period.months()
    last = next((month for month in reversed(touched) if month.start < as_of), touched[0])
    if first is None or last.first < first.first:
        return []
    window = [last]
    while len(window) < months and window[0].first > first.first:
        window.insert(0, window[0].previous())
    return window


def _tested(cases: NDArray[np.int64], places: Places, rate: bool) -> FloatArray:
    return empirical_bayes_rates(cases, places.area_km2) if rate else cases.astype(np.float64)


def _number(value: float) -> float | None:
    return None if np.isnan(value) else float(value)
