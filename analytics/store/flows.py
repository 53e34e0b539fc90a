"""Cases as their steps tell them: what a case row lacks is taken from case_flow; where both speak they are compared.

Steps count in the order of `seq`. A check that failed and a case opened again begin a new turn: disposal, check and
closing are those of the last turn, so a disposal that did not pass is none. What comes first (verified, filed,
dispatched, accepted) stays at its first time, for rework does not set the clock back.
"""

from __future__ import annotations

from datetime import datetime

import duckdb

from analytics.contract import codes
from analytics.contract.schema import tables
from analytics.store.parts import LINEAGE

# Files give times to the second or to the minute: less than a minute apart is the same moment.
SAME_WITHIN_SECONDS = 60

# The action behind each stage; the stage of a later turn undoes the earlier one, so its absence means something.
_FIRST = {"verified_at": "verify", "filed_at": "file", "dispatched_at": "dispatch", "accepted_at": "accept"}
_LAST_TURN = {"disposed_at": "dispose", "checked_at": "check_pass", "closed_at": "close"}
_OTHER_TIMES = ("reported_at", "voided_at", "suspended_at", "resumed_at")
_TIMES = (*_OTHER_TIMES[:1], *_FIRST, *_LAST_TURN, *_OTHER_TIMES[1:])
_COUNTS = ("rework_count", "extension_count")
_WORDS = ("void_reason", "responsible_org")
# No stage is filled in that would come before this one.
_NOT_BEFORE = {"disposed_at": "dispatched_at", "closed_at": "disposed_at"}

_DIFFERENCES = "create temp table flow_differences (case_id varchar, column_name varchar, given varchar, told varchar)"
_FLOW_CASES = f"""
-- one row per case of case_flow
create temp table flow_cases as
with turns as (
    -- one row per case that was sent back or opened again: the step after which its last turn begins
    select case_id, max(seq) as begins_after, max(seq) filter (where action = 'reopen') as reopened
    from case_flow where action in ('check_fail', 'reopen') group by case_id
),
pauses as (
    -- one row per suspension
    select case_id, seq, action, "at" as suspended_at,
        lead(case when action = 'resume' then "at" end) over (partition by case_id order by seq) as resumed_at
    from case_flow where action in ('suspend', 'resume')
),
pause as (
    -- one row per case that was suspended: the suspension at its deadline, else the first
    select p.case_id, arg_min(struct_pack(s := p.suspended_at, r := p.resumed_at), (
        case when p.suspended_at <= c.dispose_due and coalesce(p.resumed_at > c.dispose_due, true) then 0 else 1 end,
        p.seq)) as spell
    from pauses p left join newest_rows c on c.case_id = p.case_id
    where p.action = 'suspend' group by p.case_id
),
steps as (
    select f.*, f."at" as moment, t.begins_after is null or f.seq > t.begins_after as in_last_turn,
        t.reopened is null or f.seq > t.reopened as since_reopened
    from case_flow f left join turns t on t.case_id = f.case_id
),
told as (
    select case_id, min(moment) as reported_at,
        {", ".join(f"min(moment) filter (where action = '{action}') as {name}" for name, action in _FIRST.items())},
        {", ".join(f"max(moment) filter (where action = '{action}' and in_last_turn) as {name}"
                   for name, action in _LAST_TURN.items())},
        {", ".join(f"bool_or(action = '{action}') as had_{name}" for name, action in _LAST_TURN.items())},
        min(moment) filter (where action in ('void', 'merge') and since_reopened) as voided_at,
        bool_or(action in ('void', 'merge')) as had_voided_at,
        case when bool_or(action = 'merge' and since_reopened) then 'merged'
             else map($words, $reasons)[max(lower(trim(reason))) filter (where action = 'void' and since_reopened)]
        end as void_reason,
        arg_max(to_org, seq) filter (where action = 'dispatch' and to_org is not null) as responsible_org,
        count(*) filter (where action in ('check_fail', 'reopen')) as rework_count,
        count(*) filter (where action = 'extend') as extension_count,
        {", ".join(f"arg_min({name}, seq) as {name}" for name in LINEAGE)}
    from steps group by case_id
)
select told.*, pause.spell.s as suspended_at, pause.spell.r as resumed_at
from told left join pause on pause.case_id = told.case_id
"""


