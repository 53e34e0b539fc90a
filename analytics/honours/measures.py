"""The criteria counted per person, by the same facts and rules as the indicators they are named after.

Only days in force count: what happened on an alley before a chief took it over, or after, is not the chief's.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pandas as pd

from analytics.honours.service import counted
from analytics.indicators.catalogue import indicator
from analytics.indicators.computing import answerable
from analytics.store.versions import Version

FORMS = 6  # patrol, visit, record, do, report, swipe


@dataclass(frozen=True)
class Measure:
    """One criterion: a SELECT of person_id, n, d, the fact it reads, and the indicator that says if there are data."""

    select: str
    answered_by: str
    fact: str | None = None


_ON_DUTY = "semi join service as s on s.person_id = a.person_id and s.day = cast(a.{at} as date)"
_MY_ALLEY = "join service as s on s.alley_id = r.alley_id and s.day = r.checked_on"

MEASURES = {
    "patrol_compliance": Measure(
        """select s.person_id, count_if(f.has_two_patrols) as n, count(*) as d
        from fact as f join service as s on s.alley_id = f.alley_id and s.day = f.day group by s.person_id""",
        "patrol_compliance", "alley_days",
    ),
    "late_entry_rate": Measure(
        f"""select a.person_id, count_if(f.is_late_entry) as n, count(*) as d
        from known_patrols as a join fact as f on f.patrol_id = a.patrol_id
        {_ON_DUTY.format(at="started_at")} group by a.person_id""",
        "late_entry_rate", "patrols",
    ),
    "chief_check_score": Measure(
        f"""select s.person_id, sum(f.chief_score) as n, count(f.chief_score) as d
        from fact as f join known_weekly_checks as r on r.check_id = f.check_id {_MY_ALLEY} group by s.person_id""",
        "chief_check_score", "weekly_checks",
    ),
    "ten_none_score": Measure(
        f"""select s.person_id, sum(f.weight * f.score) as n, sum(f.weight) as d
        from fact as f join known_ten_none_checks as r on r.check_id = f.check_id {_MY_ALLEY} group by s.person_id""",
        "ten_none_score", "ten_none_checks",
    ),
    "active_days": Measure(
        f"""select d.person_id, count(distinct cast(w."at" as date)) as n, any_value(d.days) as d
        from (select person_id, count(distinct day) as days from service group by person_id) as d
        left join (select a.* from known_steward_activity as a {_ON_DUTY.format(at='"at"')}
        ) as w on w.person_id = d.person_id group by d.person_id""",
        "steward_active_rate",
    ),
    "forms_used": Measure(
        f"""select a.person_id, count(distinct a.form) as n, {FORMS} as d
        from known_steward_activity as a {_ON_DUTY.format(at='"at"')} group by a.person_id""",
        "steward_active_rate",
    ),
    "routing_match_rate": Measure(
        f"""select a.person_id, count_if(f.is_as_asked) as n, count(*) as d
        from known_steward_activity as a join fact as f on f.activity_id = a.activity_id and f.is_routed
        {_ON_DUTY.format(at='"at"')} group by a.person_id""",
        "routing_match_rate", "steward_acts",
    ),
    "evaluation_score": Measure(
        """select r.subject_id as person_id, sum(f.score) as n, count(f.score) as d
        from fact as f join known_evaluations as r on r.evaluation_id = f.evaluation_id
        where r.subject_kind = $subject_kind group by r.subject_id""",
        "evaluation_score", "evaluations",
    ),
    "trained_share": Measure(
        """select s.person_id, count_if(t.person_id is not null) as n, count(*) as d
        from (select distinct person_id from service) as s left join (
            select distinct person_id from known_trainings
            where held_on >= $last_day_less_364 and held_on <= $last_day
        ) as t on t.person_id = s.person_id group by s.person_id""",
        "trained_share",
    ),
}  # fmt: skip


def measured(version: Version, names: list[str], values: Mapping[str, Any], as_of: datetime) -> pd.DataFrame:
    """One row per criterion and person with data: indicator, unit (the person), numerator, denominator, value.

    A criterion about which no file tells anything, or nothing was known by then, has no rows. Raises KeyError.
    """
    asking = [indicator(MEASURES[name].answered_by) for name in names]
    has_answer = answerable(version, asking, as_of)
    pieces = [pd.DataFrame(columns=["indicator", "unit", "numerator", "denominator"])]
    for name in names:
        measure = MEASURES[name]
        if measure.answered_by in has_answer:
            rows = version.frame(counted(measure.select, measure.fact), values).dropna(subset=["person_id"])
            rows = rows.rename(columns={"person_id": "unit", "n": "numerator", "d": "denominator"})
            pieces.append(rows.assign(indicator=name))
    found = pd.concat([piece for piece in pieces if len(piece)] or pieces, ignore_index=True)
    found = found.astype({"numerator": float, "denominator": float})
    return found.assign(value=found["numerator"] / found["denominator"].where(found["denominator"] > 0))
