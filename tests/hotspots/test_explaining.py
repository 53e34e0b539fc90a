"""What stands behind a hot spot: what is expected, who drives the excess, patches, cases, words, changes."""

import numpy as np
import pytest
import shapely

from analytics.contract.periods import Period
from analytics.hotspots import find_hotspots
from analytics.hotspots.changes import changes
from analytics.hotspots.drivers import CLASS, SOURCE, drivers, grouped, neighbourhood
from analytics.hotspots.expected import expected
from analytics.hotspots.locations import place_chains
from analytics.hotspots.patches import patches
from analytics.hotspots.place_cases import cases_of, points
from analytics.hotspots.readings import readings
from tests.hotspots.city import case, places
from tests.hotspots.spotted import ALWAYS, LATELY, SIDE, SOUTH, STEP, WEST, cell
from tests.making import make_version

SEPTEMBER = Period.parse("2018-09")
CORE = cell(*ALWAYS)


def around(row: int, column: int) -> set[str]:
    return {cell(r, c) for r in range(row - 1, row + 2) for c in range(column - 1, column + 2)}


def test_expected_with_counts_is_the_mean(september) -> None:
    assert september.expected == pytest.approx(september.count.mean())
    assert september.expected_monthly[:, -1] == pytest.approx(september.count.mean())


def test_expected_with_rates_is_the_share_of_the_area(spotted) -> None:
    found = find_hotspots(spotted, SEPTEMBER, "hex", rate=True)
    share = found.places.area_km2 / np.nansum(found.places.area_km2)
    assert found.expected == pytest.approx(share * found.count.sum())


def test_a_place_without_an_outline_expects_nothing_and_lends_nothing(tmp_path) -> None:
    cases = [case("110102-nowhere", "2018-09-03T10:00:00") for _ in range(50)]
    cases += [case("110101-00", "2018-09-03T10:00:00")]
    found = find_hotspots(make_version(tmp_path, {**places(), "cases": cases}), SEPTEMBER)
    level = expected(found.count, found.places)
    assert np.isnan(level[found.row("110102-nowhere")])
    assert np.nansum(level) == pytest.approx(1.0)


def test_patches_join_what_touches_and_rank_by_excess(september) -> None:
    found = patches(september, september.hot)
    codes = [{september.places.codes[place] for place in patch.places} for patch in found]
    assert sorted(map(sorted, codes)) == sorted(map(sorted, (around(*ALWAYS), around(*LATELY))))
    assert {september.places.codes[patch.core] for patch in found} == {cell(*ALWAYS), cell(*LATELY)}
    assert found[0].excess >= found[1].excess > 30
    assert found[0].cases == september.count[found[0].places].sum()
    assert patches(september, np.zeros(len(september.count), dtype=bool)) == []


def test_cold_patches_rank_by_what_is_lacking(september) -> None:
    rows = np.isin(september.places.codes, [cell(0, 0), cell(SIDE - 1, 11), cell(SIDE - 1, 10)])
    found = patches(september, rows, cold=True)
    assert sorted(len(patch.places) for patch in found) == [1, 2]
    assert found[0].excess <= found[1].excess


@pytest.mark.parametrize(("tier", "place"), [("grid", CORE), ("subdistrict", "110101001")])
def test_drivers_add_up_to_the_neighbourhood(spotted, tier, place) -> None:
    found = find_hotspots(spotted, SEPTEMBER, tier)
    rows, near = drivers(spotted, found, place), neighbourhood(found, place)
    assert rows["here"].sum() == found.count[found.row(place)]
    for by in (CLASS, SOURCE):
        table = grouped(rows, found, place, by)
        assert table["around"].sum() == found.count[near].sum()
        assert table["expected"].sum() == pytest.approx(found.expected[near].sum())
        assert table["excess"].is_monotonic_decreasing