def tell_flow(connection: duckdb.DuckDBPyConnection, steps: str = "case_flow") -> None:
    """Makes `flow_cases`, what `case_flow` tells, one row per case, `flow_only`, those of them without a row in cases,
    and the empty `flow_differences` (case_id, column_name, given, told); all temporary.

    Reads the rows of cases from the view `newest_rows` (see parts) and the steps from the relation `steps`.
    """
    reasons = codes.accepted("void_reason")
    words = {"words": [word.lower() for word in reasons], "reasons": list(reasons.values())}
    connection.execute(_DIFFERENCES)
    connection.execute(_FLOW_CASES.replace("case_flow ", f"{steps} "), words)
    connection.execute("""create temp table flow_only as
        select * from flow_cases f where not exists (select 1 from newest_rows c where c.case_id = f.case_id)""")


def told_by(connection: duckdb.DuckDBPyConnection) -> set[str]:
    """The columns of `cases` that the steps of `case_flow` tell of."""
    actions = {action for (action,) in connection.execute("select distinct action from case_flow").fetchall()}
    if not actions:
        return set()
    stages = {name for name, action in (_FIRST | _LAST_TURN).items() if action in actions}
    return stages | set(_OTHER_TIMES) | set(_COUNTS) | set(_WORDS)


def filled_rows(connection: duckdb.DuckDBPyConnection, first: datetime, after: datetime) -> None:
    """Makes the temporary table `chunk`: one row per case reported in [first, after), of either table, in time order.

    A case without a row gets one (its source is `other`). What is at variance is added to `flow_differences`.
    """
    connection.execute(_filled(), {"first": first, "after": after})
    connection.execute(_differences())


def _usable(name: str) -> str:
    """SQL: what the steps tell for a column, unless it would come before the stage that it follows."""
    if name not in _TIMES or name == "reported_at":
        return f"f.{name}"
    floors = [f"coalesce(c.{other}, f.{other})" for other in ("reported_at", _NOT_BEFORE.get(name)) if other]
    return f"case when not coalesce({' or '.join(f'f.{name} < {floor}' for floor in floors)}, false) then f.{name} end"


_TOLD = (*_TIMES, *_COUNTS, *_WORDS)


def _filled() -> str:
    """The statement that makes `chunk`: one row per case of either table."""
    columns = [
        f"coalesce(c.{name}, {_usable(name)}) as {name}" if name in _TOLD else f"c.{name}"
        for name in tables()["cases"].columns
    ]
    lineage = ", ".join(LINEAGE)
    return f"""create temp table chunk as
        with rows_or_steps as (
            select * from newest_rows where reported_at >= $first and reported_at < $after
            union all by name
            select case_id, reported_at, 'other' as source, {lineage} from flow_only
            where reported_at >= $first and reported_at < $after
        )
        select {", ".join([*columns, *(f"c.{name}" for name in LINEAGE)])}
        from rows_or_steps c left join flow_cases f on f.case_id = c.case_id order by c.reported_at, c.case_id"""


def _differences() -> str:
    """The statement that fills `flow_differences`: one row per case and column on which row and steps differ."""
    differs = {name: f"c.{name} <> f.{name}" for name in (*_COUNTS, "responsible_org")}
    for name in _TIMES:
        apart = f"abs(epoch(c.{name}) - epoch(f.{name})) >= {SAME_WITHIN_SECONDS}"
        # What was not filled in, and what the steps have undone.
        unused = f"(c.{name} is null and f.{name} is not null)"
        undone = f"(c.{name} is not null and f.{name} is null and f.had_{name})"
        again = f" or {undone}" if name in (*_LAST_TURN, "voided_at") else ""
        differs[name] = f"({apart} or {unused}{again})"
    each = ", ".join(
        f"case when {condition} then struct_pack(name := '{name}', given := cast(c.{name} as varchar), "
        f"told := cast(f.{name} as varchar)) end"
        for name, condition in differs.items()
    )
    return f"""insert into flow_differences
        select case_id, d.name, coalesce(d.given, '-'), coalesce(d.told, '-') from (
            select c.case_id, unnest([{each}]) as d from flow_cases f join chunk c on c.case_id = f.case_id
            where {" or ".join(differs.values())}
        ) where d is not null"""
