"""Hot spots to take away: what the files hold is what was found, and nothing in them runs."""

import io
import json

import numpy as np
import openpyxl
import pytest
import shapely
from PIL import Image

from analytics.contract.map_settings import colours, picture_fonts
from analytics.hotspots.readings import READINGS, readings
from analytics.reports import hotspot_picture
from analytics.reports.hotspot_files import geojson, write_workbook
from tests.hotspots.spotted import ALWAYS, HOSTILE, LATELY, SIDE, cell

CORE = cell(*ALWAYS)


def book(version, found, language="zh", kept=None):
    buffer = io.BytesIO()
    write_workbook(version, found, buffer, language, ["=title", "counted"], kept)
    return openpyxl.load_workbook(buffer)


def test_geojson_holds_every_place_with_its_figures(spotted, september) -> None:
    found = json.loads(geojson(spotted, september, "Hot spots"))
    assert (found["type"], found["period"], found["tier"], found["version"]) == (
        "FeatureCollection", "2018-09", "grid", spotted.id)  # fmt: skip
    features = {each["properties"]["place"]: each for each in found["features"]}
    assert list(features) == september.places.codes
    listed = {row["place"]: row for row in september.as_json()}
    for code, feature in features.items():
        told = feature["properties"]
        assert {name: told[name] for name in listed[code]} == listed[code]
        drawn = shapely.from_geojson(json.dumps(feature["geometry"]))
        shape = september.places.geometries[september.row(code)]
        assert shapely.symmetric_difference(drawn, shape).area < 1e-6 * shape.area
    assert features[CORE]["properties"]["reading"] == "hot"
    assert features[CORE]["properties"]["subdistrict"] == HOSTILE  # text of the data stays as it is, quoted


def test_geojson_of_a_part(spotted, september) -> None:
    kept = np.array([code == CORE for code in september.places.codes])
    found = json.loads(geojson(spotted, september, "x", kept))
    assert [each["properties"]["place"] for each in found["features"]] == [CORE]


def test_workbook_ranks_the_spots_and_lists_every_place(spotted, september) -> None:
    spots, places, notes = book(spotted, september).worksheets
    rows = list(spots.iter_rows(min_row=5, values_only=True))
    assert [row[0] for row in rows] == [1, 2]
    assert {row[4] for row in rows} == {cell(*ALWAYS), cell(*LATELY)}
    assert {row[5] for row in rows} == {"持续热点", "新增热点"}
    assert rows[0][9] >= rows[1][9] > 30
    assert places.max_row == 4 + SIDE * SIDE
    assert "Benjamini-Hochberg" in "".join(str(row[0].value) for row in notes.iter_rows())


def test_nothing_in_the_workbook_is_a_formula(spotted, september) -> None:
    for sheet in book(spotted, september, "en").worksheets:
        assert {each.data_type for row in sheet.iter_rows() for each in row} <= {"s", "n"}


def test_picture_has_the_colours_of_the_places(september) -> None:
    values = readings(september.z, september.p, september.significant)
    shades, legend = colours("states"), [("hot", "hot"), (None, "?")]
    drawn = hotspot_picture.picture(september.places.geometries, values, shades, legend, ["Title"])
    image = Image.open(io.BytesIO(drawn)).convert("RGB")
    painted = {colour: count for count, colour in image.getcolors(1 << 24)}
    hot, even = (painted[tuple(bytes.fromhex(shades[each][1:]))] for each in ("hot", "even"))
    share = (values == "hot").sum() / (values == "even").sum()
    assert hot / even == pytest.approx(share, rel=0.02)


def test_picture_is_as_high_as_the_ground(september) -> None:
    values = np.full(SIDE * SIDE, "even", dtype=object)
    image = Image.open(io.BytesIO(hotspot_picture.picture(
        september.places.geometries, values, colours("states"), [], ["Title"])))  # fmt: skip
    pixels = np.asarray(image.convert("RGB"))
    even = (pixels == list(bytes.fromhex(colours("states")["even"][1:]))).all(axis=2)
    down, across = np.flatnonzero(even.any(axis=1)), np.flatnonzero(even.any(axis=0))
    ratio = np.ptp(down) / np.ptp(across)
    assert ratio == pytest.approx(1 / np.cos(np.radians(39.95)), rel=0.01)


def test_picture_without_any_of_the_fonts(september, monkeypatch) -> None:
    monkeypatch.setattr(hotspot_picture, "picture_fonts", lambda: ("no-such-font.ttf",))
    values = np.full(SIDE * SIDE, None, dtype=object)
    drawn = hotspot_picture.picture(september.places.geometries, values, colours("states"), [(None, "x")], ["Title"])
    assert drawn.startswith(b"\x89PNG")
    assert picture_fonts() and set(READINGS) == set(colours("states"))
