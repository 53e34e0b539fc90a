"""Figures per tag: each family's are those of the indicators, tags in any writing, a case once per tag."""

from datetime import date, datetime

import pandas as pd
import pytest

from analytics.contract.periods import Period
from analytics.indicators import compute
from analytics.store.tag_figures import FIGURES, class_counts, content_writings, grid_figures, tag_figures
from analytics.store.tag_reading import grid_tags
from tests.making import make_version

SEPTEMBER, AS_OF = Period.parse("2018-09"), datetime(2018, 10, 4)
GRIDS = [
    {"grid_code": "G1", "area_code": "A1", "tags": "使馆区; Hospital ;nonsense", "valid_to": "2018-09-10"},
    {"grid_code": "G1", "area_code": "A1", "tags": "capital_core;奥运场馆", "valid_from": "2018-09-11"},
    {"grid_code": "G2", "area_code": "A2", "tags": "核心区;学校"},
    {"grid_code": "G3", "area_code": "A2"},
]
AREAS = [
    {"area_code": "C", "tier": "city", "name": "城"},
    {"area_code": "D1", "parent_code": "C", "tier": "district", "name": "一区"},
    {"area_code": "D2", "parent_code": "C", "tier": "district", "name": "二区"},
    {"area_code": "A1", "parent_code": "D1", "tier": "subdistrict", "name": "一街"},
    {"area_code": "A2", "parent_code": "D2", "tier": "subdistrict", "name": "二街"},
]
CLASS_TAGS = [
    {"scheme": "cjt214", "kind": "event", "major_code": "01", "minor_code": "07", "tag": "违法建设"},
    {"kind": "event", "major_code": "01", "tag": "back_alley"},
]


def case(number: int, grid: str, at: str, due: str | None, **more) -> dict:
    return {"case_id": f"C{number}", "source": "inspector", "grid_code": grid, "scheme": "cjt214", "kind": "event",
            "major_code": "01", "minor_code": "01", "reported_at": at, "dispatched_at": at, "dispose_due": due, **more}


CASES = [
    case(1, "G1", "2018-09-05T08:00", "2018-09-06T08:00", disposed_at="2018-09-05T10:00"),  # hospital, embassy
    case(2, "G1", "2018-09-15T08:00", "2018-09-16T08:00", disposed_at="2018-09-17T10:00"),  # core, olympic; late
    case(3, "G2", "2018-09-15T08:00", "2018-09-16T08:00", minor_code="07"),  # core, school; open
    case(4, "G2", "2018-08-15T08:00", "2018-08-16T08:00"),  # due before, still open: backlog alone
    case(5, "G2", "2018-09-15T08:00", "2018-09-16T08:00", voided_at="2018-09-20T08:00"),
    case(6, "G2", "2018-09-15T08:00", "2018-09-16T08:00", suspended_at="2018-09-15T12:00"),
    case(7, "G3", "2018-09-15T08:00", "2018-09-16T08:00", disposed_at="2018-09-15T09:00", major_code="02"),
    case(8, "G2", "2018-10-02T08:00", None),  # reported after the period, open: backlog
    case(9, "G2", "2018-09-28T08:00", "2018-09-29T08:00", disposed_at="2018-10-09T10:00"),  # disposed after the as-of
]


@pytest.fixture(scope="module")
def version(tmp_path_factory):
    tables = {"areas": AREAS, "grids": GRIDS, "class_tags": CLASS_TAGS, "cases": CASES}
    return make_version(tmp_path_factory.mktemp("tags"), tables)


def by_tag(version, within=None) -> dict[tuple, tuple]:
    found = {}
    for row in tag_figures(version, SEPTEMBER, AS_OF, within).to_dict("records"):
        key = tuple(None if pd.isna(row[name]) else row[name] for name in ("family", "tag"))
        found[key] = tuple(row[name] for name in FIGURES)
    return found


def test_a_grid_counts_with_its_tags_of_the_day(version) -> None:
    found = by_tag(version)  # reported, due, on time, late, overdue and open, backlog
    assert found["key_area", "embassy_area"] == (1, 1, 1, 0, 0, 0)
    assert found["crowded_place", "hospital"] == (1, 1, 1, 0, 0, 0)
    assert found["key_area", "olympic_venue"] == (1, 1, 0, 1, 0, 0)
    assert found["key_area", "capital_core"] == (4, 3, 0, 1, 2, 5)
    assert found["crowded_place", "school"] == (3, 2, 0, 0, 2, 5)


def test_classes_and_their_minor_ones(version) -> None:
    found = by_tag(version)
    assert found["key_content", "illegal_structure"] == (1, 1, 0, 0, 1, 1)
    assert found["key_content", "back_alley"] == (5, 4, 1, 1, 2, 5)
    assert class_counts(version) == {"back_alley": 1, "illegal_structure": 1}
    assert "违法建设" in content_writings("illegal_structure")


def test_a_family_counts_each_case_once_and_all_cases_come_last(version) -> None:
    found = by_tag(version)
    assert found["key_area", None] == (5, 4, 1, 1, 2, 5)
    assert found["key_content", None] == found["key_content", "back_alley"]
    assert found[None, None] == (6, 5, 2, 1, 2, 5)
    for reported, due, on_time, late, overdue_open, backlog in found.values():
        assert due == on_time + late + overdue_open
        assert overdue_open <= backlog and reported >= 0


@pytest.mark.parametrize("family", ["key_area", "crowded_place", "key_content"])
@pytest.mark.parametrize(("within", "tier", "unit"), [(None, "city", "C"), ("D2", "district", "D2")])
def test_the_family_is_the_indicator(version, family, within, tier, unit) -> None:
    values = compute(version, SEPTEMBER, tier, [f"{family}_on_time_rate"], as_of=AS_OF).set_index("unit")
    _, due, on_time, *_ = by_tag(version, within)[family, None]
    assert (on_time, due) == (values.loc[unit, "numerator"], values.loc[unit, "denominator"])


def test_grids_of_a_tag_add_up_to_it(version) -> None:
    for family, tag in (("key_area", "capital_core"), ("key_area", None), ("key_content", None)):
        rows = grid_figures(version, SEPTEMBER, AS_OF, family, tag)
        assert tuple(rows[list(FIGURES)].sum()) == by_tag(version)[family, tag]
        assert rows["overdue_open"].is_monotonic_decreasing and rows["grid"].is_unique


def test_tags_of_grids_on_a_day(version) -> None:
    early = grid_tags(version, date(2018, 9, 1))
    assert set(early.loc[early["grid"] == "G1", "tag"]) == {"embassy_area", "hospital"}
    late = grid_tags(version, date(2018, 9, 30), "D2")
    assert set(zip(late["grid"], late["family"], late["tag"], strict=True)) == {
        ("G2", "key_area", "capital_core"), ("G2", "crowded_place", "school"),
    }  # fmt: skip
