"""What stands out beyond chance: pure functions from counts to findings. Nothing here is a score."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
from scipy.special import pdtrc

from analytics.loops.intervals import wilson

COLUMNS = ["sentinel", "unit", "day", "cases", "of", "share", "usual", "low"]


def waves(days: pd.DataFrame, first: pd.Timestamp, limits: Mapping[str, Any]) -> pd.DataFrame:
    """The days on which far more happened in a unit than usual: unit, day, cases, usual (per day), the day's order.

    `days`: unit, day, cases (days without any may be missing), from `usual_days` before `first` on; days from `first`
    are judged, each against the `usual_days` before it. One case is added to those days, so that a unit which never had
    any can be judged. A wave has at least `least` cases, `times_usual` times the usual, and happens by chance (Poisson)
    less often than `chance`.
    """
    if days.empty:
        return pd.DataFrame(columns=["unit", "day", "cases", "usual"])
    table = days.pivot_table(index="day", columns="unit", values="cases", aggfunc="sum", fill_value=0)
    span = int(limits["usual_days"])
    calendar = pd.date_range(first - pd.Timedelta(days=span), max(table.index.max(), first))
    table = table.reindex(calendar, fill_value=0)
    usual = (table.rolling(span, min_periods=1).sum().shift(1).fillna(0) + 1) / span
    unlikely = pd.DataFrame(pdtrc(np.maximum(table - 1, 0), usual), index=table.index, columns=table.columns)
    is_wave = (
        (table >= limits["least"])
        & (table >= limits["times_usual"] * usual)
        & (unlikely < limits["chance"])
    )  # fmt: skip
    is_wave.loc[is_wave.index < first] = False
    found = pd.DataFrame({"cases": table.stack(), "usual": usual.stack()})[is_wave.stack()]
    return found.rename_axis(["day", "unit"]).reset_index()[["unit", "day", "cases", "usual"]]


def standing_out(counts: pd.DataFrame, limits: Mapping[str, Any], level: float) -> pd.DataFrame:
    """The units whose share is clearly above the others': unit, cases, of, share, usual (the others'), low (Wilson).

    `counts`: unit, cases, of. At least `least` in `of`, and the lower limit above `times_others` times the share of all
    other units together; a unit without others stands out from nobody.
    """
    others = counts["of"].sum() - counts["of"]
    usual = (counts["cases"].sum() - counts["cases"]) / others.where(others > 0)
    low, _ = wilson(counts["cases"], counts["of"], level)
    rows = counts.assign(share=counts["cases"] / counts["of"].where(counts["of"] > 0), usual=usual, low=low)
    return rows.loc[(rows["of"] >= limits["least"]) & (rows["low"] > limits["times_others"] * usual)]


def bunched(counts: pd.DataFrame, limits: Mapping[str, Any], level: float) -> pd.DataFrame:
    """The units that finish just before the deadline and hardly ever just after: unit, cases, of, share, usual, low.

    `counts`: unit, before and after (within the minutes on either side of the deadline), on_time (all). Work that knows
    nothing of the deadline falls about evenly on both sides. At least `least` before; the lower limit of their share of
    the two sides above `share`; and at least `of_on_time` of all that was on time. `usual` is the share of all units.
    """
    both = counts["before"] + counts["after"]
    low, _ = wilson(counts["before"], both, level)
    all_before, all_both = counts["before"].sum(), both.sum()
    usual = all_before / all_both if all_both else np.nan
    share = counts["before"] / both.where(both > 0)
    rows = counts[["unit"]].assign(cases=counts["before"], of=both, share=share, usual=usual, low=low)
    crowded = counts["before"] >= limits["of_on_time"] * counts["on_time"]
    return rows.loc[(rows["cases"] >= limits["least"]) & (rows["low"] > limits["share"]) & crowded]


def findings(sentinel: str, rows: pd.DataFrame) -> pd.DataFrame:
    """The rows as findings of one sentinel in the columns that all share (COLUMNS); what it does not say is missing."""
    return rows.assign(sentinel=sentinel).reindex(columns=COLUMNS).sort_values(["unit", "day"], ignore_index=True)
