"""Areas, grids and alleys from GeoJSON, zipped Shapefiles and GeoPackages, in any coordinate system."""

import io
import json
import zipfile

import geopandas
import pandas
import pytest
import shapely

from analytics.places.coordinates import from_wgs84
from tests.intake.reading import read

SQUARE = shapely.box(116.3, 39.9, 116.4, 40.0)
FRAME = geopandas.GeoDataFrame(
    {"area_code": ["110101", "110102"], "tier": ["区", "district"], "name": ["东城区", "西城区"],
     "parent_code": ["11", "11"],
     "population": [708829, None], "valid_from": ["2018-01-01", "2018-01-01"]},
    geometry=[SQUARE, shapely.transform(SQUARE, lambda points: points + [0.1, 0])], crs=4326,
)  # fmt: skip


def _shapefile(
    frame: geopandas.GeoDataFrame, folder, encoding: str, without: tuple[str, ...] = (), inside: str = ""
) -> bytes:
    frame = frame.rename(columns={"parent_code": "parent_cod"})
    target = folder / "made"
    target.mkdir()
    frame.to_file(target / "areas.shp", encoding=encoding)
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for path in target.iterdir():
            if path.suffix not in without:
                archive.write(path, inside + path.name)
    return content.getvalue()


def _geopackage(frame: geopandas.GeoDataFrame, folder) -> bytes:
    frame = frame.assign(valid_from=pandas.to_datetime(frame["valid_from"]))
    frame.to_file(folder / "made.gpkg", layer="areas")
    return (folder / "made.gpkg").read_bytes()


def _check(outcome) -> None:
    assert outcome.report.accepted == 2, outcome.refused
    assert outcome.column("area_code") == ["110101", "110102"]
    assert outcome.column("tier") == ["district", "district"]
    assert outcome.column("name") == ["东城区", "西城区"]
    assert outcome.column("parent_code") == ["11", "11"]
    assert outcome.column("population") == [708829, None]
    assert [str(day) for day in outcome.column("valid_from")] == ["2018-01-01", "2018-01-01"]
    assert shapely.from_wkb(outcome.accepted[0]["geometry"]).normalize().equals_exact(SQUARE.normalize(), 1e-6)
    assert [row["_line"] for row in outcome.accepted] == [1, 2]
    assert outcome.issues == []


def test_geojson(tmp_path):
    _check(read(tmp_path, "areas.geojson", FRAME.to_json(drop_id=True)))


def test_geojson_in_gb18030_with_its_system(tmp_path):
    content = json.loads(FRAME.to_crs(4548).to_json(drop_id=True))
    content["crs"] = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::4548"}}
    _check(read(tmp_path, "areas.json", json.dumps(content, ensure_ascii=False).encode("gb18030")))


@pytest.mark.parametrize("encoding", ["UTF-8", "GBK"])
@pytest.mark.parametrize("without", [(), (".cpg",), (".shx",)])
def test_shapefile(tmp_path, encoding, without):
    _check(read(tmp_path, "areas.zip", _shapefile(FRAME.to_crs(4548), tmp_path, encoding, without, inside="folder/")))


def test_shapefile_without_its_table_is_refused(tmp_path):
    report = read(tmp_path, "areas.zip", _shapefile(FRAME, tmp_path, "UTF-8", (".dbf",))).report
    assert (report.status, report.code) == ("refused", "damaged_file")


@pytest.mark.parametrize("crs", [4326, 4490, 4548, 3857])
def test_geopackage(tmp_path, crs):
    _check(read(tmp_path, "areas.gpkg", _geopackage(FRAME.to_crs(crs), tmp_path)))


@pytest.mark.parametrize("crs", ["gcj02", "bd09"])
def test_the_mapping_says_what_no_file_can(tmp_path, crs):
    shifted = FRAME.assign(geometry=shapely.transform(FRAME.geometry.values, lambda p: _shifted(p, crs)))
    _check(read(tmp_path, "areas.geojson", shifted.to_json(drop_id=True), {"crs": crs}))


def _shifted(points, crs):
    x, y = from_wgs84(points[:, 0], points[:, 1], crs)
    return list(zip(x, y, strict=True))


def test_metres_without_a_system_are_refused(tmp_path):
    content = FRAME.to_crs(4548).set_crs(None, allow_override=True).to_json(drop_id=True)
    report = read(tmp_path, "areas.geojson", content).report
    assert (report.status, report.code) == ("refused", "missing_crs")
    _check(read(tmp_path, "areas.geojson", content, {"crs": "EPSG:4548"}))


def test_geojson_without_a_required_property_is_refused(tmp_path):
    report = read(tmp_path, "areas.geojson", FRAME.drop(columns="name").to_json(drop_id=True)).report
    assert (report.status, report.code) == ("refused", "missing_column")


def test_a_feature_without_a_shape_is_accepted(tmp_path):
    feature = {"type": "Feature", "properties": {"area_code": 11, "tier": "city", "name": "京"}, "geometry": None}
    outcome = read(tmp_path, "areas.geojson", json.dumps({"type": "FeatureCollection", "features": [feature]}))
    assert (outcome.column("area_code"), outcome.column("geometry"), outcome.issues) == (["11"], [None], [])
