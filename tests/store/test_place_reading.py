"""Whose a place is: names above it, departments, alleys inside it with the people of the day."""

from datetime import date

import shapely

from analytics.store import place_reading
from tests.hotspots.spotted import ALWAYS, STEP, cell

DAY = date(2018, 9, 30)
CORE = cell(*ALWAYS)


def test_names_and_areas_above(spotted) -> None:
    found = place_reading.chains(spotted, "grid", [CORE, "unknown"], DAY)
    assert set(found) == {CORE}
    assert (found[CORE]["district"], found[CORE]["subdistrict"]) == ("110101", "110101001")
    area = place_reading.chains(spotted, "subdistrict", ["110102002"], DAY)["110102002"]
    assert (area["district"], area["subdistrict"], area["name_en"]) == ("110102", "110102002", "Street 2-2")


def test_departments_and_tags_of_a_grid(spotted) -> None:
    found = place_reading.grid(spotted, CORE, DAY)
    assert (found["responsible"], found["fallback"]) == ("环卫中心", "兜底队")
    assert found["tags"] == "capital_core;学校"
    assert place_reading.grid(spotted, "unknown", DAY) is None
    assert place_reading.org_names(spotted, ["O1", "O9"]) == {"O1": "环卫中心"}


def test_alleys_inside_with_the_people_in_force(spotted) -> None:
    outline = _outline(spotted)
    (alley,) = place_reading.alleys_in(spotted, outline, None, DAY)
    assert (alley.name, alley.stewards) == ("槐树胡同", ["钱管家"])
    assert alley.chiefs == [("赵街巷", "section", "010-1234")]
    before = place_reading.alleys_in(spotted, outline, "110101001", date(2016, 6, 1))
    assert [chief[0] for chief in before[0].chiefs] == ["钱管家"] and before[0].stewards == []


def test_no_alley_elsewhere(spotted) -> None:
    outline = _outline(spotted)
    moved = shapely.transform(outline, lambda xy: xy + 3 * STEP)
    assert place_reading.alleys_in(spotted, moved, None, DAY) == []
    assert place_reading.alleys_in(spotted, outline, "110102001", DAY) == []


def test_general_chiefs_of_the_street(spotted) -> None:
    assert place_reading.general_chiefs(spotted, "110101001", DAY) == [("孙总长", "division", None)]
    assert place_reading.general_chiefs(spotted, "110101001", date(2016, 1, 1)) == []
    assert place_reading.general_chiefs(spotted, "110102001", DAY) == []


def _outline(version) -> shapely.Geometry:
    sql = "select geometry from grids where grid_code = $code"
    return shapely.from_wkb(bytes(version.value(sql, {"code": CORE})))
