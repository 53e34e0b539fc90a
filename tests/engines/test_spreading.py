"""A version whose cases a real cluster made of the ledger's Parquet is, row for row, the one that DuckDB makes."""

from __future__ import annotations

import re
from datetime import datetime

import pytest

from analytics.contract.periods import Period
from analytics.engines import ADDRESS, case_builder
from analytics.indicators import explain
from analytics.store import intactness, spread
from analytics.store.building import build_version
from analytics.store.cases import build_cases
from analytics.store.versions import Version
from tests.engines.cluster import missing
from tests.engines.edges import BOXES
from tests.store.spreading import files_of
from tests.store.test_increments import contents

pytestmark = [
    pytest.mark.spark,
    pytest.mark.xdist_group("spark"),
    pytest.mark.skipif(missing() is not None, reason=str(missing())),
]


def test_every_table_is_the_same_row_for_row(duck, spark):
    expected, found = contents(duck.path), contents(spark.path)
    assert len(found.pop("spread_files")) == len(files_of(spark.path)) > 3
    for each in (expected, found):  # see test_spark
        each.pop("rollups")
    assert set(found) == set(expected)
    for name, rows in expected.items():
        assert found[name] == rows, name
    assert spark.rows("describe cases") == duck.rows("describe cases")


def test_what_was_replaced_is_counted_alike(duck, spark):
    def counted(version):
        return sorted(map(repr, (each for each in version.replaced if each.superseded or each.unchanged)))

    assert any("table='cases'" in each for each in counted(duck))
    assert counted(spark) == counted(duck)


@pytest.mark.parametrize("missing_table", ["cases", "case_flow"])
def test_rows_without_steps_and_steps_without_rows(ledger, address, tmp_path, monkeypatch, missing_table):
    sources = ledger.sources()
    del sources.parts[missing_table]
    monkeypatch.setenv(ADDRESS, address)
    paths = [tmp_path / name / "v000001.duckdb" for name in ("duck", "versions")]
    for path, make_cases in zip(paths, (build_cases, case_builder(sources, paths[1])), strict=True):
        path.parent.mkdir()
        build_version(sources, path, make_cases=make_cases)
    expected, found = (table_of_cases(path) for path in paths)
    assert expected
    assert found == expected


def table_of_cases(path):
    version = Version(path)
    rows = version.rows("select * from cases order by case_id")
    version.close()
    return rows


def test_points_on_edges_are_placed_point_by_point(duck, spark):
    asked = """select case_id, lon, lat, community, subdistrict, district from cases
        where case_id like 'E__' order by case_id"""
    found = spark.rows(asked)
    assert {row["community"] for row in found} == {*BOXES, None}
    assert found == duck.rows(asked)
    # An edge belongs to the area, and to the first of two.
    assert [row["community"] for row in found if row["lon"] == 116.45] == ["E1", "E1", "E1", "E1", None]


def test_neighbours_are_found_across_blocks_and_months(spark):
    found = spark.rows("""select case_id, earlier_find_until, recurrence_until from cases
        where case_id like 'N__' order by case_id""")
    assert {row["case_id"][2] for row in found if row["earlier_find_until"]} == {"b"}
    # The last of each three is not void: what came back stands for ever, two months after the report.
    forever = [row["case_id"] for row in found if row["recurrence_until"] == datetime.max]
    assert forever == ["N0a", "N1a", "N2a", "N3a"]


def test_deadlines_issues_and_default_points_were_there_to_be_compared(spark):
    assert spark.value("select count(dispose_due) from cases where case_id like 'L%' or case_id like 'R_'") == 25
    codes = {row["code"] for row in spark.rows("select distinct code from issues")}
    assert {"missing_deadline", "flow_differs", "default_point", "point_outside"} <= codes
    assert spark.value("select count(*) from cases where source = 'other'") > 0  # told by steps alone


def test_its_files_are_those_that_were_written(spark):
    assert intactness.is_intact(spark.path) is True
    assert {file.name for file in spread.root_of(spark.path).iterdir()} == {"v000001"}


def test_the_rows_behind_a_number_are_the_same_and_of_the_files_of_their_month(duck, spark):
    month, number = Period.parse("2018-09"), (2018 - 1970) * 12 + 8
    for indicator in ("on_time_rate", "recurrence_rate", "self_found_share"):
        assert explain(spark, indicator, "C", "city", month).equals(explain(duck, indicator, "C", "city", month))
    plan = spark.rows(f"""explain analyze select sum(lon) from cases
        where last_month >= {number} and first_month <= {number}""")[0]["explain_value"]
    read = {(int(first), int(last)) for first, last in re.findall(r"first_month=(\d+)/last_month=(\d+)", plan)}
    there = list(files_of(spark.path).values())
    assert read == {(first, last) for first, last in there if first <= number <= last}
    assert 0 < len(read) < len(there)
