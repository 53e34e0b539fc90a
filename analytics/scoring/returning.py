"""Regression to the mean: how far the worst of an earlier period would have come back by chance alone."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analytics.scoring.intervals import prior
from analytics.scoring.scorecards import Weighted
from analytics.scoring.standings import Standing

WORST = 10
COLUMNS = ["unit", "before", "expected", "now", "expected_change", "observed_change", "denominator_before",
           "denominator_now"]  # fmt: skip


def returning(before: Standing, now: Standing, weighted: Weighted, worst: int = WORST) -> pd.DataFrame:
    """The `worst` units of the earlier period by an indicator that is a proportion, worst first; columns COLUMNS.

    Values 0–1. expected: the unit's empirical-Bayes rate of the earlier period, which is the best guess of its next one
    if nothing changed. expected_change = expected − before, observed_change = now − before (NaN without cases now).
    Only units that are ranked in the earlier period; at most half of them, so that "the worst" is not everybody.
    """
    then = before.scores
    ranked = before.table.loc[before.table["rank"].notna(), "unit"].tolist()
    x, n = (frame[weighted.id].reindex(ranked) for frame in (then.numerators, then.denominators))
    x, n = x[n > 0], n[n > 0]
    if n.empty:
        return pd.DataFrame(columns=COLUMNS)
    a, b = prior(x.to_numpy(), n.to_numpy())
    table = pd.DataFrame({"before": x / n, "expected": (a + x) / (a + b + n), "denominator_before": n})
    order = (table["before"] if weighted.direction == "high" else -table["before"]).to_numpy()
    chosen = table.iloc[np.lexsort((table.index.to_numpy(), order))[: min(worst, len(table) // 2)]]
    found = chosen.assign(
        now=now.scores.values[weighted.id].reindex(chosen.index),
        denominator_now=now.scores.denominators[weighted.id].reindex(chosen.index),
    )
    found["expected_change"] = found["expected"] - found["before"]
    found["observed_change"] = found["now"] - found["before"]
    return found.rename_axis("unit").reset_index()[COLUMNS]
