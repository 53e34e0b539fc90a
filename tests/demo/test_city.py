"""The whole city: every table, the schema's columns, the same content for the same seed, nothing after its now."""

import hashlib
from pathlib import Path

import pytest

from analytics.contract import codes
from analytics.contract.schema import tables
from analytics.demo import write_city
from analytics.demo.plan import Plan

NOW = "timestamp '2017-03-04 00:00:00'"  # three days after the two months have ended


def hashes(folder: Path) -> dict[str, str]:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.iterdir()}


def test_every_table_of_the_schema_is_written_with_the_rows_that_are_told(city):
    assert set(city.counts) == set(tables())
    for table, count in city.counts.items():
        assert city.one(f"select count(*) from {table}") == count > 0, table
    assert city.counts["cases"] == 3000


def test_the_columns_are_those_of_the_schema(city):
    for table in tables().values():
        written = [name for (name, *_) in city.rows(f"describe {table.name}")]
        assert set(written) <= set(table.columns), table.name
        assert set(table.required) <= set(written), table.name


def test_required_fields_are_filled_and_keys_unique(city):
    for table in tables().values():
        written = {name for (name, *_) in city.rows(f"describe {table.name}")}
        for column in table.required:
            assert city.one(f'select count(*) from {table.name} where "{column}" is null') == 0, (table.name, column)
        key = ", ".join(f"coalesce({column}::varchar, '')" for column in table.key if column in written)
        assert city.one(f"select count(*) - count(distinct ({key})) from {table.name}") == 0, table.name


def test_enumerations_hold_codes(city):
    for table in tables().values():
        written = {name for (name, *_) in city.rows(f"describe {table.name}")}
        for column in table.columns.values():
            if column.kind == "enum" and column.name in written:
                found = {value for (value,) in city.rows(f"select distinct {column.name} from {table.name}")}
                assert found - {None} <= set(codes.codes(column.codes)), (table.name, column.name)


def test_nothing_is_known_after_now(city):
    for table in tables().values():
        written = {name for (name, *_) in city.rows(f"describe {table.name}")}
        for column in table.columns.values():
            if column.known and column.name in written:
                late = city.one(f'select count(*) from {table.name} where "{column.name}"::timestamp >= {NOW}')
                assert late == 0, (table.name, column.name)


def test_the_same_arguments_give_the_same_bytes_and_another_seed_others(tmp_path):
    for name, seed in (("one", 1), ("two", 1), ("three", 2)):
        write_city(tmp_path / name, cases=300, seed=seed, months=1, alleys=20, dirty=True)
    one, two, three = (hashes(tmp_path / name) for name in ("one", "two", "three"))
    assert one == two
    assert one["cases.parquet"] != three["cases.parquet"]


def test_more_months_leave_the_earlier_ones_in_their_place():
    short, long = Plan(1000, months=3), Plan(1000, months=5)
    assert list(long.month_days[:4]) == list(short.month_days)
    assert long.cases_per_month.sum() == short.cases_per_month.sum() == 1000


@pytest.mark.parametrize("arguments", [{"cases": 0}, {"cases": 10, "months": 0}, {"cases": 10, "months": 500}])
def test_a_city_without_cases_or_months_is_refused(tmp_path, arguments):
    with pytest.raises(ValueError):
        write_city(tmp_path, **arguments)
