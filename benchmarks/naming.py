"""Who is criticised by chance: made quarters of 16 districts of one true rate, and with one that is truly worse."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import partial

import numpy as np
import pandas as pd

from analytics.scoring.intervals import DRAWS
from analytics.scoring.naming import named
from analytics.scoring.scorecards import Block, Main, Scorecard, Weighted, scorecards
from analytics.scoring.settings import settings
from analytics.scoring.standings import standing
from benchmarks.figures import Figures, figures

QUARTERS = 1_000
RATE, LESS = 0.92, 0.15  # the true rate of all, and how much worse one is
SMALLEST, LARGEST = 60, 4_000  # cases due
NAMED, DETECTED = 0.10, 0.80  # at most and at least
WORSE = "110116"
GROUPS = {
    "core": ("110101", "110102", "110112"),
    "inner": ("110105", "110106", "110107", "110108"),
    "plain": ("110111", "110113", "110114", "110115"),
    "ecology": ("110109", "110116", "110117", "110118", "110119"),
}
_INDICATOR = "on_time_rate"


def run(size: int, quarters: int = QUARTERS) -> dict[str, Figures]:
    """Over the quarters: how often the unlucky district was criticised, anybody was, and the worse one was not.

    Whatever the size, there are 1,000 quarters. `ours` is the share of the quarters, `peer` the most it may be.
    """
    halves = [(quarters // 2, 1), (quarters - quarters // 2, 2)]
    with ProcessPoolExecutor(2) as pool:
        found = [quarter for half in pool.map(partial(_half, DRAWS), halves) for quarter in half]
    by_unit = Counter(unit for alike, _ in found for unit in alike)
    anybody = np.mean([bool(alike) for alike, _ in found])
    missed = 1 - np.mean([WORSE in criticised for _, criticised in found])
    limit = f"the limit, {quarters} quarters"
    return {
        "criticised_unluckiest": figures(max(by_unit.values(), default=0) / quarters, NAMED, limit, 1.0),
        "criticised_anybody": figures(float(anybody), NAMED, limit, 1.0),
        "criticised_worse_missed": figures(float(missed), 1 - DETECTED, limit, 1.0),
    }


def _half(draws: int, half: tuple[int, int]) -> list[tuple[set[str], set[str]]]:
    return made_quarters(half[0], half[1], draws)


def made_quarters(quarters: int, seed: int = 1, draws: int = DRAWS) -> list[tuple[set[str], set[str]]]:
    """Who is criticised in each made quarter: where all are alike, and where WORSE is 15 points worse.

    The districts' sizes, from 60 to 4,000, change places from quarter to quarter.
    """
    return list(_made(np.random.default_rng(seed), quarters, seed, draws))


def _made(generator: np.random.Generator, quarters: int, seed: int, draws: int) -> Iterator[tuple[set[str], set[str]]]:
    codes = sorted(code for inside in GROUPS.values() for code in inside)
    for quarter in range(quarters):
        sizes = generator.permutation(np.geomspace(SMALLEST, LARGEST, len(codes)).astype(int))
        on_time = generator.binomial(sizes, RATE)
        worse = on_time.copy()
        at = codes.index(WORSE)
        worse[at] = generator.binomial(sizes[at], RATE - LESS)
        yield tuple(_criticised(codes, counts, sizes, (seed, quarter), draws) for counts in (on_time, worse))


def _criticised(
    codes: list[str], on_time: np.ndarray, due: np.ndarray, stream: tuple[int, int], draws: int
) -> set[str]:
    group = {code: name for name, inside in GROUPS.items() for code in inside}
    rows = pd.DataFrame({
        "indicator": _INDICATOR, "unit": codes, "numerator": on_time, "denominator": due, "value": on_time / due,
    })  # fmt: skip
    units = pd.DataFrame({"unit": codes, "name": codes, "name_en": codes, "group": [group[code] for code in codes]})
    quarter = standing(rows, units, _card(), "district", {_INDICATOR}, stream, draws=draws)
    nobody = pd.DataFrame(columns=["alleys", "downgraded"])
    return {entry["unit"] for entry in named(quarter, nobody, settings()) if entry["kind"] == "criticise"}


def _card() -> Scorecard:
    """The quarterly scorecard's on-time rate alone."""
    shipped = scorecards()["quarterly"]
    one = next(weighted for weighted in shipped.indicators if weighted.id == _INDICATOR)
    words = {"zh": "", "en": ""}
    whole = Weighted(one.id, "only", 100.0, one.direction, ((0.0, 0.0), (1.0, 100.0)), words)
    return Scorecard(
        "made", words, words, shipped.valid_from, None, shipped.seed, (Block("only", words, (whole,)),),
        {"default": Main(_INDICATOR, 30, words)}, shipped.grouped_tiers, (),
    )  # fmt: skip


if __name__ == "__main__":
    for benchmark, numbers in run(0, int(sys.argv[1]) if len(sys.argv) > 1 else QUARTERS).items():
        print(benchmark, numbers)
