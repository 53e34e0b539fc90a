"""What stewards found, how they answered it, whether the routing table agrees, and what became of their reports."""

from __future__ import annotations

import pandas as pd

from analytics.indicators.catalogue import routing_table
from analytics.stewards.question import Question
from analytics.store.versions import Version


def findings(version: Version, question: Question) -> pd.DataFrame:
    """One row per kind of problem and action among the acts with both: kind, action, acts, as_asked (True where the
    routing table asks for that action), known (False for a kind that the table does not know).

    Kinds in the order of the routing table, unknown ones after them. The sum of the acts that are as asked over
    all acts is routing_match_rate.
    """
    found = question.frame(version, f"""select kind, action, count(*) as acts, bool_and(is_as_asked) as as_asked
        from acts where is_routed and {question.inside} group by kind, action""")
    order = [route.kind for route in routing_table()]
    found["known"] = found["kind"].isin(order)
    place = found["kind"].map({kind: place for place, kind in enumerate(order)}).fillna(len(order))
    return found.assign(place=place).sort_values(["place", "kind", "action"], ignore_index=True).drop(columns="place")


def outcomes(version: Version, question: Question) -> pd.DataFrame:
    """One row per kind of problem (None = unsaid) among the reports of the period (form report): reports, linked (name
    a case known by as-of), and of those cases void, filed, disposed, closed by as-of (void ones in none of the others).

    Most reports first.
    """
    return question.frame(version, f"""select kind, count(*) as reports, count(known) as linked,
            count(*) filter (where is_void) as void,
            count(*) filter (where filed_at <= $as_of and not is_void) as filed,
            count(*) filter (where disposed_at <= $as_of and not is_void) as disposed,
            count(*) filter (where closed_at <= $as_of and not is_void) as closed
        from (
            select a.kind, c.case_id as known, c.filed_at, c.disposed_at, c.closed_at,
                coalesce(c.voided_at <= $as_of, false) as is_void
            from (select * from acts where form = 'report' and {question.inside}) as a
            left join known_cases as c on c.case_id = a.case_id
        )
        group by kind order by reports desc, kind nulls last""")
