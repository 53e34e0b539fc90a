"""The table `cases`: stretch by stretch of time, each completed in a temporary table `chunk` and then added.

So a build needs memory for a stretch of cases, not for all of them, and writes every row once.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

import duckdb
import pandas as pd

from analytics.contract.codes import accepted_tags
from analytics.contract.schema import tables
from analytics.deadlines.calendar import WorkCalendar
from analytics.deadlines.deadlines import due_at
from analytics.deadlines.rules import match_rules
from analytics.store.earlier_rows import newest_rows_of
from analytics.store.flows import filled_rows, tell_flow, told_by
from analytics.store.issues import check_rows, forget_cases
from analytics.store.layers import open_layers
from analytics.store.near_cases import add_neighbours
from analytics.store.near_touched import exchange_cases
from analytics.store.parts import Part, Replacement, newest_rows
from analytics.store.placement import CASES, Outlines, place_rows

Progress = Callable[[float], None]
# Called with an open version that has everything but its cases, and their parts; does as `build_cases`.
CaseBuilder = Callable[[duckdb.DuckDBPyConnection, list[Part], Progress], tuple[list[Replacement], set[str]]]
CHUNK_ROWS = 500_000
ALWAYS = (datetime(1, 1, 1), datetime(9999, 12, 31, 23, 59, 59, 999999))
_DERIVED = """alter table chunk add column dispose_due_given boolean;
    alter table chunk add column calendar_ends integer;
    alter table chunk add column located boolean;
    update chunk set dispose_due_given = dispose_due is not null, located = lon is not null and lat is not null"""
# Any time by which a case can belong to a period; it may also come back within 30 days of its closing.
_TIMES = ("reported_at", "filed_at", "disposed_at", "closed_at", "closed_at + interval 30 day", "escalated_at",
          "dispose_due", "close_due")  # fmt: skip


def build_cases(
    connection: duckdb.DuckDBPyConnection, parts: list[Part], progress: Progress
) -> tuple[list[Replacement], set[str]]:
    """Creates `cases` from its parts and from `case_flow`, in the order of reported_at, and notes their issues.

    Returns what was replaced and the columns that the steps tell of. Areas, grids, alleys and the tables made of them
    are there already.
    """
    with newest_rows(connection, tables()["cases"], parts) as replaced:
        tell_flow(connection)
        outlines = Outlines(connection)
        stretches = _stretches(connection)
        for number, (first, after) in enumerate(stretches):
            progress(number / len(stretches))
            filled_rows(connection, first, after)
            complete_chunk(connection, outlines)
            _add_chunk(connection, is_first=number == 0)
        connection.execute("drop table flow_cases; drop table flow_only; drop table flow_differences")
    add_neighbours(connection)
    return replaced, told_by(connection)


def build_touched(
    connection: duckdb.DuckDBPyConnection, parts: list[Part], came: dict[str, list[Part]],
    progress: Callable[[str, float], None],
) -> tuple[list[Replacement], set[str]]:  # fmt: skip
    """Makes the cases anew of which rows or steps came, and those near them whose answers change by it, in layers.

    `parts` are all of cases, `came` what came since, by table. Returns as `build_cases`.
    """
    for table in ("cases", "issues"):
        open_layers(connection, table)
    steps = "select case_id from changed.case_flow" if "case_flow" in came else ""
    with newest_rows_of(connection, tables()["cases"], parts, came.get("cases", []), steps) as replaced:
        connection.execute("""create temp view steps_asked_for as
            select * from case_flow semi join asked_for using (case_id)""")
        tell_flow(connection, "steps_asked_for")
        filled_rows(connection, *ALWAYS)
        forget_cases(connection, "chunk")
        complete_chunk(connection, Outlines(connection), "newer.issues")
        connection.execute("""drop view steps_asked_for;
            drop table flow_cases; drop table flow_only; drop table flow_differences""")
        progress("near", 0.5)
        exchange_cases(connection)
    connection.execute("drop table chunk")
    return replaced, told_by(connection)


def complete_chunk(
    connection: duckdb.DuckDBPyConnection, outlines: Outlines, issues_into: str = "issues"
) -> None:
    """Adds what is derived of each case alone (places, deadline, tags, months) to `chunk`, and its issues."""
    place_rows(connection, CASES, outlines)
    connection.execute(_DERIVED)
    complete_deadlines(connection)
    tag_cases(connection)
    connection.execute(f"""alter table chunk add column first_month smallint;
        alter table chunk add column last_month smallint;
        update chunk set first_month = {_month(f"least({', '.join(_TIMES)})")},
                         last_month = {_month(f"greatest({', '.join(_TIMES)})")}""")
    check_rows(connection, "cases", "chunk", issues_into)


def _stretches(connection: duckdb.DuckDBPyConnection) -> list[tuple[datetime, datetime]]:
    """Stretches [first, after) of about CHUNK_ROWS cases each, by days, that together hold all time."""
    days = connection.execute("""
        select cast(reported_at as date) as day, count(*) as cases
        from (select reported_at from newest_rows union all select reported_at from flow_only)
        group by day order by day""").fetchall()
    cuts, waiting = [], 0
    for day, cases in days:
        if waiting and waiting + cases > CHUNK_ROWS:
            cuts.append(datetime.combine(day, datetime.min.time()))
            waiting = 0
        waiting += cases
    starts = [ALWAYS[0], *cuts, ALWAYS[1]]
    return list(zip(starts, starts[1:], strict=False))


def _add_chunk(connection: duckdb.DuckDBPyConnection, is_first: bool) -> None:
    rows = """select * exclude (point_area, first_month, last_month),
        null::timestamp as earlier_find_until, null::timestamp as recurrence_until, first_month, last_month
        from chunk order by rowid"""
    connection.execute(f"create table cases as {rows}" if is_first else f"insert into cases by name {rows}")
    connection.execute("drop table chunk")


def _month(moment: str) -> str:
    """SQL: months since January 1970, a small number by which whole stretches of cases are passed over."""
    return f"cast((year({moment}) - 1970) * 12 + month({moment}) - 1 as smallint)"


def complete_deadlines(connection: duckdb.DuckDBPyConnection) -> None:
    """Fills `dispose_due` where a limit or a matching rule says when the case was due."""
    waiting = connection.execute("""
        select rowid as at_row, scheme, kind, major_code, minor_code, condition_id, dispatched_at, limit_value,
               limit_unit
        from chunk where dispose_due is null and dispatched_at is not null
          and ((limit_value is not null and limit_unit is not null)
               or (condition_id is not null and (select count(*) from deadline_rules) > 0))""").df()
    if waiting.empty:
        return
    rules = connection.execute("select * exclude (_import, _file, _line) from deadline_rules").df()
    waiting = match_rules(waiting, rules)
    waiting = waiting[waiting["limit_value"].notna() & waiting["limit_unit"].notna()]
    days = connection.execute("select date, is_workday from calendar_days").df()
    calendar = WorkCalendar.official(days)
    due, exhausted = due_at(
        waiting["dispatched_at"].to_numpy("datetime64[us]"),
        waiting["limit_value"].to_numpy(float),
        waiting["limit_unit"].to_numpy(object),
        calendar,
    )
    frame = pd.DataFrame({"at_row": waiting["at_row"].to_numpy(), "due": due, "exhausted": exhausted})
    connection.register("due_rows", frame)
    connection.execute("""update chunk set dispose_due = due, calendar_ends = case when exhausted then $last end
        from due_rows where chunk.rowid = due_rows.at_row""", {"last": calendar.last_year})
    connection.unregister("due_rows")


def tag_cases(connection: duckdb.DuckDBPyConnection) -> None:
    """Adds in_key_area and in_crowded_place (the grid's tags on the day), has_key_content (the class's tags)."""
    for name, family in (("in_key_area", "key_area"), ("in_crowded_place", "crowded_place")):
        connection.execute(f"alter table chunk add column {name} boolean default false")
        connection.execute(
            f"""update chunk set {name} = true from grids g
                where g.grid_code = chunk.grid_code
                  and (g.valid_from is null or cast(chunk.reported_at as date) >= g.valid_from)
                  and (g.valid_to is null or cast(chunk.reported_at as date) <= g.valid_to)
                  and list_has_any(list_transform(string_split(g.tags, ';'), lambda tag: lower(trim(tag))), $tags)""",
            {"tags": _tags(family)},
        )
    connection.execute("alter table chunk add column has_key_content boolean default false")
    connection.execute("""update chunk set has_key_content = true from class_tags t
        where t.kind = chunk.kind and t.major_code = chunk.major_code
          and (t.scheme is null or t.scheme = chunk.scheme)
          and (t.minor_code is null or t.minor_code = chunk.minor_code)""")


def _tags(family: str) -> Sequence[str]:
    return sorted(accepted_tags(family))
