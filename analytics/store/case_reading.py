"""Cases for reading one by one: filtered, counted and paged in the store, and one case with its stages."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from analytics.contract.schema import tables
from analytics.store.versions import Version

# Which date of a case has to lie in the period.
DATED = {
    "reported": "reported_at",
    "filed": "filed_at",
    "due": "dispose_due",
    "disposed": "disposed_at",
    "closed": "closed_at",
}
STAGES = (
    "reported_at", "verified_at", "filed_at", "dispatched_at", "accepted_at", "suspended_at", "resumed_at",
    "supervised_at", "escalated_at", "owner_named_at", "disposed_at", "feedback_at", "checked_at", "closed_at",
    "voided_at",
)  # fmt: skip
STATES = ("reported", "filed", "dispatched", "disposed", "closed", "void")
OUTCOMES = ("on_time", "late", "overdue_open", "not_due", "suspended", "no_deadline", "void")
# As an outcome to ask for: any of those of a case that counts as due.
DUE = "due"
OVERDUE = ("late", "overdue_open")
PLACES = ("city", "district", "subdistrict", "community", "grid", "alley")

# Of the report, from Monday 00:00 on: 0 to 167.
HOUR_OF_WEEK = "cast((floor(epoch(reported_at) / 3600e0) + 72) % 168 as integer)"

_LATER = [column.name for column in tables()["cases"].columns.values() if column.known and column.name != "reported_at"]
# Any of the DATED lies between these two months of a case: by them, others are passed over unseen.
_IN_MONTHS = """last_month >= (year($start) - 1970) * 12 + month($start) - 1
    and first_month <= (year($end) - 1970) * 12 + month($end) - 1"""
# One row per case known at $as_of; what happened later is absent.
_KNOWN = f"""
select * replace ({", ".join(f"case when {name} <= $as_of then {name} end as {name}" for name in _LATER)})
from cases where reported_at <= $as_of"""
_STATE = """
case when voided_at is not null then 'void' when closed_at is not null then 'closed'
     when disposed_at is not null then 'disposed' when dispatched_at is not null then 'dispatched'
     when filed_at is not null then 'filed' else 'reported' end"""
_OUTCOME = """
case when voided_at is not null then 'void' when dispose_due is null then 'no_deadline'
     when suspended_at <= dispose_due and (resumed_at is null or resumed_at > dispose_due) then 'suspended'
     when disposed_at <= dispose_due then 'on_time' when disposed_at > dispose_due then 'late'
     when dispose_due <= $as_of then 'overdue_open' else 'not_due' end"""
_SHOWN = """case_id, state, outcome, scheme, kind, major_code, minor_code, source, district, subdistrict, alley,
    reported_at, filed_at, dispatched_at, dispose_due, disposed_at, closed_at, rework_count"""

_STEPS = """select seq, "at", action, from_org, to_org, reason from case_flow
    where case_id = $id and "at" <= $as_of order by seq"""


@dataclass(frozen=True)
class CaseFilter:
    """Which cases are meant: dated in [start, end) by one of DATED, as known at `as_of`; None = any.

    `tier` (one of PLACES) and `unit` say where; `major` is (scheme, kind, major code), each of which may be None;
    `outcome` is one of OUTCOMES, or DUE; `search` is a part of the case's id; `hour` is one of HOUR_OF_WEEK. With
    `lying` the cases are those filed and not disposed when that day ended, whatever `start`, `end` and `dated` say.
    """

    start: datetime
    end: datetime
    as_of: datetime
    dated: str = "reported"
    tier: str = "city"
    unit: str | None = None
    source: str | None = None
    major: tuple[str | None, str | None, str | None] | None = None
    state: str | None = None
    overdue: bool = False
    search: str | None = None
    loop: str | None = None
    org: str | None = None  # the responsible one
    outcome: str | None = None
    hour: int | None = None
    lying: date | None = None


def count(version: Version, wanted: CaseFilter) -> int:
    """How many cases the filter finds."""
    statement, bound = _statement(wanted)
    return version.value(f"{statement} select count(*) from found", bound)


def page(version: Version, wanted: CaseFilter, limit: int, offset: int) -> list[dict[str, Any]]:
    """At most `limit` cases from `offset` on, the newest first: one dict each, with `state` and `outcome`."""
    statement, bound = _statement(wanted)
    order = f"{DATED[wanted.dated]} desc, case_id limit $limit offset $offset"
    sql = f"{statement} select {_SHOWN} from found order by {order}"
    return version.rows(sql, bound | {"limit": limit, "offset": offset})


def _statement(wanted: CaseFilter) -> tuple[str, dict[str, Any]]:
    """The WITH clause that ends by defining `found`, and its values. Raises KeyError for an unknown kind of date."""
    day = DATED[wanted.dated]
    bound: dict[str, Any] = {"start": wanted.start, "end": wanted.end, "as_of": wanted.as_of}
    before, after = [f"{day} >= $start", f"{day} < $end", _IN_MONTHS], []
    if wanted.lying is not None:
        before = ["filed_at < $day_ended", "coalesce(disposed_at >= $day_ended, true)", "voided_at is null"]
        bound["day_ended"] = datetime.combine(wanted.lying + timedelta(days=1), datetime.min.time())
    if wanted.hour is not None:
        before.append(f"{HOUR_OF_WEEK} = $hour")
        bound["hour"] = wanted.hour
    if wanted.unit is not None:
        if wanted.tier not in PLACES:
            raise KeyError(wanted.tier)
        before.append(f"{wanted.tier} = $unit")
        bound["unit"] = wanted.unit
    for name, value in (("source", wanted.source), ("loop", wanted.loop), ("responsible_org", wanted.org)):
        if value is not None:
            before.append(f"{name} = ${name}")
            bound[name] = value
    if wanted.major is not None:
        for name, value in zip(("scheme", "kind", "major_code"), wanted.major, strict=True):
            before.append(f"{name} is not distinct from $major_{name}")
            bound[f"major_{name}"] = value
    if wanted.search is not None:
        before.append("contains(lower(case_id), lower($search))")
        bound["search"] = wanted.search
    if wanted.outcome == DUE:
        after.append("outcome in ('on_time', 'late', 'overdue_open') and dispose_due <= $as_of")
    outcome = None if wanted.outcome == DUE else wanted.outcome
    for name, value in (("state", wanted.state), ("outcome", outcome)):
        if value is not None:
            after.append(f"{name} = ${name}")
            bound[name] = value
    if wanted.overdue:
        after.append("list_contains($overdue, outcome)")
        bound["overdue"] = list(OVERDUE)
    sql = f"""with known as ({_KNOWN}),
        judged as (select *, {_STATE} as state, {_OUTCOME} as outcome from known where {" and ".join(before)}),
        found as (select * from judged where {" and ".join(after) or "true"})"""
    return sql, bound


def case(version: Version, case_id: str, as_of: datetime) -> dict[str, Any] | None:
    """One case with every column, `state`, `outcome` and `steps` (its rows of case_flow); None if not known by then."""
    sql = f"with known as ({_KNOWN} and case_id = $id) select *, {_STATE} as state, {_OUTCOME} as outcome from known"
    found = version.rows(sql, {"id": case_id, "as_of": as_of})
    if not found:
        return None
    steps = version.rows(_STEPS, {"id": case_id, "as_of": as_of})
    return found[0] | {"steps": steps}


def major_classes(version: Version) -> list[dict[str, Any]]:
    """One row per major class that cases bear: scheme, kind, major_code, cases; most frequent first."""
    return version.rows("""select scheme, kind, major_code, count(*) as cases from cases where major_code is not null
        group by all order by cases desc, scheme nulls last, kind nulls last, major_code""")


def sources(version: Version) -> list[str]:
    """The sources that cases bear, most frequent first."""
    found = version.rows("select source from cases group by source order by count(*) desc, source")
    return [row["source"] for row in found]


def unit_names(version: Version, codes: Collection[str | None]) -> dict[str, tuple[str | None, str | None]]:
    """Code → (name, English name) of the units, as last named."""
    wanted = sorted({code for code in codes if code})
    found = version.rows("""select unit, name, name_en from units where list_contains($codes, unit)
        qualify row_number() over (partition by unit order by valid_from desc nulls last) = 1""", {"codes": wanted})
    return {row["unit"]: (row["name"], row["name_en"]) for row in found}


def org_names(version: Version, ids: Collection[str | None]) -> dict[str, str]:
    """Organisation → its name."""
    wanted = sorted({each for each in ids if each})
    found = version.rows("select org_id, name from orgs where list_contains($ids, org_id)", {"ids": wanted})
    return {row["org_id"]: row["name"] for row in found}


def first_district(version: Version) -> str | None:
    """The first district, in code order, that any case belongs to; without cases the first there is, if any."""
    found = version.value("select min(district) from cases")
    return found or version.value("select min(unit) from units where tier = 'district'")


def cities(version: Version) -> list[str]:
    """The codes of the units that are a whole city."""
    return [row["unit"] for row in version.rows("select distinct unit from units where tier = 'city' order by unit")]
