"""Expected problems to be found per place and hour of the week, smoothed so that chance does not plan shifts.

Poisson counts with a gamma prior (empirical Bayes, method of moments): a place and hour with little data borrows from
its place and from its hour.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from analytics.staffing.history import WEEK, History

FloatArray = NDArray[np.float64]


def watched_ratio(history: History, most: float) -> float:
    """How many times as many cases inspectors bring about in an hour with an inspector as in one without; 1…most.

    The rate ratio of Mantel and Haenszel over strata of place and hour of the week, so that busy places at busy hours,
    where there are more inspectors, do not count as their doing. 1 where nothing is known of inspectors, where they
    were everywhere or nowhere, or where they make no difference.
    """
    if history.present is None:
        return 1.0
    seen = np.minimum(history.present, 1.0)
    hours = np.broadcast_to(history.weeks, (len(seen), WEEK))
    with_one = history.by_week(seen)
    cases, among = history.by_week(history.brought), history.by_week(history.brought * seen)
    share = np.divide(with_one, hours, out=np.zeros_like(with_one), where=hours > 0)
    above = (among * (1 - share)).sum()
    below = ((cases - among) * share).sum()
    if above <= 0 or below <= 0:
        return most if above > 0 else 1.0
    return float(np.clip(above / below, 1.0, most))


def exposure(history: History, ratio: float) -> FloatArray:
    """Hours of full attention per place and hour of the week, (places, 168): what the cases are divided by.

    Cases that inspectors bring about are seen as often as an inspector is there, and `ratio` times less often without
    one; all others are reported at any hour. Both are added by what they are of all problems.
    """
    hours = np.broadcast_to(history.weeks, (len(history.cases), WEEK)).astype(np.float64)
    if history.present is None or ratio <= 1:
        return hours.copy()
    with_one = history.by_week(np.minimum(history.present, 1.0))
    watched = with_one + (hours - with_one) / ratio
    brought = history.brought.sum() / watched.sum()
    others = (history.cases.sum() - history.brought.sum()) / hours.sum()
    if brought + others == 0:
        return hours.copy()
    return (brought * watched + others * hours) / (brought + others)


def expected_problems(counts: FloatArray, exposed: FloatArray, cells: FloatArray) -> FloatArray:
    """Problems a week per place and hour of the week, (places, 168), from counts and hours of exposure of that shape.

    Three steps, each shrunk by `gamma_ratio`: the hour of the week towards weekday × hour of the day, the place towards
    its number of cells, and each place and hour towards place × hour. Together they give back as many cases as there
    were. Zero everywhere without a case.
    """
    if counts.sum() == 0:
        return np.zeros_like(counts)
    spread = cells[:, None] * exposed
    hour = _hours(counts.sum(axis=0), spread.sum(axis=0))
    place_expected = (spread * hour).sum(axis=1)
    place = gamma_ratio(counts.sum(axis=1), place_expected)
    rate = cells[:, None] * place[:, None] * hour
    rate = rate * gamma_ratio(counts, rate * exposed)
    return rate * counts.sum() / (rate * exposed).sum()


def gamma_ratio(counts: FloatArray, expected: FloatArray) -> FloatArray:
    """What each count is of what was expected, shrunk towards 1: (count + a) / (expected + a), the same shape.

    a is one over the variance between the true ratios, Σ((count − expected)² − expected) / Σ expected²; where the
    counts differ no more than chance would make them, every ratio is 1.
    """
    total = (expected**2).sum()
    between = ((counts - expected) ** 2 - expected).sum() / total if total > 0 else 0.0
    if between <= 0:
        return np.ones_like(expected)
    prior = 1 / between
    return (counts + prior) / (expected + prior)


def _hours(counts: FloatArray, exposed: FloatArray) -> FloatArray:
    """Rate per hour of the week for one cell; an hour that never occurred takes its weekday's and hour's own."""
    overall = counts.sum() / exposed.sum()
    by_day, day_exposed = counts.reshape(7, 24), exposed.reshape(7, 24)
    expected = overall * day_exposed
    clock = gamma_ratio(by_day.sum(axis=0), expected.sum(axis=0))
    expected = expected * clock
    weekday = gamma_ratio(by_day.sum(axis=1), expected.sum(axis=1))
    expected = expected * weekday[:, None]
    own = gamma_ratio(by_day, expected)
    return (overall * clock * weekday[:, None] * own).reshape(WEEK)
