"""What else a jury wants to see of a person: plain counts beside the criteria. They earn no points."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from analytics.honours.service import counted
from analytics.store.versions import Version

_COUNTS = {
    "alley_chief": {
        "patrols": """select a.person_id, count(*) as patrols, sum(a.found_count) as problems_found,
            sum(a.handled_count) as handled_at_once, sum(a.reported_count) as reported
            from known_patrols as a semi join service as s
            on s.person_id = a.person_id and s.day = cast(a.started_at as date) group by a.person_id""",
        "chief_log": """select a.person_id, count(*) as log_entries from chief_log as a
            semi join service as s on s.person_id = a.person_id and s.day = cast(a."at" as date)
            where a."at" <= $as_of group by a.person_id""",
    },
    "steward": {
        "steward_activity": """select a.person_id, count(*) as acts, count_if(a.form = 'report') as reports,
            count_if(a.form = 'do') as done, sum(a.points) as points, sum(a.minutes) / 60e0 as hours
            from known_steward_activity as a semi join service as s
            on s.person_id = a.person_id and s.day = cast(a."at" as date) group by a.person_id""",
    },
}
_ALL = {
    "evaluations": """select subject_id as person_id, count(*) as evaluations,
        count_if(award_suggested) as award_suggested from known_evaluations
        where subject_kind = $subject_kind and evaluated_on >= $first_day and evaluated_on < $after_day
        group by subject_id""",
}


def counts(version: Version, role: str, values: Mapping[str, Any]) -> pd.DataFrame:
    """One row per person with any count, indexed by person_id; a column per count, NaN where there is none."""
    found = pd.DataFrame()
    for table, select in {**_COUNTS.get(role, {}), **_ALL}.items():
        if version.has(table):
            rows = version.frame(counted(select), values).dropna(subset=["person_id"]).set_index("person_id")
            found = rows if found.empty else found.join(rows, how="outer")
    return found
