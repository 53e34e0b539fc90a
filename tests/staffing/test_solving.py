"""The programme against trying out every plan, on tasks small enough for that."""

from dataclasses import replace
from itertools import combinations_with_replacement

import numpy as np
import pytest

from analytics.staffing.coverage import covered
from analytics.staffing.programme import Task, on_duty, start_every
from analytics.staffing.refusing import NoPlan
from analytics.staffing.solving import solve


def task(seed, places=2, **changed):
    random = np.random.default_rng(seed)
    usual = {
        "worth": random.gamma(0.5, 1, (places, 168)), "cells": np.array([1, 3, 5][:places]), "inspectors": 2,
        "shifts_each": 1, "hours": 8, "shifts_a_place": 0, "on_duty": 0, "everywhere": 0, "explore_hours": 0.0,
        "little_seen": random.random((places, 168)) < 0.25,
    }  # fmt: skip
    return Task(**usual | changed)


def tried_out(asked):
    """The worth of the best plan among all, in plain loops; None where none keeps the constraints."""
    options = [(place, int(start)) for place in range(asked.places) for start in asked.starts]
    best = None
    for chosen in combinations_with_replacement(options, asked.shifts):
        duty = np.zeros((asked.places, 168), dtype=int)
        days = [0] * 7
        explored = 0
        for place, start in chosen:
            days[start // 24] += 1
            for hour in range(start, start + asked.hours):
                duty[place, hour % 168] += 1
                explored += asked.little_seen[place, hour % 168]
        kept = (
            max(days) <= asked.inspectors and duty.sum(axis=0).max() <= asked.inspectors
            and explored >= asked.explore_hours
            and all(sum(place == own for place, _ in chosen) >= asked.shifts_a_place for own in range(asked.places))
        )  # fmt: skip
        if kept:
            worth = covered(asked.worth, duty, asked.cells).sum()
            best = worth if best is None else max(best, worth)
    return best


@pytest.mark.parametrize(
    ("seed", "changed"),
    [
        (1, {}),
        (2, {"hours": 5}),
        (3, {"shifts_a_place": 1}),
        (4, {"explore_hours": 9.0}),
        (5, {"inspectors": 1, "shifts_each": 2}),
        (6, {"explore_hours": 7.0, "shifts_a_place": 1, "hours": 12}),
    ],
)
def test_the_best_plan_is_found(seed, changed):
    asked = task(seed, **changed)
    answer = solve(asked)
    assert answer.worth == pytest.approx(tried_out(asked))
    assert answer.bound >= answer.worth
    assert answer.gap <= 0.01


def kept(asked, answer):
    duty = on_duty(answer.planned, asked)
    assert answer.planned.sum() == asked.shifts
    assert duty.sum() == asked.shifts * asked.hours
    assert answer.planned.sum(axis=0).reshape(7, -1).sum(axis=1).max() <= asked.inspectors
    assert duty.sum(axis=0).max() <= asked.inspectors
    assert duty.sum(axis=0).min() >= asked.on_duty
    assert answer.planned.sum(axis=1).min() >= asked.shifts_a_place
    assert duty.min() >= asked.everywhere
    assert duty[asked.little_seen].sum() >= asked.explore_hours


@pytest.mark.parametrize("seed", range(3))
def test_every_constraint_is_kept(seed):
    asked = task(seed, places=3, inspectors=30, shifts_each=5, shifts_a_place=4, on_duty=3, explore_hours=300.0)
    kept(asked, solve(asked))
    everywhere = task(seed, places=3, inspectors=14, shifts_each=5, everywhere=1)
    kept(everywhere, solve(everywhere))


def test_a_programme_that_would_be_too_large_has_fewer_starts():
    assert start_every(np.full(323, 3)) == 2  # 323 × 3 pieces × 84 stretches
    assert start_every(np.full(343, 17)) == 4
    asked = task(4, start_every=4)
    assert (asked.starts % 4 == 0).all()
    assert solve(asked).worth == pytest.approx(tried_out(asked))


def test_more_constraints_never_find_more():
    free = solve(task(8, inspectors=9, shifts_each=5)).worth
    bound = solve(task(8, inspectors=9, shifts_each=5, on_duty=2)).worth
    explored = solve(task(8, inspectors=9, shifts_each=5, explore_hours=180.0)).worth
    assert bound < free and explored < free


def test_constraints_that_cannot_be_kept_together_are_named():
    # five inspectors can be on duty two at a time, or explore for nearly all their hours in one place's night, not both
    little = np.zeros((2, 168), dtype=bool)
    little[0].reshape(7, 24)[:, 0:8] = True
    asked = task(1, inspectors=9, shifts_each=5, on_duty=2, explore_hours=300.0, little_seen=little)
    for free in (replace(asked, on_duty=0), replace(asked, explore_hours=0.0)):
        kept(free, solve(free))
    with pytest.raises(NoPlan) as refused:
        solve(asked)
    assert refused.value.code == "together"
    assert refused.value.figures["constraints"] == ["every_hour", "exploration"]
    assert "on duty at every hour" in refused.value.told("en") and "kept for exploring" in refused.value.told("en")
