"""Expected problems: examples worked by hand, and the same in plain loops."""

from datetime import datetime

import numpy as np
import pytest

from analytics.staffing.history import WEEK, History
from analytics.staffing.rates import expected_problems, exposure, gamma_ratio, watched_ratio


def test_a_ratio_is_shrunk_towards_one():
    # squares 9 + 9 = 18 less 8 expected leave 10; over 16 + 16 that is 0.3125, so a = 3.2: (7 + 3.2) / (4 + 3.2)
    ratios = gamma_ratio(np.array([7.0, 1.0]), np.array([4.0, 4.0]))
    assert ratios == pytest.approx([10.2 / 7.2, 4.2 / 7.2])


def test_what_chance_explains_stays_at_one():
    assert gamma_ratio(np.array([5.0, 3.0]), np.array([4.0, 4.0])).tolist() == [1.0, 1.0]


def naive_ratio(counts, expected):
    numerator = denominator = 0.0
    for count, mean in zip(counts, expected, strict=True):
        numerator += (count - mean) ** 2 - mean
        denominator += mean**2
    if denominator == 0 or numerator <= 0:
        return [1.0] * len(counts)
    prior = denominator / numerator
    return [(count + prior) / (mean + prior) for count, mean in zip(counts, expected, strict=True)]


def naive_expected(counts, exposed, cells):
    places, hours = range(len(counts)), range(WEEK)
    by_hour = [sum(counts[p][h] for p in places) for h in hours]
    spread = [sum(cells[p] * exposed[p][h] for p in places) for h in hours]
    overall = sum(by_hour) / sum(spread)
    clock = naive_ratio([sum(by_hour[d * 24 + c] for d in range(7)) for c in range(24)],
                        [overall * sum(spread[d * 24 + c] for d in range(7)) for c in range(24)])  # fmt: skip
    day = naive_ratio([sum(by_hour[d * 24 : d * 24 + 24]) for d in range(7)],
                      [overall * sum(spread[d * 24 + c] * clock[c] for c in range(24)) for d in range(7)])  # fmt: skip
    profile = [overall * clock[h % 24] * day[h // 24] for h in hours]
    own = naive_ratio(by_hour, [spread[h] * profile[h] for h in hours])
    profile = [profile[h] * own[h] for h in hours]
    place = naive_ratio([sum(counts[p]) for p in places],
                        [sum(cells[p] * exposed[p][h] * profile[h] for h in hours) for p in places])  # fmt: skip
    rate = [cells[p] * place[p] * profile[h] for p in places for h in hours]
    flat = [(counts[p][h], exposed[p][h]) for p in places for h in hours]
    cell = naive_ratio([count for count, _ in flat], [r * e for r, (_, e) in zip(rate, flat, strict=True)])
    rate = [r * c for r, c in zip(rate, cell, strict=True)]
    given = sum(count for count, _ in flat) / sum(r * e for r, (_, e) in zip(rate, flat, strict=True))
    return [r * given for r in rate]


@pytest.mark.parametrize("seed", range(4))
def test_expected_problems_in_plain_loops(seed):
    random = np.random.default_rng(seed)
    cells = random.integers(1, 4, 5)
    mean = cells[:, None] * random.gamma(2, 0.5, (5, 1)) * random.gamma(1, 0.6, WEEK)
    exposed = random.uniform(0, 13, (5, WEEK)).round(1)
    counts = random.poisson(mean * exposed).astype(float)
    found = expected_problems(counts, exposed, cells)
    assert found.ravel() == pytest.approx(naive_expected(counts.tolist(), exposed.tolist(), cells.tolist()))
    assert (found * exposed).sum() == pytest.approx(counts.sum())


def test_no_case_expects_nothing():
    assert expected_problems(np.zeros((2, WEEK)), np.ones((2, WEEK)), np.array([1, 1])).sum() == 0


def history(seed, watched_more):
    """Eight weeks of three places; inspectors bring about `watched_more` times as much when they are there."""
    random = np.random.default_rng(seed)
    hours = 8 * WEEK
    busy = random.gamma(2, 0.5, (3, 1)) * np.tile(random.gamma(1, 1, WEEK), 8)
    present = (random.random((3, hours)) < np.minimum(0.1 + busy / 8, 0.9)).astype(float)
    brought = random.poisson(busy * np.where(present > 0, watched_more, 1.0)).astype(float)
    others = random.poisson(np.broadcast_to(busy, (3, hours))).astype(float)
    return History(datetime(2018, 4, 4), brought + others, brought, present, 0)


@pytest.mark.parametrize("more", [1.0, 3.0, 8.0])
def test_how_much_a_presence_brings_about(more):
    found = history(3, more)
    above = below = 0.0
    of_week = found.hour_of_week.tolist()
    for place in range(3):
        for hour in range(WEEK):
            clocks = [t for t in range(8 * WEEK) if of_week[t] == hour]
            seen = sum(min(found.present[place, t], 1) for t in clocks)
            cases = sum(found.brought[place, t] for t in clocks)
            among = sum(found.brought[place, t] * min(found.present[place, t], 1) for t in clocks)
            above += among * (len(clocks) - seen) / len(clocks)
            below += (cases - among) * seen / len(clocks)
    ratio = watched_ratio(found, 20)
    assert ratio == pytest.approx(max(1, above / below))
    assert ratio == pytest.approx(more, rel=0.1)


def test_a_place_watched_half_as_often_expects_more_than_its_cases_say():
    hours = 10 * WEEK
    present = np.zeros((2, hours))
    present[0], present[1, ::2] = 1, 1
    brought = np.zeros((2, hours))
    brought[:, ::2] = 1  # the same cases in both places, all while an inspector was there
    found = History(datetime(2018, 4, 2), brought, brought, present, 0)
    exposed = exposure(found, 20)
    # every hour of the week occurred ten times; in the second place half the hours of a week had an inspector
    assert exposed[0] == pytest.approx(np.full(WEEK, 10.0))
    assert exposed[1, :2] == pytest.approx([10.0, 0.5])


def test_unknown_presence_is_no_exposure():
    found = history(1, 4.0)
    unknown = History(found.first, found.cases, found.brought, None, 0)
    assert watched_ratio(unknown, 20) == 1
    assert (exposure(unknown, 1.0) == 8).all()


def test_nowhere_seen_without_an_inspector_is_held_at_the_most():
    present = np.tile([[1.0], [0.0]], (1, WEEK))
    present[0, 1::2], present = 0, np.tile(present, (1, 2))
    present[0, WEEK:] = 0
    brought = np.where(present > 0, 1.0, 0.0)
    assert watched_ratio(History(datetime(2018, 4, 2), brought, brought, present, 0), 20) == 20
