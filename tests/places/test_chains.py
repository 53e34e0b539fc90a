"""Ancestors by parent code and day: several versions, gaps, cycles, unknown parents, the synthetic city."""

from datetime import date

import pandas as pd
import pytest

from analytics.places.chains import area_chains
from analytics.places.validity import unbroken

EVER = (date(1, 1, 1), date(9999, 12, 31))


def areas(*rows):
    frame = pd.DataFrame(rows, columns=["area_code", "parent_code", "tier", "valid_from", "valid_to"])
    return frame.astype(object)


def chain(chains, code):
    found = chains.rows[chains.rows["area_code"] == code]
    return [
        (row.from_day.date(), row.to_day.date(), row.tier, row.city, row.district, row.subdistrict, row.community)
        for row in found.itertuples()
    ]


def issues(chains):
    return [tuple(row) for row in chains.issues.itertuples(index=False)]


def test_four_tiers_by_parent_and_not_by_prefix():
    found = area_chains(areas(
        ("11", None, "city", None, None),
        ("110101", "11", "district", None, None),
        ("990", "110101", "subdistrict", None, None),
        ("110102001", "990", "community", None, None),
    ))  # fmt: skip
    assert chain(found, "110102001") == [(*EVER, "community", "11", "110101", "990", "110102001")]
    assert chain(found, "110101") == [(*EVER, "district", "11", "110101", None, None)]
    assert chain(found, "11") == [(*EVER, "city", "11", None, None, None)]
    assert issues(found) == []
    assert found.synthetic_city is None


def test_a_tier_may_be_left_out():
    found = area_chains(areas(
        ("11", None, "city", None, None),
        ("d", "11", "district", None, None),
        ("c", "d", "community", None, None),
    ))  # fmt: skip
    assert chain(found, "c") == [(*EVER, "community", "11", "d", None, "c")]


def test_a_street_that_moved_has_a_span_for_each_district():
    found = area_chains(areas(
        ("11", None, "city", None, None),
        ("a", "11", "district", None, date(2018, 6, 30)),
        ("b", "11", "district", None, None),
        ("s", "a", "subdistrict", date(2015, 1, 1), date(2018, 6, 30)),
        ("s", "b", "subdistrict", date(2018, 7, 1), None),
        ("c", "s", "community", None, None),
    ))  # fmt: skip
    day = date(2018, 6, 30), date(2018, 7, 1)
    assert chain(found, "s") == [
        (EVER[0], day[0], "subdistrict", "11", "a", "s", None),
        (day[1], EVER[1], "subdistrict", "11", "b", "s", None),
    ]
    assert [row[:2] + row[4:6] for row in chain(found, "c")] == [
        (EVER[0], day[0], "a", "s"),
        (day[1], EVER[1], "b", "s"),
    ]


def test_versions_that_change_nothing_above_make_one_span():
    found = area_chains(areas(
        ("11", None, "city", None, date(2016, 12, 31)),
        ("11", None, "city", date(2017, 1, 1), None),
        ("d", "11", "district", date(2017, 3, 1), date(2017, 4, 1)),
        ("d", "11", "district", date(2018, 3, 1), None),
    ))  # fmt: skip
    assert chain(found, "d") == [(*EVER, "district", "11", "d", None, None)]


def test_an_area_may_change_its_tier():
    found = area_chains(areas(
        ("11", None, "city", None, None),
        ("x", "11", "district", None, date(2010, 6, 30)),
        ("x", "11", "subdistrict", date(2010, 7, 1), None),
    ))  # fmt: skip
    assert [row[2:] for row in chain(found, "x")] == [
        ("district", "11", "x", None, None),
        ("subdistrict", "11", None, "x", None),
    ]


def test_invalid_range_was_never_in_force():
    found = area_chains(areas(
        ("11", None, "city", None, None),
        ("d", "11", "district", date(2018, 2, 1), date(2018, 1, 31)),
        ("s", "d", "subdistrict", None, None),
    ))  # fmt: skip
    assert chain(found, "d") == []
    assert chain(found, "s") == [(*EVER, "subdistrict", "11", None, "s", None)]
    assert issues(found) == [("unknown_parent", "s", "d"), ("valid_to_before_valid_from", "d", None)]


