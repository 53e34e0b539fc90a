"""Which patrols of an alley count: two a day are asked for, an hour apart, long enough and logged that day.

What is dropped first (too short, recorded on another date) and what late entry means is decided by the step
`judged_patrols`, which the indicator patrol_compliance reads too; here the rest of its rule is followed to the single
patrol, so that a day's valid patrols can be counted and shown.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import groupby

import numpy as np
import pandas as pd

APART = timedelta(minutes=60)
VALID, TOO_SOON, SHORT, ANOTHER_DAY = "valid", "too_soon", "short", "another_day"
STATES = (VALID, TOO_SOON, SHORT, ANOTHER_DAY)


def kept(starts: Sequence[datetime]) -> list[bool]:
    """For each start, ascending: whether it is kept: the first, and each next an hour or more after the last kept."""
    found, last = [], None
    for start in starts:
        is_kept = last is None or start - last >= APART
        last = start if is_kept else last
        found.append(is_kept)
    return found


def states(patrols: pd.DataFrame) -> pd.Series:
    """One of STATES per row of `judged_patrols`, in the rows' own order.

    Needs alley_id, day, started_at, patrol_id, is_short, is_recorded_another_day. Whoever patrolled: an alley's day
    is judged as one.
    """
    found = np.select([patrols["is_short"], patrols["is_recorded_another_day"]], [SHORT, ANOTHER_DAY], TOO_SOON)
    left = patrols.reset_index(drop=True)[found == TOO_SOON].sort_values(["alley_id", "started_at", "patrol_id"])
    # One pass over plain values: a group by day costs a year's calendar a tenth of a second.
    days = zip(left["alley_id"], left["day"], left.index, left["started_at"].tolist(), strict=True)
    for _, rows in groupby(days, key=lambda row: row[:2]):
        places, starts = zip(*(row[2:] for row in rows), strict=True)
        for place, is_kept in zip(places, kept(starts), strict=True):
            found[place] = VALID if is_kept else TOO_SOON
    return pd.Series(found, index=patrols.index, dtype=object)