def test_drivers_name_the_class_and_source_of_the_spot(spotted, september) -> None:
    rows = drivers(spotted, september, CORE)
    assert grouped(rows, september, CORE, CLASS)["major_code"].iloc[0] == "02"
    assert grouped(rows, september, CORE, SOURCE)["source"].iloc[0] == "hotline"
    with pytest.raises(KeyError):
        drivers(spotted, september, "no such cell")


def test_hexagons_are_broken_down_by_point(spotted) -> None:
    found = find_hotspots(spotted, SEPTEMBER, "hex")
    place = found.places.codes[int(np.nanargmax(found.z))]
    rows = drivers(spotted, found, place)
    assert rows["here"].sum() == found.count[found.row(place)] == len(cases_of(spotted, found, place))
    assert rows["around"].sum() == found.count[neighbourhood(found, place)].sum()
    assert rows["total"].sum() == found.count.sum()


def test_cases_of_a_place_are_those_that_were_counted(spotted, september) -> None:
    rows = cases_of(spotted, september, CORE)
    assert len(rows) == september.count[september.row(CORE)]
    assert rows["reported_at"].is_monotonic_decreasing
    late = rows["disposed_at"] > rows["dispose_due"]
    assert (rows["overdue"] == late).all() and late.any() and rows["due"].all()


def test_points_lie_in_the_area(spotted, september) -> None:
    everywhere = points(spotted, september.selection, SEPTEMBER, None)
    west = points(spotted, september.selection, SEPTEMBER, "110101")
    assert len(everywhere) == september.count.sum()
    assert 0 < len(west) < len(everywhere) and west[:, 0].max() <= WEST + SIDE / 2 * STEP


def test_a_point_finds_its_place(spotted, september) -> None:
    row, column = ALWAYS
    lon, lat = WEST + (column + 0.5) * STEP, SOUTH + (row + 0.5) * STEP
    assert september.places.at(lon, lat) == CORE
    assert september.places.at(lon - 1, lat) is None
    hexagons = find_hotspots(spotted, SEPTEMBER, "hex").places
    place = hexagons.at(lon, lat)
    assert shapely.contains_xy(hexagons.geometries[hexagons.codes.index(place)], lon, lat)
    assert hexagons.at(lon - 1, lat) is None


def test_a_hexagon_lies_where_its_middle_is(spotted) -> None:
    found = find_hotspots(spotted, SEPTEMBER, "hex")
    row, column = ALWAYS
    place = found.places.at(WEST + (column + 0.5) * STEP, SOUTH + (row + 0.5) * STEP)
    assert place_chains(spotted, found, [place])[place]["subdistrict"] == "110101001"


def test_readings_tell_clear_from_chance() -> None:
    z = np.array([4.0, 2.1, 0.5, -2.1, -4.0, np.nan])
    p = np.array([0.0001, 0.04, 0.6, 0.04, 0.0001, np.nan])
    clear = np.array([True, False, False, False, True, False])
    assert readings(z, p, clear).tolist() == ["hot", "leaning_hot", "even", "leaning_cold", "cold", None]


def test_changes_between_two_months(spotted, september) -> None:
    august = find_hotspots(spotted, Period.parse("2018-08"))
    table = changes(august, september).set_index("place")
    assert table.loc[cell(*LATELY), "change"] == "came" and table.loc[cell(*LATELY), "clear"]
    assert table.loc[CORE, "change"] == "stayed" and not table.loc[CORE, "clear"]
    back = changes(september, august).set_index("place")
    assert back.loc[cell(*LATELY), "change"] == "went"
    assert table["clear"].sum() == 1
    assert set(table["change"].dropna()) == {"came", "stayed"}


def test_two_equal_periods_differ_nowhere(september) -> None:
    table = changes(september, september)
    assert not table["clear"].any() and table["z"].abs().max() == pytest.approx(0.0)


def test_the_planted_spots_get_their_classes(september) -> None:
    assert september.emerging.classes[september.row(CORE)] == "persistent"
    assert september.emerging.classes[september.row(cell(*LATELY))] == "new"
