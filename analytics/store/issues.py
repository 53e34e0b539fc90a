"""Issues that only the whole store can see: deadlines, points, contradictions, ranks that do not fit the role."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from analytics.contract.messages import templates
from analytics.contract.schema import tables
from analytics.store.outlines import find_overlaps_and_gaps

# A point shared by more than this share of the located cases is a default point, not a place.
DEFAULT_POINT_SHARE = 0.01
_OFTEN_SHARE = 0.003

_EMPTY = """create table issues (severity varchar, table_name varchar, file varchar, line bigint, code varchar,
    message_zh varchar, message_en varchar, row_json varchar, import_id varchar)"""


@dataclass(frozen=True)
class Check:
    """One issue per row of `source` (a table, or what joins it) for which `condition` holds.

    `values` are SQL expressions for the {names} of the code's message.
    """

    table: str
    condition: str
    values: dict[str, str] = field(default_factory=dict)
    join: str = ""


# One row per point that is no place, or may become none.
_FREQUENT_POINTS = """create table frequent_points as
    select lon, lat, count(*) as cases, count(*) / sum(count(*)) over () as share
    from cases where located group by lon, lat qualify count(*) > 1 and share > $least_share"""
# Checks that need every row.
_OF_ALL = ("default_point",)
_POINT = {"lon": "round(t.lon, 6)", "lat": "round(t.lat, 6)"}
_CHECKS = {
    "missing_deadline": Check("cases", """t.dispose_due is null and t.calendar_ends is null
        and not (t.limit_value is not null and t.limit_unit is not null and t.dispatched_at is null)"""),
    "calendar_exhausted": Check("cases", "t.calendar_ends is not null", {"last": "t.calendar_ends"}),
    "deadline_before_report": Check("cases", "t.dispose_due < t.reported_at or t.close_due < t.reported_at",
        {"value": "least(t.dispose_due, t.close_due)", "other": "t.reported_at"}),
    "flow_differs": Check("cases", "true", {"column": "f.column_name", "given": "f.given", "told": "f.told"},
        join="join flow_differences f on f.case_id = t.case_id"),
    "default_point": Check("cases", "t.located",
        {**_POINT, "count": "d.cases", "share": "printf('%.1f%%', d.share * 100)"},
        join="join default_points d on d.lon = t.lon and d.lat = t.lat"),
    "point_outside": Check("cases", """t.located and t.point_area is null
        and exists (select 1 from areas where geometry is not null)""", _POINT),
    "place_contradiction": Check("cases", """coalesce(p.district <> t.district, false)
            or coalesce(p.subdistrict <> t.subdistrict, false) or coalesce(p.community <> t.community, false)""",
        {"given": "coalesce(t.area_code, t.grid_code, t.alley_id)", "found": "t.point_area"},
        join="""join area_chains p on p.area_code = t.point_area
            and cast(t.reported_at as date) between p.from_day and p.to_day"""),
    "unknown_area": Check("cases", """t.area_code not in (select area_code from area_chains)
        and exists (select 1 from area_chains)""", {"column": "'area_code'", "value": "t.area_code"}),
    # It counts for the area all the same: somebody may have been late to learn that it was gone.
    "area_not_in_force": Check("cases", """t.area_code in
            (select area_code from areas where valid_from is not null or valid_to is not null)
        and not exists (select 1 from areas k where k.area_code = t.area_code
                        and cast(t.reported_at as date) >= coalesce(k.valid_from, date '0001-01-01')
                        and cast(t.reported_at as date) <= coalesce(k.valid_to, date '9999-12-31'))""",
        {"column": "'area_code'", "value": "t.area_code"}),
    "unknown_grid": Check("cases", """t.grid_code not in (select grid_code from grids)
        and exists (select 1 from grids)""", {"value": "t.grid_code"}),
    "unknown_alley": Check("cases", """t.alley_id not in (select alley_id from alleys)
        and exists (select 1 from alleys)""", {"value": "t.alley_id"}),
    # The chief of an alley is of section rank, the chief of a street of division rank.
    "rank_role_mismatch": Check("assignments", """(t.role = 'alley_chief' and p.rank <> 'section')
            or (t.role = 'street_chief' and p.rank <> 'division')""",
        {"rank": "p.rank", "role": "t.role"}, join="join people p on p.person_id = t.person_id"),
}


def create_issues(connection: duckdb.DuckDBPyConnection, ledger_issues: list[Path]) -> None:
    """Creates `issues` with what intake wrote down (Parquet files named)."""
    connection.execute(_EMPTY)
    add_ledger_issues(connection, ledger_issues)


def add_ledger_issues(
    connection: duckdb.DuckDBPyConnection, ledger_issues: list[Path], into: str = "issues"
) -> None:
    """Adds what intake wrote down in these Parquet files."""
    for path in ledger_issues:
        connection.execute(
            f"insert into {into} by name select *, '{path.parent.name}' as import_id from read_parquet('{path}')"
        )


def check_rows(connection: duckdb.DuckDBPyConnection, table: str, rows: str, into: str = "issues") -> None:
    """Adds what the checks of the table find in `rows`: the table itself, or a temporary one that holds some of it."""
    for code, check in _CHECKS.items():
        if check.table == table and code not in _OF_ALL:
            connection.execute(*_insert(code, check, rows, into))


def forget_cases(connection: duckdb.DuckDBPyConnection, rows: str) -> None:
    """Takes away what the checks found, in layers, of the cases in `rows`."""
    codes = [code for code, check in _CHECKS.items() if check.table == "cases" and code not in _OF_ALL]
    _forget(connection, codes, f"row_json in (select cast(json_object('case_id', case_id) as varchar) from {rows})")


def check_default_points(connection: duckdb.DuckDBPyConnection, into: str) -> None:
    """Finds the default points again, in layers, and puts their issues right.

    Counted are the points that were frequent in the base and those that became so in what is laid over it: any other
    has less than the share. Where that cannot be said, since many cases lost their place, all are.
    """
    before = connection.execute("select * from default_points order by all").fetchall()
    gone = "rowid in (select at_row from gone.cases)"
    in_base, less, more = (connection.execute(f"select count(*) from {rows} where located").fetchone()[0] for rows in
                           ("base.main.cases", f"(from base.main.cases where {gone})", "newer.cases"))  # fmt: skip
    located = in_base - less + more
    frequent = """select lon, lat from frequent_points union
        select lon, lat from newer.cases where located group by lon, lat having count(*) > $often"""
    if in_base / 2 + located * _OFTEN_SHARE / DEFAULT_POINT_SHARE > located:
        frequent = "select distinct lon, lat from cases where located and $often is not null"
    connection.execute(f"""create or replace table default_points as
        select lon, lat, count(*) as cases, count(*) / $located as share
        from cases semi join ({frequent}) using (lon, lat) where located
        group by lon, lat having count(*) > 1 and count(*) / $located > $least_share""",
        {"located": located, "often": located * _OFTEN_SHARE, "least_share": DEFAULT_POINT_SHARE})
    if before or connection.execute("select exists (from default_points)").fetchone()[0]:
        _forget(connection, ["default_point"], "true")
        connection.execute(*_insert("default_point", _CHECKS["default_point"], "cases", into))


def _forget(connection: duckdb.DuckDBPyConnection, codes: list[str], condition: str) -> None:
    which = f"table_name = 'cases' and severity = 'issue' and list_contains($codes, code) and {condition}"
    connection.execute(f"""insert into gone.issues select rowid from base.main.issues
        where {which} and rowid not in (select at_row from gone.issues)""", {"codes": codes})
    connection.execute(f"delete from newer.issues where {which}", {"codes": codes})


def check_whole(connection: duckdb.DuckDBPyConnection) -> None:
    """Adds what only all rows together tell: default points, people's ranks, outlines of areas.

    And creates `default_points` (lon, lat, cases, share): points that so many cases share that they are no place, and
    `frequent_points`, those that may become one.
    """
    connection.execute(_FREQUENT_POINTS, {"least_share": DEFAULT_POINT_SHARE / 2})
    connection.execute("create table default_points as from frequent_points where share > $least_share",
                       {"least_share": DEFAULT_POINT_SHARE})
    connection.execute(*_insert("default_point", _CHECKS["default_point"], "cases", "issues"))
    check_rows(connection, "assignments", "assignments")
    find_overlaps_and_gaps(connection)


def _insert(code: str, check: Check, rows: str, into: str) -> tuple[str, dict[str, str]]:
    """The statement, and its parameters, that writes down one check's findings; `row` holds the row's key."""
    words = templates()[code]
    zh, en = "$zh", "$en"
    for name, value in check.values.items():
        zh, en = (f"replace({text}, '{{{name}}}', coalesce(cast({value} as varchar), ''))" for text in (zh, en))
    key = ", ".join(f"'{name}', t.\"{name}\"" for name in tables()[check.table].key)
    sql = f"""insert into {into}
        select 'issue', '{check.table}', t._file, t._line, $code, {zh}, {en}, json_object({key}), t._import
        from "{rows}" t {check.join} where {check.condition}"""
    return sql, {"code": code, "zh": words["zh"], "en": words["en"]}
