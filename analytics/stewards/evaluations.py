"""Evaluations both ways: what is given to stewards, and what stewards give to chiefs."""

from __future__ import annotations

import pandas as pd

from analytics.stewards.question import Question
from analytics.store.versions import Version

# `of_stewards`: of a steward, by whomever; `by_stewards`: of a chief, by a person who is a steward on that day.
_ROWS = """select * from (
    select e.evaluation_id, e.evaluated_on, e.evaluator_id, e.subject_id, e.alley_id, e.score, e.award_suggested,
        case when e.subject_kind = 'steward' then 'of_stewards' when e.subject_kind = 'chief' and exists (
            select 1 from assignments as s where s.person_id = e.evaluator_id and s.role = 'steward'
                and s.valid_from <= e.evaluated_on and coalesce(s.valid_to >= e.evaluated_on, true)
        ) then 'by_stewards' end as way,
        e.city, e.district, e.subdistrict, e.community, e.alley
    from known_evaluations as e where e.evaluated_on >= $first_day and e.evaluated_on < $after_day
) where way is not null and {inside}"""


def evaluated(version: Version, question: Question, by: str | None = None) -> pd.DataFrame:
    """One row per way (`of_stewards`, `by_stewards`) and unit of the tier `by`, or of the whole: way, unit,
    evaluations, subjects, evaluators, score (mean), lowest, highest, awards (suggested). No evaluation, no row."""
    unit = f"{by} as unit, " if by in ("district", "subdistrict", "community") else ""
    group = "way, unit" if unit else "way"
    return question.frame(version, f"""select way, {unit}count(*) as evaluations,
            count(distinct subject_id) as subjects,
            count(distinct evaluator_id) as evaluators, avg(score) as score, min(score) as lowest,
            max(score) as highest, count(*) filter (where award_suggested) as awards
        from ({_ROWS.format(inside=question.inside)}) group by {group} order by {group} nulls last""")


def evaluation_rows(version: Version, question: Question, way: str | None = None, person: str | None = None,
                    limit: int = 500) -> pd.DataFrame:  # fmt: skip
    """The evaluations one by one, the lowest scores first: evaluation_id, way, evaluated_on, evaluator_id,
    evaluator_name, subject_id, subject_name, alley_id, alley_name, score, award_suggested.

    `person`: given or received by that person. At most `limit`.
    """
    return question.frame(version, f"""select e.evaluation_id, e.way, e.evaluated_on, e.evaluator_id,
            g.name as evaluator_name, e.subject_id, o.name as subject_name, e.alley_id, n.name as alley_name, e.score,
            e.award_suggested
        from ({_ROWS.format(inside=question.inside)}) as e
        left join (select person_id, any_value(name) as name from people group by person_id) as g
            on g.person_id = e.evaluator_id
        left join (select person_id, any_value(name) as name from people group by person_id) as o
            on o.person_id = e.subject_id
        left join (select alley_id, any_value(name) as name from alleys group by alley_id) as n
            on n.alley_id = e.alley_id
        where ($way is null or e.way = $way) and ($person is null or $person in (e.evaluator_id, e.subject_id))
        order by e.score, e.evaluated_on, e.evaluation_id limit $limit""", way=way, person=person, limit=limit)
