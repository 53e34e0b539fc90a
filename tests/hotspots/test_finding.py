"""Hot spots of a version: every place listed, counts as known then, and Gi* as plain loops give it."""

import math
from datetime import datetime
from pathlib import Path

import pytest
import shapely

from analytics.contract.periods import Period
from analytics.hotspots import NoPlaces, find_hotspots, hotspots
from analytics.hotspots.gi_star import gi_star
from analytics.hotspots.rates import area_km2
from analytics.store.versions import Version
from tests.hotspots.city import SIDE, case, cell, outline, places
from tests.making import make_version

SEPTEMBER = Period.parse("2018-09")
LATER = datetime(2018, 10, 4)
CELLS = [cell(row, column) for row in range(SIDE) for column in range(SIDE)]


def some_cases() -> list[dict[str, object]]:
    """A month's cases: two in every cell, a hot corner, voids, another class, cases outside the month."""
    found = [case(code, f"2018-09-0{day}T09:00:00") for code in CELLS for day in (3, 4)]
    found += [case(cell(row, column), "2018-09-11T10:00:00") for row in (4, 5) for column in (4, 5) for _ in range(8)]
    found += [case(cell(0, 0), "2018-09-12T10:00:00", major_code="02", source="hotline") for _ in range(3)]
    found += [
        case(cell(2, 2), "2018-09-20T10:00:00", voided_at="2018-09-21T10:00:00", void_reason="invalid"),
        case(cell(2, 2), "2018-09-20T10:00:00", voided_at="2018-10-20T10:00:00", void_reason="invalid"),
        case(cell(3, 3), "2018-08-31T23:59:59"),
        case(cell(3, 3), "2018-10-01T00:00:00"),
        case("110102-nowhere", "2018-09-05T10:00:00"),
        case("110102-island", "2018-09-05T10:00:00"),
    ]
    return found


@pytest.fixture(scope="module")
def version(tmp_path_factory: pytest.TempPathFactory) -> Version:
    return make_version(tmp_path_factory.mktemp("city"), {**places(), "cases": some_cases()})


def naive_gi_star(values: dict[str, float], shapes: dict[str, shapely.Geometry]) -> dict[str, float | None]:
    """Gi* in plain loops; places without an outline left out."""
    codes = list(shapes)
    n = len(codes)
    mean = sum(values[code] for code in codes) / n
    deviation = math.sqrt(sum((values[code] - mean) ** 2 for code in codes) / n)
    found = {}
    for code in codes:
        touching = [other for other in codes if shapely.intersects(shapes[code], shapes[other])]
        w = len(touching)
        below = deviation * math.sqrt((n * w - w * w) / (n - 1))
        found[code] = (sum(values[other] for other in touching) - mean * w) / below if w > 1 and below else None
    return found


def by_place(rows: list[dict]) -> dict[str, dict]:
    return {row["place"]: row for row in rows}


def test_every_place_in_force_is_listed_in_code_order(version: Version) -> None:
    rows = hotspots(version, SEPTEMBER)
    assert [row["place"] for row in rows] == sorted([*CELLS, "110102-island", "110102-nowhere"])
    assert set(rows[0]) == {"place", "count", "exposure", "gi_star", "p", "significant", "class"}


def test_counts_are_of_what_was_known(version: Version) -> None:
    found = by_place(hotspots(version, SEPTEMBER))
    assert found[cell(1, 1)]["count"] == 2
    assert found[cell(0, 0)]["count"] == 5
    assert found[cell(5, 5)]["count"] == 10
    assert found[cell(3, 3)]["count"] == 2  # the day before and the day after do not count
    assert found[cell(2, 2)]["count"] == 3  # voided on 21 September; not yet voided by 4 October
    earlier = by_place(hotspots(version, SEPTEMBER, as_of=datetime(2018, 9, 20, 12)))
    assert earlier[cell(2, 2)]["count"] == 4
    assert by_place(hotspots(version, SEPTEMBER, as_of=datetime(2018, 9, 3, 9)))[cell(2, 2)]["count"] == 1
    assert by_place(hotspots(version, SEPTEMBER, as_of=datetime(2018, 11, 1)))[cell(2, 2)]["count"] == 2


