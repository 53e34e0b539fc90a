"""Areas that were formed, ended or redrawn between two days: what a comparison of periods must say of itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from analytics.store.versions import Version

FORMED, ENDED, REDRAWN = "formed", "ended", "redrawn"
_CHANGES = """
-- One row per area and day on which it came into force or was in force for the last time.
select a.area_code, a.name, a.name_en, a.tier, e.change, e.day,
       case $tier when 'city' then c.city when 'district' then c.district when 'subdistrict' then c.subdistrict
                  when 'community' then c.community end as unit
from areas a
cross join lateral (values ('formed', a.valid_from, a.valid_from), ('ended', a.valid_to + interval 1 day, a.valid_to))
    as e(change, day, held_on)
left join area_chains c on c.area_code = a.area_code and e.held_on between c.from_day and c.to_day
where e.day > $first and e.day <= $last
  and ($within is null or $within in (a.area_code, c.city, c.district, c.subdistrict, c.community))
order by e.day, a.area_code, e.change
"""


@dataclass(frozen=True)
class BoundaryChange:
    """An area that changed on `day`, the first day of the new state. units: whose figures it touches.

    change: formed, ended, or redrawn (ended and formed again under the same code on the same day).
    """

    area_code: str
    name: str
    name_en: str | None
    tier: str
    units: tuple[str, ...]
    change: str
    day: date


def boundary_changes(version: Version, tier: str, within: str | None, first: date, last: date) -> list[BoundaryChange]:
    """The areas inside `within` that changed after `first` and by `last`, by day and code; `tier` is the units'."""
    rows = version.rows(_CHANGES, {"tier": tier, "within": within, "first": first, "last": last})
    found: dict[tuple, BoundaryChange] = {}
    for row in rows:
        day, unit = row.pop("day"), row.pop("unit")
        day = day.date() if hasattr(day, "date") else day
        key, units = (row["area_code"], day), (unit,) if unit else ()
        if key in found:  # its last day is followed by its own first day
            units = tuple(dict.fromkeys([*found[key].units, *units]))
            row |= {"change": REDRAWN}
        found[key] = BoundaryChange(**row, units=units, day=day)
    return list(found.values())
