"""Planted hot spots of demo cities, through the whole flow: how many are missed, and how many found are false."""

from __future__ import annotations

import json
import sys
import tempfile
from collections import Counter
from pathlib import Path

import numpy as np

from analytics.contract.periods import Period
from analytics.demo import write_city
from analytics.hotspots import HotSpots, find_hotspots
from analytics.publishing import import_paths
from analytics.store.versions import Store
from benchmarks.figures import Figures, figures

CASES = 200_000  # the fewest at which clear spots have to be found
CORE_ALLEYS = 40  # a small core: patrols and checks say nothing of hot spots
SEEDS, FEW_SEEDS = 20, 3
MISSED, FALSE = 0.1, 0.1  # at most: recall of 0.9, false discovery proportion of 0.1
LAST = "2018-09"
CLASSES = {
    "new": {"new"},
    "growing": {"intensifying", "consecutive"},
    "persistent": {"persistent"},
    "fading": {"diminishing", "historical"},
    "sporadic": {"sporadic"},
}
_NEEDED = ("areas", "grids", "cases")


def run(size: int, seeds: int = FEW_SEEDS) -> dict[str, Figures]:
    """Over the seeds: share of clear places missed, false discoveries, places with another class than planted.

    Whatever the size, each city has 200,000 cases. `ours` is the share, `peer` the most it may be.
    """
    missed, false, wrong = [], [], Counter()
    planted: Counter[str] = Counter()
    for seed in range(1, seeds + 1):
        one = judged(seed)
        missed.append(one["missed"])
        false.append(one["false"])
        wrong.update(one["wrong"])
        planted.update(one["planted"])
    share = sum(wrong.values()) / sum(planted.values())
    by_shape = ", ".join(f"{shape} {1 - wrong[shape] / count:.3f}" for shape, count in sorted(planted.items()))
    name = f"the limit, {seeds} seeds"
    return {
        "planted_missed": figures(float(np.mean(missed)), MISSED, f"{name}; worst {max(missed):.3f}", 1.0),
        "planted_false": figures(float(np.mean(false)), FALSE, f"{name}; worst {max(false):.3f}", 1.0),
        "planted_class": figures(share, MISSED, f"{name}; right: {by_shape}", 1.0),
    }


def judged(seed: int) -> dict:
    """One city: shares missed and false in the last month, and per shape the places planted and wrongly classed."""
    with tempfile.TemporaryDirectory() as folder:
        city = Path(folder) / "city"
        write_city(city, CASES, seed, alleys=CORE_ALLEYS)
        truth = json.loads((city / "truth.json").read_text(encoding="utf-8"))["hot_spots"]
        store = Store(Path(folder) / "store")
        files = [path for path in city.iterdir() if path.name.split(".")[0] in _NEEDED]
        import_paths(store, files, None, lambda what, share: None)
        version = store.version()
        found = find_hotspots(version, Period.parse(LAST))
        version.close()
    return _judged(found, truth)


def _judged(found: HotSpots, truth: list[dict]) -> dict:
    hot = {found.places.codes[row] for row in np.flatnonzero(found.hot)}
    classes = dict(zip(found.places.codes, found.emerging.classes, strict=True))
    clear = [spot for spot in truth if spot["strength"] == "clear"]
    now = {place for spot in clear if spot["to"] == LAST for place in spot["places"]}
    every = {place for spot in truth for place in spot["places"]}
    planted, wrong = Counter(), Counter()
    for spot in clear:
        planted[spot["shape"]] += len(spot["places"])
        wrong[spot["shape"]] += sum(classes[place] not in CLASSES[spot["shape"]] for place in spot["places"])
    return {
        "missed": len(now - hot) / len(now),
        "false": len(hot - every) / max(len(hot), 1),
        "planted": planted,
        "wrong": wrong,
    }


if __name__ == "__main__":
    for benchmark, figures in run(CASES, int(sys.argv[1]) if len(sys.argv) > 1 else SEEDS).items():
        print(benchmark, figures)
