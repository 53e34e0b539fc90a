"""Cells: every column against plain loops over the rows."""

from datetime import date, datetime, timedelta

import numpy as np
import pandas
import pytest

from analytics.contract.periods import Period
from analytics.grids import cells, groups, no_owner, people_of, standards
from tests.grids.town import rows
from tests.making import make_version

SEPTEMBER, AS_OF = Period.parse("2018-09"), datetime(2018, 10, 3, 6)
LAST_DAY = date(2018, 9, 30)
# ISO weeks whose Thursday lies in September 2018, all ended by then
MONDAYS = [date(2018, 9, 3), date(2018, 9, 10), date(2018, 9, 17), date(2018, 9, 24)]


@pytest.fixture(scope="module", params=[1, 2])
def town(request, tmp_path_factory):
    made = rows(request.param)
    return make_version(tmp_path_factory.mktemp("town"), made), made


def known(row):
    return row.get("recorded_at", row["started_at"]) <= AS_OF


def presences(made):
    return [row for row in [*made["shifts"], *made["patrols"]] if known(row)]


def naive(made, grid):
    """What `cells` says of one cell, in plain loops."""
    asked = {each.level: each for each in standards()}.get(grid["management_level"])
    code, area = grid["grid_code"], grid["area_code"]
    first = date.fromisoformat(grid["valid_from"]) if grid["valid_from"] else date.min
    found = {"visits": 0, "weeks": 0, "weeks_kept": 0, "cases": 0, "respond_due": 0, "responded": 0, "hours": 0.0}
    for monday in MONDAYS:
        visits = 0
        for row in presences(made):
            start = row["started_at"].date()
            there = row["grid_code"] == code or (row["grid_code"] is None and row["area_code"] == area)
            visits += there and monday <= start < monday + timedelta(days=7)
        if first <= monday:
            found["weeks"] += 1
            found["visits"] += visits
            found["weeks_kept"] += asked is not None and visits >= asked.visits_a_week
    for row in made["cases"]:
        void = row["voided_at"] is not None and row["voided_at"] <= AS_OF
        if row["grid_code"] == code and SEPTEMBER.start <= row["reported_at"] < SEPTEMBER.end and not void:
            found["cases"] += 1
            if asked is not None:
                limit = row["reported_at"] + timedelta(hours=asked.respond_hours)
                answers = [row[name] for name in ("dispatched_at", "accepted_at", "disposed_at") if row[name]]
                found["respond_due"] += limit <= AS_OF
                found["responded"] += limit <= AS_OF and bool(answers) and min(answers) <= limit
    for row in presences(made):
        start, end = max(row["started_at"], SEPTEMBER.start), min(row["ended_at"], SEPTEMBER.end)
        hours = max((end - start).total_seconds() / 3600, 0.0)
        inside = [each for each in made["grids"] if row["grid_code"] is None
                  and each["grid_code"].startswith(row["area_code"])]  # fmt: skip
        if row["grid_code"] == code:
            found["hours"] += hours
        elif any(each["grid_code"] == code for each in inside):
            found["hours"] += hours / len(inside)
    people = {
        row["person_id"] for row in made["assignments"]
        if row["grid_code"] == code and row["role"] == "inspector" and row["valid_from"] <= "2018-09-30"
        and (row["valid_to"] is None or row["valid_to"] >= "2018-09-30")
    }  # fmt: skip
    if asked is None:
        found |= {"weeks_kept": np.nan, "respond_due": np.nan, "responded": np.nan}
    return found | {"inspectors": len(people)}, people


def test_every_cell_in_plain_loops(town):
    version, made = town
    found = cells(version, SEPTEMBER, AS_OF).set_index("grid")
    assert list(found.index) == sorted(grid["grid_code"] for grid in made["grids"])
    for grid in made["grids"]:
        told, people = naive(made, grid)
        row = found.loc[grid["grid_code"]]
        assert {name: row[name] for name in told} == pytest.approx(told, nan_ok=True), grid["grid_code"]
        assert set(people_of(version, grid["grid_code"], SEPTEMBER, AS_OF)["person_id"]) == people


def test_part_of_the_town_has_the_same_cells(town):
    version, _ = town
    whole = cells(version, SEPTEMBER, AS_OF)
    part = cells(version, SEPTEMBER, AS_OF, within="D1S1")
    same = whole[whole["subdistrict"] == "D1S1"].reset_index(drop=True)
    same, part = (each.astype(object).fillna("none") for each in (same, part))
    pandas.testing.assert_frame_equal(part, same)


def test_cells_without_an_owner_and_sums_by_level(town):
    version, made = town
    found = cells(version, SEPTEMBER, AS_OF)
    lacking = {grid["grid_code"] for grid in made["grids"] if not (grid["responsible_org"] and grid["fallback_org"])}
    assert set(no_owner(found)["grid"]) == lacking
    named = found[found["responsible_org"] == "O1"]
    assert set(named["responsible"]) <= {"Office"}
    by_level = groups(found, found["level"])
    for level in (1, 2, 3):
        own = [grid for grid in made["grids"] if grid["management_level"] == level]
        if own:
            assert by_level.loc[float(level), "cells"] == len(own)
            assert by_level.loc[float(level), "weeks_kept"] == sum(naive(made, each)[0]["weeks_kept"] for each in own)
            assert by_level.loc[float(level), "without_owner"] == sum(not each["responsible_org"] for each in own)


def test_without_shifts_nothing_is_known_of_visits(tmp_path):
    made = rows(1)
    version = make_version(tmp_path, {name: made[name] for name in ("areas", "grids", "cases")})
    found = cells(version, SEPTEMBER, AS_OF)
    assert found[["visits", "weeks_kept", "hours"]].isna().all().all()
    assert (found["inspectors"] == 0).all()
