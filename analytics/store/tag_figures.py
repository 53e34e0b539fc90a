"""Figures of the cases that bear a tag: what was due, kept, is overdue or still open, per tag or per grid of a tag.

The cohort of what was due is that of the on-time rate: due in the period and by the as-of, not void, not suspended at
the deadline; so due = on_time + late + overdue_open. The backlog is every case not disposed at the as-of, whenever it
was reported.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pandas as pd

from analytics.contract import codes
from analytics.contract.periods import Period
from analytics.store.tag_reading import GRID_FAMILIES, written_tags
from analytics.store.versions import Version

FAMILIES = (*GRID_FAMILIES, "key_content")
FIGURES = ("reported", "due", "on_time", "late", "overdue_open", "backlog")

# One row per case of the area that can count, with what had happened by $as_of.
_CASES = """
    select grid_code, grid, scheme, kind, major_code, minor_code, reported_at,
           reported_at >= $start and reported_at < $end as reported,
           coalesce(dispose_due >= $start and dispose_due < $end and dispose_due <= $as_of
                    and not coalesce(suspended_at <= dispose_due
                                     and (resumed_at is null or resumed_at > dispose_due), false), false) as due,
           disposed_at is not null and disposed_at <= $as_of as disposed,
           disposed_at <= dispose_due as kept
    from cases
    where reported_at <= $as_of and (voided_at is null or voided_at > $as_of)
      and ($within is null or $within in (city, district, subdistrict, community))
"""
# `number` is the case's own. In two parts, for the sake of reading less: cases with any time since the period began, by
# the narrow column that lets whole stretches be passed over; and older ones that were never disposed, which are few.
_FIRST_MONTH = "(year(least($start, $as_of)) - 1970) * 12 + month(least($start, $as_of)) - 1"
_JUDGED = f"""
judged as (
    select *, row_number() over () as number
    from (
        {_CASES} and last_month >= {_FIRST_MONTH}
          and (reported_at >= $start or dispose_due >= $start or disposed_at is null or disposed_at > $as_of)
        union all
        {_CASES} and last_month < {_FIRST_MONTH} and disposed_at is null
    )
)"""
_WRITTEN = "written as (select unnest($written) as written, unnest($family) as family, unnest($tag) as tag)"
# One row per case and tag: a grid's tags count as they were on the day of the report, a class's as they are.
_TAGGED = f"""
{_JUDGED}, {_WRITTEN},
grid_tags as (
    select grid_code, valid_from, valid_to, lower(trim(unnest(string_split(tags, ';')))) as written
    from grids where tags is not null
),
tagged as (
    select distinct j.number, j.grid, j.reported, j.due, j.disposed, j.kept, w.family, w.tag
    from judged j
    join grid_tags g on g.grid_code = j.grid_code
      and (g.valid_from is null or j.reported_at::date >= g.valid_from)
      and (g.valid_to is null or j.reported_at::date <= g.valid_to)
    join written w on w.written = g.written and w.family <> 'key_content'
    union all
    select distinct j.number, j.grid, j.reported, j.due, j.disposed, j.kept, w.family, w.tag
    from judged j
    join class_tags t on t.kind = j.kind and t.major_code = j.major_code
      and (t.scheme is null or t.scheme = j.scheme) and (t.minor_code is null or t.minor_code = j.minor_code)
    join written w on w.written = lower(trim(t.tag)) and w.family = 'key_content'
)"""
_FIGURES = """
    count(*) filter (where reported) as reported,
    count(*) filter (where due) as due,
    count(*) filter (where due and disposed and kept) as on_time,
    count(*) filter (where due and disposed and not kept) as late,
    count(*) filter (where due and not disposed) as overdue_open,
    count(*) filter (where not disposed) as backlog"""


def tag_figures(version: Version, period: Period, as_of: datetime, within: str | None = None) -> pd.DataFrame:
    """One row per family and tag: family, tag, FIGURES; the rows with an empty tag are the family's, each case once.

    Tags without any case are absent. A last row, without family and tag, is all cases.
    """
    sql = f"""
        with {_TAGGED}
        select family, tag, {_FIGURES} from tagged group by family, tag
        union all
        select family, null, {_FIGURES} from (select distinct on (family, number) * from tagged) group by family
        union all
        select null, null, {_FIGURES} from judged
    """
    return version.frame(sql, _bound(period, as_of, within, FAMILIES))


def grid_figures(
    version: Version, period: Period, as_of: datetime, family: str, tag: str | None, within: str | None = None
) -> pd.DataFrame:
    """One row per grid with cases of the family, or of one of its tags: grid, FIGURES; the most overdue first."""
    sql = f"""
        with {_TAGGED}
        select grid, {_FIGURES}
        from (select distinct on (number) * from tagged where $wanted is null or tag = $wanted)
        where grid is not null
        group by grid
        order by overdue_open desc, backlog desc, late desc, grid
    """
    return version.frame(sql, _bound(period, as_of, within, (family,)) | {"wanted": tag})


def class_counts(version: Version) -> dict[str, int]:
    """How many class entries bear each key-content tag: tag → number."""
    writings = written_tags(("key_content",)).set_index("written")["tag"]
    found: dict[str, int] = {}
    for row in version.rows("select lower(trim(tag)) as written, count(*) as classes from class_tags group by all"):
        if row["written"] in writings.index:
            tag = writings[row["written"]]
            found[tag] = found.get(tag, 0) + row["classes"]
    return found


def content_writings(tag: str) -> list[str]:
    """Every accepted writing, in lower case, of a key-content tag."""
    return [text for text, code in codes.accepted_tags("key_content").items() if code == tag]


def _bound(period: Period, as_of: datetime, within: str | None, families: tuple[str, ...]) -> dict[str, Any]:
    words = written_tags(families)
    bound = {"start": period.start, "end": period.end, "as_of": as_of, "within": within}
    return bound | {name: words[name].tolist() for name in ("written", "family", "tag")}