def test_gi_star_as_plain_loops_give_it(version: Version) -> None:
    found = by_place(hotspots(version, SEPTEMBER))
    shapes = {
        cell(row, column): shapely.from_wkb(outline(row, column)) for row in range(SIDE) for column in range(SIDE)
    }
    shapes["110102-island"] = shapely.from_wkb(outline(0, 60))
    expected = naive_gi_star({code: row["count"] for code, row in found.items()}, shapes)
    for code in CELLS:
        assert found[code]["gi_star"] == pytest.approx(expected[code], abs=1e-9)
        assert found[code]["p"] == pytest.approx(math.erfc(abs(expected[code]) / math.sqrt(2)), abs=1e-12)
    assert found[cell(5, 5)]["significant"] is True and found[cell(5, 5)]["class"] == "new"
    assert found[cell(1, 1)]["significant"] is False and found[cell(1, 1)]["class"] == "none"


@pytest.mark.parametrize("code", ["110102-nowhere", "110102-island"])
def test_what_cannot_be_tested_is_null(version: Version, code: str) -> None:
    row = by_place(hotspots(version, SEPTEMBER))[code]
    assert row["count"] == 1
    assert [row[name] for name in ("gi_star", "p", "significant", "class")] == [None] * 4
    assert (row["exposure"] is None) == (code == "110102-nowhere")


def test_exposure_is_the_area_in_km2(version: Version) -> None:
    found = by_place(hotspots(version, SEPTEMBER))
    assert found[cell(2, 4)]["exposure"] == pytest.approx(area_km2([shapely.from_wkb(outline(2, 4))])[0])
    assert 0.9 < found[cell(2, 4)]["exposure"] < 1.0


def test_filters(version: Version) -> None:
    by_major = by_place(hotspots(version, SEPTEMBER, major="02"))
    assert by_major[cell(0, 0)]["count"] == 3 and by_major[cell(5, 5)]["count"] == 0
    assert by_place(hotspots(version, SEPTEMBER, source="hotline"))[cell(0, 0)]["count"] == 3
    nothing = hotspots(version, SEPTEMBER, major="' or 1=1 --")
    assert {row["count"] for row in nothing} == {0}
    assert {row["gi_star"] for row in nothing} == {None} and {row["significant"] for row in nothing} == {None}


def test_within_compares_the_places_inside_with_each_other(version: Version) -> None:
    rows = hotspots(version, SEPTEMBER, within="110102")
    inside = {code for code in CELLS if code.startswith("110102")} | {"110102-island", "110102-nowhere"}
    assert {row["place"] for row in rows} == inside
    everywhere = by_place(hotspots(version, SEPTEMBER))
    assert by_place(rows)[cell(5, 5)]["count"] == everywhere[cell(5, 5)]["count"]
    assert by_place(rows)[cell(5, 5)]["gi_star"] != everywhere[cell(5, 5)]["gi_star"]


def test_areas(version: Version) -> None:
    found = by_place(hotspots(version, SEPTEMBER, tier="subdistrict"))
    assert set(found) == {"110101001", "110101002", "110102001", "110102002"}
    assert found["110102002"]["count"] == 9 * 2 + 32
    assert found["110102001"]["count"] == 9 * 2 + 2
    # all four meet in the middle: a neighbourhood that is the whole city has no Gi*
    assert found["110102002"]["gi_star"] is None and found["110102002"]["significant"] is None


def test_hexagons_count_by_the_point(version: Version) -> None:
    found = find_hotspots(version, SEPTEMBER, tier="hex")
    located = sum(row["count"] for row in hotspots(version, SEPTEMBER) if row["place"] in CELLS)
    assert found.count.sum() == located
    assert found.places.area_km2.sum() == pytest.approx(area_km2([shapely.from_wkb(outline(0, 0, 6, 6))])[0], rel=1e-4)
    assert all(code.startswith("hex-") for code in found.places.codes)
    inside = find_hotspots(version, SEPTEMBER, tier="hex", within="110102002")
    assert inside.count.sum() == 9 * 2 + 32
    assert set(inside.places.codes) < set(found.places.codes)


def test_rate_tests_cases_per_km2(version: Version) -> None:
    counted, rated = hotspots(version, SEPTEMBER), hotspots(version, SEPTEMBER, rate=True)
    assert [row["count"] for row in rated] == [row["count"] for row in counted]
    assert rated[0]["gi_star"] != counted[0]["gi_star"]
    assert by_place(rated)["110102-nowhere"]["gi_star"] is None
    assert by_place(rated)[cell(5, 5)]["significant"] is True


def test_other_periods(version: Version) -> None:
    quarter = by_place(hotspots(version, Period.parse("2018Q3")))
    assert quarter[cell(3, 3)]["count"] == 3
    week = by_place(hotspots(version, Period.parse("2018-W37")))
    assert week[cell(5, 5)]["count"] == 8 and week[cell(1, 1)]["count"] == 0
    day = by_place(hotspots(version, Period.parse("2018-09-12")))
    assert day[cell(0, 0)]["count"] == 3
    # the class is of the months up to the period's last: the same as September's at that moment
    assert (
        day[cell(5, 5)]["class"]
        == by_place(hotspots(version, SEPTEMBER, as_of=datetime(2018, 9, 16)))[cell(5, 5)]["class"]
    )


