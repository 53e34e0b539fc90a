"""Maps: nothing from outside, nothing run from the data, and a clicked point finds its unit."""

import re
from pathlib import Path

import numpy
import pandas
import pytest
from shapely import LineString, box
from streamlit_folium import _get_map_string

from pages.widgets import maps
from pages.widgets.cells import Cells
from pages.widgets.shapes import Shapes

ROOT = Path(__file__).resolve().parents[2]
GRID = pandas.DataFrame({
    "unit": ["sw", "se", "nw", "ne"],
    "geometry": [box(x, y, x + 0.5, y + 0.5).wkb for y in (39.0, 39.5) for x in (116.0, 116.5)],
})


@pytest.mark.parametrize("kind", [Shapes, Cells])
def test_a_point_finds_its_unit(kind) -> None:
    found = kind.of(GRID)
    middles = {"sw": (116.25, 39.25), "se": (116.75, 39.25), "nw": (116.25, 39.75), "ne": (116.75, 39.75)}
    assert {unit: found.at(*middle) for unit, middle in middles.items()} == {unit: unit for unit in middles}
    assert found.at(115.0, 39.25) is None
    # Just below and just above the border in the middle, where a picture stretched in degrees would be a kilometre off.
    assert found.at(116.25, 39.497) == "sw" and found.at(116.25, 39.503) == "nw"


def test_a_click_beside_a_line_finds_it_within_reach() -> None:
    lines = Shapes.of(pandas.DataFrame({"unit": ["a"], "geometry": [LineString([(116, 39), (116.1, 39)]).wkb]}))
    assert lines.at(116.05, 39.001, reach=0.002) == "a"
    assert lines.at(116.05, 39.01, reach=0.002) is None


def test_neighbours_still_share_their_border() -> None:
    shapes = Shapes.of(GRID)
    assert numpy.isclose(sum(shape.area for shape in shapes.geometries), 1.0)


def test_the_picture_shows_colours_hatching_and_nothing_outside() -> None:
    picture = Cells.of(GRID).picture({"sw": "#ff0000", "se": None, "nw": "#00ff00", "ne": "#00ff00"})
    assert picture.startswith("data:image/png;base64,")


def drawn(name: str) -> tuple[str, str]:
    shapes = Shapes.of(GRID)
    paints = {code: maps.Paint("#ff0000", [name]) for code in shapes.codes}
    base = maps.base(shapes.bounds)
    group = maps.outlines(shapes, paints)
    base.add_child(group)
    return base.get_root().render(), _get_map_string(base)


def test_maps_load_only_our_own_files() -> None:
    page, _ = drawn("x")
    loaded = re.findall(r"""(?:src|href)=["']([^"']+)["']""", page)
    assert loaded
    for address in loaded:
        assert address.startswith(maps.VENDOR)
        assert (ROOT / "static" / "vendor" / address.removeprefix(maps.VENDOR).lstrip("/")).is_file()
    assert not re.search("https?://", page)


@pytest.mark.parametrize("hostile", ["${alert(1)}", "`;alert(1);`", "<script>alert(1)</script>", "\\u003ci>", "{{7}}"])
def test_names_are_harmless(hostile: str) -> None:
    escaped = maps.safe(hostile)
    assert not set("`$\\{}<>") & set(escaped)
    _, script = drawn(hostile)
    assert hostile not in script


def test_vendored_assets_come_with_their_licences() -> None:
    listed = (ROOT / "static" / "vendor" / "README.md").read_text(encoding="utf-8")
    folders = [path for path in (ROOT / "static" / "vendor").iterdir() if path.is_dir()]
    assert folders
    for folder in folders:
        assert (folder / "LICENSE").is_file()
        assert f"| {folder.name} |" in listed
