"""What the build decides: where rows belong on their day, deadlines, tags, issues, and what became known last."""

from datetime import datetime

import pytest
import shapely

from tests.making import make_version


def box(west, south, east, north):
    return shapely.to_wkb(shapely.box(west, south, east, north))


AREAS = [
    {"area_code": "1", "tier": "city", "name": "City"},
    {"area_code": "11", "parent_code": "1", "tier": "district", "name": "East", "geometry": box(116, 39, 117, 40)},
    {"area_code": "12", "parent_code": "1", "tier": "district", "name": "West", "geometry": box(115, 39, 116, 40)},
    {"area_code": "91", "parent_code": "11", "tier": "subdistrict", "name": "Odd code",
     "geometry": box(116, 39, 116.5, 40)},
]
GRIDS = [{"grid_code": "g1", "area_code": "91", "tags": "embassy_area; 学校"}, {"grid_code": "g2", "area_code": "12"}]
ALLEYS = [{"alley_id": "a1", "name": "Lane", "area_code": "91", "community_code": "c1"}]


def case(case_id, **fields):
    return {"case_id": case_id, "source": "inspector", "reported_at": "2018-09-03 09:00", **fields}


def placed(tmp_path, cases, **tables):
    version = make_version(tmp_path, {"areas": AREAS, "grids": GRIDS, "alleys": ALLEYS, "cases": cases, **tables})
    rows = version.rows("select case_id, city, district, subdistrict, community, grid, alley from cases")
    return version, {row.pop("case_id"): tuple(row.values()) for row in rows}


def test_a_case_belongs_to_its_area_else_its_grid_else_its_alley_else_its_point(tmp_path):
    _, found = placed(tmp_path, [
        case("area", area_code="12", grid_code="g1", alley_id="a1", lon=116.2, lat=39.5),
        case("grid", grid_code="g1", alley_id="a1", lon=115.5, lat=39.5),
        case("alley", alley_id="a1", lon=115.5, lat=39.5),
        case("point", lon=116.2, lat=39.5),
        case("wide point", lon=116.7, lat=39.5),
        case("nowhere"),
        case("outside", lon=10, lat=10),
        case("unknown area", area_code="77", grid_code="g2"),
    ])
    assert found == {
        "area": ("1", "12", None, None, "g1", "a1"),
        "grid": ("1", "11", "91", None, "g1", "a1"),
        "alley": ("1", "11", "91", "c1", None, "a1"),
        "point": ("1", "11", "91", None, None, None),
        "wide point": ("1", "11", None, None, None, None),
        "nowhere": ("1", None, None, None, None, None),
        "outside": ("1", None, None, None, None, None),
        "unknown area": ("1", "12", None, None, "g2", None),
    }


def test_places_are_those_of_the_rows_own_day(tmp_path):
    areas = [
        *AREAS[:3],
        {"area_code": "91", "parent_code": "11", "tier": "subdistrict", "name": "Before", "valid_to": "2018-06-30"},
        {"area_code": "91", "parent_code": "12", "tier": "subdistrict", "name": "After", "valid_from": "2018-07-01"},
    ]
    _, found = placed(tmp_path, [
        case("before", area_code="91", reported_at="2018-06-30 23:59"),
        case("after", area_code="91", reported_at="2018-07-01 00:00"),
    ], areas=areas)
    assert found["before"][1] == "11"
    assert found["after"][1] == "12"


def test_rows_in_are_rows_out_where_polygons_overlap_and_geometry_is_missing(tmp_path):
    areas = [*AREAS, {"area_code": "13", "parent_code": "1", "tier": "district", "name": "Overlap",
                      "geometry": box(115.5, 39, 116.5, 40)},
             {"area_code": "14", "parent_code": "1", "tier": "district", "name": "No outline"}]
    cases = [case(str(number), lon=115.4 + number / 100, lat=39.5) for number in range(120)]
    version, found = placed(tmp_path, cases, areas=areas)
    assert len(found) == version.value("select count(*) from cases") == 120


def test_a_city_is_added_where_none_is_described(tmp_path):
    version, found = placed(tmp_path, [case("1", area_code="11"), case("2")], areas=[
        {"area_code": code, "tier": "district", "name": code} for code in ("11", "12")])
    assert {place[0] for place in found.values()} == {"city"}
    assert version.rows("select unit from units where tier = 'city'") == [{"unit": "city"}]


def test_acts_of_people_fall_back_to_their_assignment(tmp_path):
    assigned = {"person_id": "p1", "role": "steward", "alley_id": "a1",
                "valid_from": "2018-01-01", "valid_to": "2018-06-30"}
    acts = [
        {"activity_id": "in force", "person_id": "p1", "form": "patrol", "at": "2018-06-30 12:00"},
        {"activity_id": "no longer", "person_id": "p1", "form": "patrol", "at": "2018-07-01 12:00"},
        {"activity_id": "elsewhere", "person_id": "p2", "form": "patrol", "at": "2018-06-01 12:00"},
    ]
    version, _ = placed(tmp_path, [case("1")], assignments=[assigned], steward_activity=acts)
    rows = version.rows("select activity_id, subdistrict, alley from steward_activity")
    assert {row["activity_id"]: (row["subdistrict"], row["alley"]) for row in rows} == {
        "in force": ("91", "a1"), "no longer": (None, None), "elsewhere": (None, None)}


