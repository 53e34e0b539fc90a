"""The digest against plain loops over random cities, and its usual day against the distribution it names."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from scipy.stats import gamma, poisson

from analytics.digest import digest, morning
from analytics.digest.movements import STAGES, WEEKS, _usual
from analytics.indicators.units import UnknownUnit
from tests.loops.city import CasesCity
from tests.making import make_version
from tests.naive.city import City

MORNINGS = [datetime(2018, 9, 21), datetime(2018, 10, 1), datetime(2018, 10, 4)]


@pytest.fixture(scope="module", params=[1, 2, 3])
def both(request, tmp_path_factory):
    version = make_version(tmp_path_factory.mktemp("digest"), CasesCity(request.param).rows())
    return version, City(version)


def at(row: dict, name: str, as_of: datetime) -> datetime | None:
    """The moment as known then."""
    return row[name] if row[name] is not None and row[name] <= as_of else None


def known(city: City, as_of: datetime, within: str | None) -> list[dict]:
    return [row for row in city["cases"] if row["reported_at"] <= as_of
            and (within is None or within in (row["city"], row["district"], row["subdistrict"]))]


@pytest.mark.parametrize("within", [None, "D1", "S21"])
@pytest.mark.parametrize("as_of", MORNINGS)
def test_movements_equal_plain_loops(both, as_of: datetime, within: str | None) -> None:
    version, city = both
    found = {each.stage: each for each in digest(version, as_of, within).movements}
    for stage in STAGES:
        def on(day: datetime, stage: str = stage) -> int:
            return sum(1 for row in known(city, as_of, within)
                       if (moment := at(row, f"{stage}_at", as_of)) and day <= moment < day + timedelta(days=1)
                       and (stage == "voided" or at(row, "voided_at", as_of) is None))
        yesterday = as_of - timedelta(days=1)
        assert found[stage].cases == on(yesterday)
        assert found[stage].usual == sum(on(yesterday - timedelta(weeks=week)) for week in range(1, WEEKS + 1)) / WEEKS


def stopped(row: dict, moment: datetime, as_of: datetime) -> bool:
    since, until = at(row, "suspended_at", as_of), at(row, "resumed_at", as_of)
    return since is not None and since <= moment and (until is None or until > moment)


@pytest.mark.parametrize("within", [None, "D1"])
@pytest.mark.parametrize("as_of", MORNINGS)
def test_deadlines_equal_plain_loops(both, as_of: datetime, within: str | None) -> None:
    version, city = both
    expected: dict[str | None, list[int]] = {}
    for row in known(city, as_of, within):
        due = row["dispose_due"]
        if due is None or at(row, "voided_at", as_of) is not None:
            continue
        disposed, day = at(row, "disposed_at", as_of), timedelta(days=1)
        flags = [
            as_of - day <= due <= as_of and (disposed is None or disposed > due) and not stopped(row, due, as_of),
            due <= as_of and disposed is None and not stopped(row, due, as_of),
            as_of < due <= as_of + day and disposed is None and not stopped(row, as_of, as_of),
        ]
        unit = row["district"] if within is None else row["subdistrict"]
        for place, flag in enumerate(flags):
            expected.setdefault(unit, [0, 0, 0])[place] += flag
    found = digest(version, as_of, within).as_json()
    assert {row["unit"]: [row[name] for name in ("missed", "overdue_open", "due_next")]
            for row in found["deadlines_by_unit"]} == {unit: counts for unit, counts in expected.items() if any(counts)}
    assert sum(found["deadlines"].values()) == sum(map(sum, expected.values()))


def test_the_usual_day_is_the_predictive_distribution() -> None:
    before = [10, 14, 9, 12]
    mean, low, high = _usual(before)
    assert mean == 11.25
    # The same by simulation of its definition: a rate from the posterior, then a count of that rate.
    rates = gamma.rvs(sum(before) + 0.5, scale=1 / len(before), size=200_000, random_state=1)
    counts = poisson.rvs(rates, random_state=2)
    assert 0.94 < ((counts >= low) & (counts <= high)).mean() < 0.98
    assert low < 11 < high


def test_without_four_weeks_nothing_is_usual(tmp_path) -> None:
    case = {"case_id": "1", "source": "hotline", "reported_at": "2018-09-20 10:00"}
    found = digest(make_version(tmp_path, {"cases": [case]}), datetime(2018, 9, 21)).movements
    assert [(each.cases, each.usual, each.is_unusual) for each in found] == [(1, None, False)] + [(0, None, False)] * 4


def test_the_morning_follows_the_last_day_submitted(tmp_path) -> None:
    case = {"case_id": "1", "source": "hotline", "reported_at": "2018-09-20 10:00", "closed_at": "2018-10-09 10:00"}
    assert morning(make_version(tmp_path, {"cases": [case]})) == datetime(2018, 9, 21)


def test_an_unknown_area_is_said(tmp_path) -> None:
    case = {"case_id": "1", "source": "hotline", "reported_at": "2018-09-20 10:00"}
    with pytest.raises(UnknownUnit):
        digest(make_version(tmp_path, {"cases": [case]}), None, "nowhere")
