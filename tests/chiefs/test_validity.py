"""Which patrols of a day count: worked by hand, and the single patrols against the indicator."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from analytics.chiefs import alley_calendar, alley_levels, alley_patrols, unit_levels
from analytics.chiefs.validity import kept
from analytics.contract.periods import Period
from analytics.indicators import compute, explain
from tests.chiefs import naive
from tests.chiefs.moments import MOMENTS
from tests.making import make_version
from tests.naive.city import Moment

MORNING = datetime(2018, 9, 3, 8)


@pytest.mark.parametrize(
    ("minutes", "expected"),
    [
        ([], []),
        ([0], [True]),
        ([0, 59], [True, False]),
        ([0, 60], [True, True]),
        # the one 59 minutes after the first is dropped and no longer holds back the next
        ([0, 59, 61], [True, False, True]),
        ([0, 30, 60, 90, 120, 121], [True, False, True, False, True, False]),
        ([0, 0, 0], [True, False, False]),
    ],
)
def test_first_and_each_next_an_hour_after_the_last_kept(minutes, expected) -> None:
    assert kept([MORNING + timedelta(minutes=each) for each in minutes]) == expected


def test_a_day_worked_by_hand(tmp_path) -> None:
    """Five patrols: too short, valid, 59 minutes after it, entered the day after, valid. Two count."""
    def patrol(name: str, start: str, end: str, recorded: str | None = None) -> dict:
        return {"patrol_id": name, "person_id": "P", "alley_id": "A", "started_at": f"2018-09-03T{start}",
                "ended_at": f"2018-09-03T{end}", "recorded_at": recorded}

    version = make_version(tmp_path, {
        "alleys": [{"alley_id": "A", "name": "A", "area_code": "S"}],
        "assignments": [{"person_id": "P", "role": "alley_chief", "alley_id": "A", "valid_from": "2018-01-01"}],
        "patrols": [
            patrol("short", "06:00", "06:04"),
            patrol("first", "07:00", "07:10", "2018-09-03T23:59"),
            patrol("soon", "07:59", "08:30"),
            patrol("late", "10:00", "10:30", "2018-09-04T10:30"),
            patrol("second", "08:00", "08:05"),
        ],
    })  # fmt: skip
    period, as_of = Period.parse("2018-09-03"), datetime(2018, 9, 5)
    patrols = alley_patrols(version, "A", period, as_of).set_index("patrol_id")
    expected = {"short": "short", "first": "valid", "soon": "too_soon", "second": "valid", "late": "another_day"}
    assert patrols["state"].to_dict() == expected
    # exactly 24 hours after its end is not yet a late entry
    assert not patrols["is_late_entry"].fillna(False).any()
    day = alley_calendar(version, "A", period, as_of).iloc[0]
    assert (day["has_chief"], day["logged"], day["valid"], day["late"]) == (True, 5, 2, 0)


@pytest.mark.parametrize("moment", MOMENTS)
def test_every_day_of_every_alley_equals_the_naive_twin(version, city, moment: Moment) -> None:
    valid = naive.valid_patrols(city, moment)
    for alley in city.alleys:
        patrols = alley_patrols(version, alley, moment.period, moment.as_of)
        found = patrols[patrols["state"] == "valid"].groupby(patrols["day"].dt.date)["patrol_id"].agg(list).to_dict()
        assert found == {day: names for (of, day), names in valid.items() if of == alley}
        calendar = alley_calendar(version, alley, moment.period, moment.as_of)
        assert [day.date() for day in calendar["day"]] == moment.days
        assert calendar["valid"].tolist() == [len(valid.get((alley, day), [])) for day in moment.days]
        assert calendar["has_chief"].tolist() == [naive.has_chief(city, alley, day) for day in moment.days]


def test_two_valid_patrols_are_what_the_indicator_counts(version, city) -> None:
    """The single patrols and patrol_compliance follow one rule, though only one of them looks at every patrol."""
    period, as_of = Period.parse("2018-09"), datetime(2018, 10, 4)
    compared = 0
    for alley in city.alleys:
        calendar = alley_calendar(version, alley, period, as_of)
        mine = calendar[calendar["has_chief"]]
        rows = explain(version, "patrol_compliance", alley, "alley", period, as_of)
        assert (mine["valid"] >= 2).astype(float).tolist() == rows["numerator"].tolist()
        compared += int(rows["numerator"].sum())
    assert compared > 10


@pytest.mark.parametrize("moment", MOMENTS)
def test_levels_equal_the_naive_twin(version, city, moment: Moment) -> None:
    expected = naive.levels(city, moment)
    rows = alley_levels(version, moment.period, None, moment.as_of)
    assert {(row.alley_id, row.day.date()): row.level for row in rows.itertuples()} == expected
    for unit in ("D1", "S21"):
        inside = {
            key: level for key, level in expected.items() if naive.inside(city.places_of_alley(*key), unit)
        }
        rows = alley_levels(version, moment.period, unit, moment.as_of)
        assert {(row.alley_id, row.day.date()): row.level for row in rows.itertuples()} == inside


def test_days_of_units_sum_to_the_compliance(version) -> None:
    period, as_of = Period.parse("2018-09"), datetime(2018, 10, 4)
    days = unit_levels(version, period, "district", None, as_of).groupby("unit")[["none", "one", "two", "alleys"]].sum()
    assert (days["none"] + days["one"] + days["two"] == days["alleys"]).all() and days["one"].sum() > 0
    rows = compute(version, period, "district", ["patrol_compliance"], as_of=as_of).set_index("unit")
    for unit, day in days.iterrows():
        assert (day["two"], day["alleys"]) == (rows.loc[unit, "numerator"], rows.loc[unit, "denominator"])


def test_late_entries_are_those_of_the_indicator(version, city) -> None:
    period, as_of = Period.parse("2018-09"), datetime(2018, 10, 4)
    found = sum(
        alley_patrols(version, alley, period, as_of)["is_late_entry"].fillna(False).sum() for alley in city.alleys
    )
    counted = sum(
        compute(version, period, "alley", ["late_entry_rate"], as_of=as_of)["numerator"]
    )
    assert found == counted > 0


def test_units_without_alleys_are_refused(version) -> None:
    with pytest.raises(ValueError, match="grid"):
        unit_levels(version, Period.parse("2018-09"), "grid", None, datetime(2018, 10, 4))