def test_a_missing_deadline_is_computed_from_the_limit_or_a_rule(tmp_path):
    rule = {"scheme": "s", "kind": "part", "major_code": "01", "minor_code": "01", "condition_id": "broken",
            "limit_value": 4, "limit_unit": "work_hour"}
    named = {"scheme": "s", "kind": "part", "major_code": "01", "minor_code": "01", "condition_id": "broken"}
    version, _ = placed(tmp_path, [
        case("given", dispatched_at="2018-09-26 09:30", dispose_due="2018-09-26 10:00", limit_value=2,
             limit_unit="work_hour"),
        case("limit", dispatched_at="2018-09-26 11:30", limit_value=2, limit_unit="work_hour"),
        case("rule", dispatched_at="2018-09-26 17:30", **named),
        case("late", reported_at="2090-01-01 09:00", dispatched_at="2090-01-01 09:00", limit_value=2,
             limit_unit="work_hour"),
    ], deadline_rules=[rule])
    due = {row["case_id"]: (row["dispose_due"], row["dispose_due_given"])
           for row in version.rows("select case_id, dispose_due, dispose_due_given from cases")}
    assert due == {
        "given": (datetime(2018, 9, 26, 10), True),
        "limit": (datetime(2018, 9, 26, 15, 30), False),
        "rule": (datetime(2018, 9, 27, 11, 30), False),
        "late": (None, False),
    }
    codes = version.rows("select code from issues where table_name = 'cases'")
    assert [row["code"] for row in codes] == ["calendar_exhausted"]


def test_tags_of_grids_and_classes(tmp_path):
    tag = {"kind": "event", "major_code": "03", "tag": "illegal_structure"}
    version, _ = placed(tmp_path, [
        case("1", grid_code="g1", kind="event", major_code="03", minor_code="07"),
        case("2", grid_code="g2", kind="part", major_code="03"),
    ], class_tags=[tag])
    rows = version.rows("select in_key_area, in_crowded_place, has_key_content from cases order by case_id")
    assert [tuple(row.values()) for row in rows] == [(True, True, True), (False, False, False)]


@pytest.mark.parametrize(
    ("cases", "code", "count"),
    [
        ([case("1")], "missing_deadline", 1),
        ([case("1", dispose_due="2018-09-01 00:00")], "deadline_before_report", 1),
        ([case("1", lon=10, lat=10, dispose_due="2018-10-01")], "point_outside", 1),
        ([case("1", area_code="12", lon=116.7, lat=39.5, dispose_due="2018-10-01")], "place_contradiction", 1),
        ([case("1", area_code="91", lon=116.2, lat=39.5, dispose_due="2018-10-01")], "place_contradiction", 0),
        ([case("1", area_code="11", lon=116.2, lat=39.5, dispose_due="2018-10-01")], "place_contradiction", 0),
        ([case("1", area_code="zz")], "unknown_area", 1),
        ([case(str(n), lon=116 + (n > 1) * n / 1000, lat=39.5) for n in range(150)], "default_point", 2),
        ([case(str(n), lon=116 + (n > 1) * n / 1000, lat=39.5) for n in range(250)], "default_point", 0),
    ],
)
def test_issues_on_accepted_rows(tmp_path, cases, code, count):
    version, _ = placed(tmp_path, cases)
    found = version.rows("select * from issues where code = ?", [code])
    assert len(found) == count
    assert all(issue["severity"] == "issue" and "{" not in issue["message_zh"] + issue["message_en"] for issue in found)


def test_a_rank_that_does_not_fit_the_role(tmp_path):
    people = [{"person_id": "p1", "rank": "section"}, {"person_id": "p2", "rank": "division"}]
    roles = [{"person_id": person, "role": role, "alley_id": "a1", "valid_from": "2018-01-01"}
             for person in ("p1", "p2") for role in ("alley_chief", "street_chief")]
    version, _ = placed(tmp_path, [case("1")], people=people, assignments=roles)
    assert version.value("select count(*) from issues where code = 'rank_role_mismatch'") == 2


def test_the_newest_known_moment_ignores_due_times_and_ends(tmp_path):
    version, _ = placed(tmp_path, [case("1", dispose_due="2030-01-01", disposed_at="2018-09-20 15:00")],
        assignments=[{"person_id": "p", "role": "steward", "valid_from": "2018-09-20", "valid_to": "2031-01-01"}])
    assert version.newest_known_at == datetime(2018, 9, 21)
