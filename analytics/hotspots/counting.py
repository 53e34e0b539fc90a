"""Cases per place and month: not void, reported in the period, as far as was known at a moment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analytics.contract.periods import Period, month_starts_on
from analytics.hotspots.places import Places
from analytics.store.tag_figures import content_writings
from analytics.store.versions import Version

# The place column of `cases` per tier; hexagons go by the point instead.
COLUMNS = {tier: tier for tier in ("grid", "district", "subdistrict", "community")}

# The deadline has passed at $as_of and was not suspended then; whether the case kept it is another question.
DUE = """
    coalesce(dispose_due <= $as_of, false)
    and not coalesce(suspended_at <= dispose_due and (resumed_at is null or resumed_at > dispose_due), false)
"""
# Disposed too late or not at all: a disposal after $as_of is after a deadline that had passed by then.
OVERDUE = f"({DUE} and coalesce(disposed_at > dispose_due, true))"

_KNOWN = """
    reported_at >= $start and reported_at < $end and reported_at <= $as_of
    and (voided_at is null or voided_at > $as_of)"""
# What each choice of a selection asks of a case, besides.
_CHOSEN = {
    "major": "major_code = $major",
    "source": "source = $source",
    "case_class": """scheme is not distinct from $class_scheme and kind is not distinct from $class_kind
        and major_code is not distinct from $class_major""",
    "loop": "loop = $loop",
    "overdue": OVERDUE,
    "key_content": "has_key_content",
    "content_tag": """exists (
        select 1 from class_tags t
        where list_contains($content, lower(trim(t.tag))) and t.kind = cases.kind and t.major_code = cases.major_code
          and (t.scheme is null or t.scheme = cases.scheme)
          and (t.minor_code is null or t.minor_code = cases.minor_code))""",
}

INSIDE = "($within is null or $within in (city, district, subdistrict, community))"

CaseClass = tuple[str | None, str | None, str | None]  # scheme, kind, major code


@dataclass(frozen=True)
class Selection:
    """Which cases count: known at `as_of`, inside an area, of one major code, class, source or loop; None = any.

    `overdue` keeps those that were disposed late or, though due, not yet; `key_content` those of tagged classes,
    `content_tag` those whose class bears one tag of key content.
    """

    as_of: datetime
    major: str | None = None
    source: str | None = None
    within: str | None = None
    case_class: CaseClass | None = None
    loop: str | None = None
    overdue: bool = False
    key_content: bool = False
    content_tag: str | None = None

    @property
    def condition(self) -> str:
        """SQL over `cases`: reported in the periods asked for, known, not void, and all that was chosen."""
        chosen = [f"({sql})" for name, sql in _CHOSEN.items() if getattr(self, name) not in (None, False)]
        return " and ".join([_KNOWN, *chosen])

    def parameters(self, first: Period, last: Period) -> dict[str, object]:
        """Values for `condition` over the periods from `first` to `last`, and `within`."""
        scheme, kind, major = self.case_class or (None, None, None)
        return {
            "start": first.start,
            "end": last.end,
            "as_of": self.as_of,
            "major": self.major,
            "source": self.source,
            "within": self.within,
            "class_scheme": scheme,
            "class_kind": kind,
            "class_major": major,
            "loop": self.loop,
            "content": content_writings(self.content_tag) if self.content_tag else [],
        }


def counts(version: Version, places: Places, periods: list[Period], selection: Selection) -> NDArray[np.int64]:
    """Number of cases per place and period: (places, periods), zeros included.

    `periods` are consecutive months, oldest first, or one period of any kind, or none.
    """
    found = np.zeros((len(places.codes), len(periods)), dtype=np.int64)
    if places.hexagons is not None:
        for number, period in enumerate(periods):
            found[:, number] = _counts_by_point(version, places, period, selection)
    elif periods:
        rows = _counts_by_code(version, places.tier, periods, selection)
        place = pd.Index(places.codes).get_indexer(rows["place"])
        listed = place >= 0  # cases of a grid that is no longer in force belong to no place of today
        found[place[listed], rows["number"].to_numpy()[listed]] = rows["cases"].to_numpy()[listed]
    return found


def first_month(version: Version, as_of: datetime) -> Period | None:
    """The month of the first case known at `as_of`, of any class and source; None without cases."""
    first = version.value("select min(reported_at) from cases where reported_at <= $as_of", {"as_of": as_of})
    return None if first is None else Period.holding(first.date(), "month")


def _counts_by_code(version: Version, tier: str, periods: list[Period], selection: Selection) -> pd.DataFrame:
    column, shift = COLUMNS[tier], month_starts_on() - 1
    # By a month's number, which costs a third of its first day. The shift of a month that starts later comes off first.
    shifted = "(reported_at - to_days($shift))" if shift else "reported_at"
    month = f"year({shifted}) * 12 + month({shifted}) - $first_month" if len(periods) > 1 else "0"
    first = periods[0].first - timedelta(days=shift)
    sql = f"""
        -- one row per place and period with cases: the place, the period's position among those asked for
        select {column} as place, {month} as number, count(*) as cases
        from cases where {selection.condition} and {column} is not null
        group by all
    """
    more = {"first_month": first.year * 12 + first.month, "shift": shift}
    return version.frame(sql, selection.parameters(periods[0], periods[-1]) | more)


def _counts_by_point(version: Version, places: Places, period: Period, selection: Selection) -> NDArray[np.int64]:
    sql = f"""
        -- one row per located case
        select lon, lat from cases
        where {selection.condition} and located
          and {INSIDE}
    """
    rows = version.frame(sql, selection.parameters(period, period))
    holding = places.hexagons.holding(rows["lon"].to_numpy(), rows["lat"].to_numpy())
    return np.bincount(holding[holding >= 0], minlength=len(places.codes))

