"""Places: districts as they are, and a coverage without gaps or overlaps on every tier."""

import json

import numpy as np
import pytest
import shapely

from analytics.demo.areas import split, uneven
from analytics.demo.cells import outlines
from analytics.demo.settings import districts


def test_the_districts_are_beijings(city):
    found = city.rows("select area_code, group_code from areas where tier = 'district' order by 1")
    assert len(found) == 16
    groups = {"core": 3, "central": 4, "plain": 4, "ecological": 5}
    assert {group: sum(one == group for _, one in found) for group in groups} == groups
    assert dict(found)["110112"] == "core"
    assert set(outlines()) == set(districts()) == {code for code, _ in found}


def test_the_core_has_its_subdistricts(city):
    found = dict(city.rows("select parent_code, count(*) from areas where tier = 'subdistrict' group by 1"))
    assert found["110101"] == 17 and found["110102"] == 15
    assert sum(found.values()) == 329


def test_grid_codes_have_fifteen_digits_and_begin_with_their_areas(city):
    assert city.one("select count(*) from grids where not regexp_full_match(grid_code, '[0-9]{15}')") == 0
    assert city.one("select count(*) from grids where left(grid_code, 12) <> area_code") == 0
    pairs = "areas a join areas p on a.parent_code = p.area_code where p.tier <> 'city'"
    assert city.one(f"select count(*) from {pairs} and not starts_with(a.area_code, p.area_code)") == 0


@pytest.mark.parametrize("tier", ["district", "subdistrict", "community", "grid"])
def test_a_tier_covers_the_city_without_gap_or_overlap(city, tier):
    if tier == "grid":
        shapes = np.array(list(city.shapes("grids").values()))
    else:
        wanted = {code for (code,) in city.rows(f"select area_code from areas where tier = '{tier}'")}
        shapes = np.array([shape for code, shape in city.shapes("areas").items() if code in wanted])
    assert shapely.is_valid(shapes).all()
    assert shapely.coverage_is_valid(shapes)
    whole = sum(outline.area for outline in outlines().values())
    assert shapely.area(shapes).sum() == pytest.approx(whole, rel=1e-6)
    touching = shapely.STRtree(shapes).query(shapes, predicate="intersects")
    assert np.bincount(touching[0]).min() >= 2, "a place without a neighbour"


def test_cases_and_alleys_lie_in_their_grids(city):
    grids = city.shapes("grids")
    rows = city.rows("select grid_code, lon, lat from cases where lon is not null")
    shapes = np.array([grids[code] for code, _, _ in rows])
    assert shapely.contains_xy(shapes, [row[1] for row in rows], [row[2] for row in rows]).all()
    streets = city.shapes("areas")
    alleys = city.shapes("alleys")
    places = dict(city.rows("select alley_id, area_code from alleys"))
    assert all(shapely.contains(streets[places[alley]], line) for alley, line in alleys.items())


def test_every_grid_has_the_same_background(large_city):
    truth = json.loads((large_city.folder / "truth.json").read_text(encoding="utf-8"))["hot_spots"]
    planted = {place for spot in truth for place in spot["places"]}
    found = large_city.rows("select grid_code, count(*) from cases where grid_code is not null group by 1")
    counts = [count for code, count in found if code not in planted]
    # Poisson: the variance is the mean.
    assert np.var(counts) / np.mean(counts) == pytest.approx(1.0, abs=0.1)


def test_splitting_gives_the_sizes_asked_for():
    random = np.random.default_rng(1)
    sizes = uneven(50, 7, random)
    assert sum(sizes) == 50 and min(sizes) >= 1
    groups = split(random.random((50, 2)), sizes)
    assert [len(group) for group in groups] == sizes
    assert sorted(np.concatenate(groups)) == list(range(50))
