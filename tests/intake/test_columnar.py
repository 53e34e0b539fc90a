"""Parquet: typed columns as they are, other types by their text, zones taken off, GeoParquet, WKB, WKT."""

import io
import json
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

import geopandas
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import shapely

from tests.intake.reading import Outcome, read

AT = datetime(2018, 9, 17, 8, 30)


def _read(tmp_path, file: str, /, **columns) -> Outcome:
    content = io.BytesIO()
    pq.write_table(pa.table(columns), content)
    return read(tmp_path, file, content.getvalue())


def _cases(tmp_path, **columns) -> Outcome:
    count = len(next(iter(columns.values())))
    given = {"case_id": [f"c{i}" for i in range(count)], "source": ["inspector"] * count, "reported_at": [AT] * count}
    return _read(tmp_path, "cases.parquet", **(given | columns))


def test_typed_columns_keep_their_values(tmp_path):
    outcome = _cases(
        tmp_path, lon=[116.1, None], is_major=[True, None], rework_count=pa.array([1, None], pa.int8()),
        fallback_cost_cny=[Decimal("1234.50"), None], close_due=pa.array([AT, None], pa.timestamp("ns")),
    )  # fmt: skip
    assert outcome.accepted[0]["lon"] == 116.1
    assert outcome.accepted[0]["is_major"] is True
    assert outcome.accepted[0]["rework_count"] == 1
    assert outcome.accepted[0]["fallback_cost_cny"] == 1234.5
    assert outcome.column("close_due") == [AT, None]
    assert [row["_line"] for row in outcome.accepted] == [1, 2]
    assert outcome.issues == []


def test_identifiers_of_any_type_become_text(tmp_path):
    outcome = _cases(
        tmp_path, case_id=[110101001001001, 2], grid_code=[110101.0, float("nan")],
        alley_id=pa.array(["a", "b"]).dictionary_encode(), reporter_id=pa.array([12345678901234567890, 1], pa.uint64()),
    )  # fmt: skip
    assert outcome.column("case_id") == ["110101001001001", "2"]
    assert outcome.column("grid_code") == ["110101", None]
    assert outcome.column("alley_id") == ["a", "b"]
    assert outcome.column("reporter_id") == ["12345678901234567890", "1"]


@pytest.mark.parametrize(
    ("zone", "expected"),
    [("Asia/Shanghai", AT), ("+08:00", AT), ("UTC", AT - timedelta(hours=8))],
)
def test_a_zone_gives_its_own_local_time(tmp_path, zone, expected):
    instant = AT.replace(tzinfo=timezone(timedelta(hours=8))).astimezone(UTC)
    outcome = _cases(tmp_path, reported_at=pa.array([instant], pa.timestamp("us", tz=zone)))
    assert outcome.column("reported_at") == [expected]


def test_text_in_typed_places_is_read_as_text(tmp_path):
    outcome = _cases(
        tmp_path, reported_at=["2018年9月17日 8时30分"], lon=["116.1"], is_major=["是"], rework_count=[2.0]
    )
    row = outcome.accepted[0]
    assert (row["reported_at"], row["lon"], row["is_major"], row["rework_count"]) == (AT, 116.1, True, 2)


def test_times_out_of_range_and_missing_values(tmp_path):
    outcome = _cases(
        tmp_path, reported_at=[AT, datetime(1950, 1, 1), None], close_due=[datetime(1950, 1, 1), AT, AT], x=[1, 2, 3]
    )
    assert outcome.codes == ["time_out_of_range", "missing_required"]
    assert outcome.issue_codes == ["optional_time_out_of_range"]
    original = json.loads(outcome.refused[0]["row_json"])
    assert (original["case_id"], original["x"], original["reported_at"]) == ("c1", "2", "1950-01-01 00:00:00")


def test_days_from_dates_and_times(tmp_path):
    outcome = _read(tmp_path, "calendar_days.parquet", date=[date(2018, 10, 1)], is_workday=[False])
    assert outcome.column("date") == [date(2018, 10, 1)]
    outcome = _read(tmp_path, "calendar_days.parquet", date=[datetime(2018, 10, 1, 23)], is_workday=[0])
    assert (outcome.column("date"), outcome.column("is_workday")) == ([date(2018, 10, 1)], [False])


SQUARE = shapely.box(116, 39, 117, 40)


def _areas(tmp_path, geometry) -> Outcome:
    return _read(tmp_path, "areas.parquet", area_code=["1"], tier=["city"], name=["C"], geometry=geometry)


@pytest.mark.parametrize(
    "geometry",
    [[SQUARE.wkb], [SQUARE.wkt], [SQUARE.wkb_hex], [f"SRID=4326;{SQUARE.wkt}"], [shapely.to_geojson(SQUARE)]],
    ids=["WKB", "WKT", "hexadecimal", "EWKT", "GeoJSON"],
)
def test_geometry_in_any_writing(tmp_path, geometry):
    outcome = _areas(tmp_path, geometry)
    assert shapely.from_wkb(outcome.accepted[0]["geometry"]).equals(SQUARE)


METRES = "POLYGON ((500000 4400000, 500100 4400000, 500100 4400100, 500000 4400000))"


@pytest.mark.parametrize("geometry", [["POLYGON ((0 0"], [b"\x01\x02"], ["somewhere"], [METRES]])
def test_geometry_that_cannot_be_read_is_missing(tmp_path, geometry):
    outcome = _areas(tmp_path, geometry)
    told = "shape_beyond" if geometry == [METRES] else "bad_value"
    assert (outcome.column("geometry"), outcome.issue_codes) == ([None], [told])


def test_geoparquet_declares_its_system_and_the_name_of_its_column(tmp_path):
    frame = geopandas.GeoDataFrame({"area_code": ["1"], "tier": ["city"], "name": ["C"]}, geometry=[SQUARE], crs=4326)
    frame.to_crs(4548).rename_geometry("outline").to_parquet(tmp_path / "made.parquet")
    outcome = read(tmp_path, "areas.parquet", (tmp_path / "made.parquet").read_bytes())
    assert shapely.from_wkb(outcome.accepted[0]["geometry"]).equals_exact(SQUARE, 1e-6)
