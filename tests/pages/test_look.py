"""How figures are written, and which colour a value gets."""

import pytest

from analytics.contract import periods
from analytics.contract.periods import Period
from pages.widgets import cards, legends, look


@pytest.mark.parametrize(
    ("value", "unit", "zh", "en"),
    [
        (737 / 972, "rate", "75.82%", "75.82%"),
        (1.0, "rate", "100.00%", "100.00%"),
        (88.44, "score", "88.4 分", "88.4 pts"),
        (1234.5, "hours", "1,234.5 小时", "1,234.5 h"),
        (None, "rate", "—", "—"),
        (float("nan"), "score", "—", "—"),
    ],
)
def test_figure(value, unit, zh, en) -> None:
    assert look.figure(value, unit, "zh") == zh
    assert look.figure(value, unit, "en") == en


@pytest.mark.parametrize(
    ("difference", "unit", "told"),
    [(0.0123, "rate", "+1.23 pp"), (-0.0123, "rate", "−1.23 pp"), (0.00001, "rate", "0.00 pp"),
     (-0.01, "score", "0.0 pts"), (None, "rate", "—")],
)
def test_change_keeps_its_sign_unless_it_is_nothing(difference, unit, told) -> None:
    assert look.change(difference, unit, "en") == told


def test_target_without_idle_zeros() -> None:
    assert look.mark(0.98, "rate", "zh") == "98%"
    assert look.mark(0.985, "rate", "zh") == "98.5%"
    assert look.mark(100, "score", "en") == "100 pts"


@pytest.mark.parametrize(
    ("period", "zh", "en"),
    [("2018-10", "2018年10月", "Oct 2018"), ("2018Q4", "2018年第四季度", "Q4 2018"),
     ("2018-W01", "2018年第1周", "week 1 of 2018"),
     ("2018-09-17", "2018年9月17日", "17 Sep 2018"), ("2018", "2018年", "2018")],
)
def test_period_in_words(period, zh, en) -> None:
    assert look.period(Period.parse(period), "zh") == zh
    assert look.period(Period.parse(period), "en") == en


@pytest.mark.parametrize(
    ("value", "direction", "state"),
    [(0.98, "high", "good"), (0.97, "high", "watch"), (0.5, "high", "bad"),
     (None, "high", "none"), (0.9, "none", "none")],
)
def test_state_of_a_high_is_good_figure(value, direction, state) -> None:
    assert cards.status(value, target=0.98, floor=0.7, direction=direction) == state


def test_state_of_a_low_is_good_figure() -> None:
    states = [cards.status(value, target=0.01, floor=0.3, direction="low") for value in (0.0, 0.01, 0.1, 0.3, 0.9)]
    assert states == ["good", "good", "watch", "bad", "bad"]


def test_worst_is_orange_and_best_is_blue_whichever_way_is_good() -> None:
    values = [number / 10 for number in range(11)]
    high, low = legends.classes(values, "high"), legends.classes(values, "low")
    assert (high.colour(0.0), high.colour(1.0)) == (look.DIVERGING[0], look.DIVERGING[-1])
    assert (low.colour(0.0), low.colour(1.0)) == (look.DIVERGING[-1], look.DIVERGING[0])
    assert legends.classes(values, "none").colour(1.0) == look.SEQUENTIAL[-1]


def test_each_class_tells_its_own_range() -> None:
    found = legends.classes([0.1, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, None], "high")
    assert len(found.ranges) == legends.MOST
    for low, high in found.ranges:
        assert found.colour(low) == found.colour(high)
    assert found.ranges[0][0] == 0.1 and found.ranges[-1][1] == 0.9


def test_equal_values_share_a_colour_and_nothing_has_none() -> None:
    found = legends.classes([0.5, 0.5, None], "high")
    assert found.ranges == [(0.5, 0.5)]
    assert found.colour(None) is None
    assert legends.classes([None, None], "high").colour(0.5) is None


def test_ink_reads_on_every_colour() -> None:
    assert look.ink_on("#1d5a96") == look.PAPER
    assert look.ink_on("#ece7dc") == look.INK


def test_weeks_and_shifted_months_tell_their_days(monkeypatch: pytest.MonkeyPatch) -> None:
    assert look.dated_period(Period.parse("2018-09"), "zh") == look.period(Period.parse("2018-09"), "zh")
    assert look.dated_period(Period.parse("2018-W38"), "zh").endswith("（2018-09-17 至 2018-09-23）")
    monkeypatch.setenv(periods.MONTH_STARTS_ON, "26")
    periods.month_starts_on.cache_clear()
    try:
        assert look.dated_period(Period.parse("2018-09"), "en").endswith("(2018-08-26 to 2018-09-25)")
        assert look.dated_period(Period.parse("2018Q3"), "en").endswith("(2018-06-26 to 2018-09-25)")
        assert look.dated_period(Period.parse("2018-09-17"), "en") == look.period(Period.parse("2018-09-17"), "en")
    finally:
        periods.month_starts_on.cache_clear()
