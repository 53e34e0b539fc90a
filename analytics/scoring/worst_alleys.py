"""The alleys with the lowest ten-none scores: what was violated there, and whose alley it is."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from analytics.contract.periods import Period
from analytics.indicators import compute
from analytics.store.versions import Version

_CHECKED = "c.checked_on >= $first and c.checked_on < $after and c.checked_on + interval 1 day <= $as_of"
_VIOLATIONS = f"""
-- one row per alley: violations of each item in the checks of the period, as known at $as_of
select a.alley_id, a.name, chain.subdistrict as unit,
       {", ".join(f"sum(c.item_{n}) as item_{n}" for n in range(1, 11))}
from alleys a
left join ten_none_checks c on c.alley_id = a.alley_id and {_CHECKED}
left join area_chains chain on chain.area_code = a.area_code and $day between chain.from_day and chain.to_day
where list_contains($alleys, a.alley_id)
group by a.alley_id, a.name, chain.subdistrict"""
_CHIEFS = """
-- one row per alley with a chief in force on the last day: the chiefs' names, alley chiefs before street chiefs
select s.alley_id, list(coalesce(p.name, s.person_id) order by s.role, s.person_id) as names
from (select distinct alley_id, person_id, role from assignments
      where role in ('alley_chief', 'street_chief') and list_contains($alleys, alley_id)
        and $day >= valid_from and $day <= coalesce(valid_to, date '9999-12-31')) s
left join people p on p.person_id = s.person_id
group by s.alley_id"""


def worst_alleys(
    version: Version, period: Period, within: str | None, as_of: datetime, limit: int = 10
) -> list[dict[str, Any]]:
    """At most `limit` alleys inside the area, lowest ten-none score first, equal ones in code order.

    Each: alley_id, name, unit (code of its subdistrict), score (0–100), violations ({item number: how many}), chiefs
    (names of those in force on the last ended day). Alleys without a check in the period are left out.
    """
    scores = compute(version, period, "alley", ids=["ten_none_score"], within=within, as_of=as_of)
    worst = scores[scores["value"].notna()].sort_values(["value", "unit"]).head(limit)
    codes = worst["unit"].tolist()
    bound = {"alleys": codes, "first": period.first, "after": period.after, "as_of": as_of,
             "day": period.last_day(as_of) or period.first}
    alleys = {row["alley_id"]: row for row in version.rows(_VIOLATIONS, bound)}
    chiefs = {row["alley_id"]: row["names"] for row in version.rows(_CHIEFS, bound)}
    return [
        {
            "alley_id": code,
            "name": alleys[code]["name"],
            "unit": alleys[code]["unit"],
            "score": float(score),
            "violations": {n: int(alleys[code][f"item_{n}"]) for n in range(1, 11) if alleys[code][f"item_{n}"]},
            "chiefs": chiefs.get(code, []),
        }
        for code, score in zip(codes, worst["value"], strict=True)
    ]