def test_one_day_is_a_valid_range():
    found = area_chains(areas(("d", None, "district", date(2018, 2, 1), date(2018, 2, 1))))
    assert len(chain(found, "d")) == 1


@pytest.mark.parametrize("parents", [("b", "a"), ("a", "a")])
def test_cycles_end(parents):
    found = area_chains(areas(
        ("11", None, "city", None, None),
        ("a", parents[0], "district", None, None),
        ("b", parents[1], "subdistrict", None, None),
    ))  # fmt: skip
    assert chain(found, "b") == [(*EVER, "subdistrict", "11", "a", "b", None)]
    assert "parent_cycle" in found.issues["code"].tolist()


def test_parent_that_is_not_above_is_skipped():
    found = area_chains(areas(
        ("11", None, "city", None, None),
        ("d", "11", "district", None, None),
        ("s", "d", "subdistrict", None, None),
        ("t", "s", "subdistrict", None, None),
    ))  # fmt: skip
    assert chain(found, "t") == [(*EVER, "subdistrict", "11", "d", "t", None)]
    assert issues(found) == [("parent_not_above", "t", "s")]


def test_without_a_city_one_is_made():
    found = area_chains(areas(("d", None, "district", None, None), ("s", "d", "subdistrict", None, None)))
    assert found.synthetic_city == "city"
    assert chain(found, "city") == [(*EVER, "city", "city", None, None, None)]
    assert chain(found, "s") == [(*EVER, "subdistrict", "city", "d", "s", None)]


def test_the_only_city_takes_everybody_but_two_do_not():
    one = area_chains(areas(("11", None, "city", None, None), ("d", None, "district", None, None)))
    assert chain(one, "d")[0][3] == "11"
    two = area_chains(areas(
        ("11", None, "city", None, None), ("12", None, "city", None, None), ("d", None, "district", None, None)
    ))  # fmt: skip
    assert chain(two, "d")[0][3] is None


def test_no_areas_no_city():
    found = area_chains(areas())
    assert found.rows.empty
    assert found.synthetic_city is None
    assert list(found.rows.columns)[:4] == ["area_code", "from_day", "to_day", "tier"]


def test_spans_of_every_area_cover_all_days():
    found = area_chains(areas(
        ("11", None, "city", None, None),
        ("d", "11", "district", date(2012, 1, 1), date(2014, 1, 1)),
        ("d", "x", "district", date(2016, 1, 1), None),
        ("s", "d", "subdistrict", None, date(2013, 1, 1)),
        ("s", "11", "subdistrict", date(2013, 1, 2), date(2015, 5, 5)),
        ("s", "d", "subdistrict", date(2017, 1, 1), None),
    ))  # fmt: skip
    for code in ("11", "d", "s"):
        rows = chain(found, code)
        assert (rows[0][0], rows[-1][1]) == EVER
        for before, after in zip(rows, rows[1:], strict=False):
            assert (after[0] - before[1]).days == 1
            assert before[2:] != after[2:]


def test_unbroken_takes_the_version_that_began_last_and_fills_gaps_with_the_one_before():
    grids = pd.DataFrame({
        "grid_code": ["g", "g", "g", "h", None, "i"],
        "area_code": ["old", "short", "new", "h1", "nobody", "never"],
        "valid_from": pd.to_datetime([None, "2018-01-01", "2019-01-01", "2018-01-01", None, "2018-01-02"]),
        "valid_to": pd.to_datetime(["2018-06-30", "2018-03-31", None, "2018-12-31", None, "2018-01-01"]),
    })  # fmt: skip
    found = [
        (row.grid_code, row.area_code, str(row.from_day.date()), str(row.to_day.date()))
        for row in unbroken(grids, "grid_code").itertuples()
    ]
    assert found == [
        ("g", "old", "0001-01-01", "2017-12-31"),
        ("g", "short", "2018-01-01", "2018-03-31"),
        ("g", "old", "2018-04-01", "2018-12-31"),
        ("g", "new", "2019-01-01", "9999-12-31"),
        ("h", "h1", "0001-01-01", "9999-12-31"),
    ]
