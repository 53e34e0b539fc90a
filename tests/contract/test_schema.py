"""The schema: every table and column of the contract, typed, with Chinese headers that mean one thing each."""

import pytest

from analytics.contract import codes
from analytics.contract.schema import DUCKDB_TYPES, tables
from analytics.intake.headers import normalised

TABLES = tables()


def test_the_tables_of_the_contract():
    assert list(TABLES) == [
        "areas", "orgs", "grids", "alleys", "alley_teams", "people", "assignments", "patrols", "chief_log",
        "evaluations", "weekly_checks", "ten_none_checks", "steward_activity", "trainings", "shifts", "cases",
        "case_flow", "whistles",
        "whistle_reports", "tasks", "parts", "census_runs", "audits", "budgets", "class_tags", "deadline_rules",
        "calendar_days",
    ]  # fmt: skip
    assert TABLES["cases"].required == ["case_id", "source", "reported_at"]
    assert TABLES["cases"].columns["reported_at"].known and not TABLES["cases"].columns["dispose_due"].known
    assert TABLES["areas"].key == ("area_code", "valid_from")
    assert TABLES["areas"].columns["geometry"].duckdb_type == "BLOB"


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
def test_every_column_has_headers_that_mean_it_alone(table):
    meaning = {}
    for column in table.columns.values():
        assert column.zh, column.name
        assert column.kind in DUCKDB_TYPES
        for header in (column.name, *column.zh):
            assert meaning.setdefault(normalised(header), column.name) == column.name, header


def test_every_enumeration_is_used_and_known():
    used = {column.codes for table in TABLES.values() for column in table.columns.values() if column.codes}
    assert used == set(codes.enumerations())


def test_the_headers_that_the_contract_names():
    assert TABLES["cases"].columns["case_id"].zh[:4] == ("案件编号", "案卷号", "案件号", "工单号")
