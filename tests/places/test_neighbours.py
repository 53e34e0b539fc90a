"""Earlier finds and recurrences against the plain double loop, and the ends of every window."""

import duckdb
import numpy as np
import pandas as pd
import pytest

from analytics.places import neighbours
from analytics.places.coordinates import EARTH_RADIUS_M, haversine_m
from analytics.places.neighbours import INFINITY, earlier_find_until, recurrence_until

DAY = np.timedelta64(1, "D")
NEVER = np.datetime64("NaT", "us")
HALF_A_METRE = np.degrees(0.5 / EARTH_RADIUS_M)


def moments(*texts):
    return np.array(texts, dtype="datetime64[us]")


def one_by_one(cases, follows):
    """Per case the latest end of the cases j for which `follows(i, j)`, among those of its class within 30 m."""
    out = []
    count = len(cases["lon"])
    for i in range(count):
        best = NEVER
        for j in range(count):
            same = i != j and cases["classes"][i] == cases["classes"][j] >= 0 and follows(i, j)
            if same and haversine_m(*(cases[name][k] for k in (i, j) for name in ("lon", "lat"))) <= 30:
                end = INFINITY if np.isnat(cases["voided_at"][j]) else cases["voided_at"][j]
                best = end if np.isnat(best) else max(best, end)
        out.append(best)
    return np.array(out)


def naive_earlier(cases):
    reported, own = cases["reported_at"], cases["self_found"]
    return one_by_one(cases, lambda i, j: own[j] and reported[i] - 7 * DAY <= reported[j] < reported[i])


def naive_recurrence(cases):
    reported, closed = cases["reported_at"], cases["closed_at"]
    known = ~np.isnat(reported)
    return one_by_one(cases, lambda i, j: known[i] and closed[i] < reported[j] <= closed[i] + 30 * DAY)


def random_cases(seed, count, lat=39.9, spread_m=120.0, stacked=0.3):
    """Cases in a small place, many at one point, times on a coarse clock so that they meet the ends of windows."""
    rng = np.random.default_rng(seed)
    degree = np.degrees(spread_m / EARTH_RADIUS_M)
    lon = 116.4 + rng.uniform(0, degree, count) / np.cos(np.radians(lat))
    lats = lat + rng.uniform(0, degree, count)
    on_point = rng.random(count) < stacked
    lon[on_point], lats[on_point] = 116.4, lat
    reported = moments("2018-01-01")[0] + rng.integers(0, 60 * 4, count) * np.timedelta64(6, "h")
    closed = reported + rng.integers(0, 40, count) * np.timedelta64(12, "h")
    voided = reported + rng.integers(0, 90, count) * DAY
    cases = {
        "lon": lon,
        "lat": lats,
        "reported_at": reported.astype("datetime64[us]"),
        "closed_at": np.where(rng.random(count) < 0.2, NEVER, closed),
        "voided_at": np.where(rng.random(count) < 0.5, NEVER, voided),
        "classes": rng.choice([-1, 0, 3, 4_000_000_000], count),
        "self_found": rng.random(count) < 0.4,
    }
    lost = rng.random(count) < 0.03
    cases["lon"][lost] = np.nan
    cases["reported_at"][rng.random(count) < 0.02] = NEVER
    return cases


def earlier(cases):
    return earlier_find_until(**{name: value for name, value in cases.items() if name != "closed_at"})


def recurrence(cases):
    return recurrence_until(**{name: value for name, value in cases.items() if name != "self_found"})


@pytest.mark.parametrize(
    ("seed", "lat", "spread_m", "stacked"),
    [(1, 39.9, 120, 0.3), (2, -33.0, 60, 0.0), (3, 0.0, 3_000, 0.9), (4, 69.65, 200, 0.1), (5, 39.9, 40, 0.95)],
)
def test_same_as_the_double_loop(seed, lat, spread_m, stacked):
    cases = random_cases(seed, 260, lat, spread_m, stacked)
    found, expected = earlier(cases), naive_earlier(cases)
    np.testing.assert_array_equal(found, expected)
    assert (found == INFINITY).any() and (~np.isnat(found) & (found != INFINITY)).any() and np.isnat(found).any()
    np.testing.assert_array_equal(recurrence(cases), naive_recurrence(cases))


@pytest.mark.parametrize("stack", [1, 5, 10_000])
def test_the_way_does_not_change_the_result(monkeypatch, stack):
    """Stacks of any size, batches of a few rows, pairs and classes: all the same."""
    cases = random_cases(7, 400)
    cases["classes"] = np.random.default_rng(7).integers(-1, 5, 400)
    expected = naive_earlier(cases), naive_recurrence(cases)
    monkeypatch.setattr(neighbours, "_STACK", stack)
    monkeypatch.setattr(neighbours, "_PAIRS_AT_ONCE", 17)
    monkeypatch.setattr(neighbours, "_QUERIES_AT_ONCE", 23)
    monkeypatch.setattr(neighbours, "_ROWS_AT_ONCE", 130)
    np.testing.assert_array_equal(earlier(cases), expected[0])
    np.testing.assert_array_equal(recurrence(cases), expected[1])


