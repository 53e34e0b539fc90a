"""The problems that stood out in a period: ten-none items violated most, case classes reported most."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from analytics.contract.codes import classes
from analytics.contract.periods import Period
from analytics.scoring.ten_nones import ten_nones
from analytics.store.versions import Version

_INSIDE = "($within is null or $within in (city, district, subdistrict, community))"
_ITEMS = (
    "select "
    + ", ".join(f"sum(item_{n}) as v{n}, count_if(item_{n} > 0) as c{n}" for n in range(1, 11))
    + """
-- One row: violations of each item and checks that met one.
from ten_none_checks
where checked_on >= $first and checked_on < $after and checked_on + interval 1 day <= $as_of
  and {inside}
"""
)
_CLASSES = """
-- One row per major class, most reported first.
select scheme, kind, major_code, count(*) as cases from cases
where reported_at >= $first and reported_at < $after and reported_at <= $as_of
  and not coalesce(voided_at <= $as_of, false) and {inside}
group by all order by cases desc, scheme nulls last, kind, major_code limit $most
"""


def prominent_problems(
    version: Version, period: Period, as_of: datetime, items: int, most: int, within: str | None = None
) -> list[dict[str, Any]]:
    """At most `items` ten-none items and `most` case classes known at `as_of`, each kind by count, the largest first.

    kind 'ten_none' (code = item number, count = violations, checks = checks that met one) or 'case_class' (code = major
    class, with scheme and case_kind, count = cases that are not void); label {zh, en}. `within`: inside that area only.
    """
    bound = {"first": period.start, "after": period.end, "as_of": as_of, "most": most, "within": within}
    items_met, most_reported = (sql.format(inside=_INSIDE) for sql in (_ITEMS, _CLASSES))
    violated = _violated(version.rows(items_met, bound)[0], period, items)
    return [*violated, *map(_class, version.rows(most_reported, bound))]


def _violated(counts: dict[str, Any], period: Period, items: int) -> list[dict[str, Any]]:
    found = [
        {
            "kind": "ten_none",
            "code": str(none.item),
            "label": none.problem,
            "count": int(counts[f"v{none.item}"] or 0),
            "checks": int(counts[f"c{none.item}"] or 0),
        }
        for none in ten_nones(period.first)
    ]
    met = [line for line in found if line["count"] > 0]
    return sorted(met, key=lambda line: -line["count"])[:items]


def _class(line: dict[str, Any]) -> dict[str, Any]:
    code = line["major_code"]
    label = classes().get((line["scheme"], line["kind"], code), {"zh": code, "en": code})
    return {
        "kind": "case_class",
        "code": code,
        "label": {"zh": label["zh"], "en": label["en"]},
        "count": line["cases"],
        "scheme": line["scheme"],
        "case_kind": line["kind"],
    }
