"""Points: as recorded, as the tariff of the day would give them, and where the two differ."""

from __future__ import annotations

import pandas as pd

from analytics.stewards.question import FORMS, Question
from analytics.store.versions import Version


def points_by_form(version: Version, question: Question) -> pd.DataFrame:
    """One row per form and action with acts (action None = none): form, action, acts, recorded, by_tariff (sums),
    unrecorded (acts without points), unknown (acts on a day or of a form that no tariff knows), differing (acts whose
    points differ from the tariff), difference (recorded − by_tariff over the acts that have both)."""
    listed = ", ".join(f"'{form}'" for form in FORMS)
    return question.frame(version, f"""select form, action, count(*) as acts, sum(points) as recorded,
            sum(worth) as by_tariff, count(*) filter (where points is null) as unrecorded,
            count(*) filter (where worth is null) as unknown, count(*) filter (where points <> worth) as differing,
            coalesce(sum(points - worth), 0) as difference
        from acts where {question.inside} group by form, action
        order by list_position([{listed}], form), action nulls first""")
