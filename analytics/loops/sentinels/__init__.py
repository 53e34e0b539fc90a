"""Sentinels against gaming: patterns that make figures look better than the streets, with the cases behind them.

They are shown beside the figures, with evidence, and never enter a score: a pattern may have an honest reason.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from functools import partial

import pandas as pd

from analytics.loops.selection import Selection
from analytics.loops.sentinels import bunching, division, extensions, refiling, splitting, waves
from analytics.loops.sentinels.judging import COLUMNS
from analytics.store.versions import Version

_FINDERS: dict[str, Callable[[Version, Selection, str], pd.DataFrame]] = {
    waves.VOID: partial(waves.find, sentinel=waves.VOID),
    waves.EXTENSION: partial(waves.find, sentinel=waves.EXTENSION),
    extensions.SENTINEL: extensions.find,
    bunching.DISPOSAL: partial(bunching.find, sentinel=bunching.DISPOSAL),
    bunching.CLOSING: partial(bunching.find, sentinel=bunching.CLOSING),
    refiling.SENTINEL: refiling.find,
    splitting.SENTINEL: splitting.find,
    division.SENTINEL: division.find,
}
SENTINELS = tuple(_FINDERS)

__all__ = ["COLUMNS", "SENTINELS", "evidence", "sentinels"]


def sentinels(version: Version, selection: Selection, tier: str, which: Sequence[str] = SENTINELS) -> pd.DataFrame:
    """One row per finding among the units of the tier: COLUMNS, in the order of `which`, then by unit and day.

    `cases` of `of` are what stands out, `share` and its lower 95 % limit `low` beside `usual`; `day` for waves and
    divisions. What each sentinel counts and from when it speaks is said in its module and in data/loops.toml. Raises
    KeyError: no such sentinel.
    """
    found = [_FINDERS[name](version, selection, tier) for name in which]
    found = [rows.astype(object) for rows in found if len(rows)]
    return pd.concat(found, ignore_index=True)[COLUMNS] if found else pd.DataFrame(columns=COLUMNS)


def evidence(
    version: Version, selection: Selection, sentinel: str, tier: str, unit: str, day: date | None = None
) -> pd.DataFrame:
    """The rows behind a finding, each with its case_id (a division's: the units); a wave needs its day.

    Columns as in the sentinel's module. Raises KeyError: no such sentinel.
    """
    inside = replace(selection, tier=tier, unit=unit)
    if sentinel in (waves.VOID, waves.EXTENSION):
        return waves.evidence(version, inside, sentinel, pd.Timestamp(day))
    if sentinel in (bunching.DISPOSAL, bunching.CLOSING):
        return bunching.evidence(version, inside, sentinel)
    if sentinel == division.SENTINEL:
        return division.evidence(version, selection, tier, unit)
    modules = {module.SENTINEL: module for module in (extensions, refiling, splitting)}
    return modules[sentinel].evidence(version, inside)
