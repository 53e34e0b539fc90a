"""Mappings: foreign columns, constants, translations, derived areas, times, coordinates; what contradicts itself."""

from datetime import datetime

import pytest

from analytics.intake.mapping import Mapping, MappingError
from analytics.places.coordinates import from_wgs84
from tests.intake.reading import outcomes, read


def _mapping(columns: dict, values: dict | None = None, **rule) -> dict:
    given = {"case_id": "no", "source": {"constant": "hotline"}, "reported_at": "at", **columns}
    return {
        "sources": [
            {"files": "calls*.csv", "values": values or {}, "tables": [{"table": "cases", "columns": given}], **rule}
        ]
    }


VALUES = {
    "a source column": ("x", ["a", None, "b c"]),
    "a constant": ({"constant": "k"}, ["k", "k", "k"]),
    "the first that is there": ({"first": ["x", "y"]}, ["a", "2", "b c"]),
    "put together": ({"join": ["x", "y"], "separator": "-"}, ["a-03", None, "b c-Ward 3"]),
    "the part that a pattern finds": ({"from": "y", "extract": r"\d+"}, ["03", "2", "3"]),
    "the group of a pattern": ({"from": "y", "extract": r"^Ward (\d+)"}, [None, None, "3"]),
    "without leading zeros": ({"from": "y", "extract": r"\d+", "strip_zeros": True}, ["3", "2", "3"]),
    "translated": ({"from": "x", "codes": {"A": "1"}}, ["1", None, "b c"]),
    "translated, the rest otherwise": ({"from": "x", "codes": {"a": "1"}, "otherwise": "0"}, ["1", None, "0"]),
    "the rest is missing": ({"from": "x", "codes": {"a": "1"}, "otherwise": ""}, ["1", None, None]),
    "by rule": (
        {"from": "y", "rules": [{"contains": "WARD", "value": "w"}, {"matches": "^0", "value": "z"}]}, ["z", "2", "w"]),
    "with text around it": ({"from": "y", "prefix": "<", "suffix": ">"}, ["<03>", "<2>", "<Ward 3>"]),
    "on some rows": ({"from": "y", "when": {"from": "x", "equals": ["A", "z"]}}, ["03", None, None]),
    "where another is missing": ({"from": "y", "when": {"from": "x", "filled": False}}, [None, "2", None]),
    "a named value": ({"join": ["ward", "ward"]}, ["33", "22", "33"]),
    "a column that the file lacks": ("z", [None, None, None]),
}  # fmt: skip


@pytest.mark.parametrize(("value", "expected"), VALUES.values(), ids=VALUES)
def test_values(tmp_path, value, expected):
    rows = "no,at,x,y\n1,2018-09-17,a,03\n2,2018-09-17, ,2\n3,2018-09-17,b c,Ward 3\n"
    values = {"ward": {"from": "y", "extract": r"\d+", "strip_zeros": True}}
    outcome = read(tmp_path, "calls.csv", rows, _mapping({"alley_id": value}, values))
    assert outcome.column("alley_id") == expected
    assert ("alley_id" in outcome.report.columns_present) == (value != "z")
    assert outcome.column("source") == ["hotline"] * 3


def test_blank_markers_time_formats_and_original_content(tmp_path):
    mapping = _mapping({"grid_code": "cell", "source": "how"}, blank=["-", "N/A"], time_format="%d/%m/%Y %H:%M")
    rows = "no,at,cell,how\n1,17/09/2018 08:30,n/a,热线\n2,2018-09-17 08:30:00,-,-\n"
    outcome = read(tmp_path, "calls_1.csv", rows, mapping)
    assert outcome.column("reported_at") == [datetime(2018, 9, 17, 8, 30)]
    assert outcome.column("grid_code") == [None]
    assert outcome.codes == ["missing_required"]
    assert outcome.refused[0]["row_json"] == '{"no":"2","at":"2018-09-17 08:30:00","cell":"-","how":"-"}'


@pytest.mark.parametrize("crs", ["gcj02", "bd09", "EPSG:4548", "cgcs2000"])
def test_points_are_moved_to_wgs84(tmp_path, crs):
    x, y = from_wgs84([116.4], [39.9], crs)
    rows = f"no,at,x,y\n1,2018-09-17,{x[0]!r},{y[0]!r}\n2,2018-09-17,,\n".replace("np.float64(", "").replace(")", "")
    outcome = read(tmp_path, "calls.csv", rows, _mapping({"lon": "x", "lat": "y"}, crs=crs))
    assert outcome.column("lon") == [pytest.approx(116.4, abs=1e-7), None]
    assert outcome.column("lat") == [pytest.approx(39.9, abs=1e-7), None]
    assert outcome.issues == []