def pair(**second):
    """A self-found case on 1 January and a second one, 20 m north, two days later, unless told otherwise."""
    first = {"lon": 116.4, "lat": 39.9, "reported_at": "2018-01-01", "closed_at": "2018-01-02", "voided_at": "NaT",
             "classes": 1, "self_found": True}  # fmt: skip
    later = first | {"lat": 39.9 + 40 * HALF_A_METRE, "reported_at": "2018-01-03", "closed_at": "NaT"} | second
    cases = {name: np.array([first[name], later[name]]) for name in first}
    return cases | {name: cases[name].astype("datetime64[us]") for name in ("reported_at", "closed_at", "voided_at")}


@pytest.mark.parametrize(
    ("second", "found"),
    [
        ({}, True),
        ({"reported_at": "2018-01-08"}, True),
        ({"reported_at": "2018-01-08T00:00:00.000001"}, False),
        ({"reported_at": "2018-01-01"}, False),
        ({"reported_at": "2018-01-01T00:00:00.000001"}, True),
        ({"lat": 39.9 + 59 * HALF_A_METRE}, True),
        ({"lat": 39.9 + 61 * HALF_A_METRE}, False),
        ({"lon": 116.4 + 51 * HALF_A_METRE, "lat": 39.9}, True),
        ({"lon": 116.4 + 81 * HALF_A_METRE, "lat": 39.9}, False),
        ({"classes": 2}, False),
        ({"classes": -1}, False),
        ({"lon": np.nan}, False),
        ({"self_found": False}, True),
    ],
)
def test_ends_of_the_earlier_window(second, found):
    """At 39.9° north a degree east is 0.767 of a degree north: 51 half metres make 19.6 m, 81 make 31.1 m."""
    assert earlier(pair(**second)).tolist() == [None, INFINITY.item() if found else None]


@pytest.mark.parametrize(
    ("second", "found"),
    [
        ({}, True),
        ({"reported_at": "2018-01-02"}, False),
        ({"reported_at": "2018-01-02T00:00:00.000001"}, True),
        ({"reported_at": "2018-02-01"}, True),
        ({"reported_at": "2018-02-01T00:00:00.000001"}, False),
        ({"lat": 39.9 + 61 * HALF_A_METRE}, False),
        ({"classes": 2}, False),
        ({"self_found": False}, True),
    ],
)
def test_ends_of_the_recurrence_window(second, found):
    assert recurrence(pair(**second)).tolist() == [INFINITY.item() if found else None, None]


def test_only_own_finds_count_as_earlier():
    cases = pair()
    cases["self_found"] = np.array([False, True])
    assert np.isnat(earlier(cases)).all()


def test_a_void_ends_it_and_the_latest_end_counts():
    cases = {name: np.repeat(value, [2, 1]) for name, value in pair().items()}
    cases["voided_at"] = moments("2018-01-05", "2018-02-05", "NaT")
    assert earlier(cases)[2] == np.datetime64("2018-02-05")
    cases["voided_at"][0] = NEVER
    assert earlier(cases)[2] == INFINITY


def test_no_case_follows_itself():
    """Closed before its own report, which other checks refuse: still not its own recurrence."""
    cases = pair(reported_at="2018-06-01")
    cases["closed_at"][0] = np.datetime64("2017-12-31")
    assert np.isnat(recurrence(cases)).all()


def test_a_default_point_is_cheap():
    """100,000 cases of one class on one point within a month: some billion pairs if they were written out."""
    count = 100_000
    reported = moments("2018-01-01")[0] + np.arange(count) * np.timedelta64(25, "s")
    point = {"lon": np.full(count, 116.4), "lat": np.full(count, 39.9), "classes": np.zeros(count, dtype=int)}
    voided = reported + 3 * DAY
    found = earlier_find_until(**point, reported_at=reported, voided_at=voided, self_found=np.ones(count, dtype=bool))
    assert np.isnat(found[0])
    np.testing.assert_array_equal(found[1:], voided[:-1])


def test_nothing_in_nothing_out():
    none = {"lon": [], "lat": [], "classes": [], "voided_at": moments(), "reported_at": moments()}
    assert earlier_find_until(**none, self_found=[]).shape == (0,)
    assert recurrence_until(**none, closed_at=moments()).dtype == np.dtype("datetime64[us]")


def test_infinity_is_duckdbs_infinity():
    frame = pd.DataFrame({"until": earlier(pair())})
    assert frame["until"].dtype == np.dtype("datetime64[us]")
    connection = duckdb.connect()
    connection.register("frame", frame)
    found = connection.execute("select until is null, until = 'infinity'::timestamp from frame").fetchall()
    assert found == [(True, None), (False, True)]
