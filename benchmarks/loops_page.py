"""What each chart of the page of the three loops asks, against the 0.3 s that it may take; every answer as counted."""

from __future__ import annotations

import statistics
import time

from analytics import loops
from analytics.contract.periods import Period
from analytics.indicators import computing
from analytics.loops.selection import Selection
from analytics.store.freshness import months_told
from benchmarks import city
from benchmarks.figures import Figures, limit

SECONDS = 0.3
ROUNDS = 3
# Chart → what it asks of analytics.loops.
CHARTS = {
    "balance": ("units_balance", {"tier": "subdistrict"}),
    "funnel": ("funnel", {}),
    "funnel_units": ("funnel", {"by": ("unit",), "tier": "subdistrict"}),
    "stages": ("stage_hours", {}),
    "stages_units": ("stage_hours", {"by": ("unit",), "tier": "subdistrict"}),
    "survival": ("stage_survival", {"stage": "disposed"}),
    "on_time_class": ("balance", {"by": ("class",)}),
    "on_time_source": ("balance", {"by": ("source",)}),
    "on_time_org": ("departments", {}),
    "on_time_hour": ("balance", {"by": ("hour_of_week",)}),
    "backlog": ("backlog", {}),
    "setbacks": ("setbacks", {}),
    "setbacks_units": ("setbacks", {"by": ("unit",), "tier": "subdistrict"}),
}


def run(size: int) -> dict[str, Figures]:
    """`loops_<chart>`: CPU seconds / 2 (two cores) of one answer for the newest month, beside the limit.

    `loops_sentinels`: all of them together, beside a second. The balance must be the on-time rate's own cohort.
    """
    version = city.version(size)
    month = Period.holding(months_told(version, 100)[-1], "month")
    chosen = Selection.of(version, month)
    found = {}
    for chart, (question, asked) in CHARTS.items():
        ours = _seconds(lambda question=question, asked=asked: getattr(loops, question)(version, chosen, **asked))
        found[f"loops_{chart}"] = limit(ours, SECONDS, f"{SECONDS} s on two cores")
    ours = _seconds(lambda: loops.sentinels(version, chosen, "district"))
    found["loops_sentinels"] = limit(ours, 1.0, "1 s on two cores")
    balance = loops.balance(version, chosen).iloc[0]
    rate = computing.from_facts(version, month, ["city"], ["on_time_rate"], None, chosen.as_of)[0]
    assert (balance["on_time"], balance["due"]) == tuple(part[0] for part in rate.numbers["on_time_rate"][:2])
    return found


def _seconds(answer) -> float:  # noqa: ANN001
    taken = []
    for _ in range(ROUNDS):
        started = time.process_time()
        answer()
        taken.append(time.process_time() - started)
    return statistics.median(taken) / 2
