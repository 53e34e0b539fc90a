"""The list of tasks of a period: one row per task, what is overdue first."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import pandas as pd

from analytics.contract.periods import Period
from analytics.indicators.facts import with_steps
from analytics.indicators.moments import parameters
from analytics.store.versions import Version

# In the order in which a list shows them.
STATES = ("overdue", "open", "late", "on_time", "done")

# Which tasks of a period are asked about → SQL.
_WHICH = {
    "standing": "t.asked_on < $after_day and (t.done is null or t.done >= $first_day)",
    "asked": "t.asked_on >= $first_day and t.asked_on < $after_day",
    "due": "t.due_on >= $first_day and t.due_on <= $last_day",
}
WHICH = tuple(_WHICH)

_TASKS = """
select t.task_id, t.origin, t.period, t.state, t.text, t.org, o.name as org_name,
    t.alley_id, a.name as alley_name, t.area_code, p.name as area_name, p.name_en as area_name_en,
    t.district, t.subdistrict, t.community, t.asked_on, t.due_on, t.done as done_on,
    cast(epoch(t.due_on) / 86400 as bigint) - cast(floor(epoch($as_of) / 86400e0) as bigint) as days_left
from (
    select *, case
        when done > due_on then 'late' when done <= due_on then 'on_time' when done is not null then 'done'
        when due_on + interval 1 day <= $as_of then 'overdue' else 'open'
    end as state
    from (select *, case when done_on + interval 1 day <= $as_of then done_on end as done from known_tasks)
) as t
left join (select org_id, any_value(name) as name from orgs group by org_id) as o on o.org_id = t.org
left join (select alley_id, any_value(name) as name from alleys group by alley_id) as a on a.alley_id = t.alley_id
left join (
    select area_code, arg_max(name, coalesce(valid_from, date '0001-01-01')) as name,
        arg_max(name_en, coalesce(valid_from, date '0001-01-01')) as name_en
    from areas group by area_code
) as p on p.area_code = t.area_code
where {which}
  and ($within is null or $within in (t.city, t.district, t.subdistrict, t.community, t.alley))
  and ($origins is null or list_contains($origins, t.origin))
  and ($states is null or list_contains($states, t.state))
  and ($org is null or t.org = $org)
order by list_position({states}, t.state), t.due_on nulls last, t.asked_on, t.task_id
"""


def todo(
    version: Version,
    period: Period,
    as_of: datetime | None = None,
    within: str | None = None,
    origin: str | Sequence[str] | None = None,
    state: str | Sequence[str] | None = None,
    org: str | None = None,
    which: str = "standing",
) -> pd.DataFrame:
    """One row per task of the period as known at `as_of`: the overdue first, each state by due date.

    Columns: task_id, origin (code of task_origin), period (the meeting's, as written in the file), state, text, org,
    org_name, alley_id, alley_name, area_code, area_name, area_name_en, district, subdistrict, community (codes),
    asked_on, due_on, done_on (dates; done_on only where known by then), days_left (whole days from the day of as-of to
    due_on: 0 = due today, negative = past; None without a due date). Missing text is None, missing dates NaT.

    A task is known once the day on which it was asked has ended, done once the day of done_on has ended. `state`:
    overdue (not done, due day ended), open (not done otherwise), late (done after due_on), on_time, done (had no due
    date). `which` tasks: standing (on the list on any day of the period: asked before its end and not done before its
    start), asked (asked in it), due (due on an ended day of it: the cohort of task_done_rate, whose numerator are those
    on_time). `within`: a code of an area or alley that holds the task's place; a task without a place stands in the
    city alone. `origin`, `state`: one code or several. `as_of`: the period's default if None. Raises ValueError for a
    `which` or a state that does not exist.
    """
    states = _several(state)
    if which not in _WHICH or set(states or ()) - set(STATES):
        raise ValueError(f"no such tasks: which={which!r}, state={state!r}")
    moment = as_of or period.default_as_of(version.newest_known_at)
    sql = with_steps(_TASKS.format(which=_WHICH[which], states=list(STATES)).strip())
    asked = {"within": within, "origins": _several(origin), "states": states, "org": org}
    found = version.frame(sql, parameters(period, moment) | asked)
    texts = [name for name in found if name not in ("asked_on", "due_on", "done_on", "days_left")]
    found[texts] = found[texts].astype(object).where(found[texts].notna(), None)
    return found.astype({"days_left": "Int64"})


def _several(choice: str | Sequence[str] | None) -> list[str] | None:
    return None if choice is None else [choice] if isinstance(choice, str) else list(choice)
