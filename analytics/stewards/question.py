"""What is asked about stewards: a period seen at a moment, inside a unit; and the steps every answer starts from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pandas as pd

from analytics.contract.codes import codes
from analytics.contract.periods import Period
from analytics.indicators.catalogue import TIERS, routing_table
from analytics.indicators.facts import facts, with_steps
from analytics.indicators.moments import parameters
from analytics.stewards.tariff import tariff_parameters
from analytics.store.versions import Version

FORMS = codes("steward_form")  # in the order of the six: patrol, visit, record, do, report, swipe

# One row per act of the period known at $as_of, with what it is worth by the tariff of its day and whether its action
# answers its problem. `kind` is the problem's code where the routing table knows the word, else the word itself.
_ACTS = """
    select a.activity_id, a.person_id, a.alley_id, a.form, a."at", cast(a."at" as date) as day, a.minutes, a.action,
        coalesce(k.code, a.problem_kind) as kind, a.case_id, a.points, f.is_routed, f.is_as_asked,
        a.city, a.district, a.subdistrict, a.community, a.alley, w.worth
    from known_steward_activity as a
    join fact as f on f.activity_id = a.activity_id
    left join (select unnest($kind_words) as word, unnest($kind_codes) as code) as k on k.word = a.problem_kind
    left join (
        -- days, forms and actions are few: the tariff is looked up once for each, not for every act
        select b.day, b.form, b.action, arg_max(r.points, (r.since, r.own_action is not null)) as worth
        from (
            select distinct cast("at" as date) as day, form, action from known_steward_activity
            where "at" >= $start and "at" < $end
        ) as b join (
            select unnest($tariff_from) as since, unnest($tariff_to) as until, unnest($tariff_form) as form,
                unnest($tariff_action) as own_action, unnest($tariff_points) as points
        ) as r on b.day between r.since and r.until and (r.form = b.form or r.own_action = b.action)
        group by b.day, b.form, b.action
    ) as w on w.day = cast(a."at" as date) and w.form = a.form and w.action is not distinct from a.action"""

# One row per assignment of a steward, with the units it stands in on the last day.
_PLACED = "select * from assignment_places where role = 'steward'"


@dataclass(frozen=True)
class Question:
    """The stewards of `period` as known at `as_of`, inside `unit` of `tier`; None = everywhere.

    Raises ValueError: no such tier.
    """

    period: Period
    as_of: datetime
    tier: str = "city"
    unit: str | None = None

    def __post_init__(self) -> None:
        if self.tier not in TIERS:
            raise ValueError(f"no such tier: {self.tier}")

    @classmethod
    def of(cls, version: Version, period: Period, as_of: datetime | None = None, **where: Any) -> Question:
        """The question at that moment, or at the period's default as-of."""
        return cls(period, as_of or period.default_as_of(version.newest_known_at), **where)

    @property
    def inside(self) -> str:
        """SQL: whether a row with the place columns lies inside the unit."""
        return f"($unit is null or {self.tier} = $unit)"

    def frame(self, version: Version, select: str, **more: Any) -> pd.DataFrame:
        """The SELECT's rows; it may read `acts`, `placed` (stewards' assignments) and every step of the facts.

        `more`: further parameters. Missing texts are None.
        """
        read = {name: sql for name, sql in (("acts", _ACTS), ("placed", _PLACED)) if name in select}
        if "acts" in read:
            read = {"fact": facts()["steward_acts"].sql} | read
        with_clause = ", ".join(f"{name} as (\n{sql}\n)" for name, sql in read.items())
        sql = with_steps(f"select * from (with {with_clause}\n{select}\n)" if read else select.strip())
        found = version.frame(sql, self._parameters() | more)
        texts = found.select_dtypes(["object", "string"]).columns
        return found.assign(**{name: found[name].astype(object).where(found[name].notna(), None) for name in texts})

    def _parameters(self) -> dict[str, Any]:
        words = [(word, route.kind) for route in routing_table() for word in route.zh]
        kinds = {"kind_words": [word for word, _ in words], "kind_codes": [code for _, code in words]}
        return parameters(self.period, self.as_of) | tariff_parameters() | kinds | {"unit": self.unit}
