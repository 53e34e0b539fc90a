"""What was counted for one period and tier, as arrays, and the same as rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

COLUMNS = ["indicator", "tier", "unit", "period", "numerator", "denominator", "value"]
Numbers = tuple[np.ndarray, np.ndarray, np.ndarray]


@dataclass(frozen=True)
class Answers:
    """The answers for one period (its text) and tier: the units in code order and, by indicator, three arrays.

    Numerators, denominators, values, one float per unit; NaN = null.
    """

    period: str
    tier: str
    units: pa.Array
    numbers: dict[str, Numbers]


def as_rows(several: Sequence[Answers], ids: Sequence[str]) -> pd.DataFrame:
    """One row per answer, in the order of `several`, then of `ids`, then of the units; COLUMNS, numbers are floats."""
    sizes = [len(each.units) for each in several]
    of_tier = [len(ids) * size for size in sizes]
    units = pa.chunked_array([each.units for each in several for _ in ids], pa.string())
    columns: dict[str, Any] = {
        "indicator": _texts([name for _ in several for name in ids], np.repeat(sizes, len(ids))),
        "tier": _texts([each.tier for each in several], of_tier),
        "unit": pd.array(units, dtype="str"),
        "period": _texts([each.period for each in several], of_tier),
    }
    for place, name in enumerate(COLUMNS[-3:]):
        parts = [each.numbers[indicator][place] for each in several for indicator in ids]
        columns[name] = np.concatenate(parts) if parts else np.empty(0)
    return pd.DataFrame(columns)


def _texts(words: list[str], times: Sequence[int]) -> Any:
    """Each word as often as `times` says, as a column."""
    places = np.repeat(np.arange(len(words)), np.asarray(times, dtype=np.int64))
    return pd.array(pa.array(words, pa.string()).take(pa.array(places)), dtype="str")
