"""What a machine of the cluster does with a bucket, without a cluster: together the buckets are a build's cases."""

from __future__ import annotations

import duckdb
import pyarrow as pa

from analytics.engines.completing import FRAME, columns, completed, near, nothing, write_frame
from analytics.store.parts import LINES_PER_PART
from analytics.store.versions import Version

BUCKETS = 3


def arrived(connection: duckdb.DuckDBPyConnection, parts: list, bucket: int) -> pa.Table:
    """The rows of these parts that fall into the bucket."""
    selects = [
        f"""select *, '{part.import_id}' as _import, {number * LINES_PER_PART} + _line as _rank
            from read_parquet('{part.path}') where hash(case_id) % {BUCKETS} = {bucket}"""
        for number, part in enumerate(sorted(parts, key=lambda part: part.age))
    ]
    return connection.sql(" union all by name ".join(selects)).to_arrow_table()


def bucket_by_bucket(version: Version, sources, folder) -> duckdb.DuckDBPyConnection:
    """A database with `completed`, all buckets of the version's cases, and `neighbours`."""
    frame = folder / "frame.duckdb"
    with duckdb.connect() as connection:
        connection.execute(f"attach '{version.path}' as stored (read_only)")
        for table in (*FRAME, "issues"):
            connection.execute(f'create table "{table}" as from stored.main."{table}"')
        write_frame(connection, frame)
    connection = duckdb.connect()
    for bucket in range(BUCKETS):
        tables = (arrived(connection, sources.parts[name], bucket) for name in ("cases", "case_flow"))
        connection.register("found", completed(str(frame), *tables))
        connection.execute("create table if not exists completed as from found limit 0")
        connection.execute("insert into completed by name from found")
    spots = connection.sql("""select *, true as asks_earlier, closed_at is not null as asks_later from completed
        where located""").to_arrow_table()
    connection.register("found_near", near(spots))
    connection.execute("create table neighbours as from found_near")
    return connection


def test_buckets_and_their_neighbours_are_the_cases_of_a_build(duck, ledger, tmp_path):
    connection = bucket_by_bucket(duck, ledger.sources(), tmp_path)
    chosen = ", ".join(row["column_name"] for row in duck.rows("describe cases"))
    sql = f"""select {chosen} from (
        select c.*, n.earlier as earlier_find_until, n.later as recurrence_until
        from completed c left join neighbours n using (case_id) where case_id is not null) order by case_id"""
    found = connection.execute(sql).fetchall()
    expected = duck.rows("select * from cases order by case_id")
    assert len(expected) > 250
    assert sum(row["earlier_find_until"] is not None for row in expected) > 3
    assert found == [tuple(row.values()) for row in expected]
    issues = "select _issue.code, count(*) from completed where _issue is not null group by all order by all"
    assert connection.execute(issues).fetchall() == [tuple(row.values()) for row in duck.rows("""
        select code, count(*) from issues where table_name = 'cases' and code <> 'default_point'
        group by all order by all""")]
    connection.close()


def test_what_arrives_of_nothing_has_the_types_of_what_arrives(ledger):
    with duckdb.connect() as connection:
        for table in ("cases", "case_flow"):
            rows = arrived(connection, ledger.sources().parts[table], 0).select(columns(table))
            assert nothing(table).schema.types == rows.schema.types
