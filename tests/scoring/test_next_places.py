"""What lifts a unit past the one above it: by hand, by trying every number, and by changing the rows themselves."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random

import pytest

from analytics.scoring import rank
from analytics.scoring.next_places import next_places
from analytics.scoring.scorecards import scorecards
from analytics.scoring.standings import standing
from tests.making import make_version
from tests.pages import city
from tests.scoring.making import rows, units

CARD = scorecards()["cases_only"]
RATES = ("on_time_rate", "overdue_open_rate", "rework_rate", "self_found_share")


def stood(table):
    return standing(rows(table), units(list(table)), CARD, "district", set(RATES), draws=0)


def test_by_hand():
    """Only the on-time rate differs: 40 points from 50 % to 98 %, so ten cases of 100 are 8.33 points."""
    same = {"overdue_open_rate": (0, 100), "rework_rate": (0, 100), "self_found_share": (80, 100)}
    found = next_places(stood({"A": same | {"on_time_rate": (90, 100)}, "B": same | {"on_time_rate": (80, 100)},
                               "C": same | {"on_time_rate": (80, 100)}}))  # fmt: skip
    # Ten more would only draw level.
    assert [(place.unit, place.above, place.gap, place.main.rows) for place in found] == [
        ("B", "A", 8.33, 11), ("C", "A", 8.33, 11)]  # fmt: skip
    assert found[0].easiest == found[0].main
    assert (found[0].main.indicator, found[0].main.denominator) == ("on_time_rate", 100)


def test_less_is_better_where_low_is_good_and_out_of_reach_is_none():
    best = {"on_time_rate": (100, 100), "overdue_open_rate": (0, 100), "rework_rate": (0, 100)}
    found = next_places(stood({"A": best | {"self_found_share": (80, 100)}, "B": best | {
        "self_found_share": (80, 100), "on_time_rate": (40, 100), "rework_rate": (5, 100)}}))  # fmt: skip
    assert found[0].main is None  # the best on-time rate draws level at most: the rework stays
    assert found[0].easiest is None
    base = {"on_time_rate": (70, 100), "overdue_open_rate": (0, 100), "self_found_share": (70, 100)}
    near = next_places(stood({"A": base | {"rework_rate": (2, 100)}, "B": base | {"rework_rate": (5, 100)}}))
    # Rework from 1 to 10 %: 2.22 points a case, 3 draw level. On time: 0.83 a case, 8 draw level.
    assert (near[0].main.rows, near[0].easiest.indicator, near[0].easiest.rows) == (9, "rework_rate", -4)


def test_units_without_a_place_and_the_first_have_no_way():
    full = dict.fromkeys(RATES, (50, 100))
    assert next_places(stood({"A": full, "B": {}})) == []


@pytest.mark.parametrize("seed", range(8))
def test_the_same_as_trying_every_number(seed):
    chance = Random(seed)
    table = {}
    for unit in "ABCD":
        sizes = {name: chance.randrange(30, 90) for name in RATES}
        table[unit] = {name: (chance.randrange(size // 2, size), size) for name, size in sizes.items()}
        if chance.random() < 0.5:
            table[unit]["self_found_share"] = None
    for place in next_places(stood(table)):
        naive = {name: _tried(table, place, name) for name in RATES if table[place.unit][name]}
        assert (place.main and place.main.rows) == naive["on_time_rate"]
        shares = {name: abs(n) / table[place.unit][name][1] for name, n in naive.items() if n is not None}
        least = min(shares.values(), default=None)
        assert (place.easiest and abs(place.easiest.rows) / place.easiest.denominator) == least


def _tried(table, place, name):
    """One row more (or fewer) at a time until the whole ranking, computed anew, has the unit past the other."""
    numerator, denominator = table[place.unit][name]
    down = name in ("overdue_open_rate", "rework_rate")
    for number in range((numerator if down else denominator - numerator) + 1):
        changed = number * (-1 if down else 1)
        again = stood(table | {place.unit: table[place.unit] | {name: (numerator + changed, denominator)}})
        scores = again.table.set_index("unit")["score"]
        if scores[place.unit] > scores[place.above]:
            return changed
    return None


def test_changing_that_many_cases_changes_the_places(tmp_path):
    """Late cases of the lower unit, disposed in time instead: with one fewer it stays below, with all it is above."""
    made = {name: lines for name, lines in city.rows().items() if name in ("areas", "grids", "cases")}
    ranked = lambda folder, cases: rank(  # noqa: E731
        make_version(tmp_path / folder, made | {"cases": cases}), "2018Q3", "subdistrict", scorecard="cases_only",
        as_of=datetime(2018, 10, 4))  # fmt: skip
    too_late = [case for case in made["cases"]
                if case["dispose_due"].month in (7, 8, 9) and case["disposed_at"] > case["dispose_due"]]  # fmt: skip
    late = lambda unit: [case["case_id"] for case in too_late if case["area_code"] == unit]  # noqa: E731
    ways = [each for each in next_places(ranked("as_it_was", made["cases"]).now) if each.main]
    place = max((each for each in ways if each.main.rows <= len(late(each.unit))), key=lambda each: each.main.rows)
    assert place.main.rows > 1
    for number, expected in ((place.main.rows - 1, False), (place.main.rows, True)):
        moved = set(late(place.unit)[:number])
        cases = [case | {"disposed_at": case["dispose_due"] - timedelta(hours=1)} if case["case_id"] in moved else case
                 for case in made["cases"]]  # fmt: skip
        scores = ranked(f"with_{number}", cases).units.set_index("unit")["score"]
        assert bool(scores[place.unit] > scores[place.above]) is expected
