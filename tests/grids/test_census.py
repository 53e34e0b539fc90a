"""The census: runs, freshness, states and new parts against plain loops, and the same as the indicators say."""

from datetime import date, datetime

import pytest

from analytics import indicators
from analytics.contract.periods import Period
from analytics.grids import census_runs, parts_of
from tests.grids.town import COMMUNITIES, rows
from tests.making import make_version

SEPTEMBER, AS_OF = Period.parse("2018-09"), datetime(2018, 10, 3)
LAST = date(2018, 9, 30)


@pytest.fixture(scope="module")
def town(tmp_path_factory):
    made = rows(5)
    return make_version(tmp_path_factory.mktemp("town"), made), made


def ended(day):
    return day is not None and day < AS_OF.date()


def test_runs_of_the_year_in_plain_loops(town):
    version, made = town
    found = census_runs(version, SEPTEMBER, AS_OF).set_index(["area", "kind"])
    assert set(found.index) == {(area, kind) for area in ("D1", "D2", "D1S1", "D1S2", "D2S1")
                                for kind in ("parts", "geography")}  # fmt: skip
    for (area, kind), row in found.iterrows():
        own = [run for run in made["census_runs"] if (run["area_code"], run["kind"]) == (area, kind)]
        year = [run for run in own if date(2018, 1, 1) <= run["started_on"] <= LAST]
        done = [run for run in year if ended(run["finished_on"])]
        assert row["runs"] == len(year)
        for name in ("surveyed", "added", "changed", "removed"):
            told = sum(run[name] for run in done)
            assert row[name] == told if done else row[name] != row[name]
        recent = [run for run in own if run["finished_on"] and 0 <= (LAST - run["finished_on"]).days <= 364]
        assert row["done"] == bool(recent)


def test_areas_done_are_those_of_the_indicator(town):
    version, _ = town
    found = census_runs(version, SEPTEMBER, AS_OF)
    whole = indicators.compute(version, SEPTEMBER, "city", ["census_done_rate"], as_of=AS_OF).iloc[0]
    assert whole["numerator"] == found.groupby("area")["done"].any().sum()
    assert whole["denominator"] == found["area"].nunique()


def naive_parts(made, inside):
    found = {"parts": 0, "fresh": 0, "new": 0, "new_surveyed": 0, "intact": 0, "broken": 0, "moved": 0}
    for part in made["parts"]:
        created, verified = part["created_on"], part["last_verified_on"]
        if not inside(part["grid_code"]) or (created is not None and created > LAST):
            continue
        found["parts"] += 1
        found[part["state"]] += 1
        found["fresh"] += ended(verified) and (LAST - verified).days <= 365
        new = created is not None and (LAST - created).days <= 364
        found["new"] += new
        found["new_surveyed"] += new and verified > created and ended(verified)
    return found


@pytest.mark.parametrize(("tier", "units"), [("community", list(COMMUNITIES)), ("district", ["D1", "D2"])])
def test_parts_per_unit_in_plain_loops(town, tier, units):
    version, made = town
    found = parts_of(version, SEPTEMBER, tier, AS_OF).set_index("unit")
    for unit in units:
        told = naive_parts(made, lambda grid, unit=unit: grid.startswith(unit))
        assert {name: found.loc[unit, name] for name in told} == told
    assert parts_of(version, SEPTEMBER, tier, AS_OF, within="D2")["parts"].sum() == naive_parts(
        made, lambda grid: grid.startswith("D2")
    )["parts"]  # fmt: skip


def test_fresh_parts_are_those_of_the_indicator(town):
    version, _ = town
    found = parts_of(version, SEPTEMBER, "city", AS_OF).iloc[0]
    whole = indicators.compute(version, SEPTEMBER, "city", ["census_freshness"], as_of=AS_OF).iloc[0]
    assert (found["fresh"], found["parts"]) == (whole["numerator"], whole["denominator"])


def test_no_parts_on_other_tiers(town):
    with pytest.raises(ValueError, match="alley"):
        parts_of(town[0], SEPTEMBER, "alley")
