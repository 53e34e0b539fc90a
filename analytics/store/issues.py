"""Issues that only the whole store can see: deadlines, points, default points, contradictions, ranks that do not fit."""

from __future__ import annotations

from pathlib import Path

import duckdb

from analytics.contract.messages import message

# A point shared by more than this share of the located cases is a default point, not a place.
DEFAULT_POINT_SHARE = 0.01

_EMPTY = """create table issues (severity varchar, table_name varchar, file varchar, line bigint, code varchar,
    message_zh varchar, message_en varchar, row_json varchar, import_id varchar)"""

# code → (table, condition). One issue per row of the table for which the condition holds.
_CHECKS = {
    "missing_deadline": ("cases", """dispose_due is null and not calendar_exhausted
        and not (limit_value is not null and limit_unit is not null and dispatched_at is null)"""),
    "calendar_exhausted": ("cases", "calendar_exhausted"),
    "deadline_before_report": ("cases", "dispose_due < reported_at or close_due < reported_at"),
    "default_point": ("cases", """located and (lon, lat) in (select (lon, lat) from cases where located group by lon, lat
        having count(*) > 1 and count(*) > (select count(*) from cases where located) * $share)"""),
    "point_outside": ("cases", """located and point_area is null
        and exists (select 1 from areas where geometry is not null)"""),
    "place_contradiction": ("cases", """point_area is not null and exists (
        select 1 from area_chains p where p.area_code = cases.point_area
          and cast(cases.reported_at as date) between p.from_day and p.to_day
          and ((cases.district is not null and p.district is not null and p.district <> cases.district)
            or (cases.subdistrict is not null and p.subdistrict is not null and p.subdistrict <> cases.subdistrict)
            or (cases.community is not null and p.community is not null and p.community <> cases.community)))"""),
    "unknown_area": ("cases", """area_code is not null and area_code not in (select area_code from area_chains)
        and exists (select 1 from area_chains)"""),
    "unknown_grid": ("cases", """grid_code is not null and grid_code not in (select grid_code from grids)
        and exists (select 1 from grids)"""),
    "unknown_alley": ("cases", """alley_id is not null and alley_id not in (select alley_id from alleys)
        and exists (select 1 from alleys)"""),
    # A chief of an alley is of section rank, a street chief of division rank.
    "rank_role_mismatch": ("assignments", """exists (select 1 from people p where p.person_id = assignments.person_id
        and ((role = 'alley_chief' and p.rank <> 'section') or (role = 'street_chief' and p.rank <> 'division')))"""),
}


def create_issues(connection: duckdb.DuckDBPyConnection, ledger_issues: list[Path]) -> None:
    """Creates `issues`: what intake wrote down (Parquet files named) plus what the checks of this module find."""
    connection.execute(_EMPTY)
    for path in ledger_issues:
        connection.execute(
            f"insert into issues by name select *, '{path.parent.name}' as import_id from read_parquet('{path}')"
        )
    for code, (table, condition) in _CHECKS.items():
        zh, en = message(code)
        parameters = {"code": code, "zh": zh, "en": en}
        if "$share" in condition:
            parameters["share"] = DEFAULT_POINT_SHARE
        connection.execute(
            f"""insert into issues select 'issue', '{table}', _file, _line, $code, $zh, $en, null, _import
                from "{table}" where {condition}""",
            parameters,
        )