def test_a_grid_is_listed_while_in_force(version: Version) -> None:
    august = [row["place"] for row in hotspots(version, Period.parse("2018-08"))]
    assert "110102-gone" in august


def test_before_the_data_nothing_can_be_said(version: Version) -> None:
    rows = hotspots(version, Period.parse("2017-05"))
    assert {row["count"] for row in rows} == {0}
    assert {row["class"] for row in rows} == {row["gi_star"] for row in rows} == {None}


def months_of_cases() -> list[dict[str, object]]:
    """Fifteen months from 2017-07: two cases a cell, one corner hot in all of them, the other in the last two."""
    months = [f"2017-{month:02d}" for month in range(7, 13)] + [f"2018-{month:02d}" for month in range(1, 10)]
    always = [cell(row, column) for row in (0, 1) for column in (0, 1)]
    lately = [cell(row, column) for row in (4, 5) for column in (4, 5)]
    found = [case(code, f"{month}-03T09:00:00") for month in months for code in CELLS for _ in range(2)]
    found += [case(code, f"{month}-05T09:00:00") for month in months for code in always for _ in range(8)]
    found += [case(code, f"{month}-05T09:00:00") for month in months[-2:] for code in lately for _ in range(8)]
    return found


def test_classes_look_back_no_further_than_asked_nor_before_the_data(tmp_path: Path) -> None:
    version = make_version(tmp_path, {**places(), "cases": months_of_cases()})
    found = find_hotspots(version, SEPTEMBER, as_of=LATER)
    assert [month.text for month in (found.months[0], found.months[-1])] == ["2017-07", "2018-09"]
    assert len(found.months) == 15 and found.monthly.shape == (len(found.places.codes), 15)
    assert (found.monthly[:, -1] == found.count).all()
    classes = dict(zip(found.places.codes, found.emerging.classes, strict=True))
    assert classes[cell(5, 5)] == "consecutive"
    assert classes[cell(0, 0)] in ("persistent", "diminishing")
    recent = find_hotspots(version, SEPTEMBER, months=12, as_of=LATER)
    assert recent.months[0].text == "2017-10"
    two = find_hotspots(version, SEPTEMBER, months=2, as_of=LATER)
    assert dict(zip(two.places.codes, two.emerging.classes, strict=True))[cell(0, 0)] == "consecutive"
    year = find_hotspots(version, Period.parse("2018"), as_of=LATER)
    assert year.months[-1].text == "2018-10"  # begun on the 1st; November had not
    august = gi_star(found.monthly[:, -2], found.places.weights)
    assert found.emerging.z[:, -2] == pytest.approx(august, nan_ok=True)
    assert found.emerging.z[:, -1] == pytest.approx(found.z, nan_ok=True)


def test_what_cannot_be_asked_is_said(version: Version) -> None:
    with pytest.raises(NoPlaces, match="alley"):
        hotspots(version, SEPTEMBER, tier="alley")
    with pytest.raises(NoPlaces, match="community"):
        hotspots(version, SEPTEMBER, tier="community")
    with pytest.raises(NoPlaces, match="999"):
        hotspots(version, SEPTEMBER, within="999")
    with pytest.raises(NoPlaces, match="999"):
        hotspots(version, SEPTEMBER, tier="hex", within="999")
    with pytest.raises(ValueError, match="month"):
        hotspots(version, SEPTEMBER, months=0)


def test_a_store_without_cases_or_outlines(tmp_path: Path) -> None:
    areas = [{"area_code": "1", "tier": "city", "name": "c"}, {"area_code": "2", "tier": "district", "name": "d"}]
    version = make_version(tmp_path, {"areas": areas})
    (row,) = hotspots(version, SEPTEMBER, tier="district")
    assert row == {
        "place": "2",
        "count": 0,
        "exposure": None,
        "gi_star": None,
        "p": None,
        "significant": None,
        "class": None,
    }
    with pytest.raises(NoPlaces, match="outline"):
        hotspots(version, SEPTEMBER, tier="hex")


def test_kept_outlines_cannot_be_changed(version: Version) -> None:
    found = find_hotspots(version, SEPTEMBER)
    with pytest.raises(ValueError, match="read-only"):
        found.places.area_km2[0] = 1
