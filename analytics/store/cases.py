"""What the build derives for each case: its deadline, its tags, and what was found or came back within 30 metres."""

from __future__ import annotations

from collections.abc import Sequence

import duckdb
import numpy as np
import pandas as pd

from analytics.contract.codes import accepted_tags
from analytics.deadlines.calendar import WorkCalendar
from analytics.deadlines.deadlines import due_at
from analytics.deadlines.rules import match_rules
from analytics.places.neighbours import earlier_find_until, recurrence_until

SELF_FOUND = ("inspector", "alley_chief", "steward", "video")


def derive_cases(connection: duckdb.DuckDBPyConnection) -> None:
    """Adds the derived columns to `cases`; one row per case before and after."""
    connection.execute("""alter table cases add column dispose_due_given boolean;
        alter table cases add column calendar_ends integer;
        alter table cases add column located boolean;
        update cases set dispose_due_given = dispose_due is not null,
                         located = lon is not null and lat is not null""")
    complete_deadlines(connection)
    tag_cases(connection)
    find_neighbours(connection)


def complete_deadlines(connection: duckdb.DuckDBPyConnection) -> None:
    """Fills `dispose_due` where a limit or a matching rule says when the case was due."""
    waiting = connection.execute("""
        select rowid as at_row, scheme, kind, major_code, minor_code, condition_id, dispatched_at, limit_value,
               limit_unit
        from cases where dispose_due is null and dispatched_at is not null
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
    connection.execute("""update cases set dispose_due = due, calendar_ends = case when exhausted then $last end
        from due_rows where cases.rowid = due_rows.at_row""", {"last": calendar.last_year})
    connection.unregister("due_rows")


def tag_cases(connection: duckdb.DuckDBPyConnection) -> None:
    """Adds in_key_area and in_crowded_place (the grid's tags on the day), has_key_content (the class's tags)."""
    for name, family in (("in_key_area", "key_area"), ("in_crowded_place", "crowded_place")):
        connection.execute(f"alter table cases add column {name} boolean default false")
        connection.execute(
            f"""update cases set {name} = true from grids g
                where g.grid_code = cases.grid_code
                  and (g.valid_from is null or cast(cases.reported_at as date) >= g.valid_from)
                  and (g.valid_to is null or cast(cases.reported_at as date) <= g.valid_to)
                  and list_has_any(list_transform(string_split(g.tags, ';'), lambda tag: lower(trim(tag))), $tags)""",
            {"tags": _tags(family)},
        )
    connection.execute("alter table cases add column has_key_content boolean default false")
    connection.execute("""update cases set has_key_content = true from class_tags t
        where t.kind = cases.kind and t.major_code = cases.major_code
          and (t.scheme is null or t.scheme = cases.scheme)
          and (t.minor_code is null or t.minor_code = cases.minor_code)""")


def _tags(family: str) -> Sequence[str]:
    return sorted(accepted_tags(family))


def find_neighbours(connection: duckdb.DuckDBPyConnection) -> None:
    """Adds `earlier_find_until` and `recurrence_until` (see analytics.places.neighbours)."""
    sources = ", ".join(f"'{source}'" for source in SELF_FOUND)
    found = connection.execute(f"""
        select rowid as at_row, lon, lat, reported_at, closed_at, voided_at, source in ({sources}) as self_found,
               case when major_code is null then -1
                    else dense_rank() over (order by scheme, kind, major_code) end as major,
               case when minor_code is null then -1
                    else dense_rank() over (order by scheme, kind, major_code, minor_code) end as minor
        from cases where located order by rowid""").df()
    place = {name: found[name].to_numpy(float) for name in ("lon", "lat")}
    times = {name: found[name].to_numpy("datetime64[us]") for name in ("reported_at", "voided_at")}
    closed = found["closed_at"].to_numpy("datetime64[us]")
    majors, minors = found["major"].to_numpy(np.int64), found["minor"].to_numpy(np.int64)
    frame = pd.DataFrame({
        "at_row": found["at_row"].to_numpy(),
        "earlier": earlier_find_until(**place, **times, classes=majors, self_found=found["self_found"].to_numpy(bool)),
        "later": recurrence_until(**place, **times, closed_at=closed, classes=minors),
    })
    connection.register("neighbour_rows", frame)
    connection.execute("""create table with_neighbours as
        select cases.*, n.earlier::timestamp as earlier_find_until, n.later::timestamp as recurrence_until
        from cases left join neighbour_rows n on n.at_row = cases.rowid order by cases.rowid""")
    connection.unregister("neighbour_rows")
    connection.execute("drop table cases; alter table with_neighbours rename to cases")