def test_a_mapping_without_sources_reads_files_by_their_own_names(tmp_path):
    rows = "案件编号,案件来源,上报时间,经度,纬度\nc1,热线,17.09.2018,116.4,39.9\n"
    outcome = read(tmp_path, "cases.csv", rows, {"crs": "gcj02", "time_format": "%d.%m.%Y"})
    assert outcome.column("reported_at") == [datetime(2018, 9, 17)]
    assert 0.005 < abs(outcome.accepted[0]["lon"] - 116.4) < 0.01


def test_own_headers_fill_what_the_mapping_leaves_out(tmp_path):
    columns = {"source": {"from": "how", "otherwise": "citizen"}}
    mapping = {"sources": [{"files": ["x*"], "tables": [{"table": "cases", "own_headers": True, "columns": columns}]}]}
    outcome = read(tmp_path, "x.csv", "案卷号,how,上报时间,立案时间\nc1,app,2018-09-17,2018-09-18\n", mapping)
    assert (outcome.column("source"), outcome.column("filed_at")) == (["citizen"], [datetime(2018, 9, 18)])


def test_one_file_gives_several_tables(tmp_path):
    tables = [
        {"table": "whistles", "columns": {"whistle_id": "id", "area_code": "street", "blown_at": "at"}},
        {"table": "whistle_reports", "columns": {"whistle_id": "id", "org": "org", "due_at": "due"}},
    ]
    (tmp_path / "w.csv").write_text("id,street,at,org,due\n1,a,2018-09-17,o,2018-09-18\n2,a,2018-09-17,,\n")
    whistles, reports = outcomes([tmp_path / "w.csv"], tmp_path, {"sources": [{"files": "w.csv", "tables": tables}]})
    assert (whistles.report.file, whistles.report.accepted) == ("w.csv", 2)
    assert (reports.report.file, reports.report.accepted, reports.codes) == (
        "w.csv → whistle_reports",
        1,
        ["missing_required"],
    )


AREAS = {"area_code": "district", "tier": {"constant": "district"}, "name": {"from": "district", "prefix": "District "}}
DERIVING = _mapping({"area_code": "district"})
DERIVING["sources"][0]["tables"].append({"table": "areas", "derived": True, "columns": AREAS})


def test_areas_are_derived_from_the_cases_where_no_file_describes_them(tmp_path):
    (tmp_path / "calls.csv").write_text(
        "no,at,district\n1,2018-09-17,B\n2,2018-09-17,A\n3,2018-09-17,B\n4,2018-09-17,\n"
    )
    (tmp_path / "areas.csv").write_text("area_code,tier,name\nB,district,Bee\n")
    areas, cases, described = outcomes([tmp_path / "calls.csv", tmp_path / "areas.csv"], tmp_path, DERIVING)
    assert (areas.report.file, areas.report.derived, areas.report.read) == ("calls.csv → areas", True, 1)
    assert [(row["area_code"], row["name"], row["_line"]) for row in areas.accepted] == [("A", "District A", 3)]
    assert (cases.report.read, cases.report.derived, described.report.accepted) == (4, False, 1)
    alone = outcomes([tmp_path / "calls.csv"], tmp_path, DERIVING)
    assert [outcome.report.read for outcome in alone] == [2, 4]
    assert alone[0].report.sha256 == alone[1].report.sha256


def test_nothing_is_derived_from_a_file_that_lacks_the_columns(tmp_path):
    (tmp_path / "calls.csv").write_text("no,at\n1,2018-09-17\n")
    assert [outcome.report.table for outcome in outcomes([tmp_path / "calls.csv"], tmp_path, DERIVING)] == ["cases"]


WRONG = {
    "unknown field": {"colour": "red"},
    "unknown system": {"crs": "mars2000"},
    "no such table": {"sources": [{"files": "a", "tables": [{"table": "casez"}]}]},
    "no such column": _mapping({"colour": "x"}),
    "no files": {"sources": [{"tables": [{"table": "cases"}]}]},
    "required column left out": {"sources": [{"files": "a", "tables": [{"table": "orgs", "columns": {"name": "x"}}]}]},
    "two origins": _mapping({"lon": {"from": "x", "constant": "1"}}),
    "unknown change": _mapping({"lon": {"from": "x", "trim": True}}),
    "broken pattern": _mapping({"lon": {"from": "x", "extract": "("}}),
    "rule without a value": _mapping({"lon": {"from": "x", "rules": [{"contains": "a"}]}}),
    "value made from itself": _mapping({}, {"a": {"from": "b"}, "b": {"join": ["a", "c"]}}),
    "no value at all": _mapping({"lon": 7}),
}  # fmt: skip


@pytest.mark.parametrize("written", WRONG.values(), ids=WRONG)
def test_a_mapping_that_contradicts_itself_says_so(written):
    with pytest.raises(MappingError):
        Mapping.parse(written)


def test_a_mapping_file_that_is_no_toml_says_so(tmp_path):
    (tmp_path / "m.toml").write_text("[[sources")
    with pytest.raises(MappingError, match=r"m\.toml"):
        Mapping.load(tmp_path / "m.toml")
