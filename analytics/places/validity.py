"""Which version of a code holds on which day, without gaps, so that a row of any date finds exactly one."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

# Days as proleptic ordinals: 1 is 0001-01-01, the last is 9999-12-31.
FIRST_DAY, LAST_DAY = 1, 3_652_059
_ORDINAL_OF_1970 = 719_163

Span = tuple[int, int, int]


def invalid_ranges(rows: pd.DataFrame) -> NDArray[np.bool_]:
    """True per row whose valid_to lies before its valid_from: it was never in force."""
    return _ordinals(rows, "valid_to", LAST_DAY) < _ordinals(rows, "valid_from", FIRST_DAY)


def unbroken(rows: pd.DataFrame, key: str) -> pd.DataFrame:
    """One row per code and span of days on which one version holds: the version's columns plus from_day and to_day.

    `rows` has the key column, valid_from and valid_to (inclusive; missing = open). On a day with several versions in
    force the one that began last holds; on a day without any, the one that ended last, else the first to come. So the
    spans of a code cover 0001-01-01 to 9999-12-31. Rows without a code and invalid ranges are left out. from_day and
    to_day are datetime64[s]; order: code, from_day.
    """
    kept = rows[~invalid_ranges(rows) & rows[key].notna().to_numpy()].reset_index(drop=True)
    held = [(index, first, last) for spans in spans_by_code(kept, key).values() for first, last, index in spans]
    index, first, last = (np.array(part, dtype=np.int64) for part in zip(*held, strict=True)) if held else ([], [], [])
    out = kept.iloc[index].assign(from_day=to_days(first), to_day=to_days(last))
    return out.sort_values([key, "from_day"], kind="stable", ignore_index=True)


def spans_by_code(rows: pd.DataFrame, key: str) -> dict[str, list[Span]]:
    """Per code its spans (first ordinal, last ordinal, row number) in order of time, without gaps."""
    starts, ends = _ordinals(rows, "valid_from", FIRST_DAY), _ordinals(rows, "valid_to", LAST_DAY)
    versions: dict[str, list[Span]] = {}
    for number, (code, first, last) in enumerate(zip(rows[key], starts.tolist(), ends.tolist(), strict=True)):
        versions.setdefault(code, []).append((first, last, number))
    return {code: _spans(found) for code, found in versions.items()}


def to_days(ordinals: Sequence[int] | NDArray[np.int64]) -> NDArray[np.datetime64]:
    """Ordinals as datetime64[s] at midnight (seconds reach 9999, nanoseconds would not)."""
    days = np.asarray(ordinals, dtype=np.int64) - _ORDINAL_OF_1970
    return days.astype("datetime64[D]").astype("datetime64[s]")


def _spans(versions: list[Span]) -> list[Span]:
    if len(versions) == 1:
        return [(FIRST_DAY, LAST_DAY, versions[0][2])]
    cuts = {FIRST_DAY, LAST_DAY + 1}
    for first, last, _ in versions:
        cuts.update((max(first, FIRST_DAY), min(last, LAST_DAY) + 1))
    days = sorted(cuts)
    spans: list[Span] = []
    for first, after in zip(days, days[1:], strict=False):
        row = _version_on(versions, first)
        if spans and spans[-1][2] == row:
            spans[-1] = (spans[-1][0], after - 1, row)
        else:
            spans.append((first, after - 1, row))
    return spans


def _version_on(versions: list[Span], day: int) -> int:
    in_force = [version for version in versions if version[0] <= day <= version[1]]
    if in_force:
        return max(in_force, key=lambda version: (version[0], version[2]))[2]
    ended = [version for version in versions if version[1] < day]
    if ended:
        return max(ended, key=lambda version: (version[1], version[0], version[2]))[2]
    return min(versions, key=lambda version: (version[0], version[2]))[2]


def _ordinals(rows: pd.DataFrame, column: str, missing: int) -> NDArray[np.int64]:
    days = pd.to_datetime(rows[column]).to_numpy().astype("datetime64[D]")
    return np.where(np.isnat(days), missing, days.astype(np.int64) + _ORDINAL_OF_1970)
