"""How patrols were logged, against plain loops and the indicator of late entry."""

from __future__ import annotations

from datetime import timedelta

import pytest

from analytics.chiefs import traces
from tests.chiefs.moments import MOMENTS
from tests.naive.city import Moment, is_known

ENDED = [moment for moment in MOMENTS if moment.last]


@pytest.mark.parametrize("moment", ENDED)
def test_traces_equal_plain_loops(version, city, moment: Moment) -> None:
    rows = traces(version, moment.period, "alley", None, moment.as_of).set_index("unit")
    counted = 0
    for alley in city.alleys:
        mine = [
            row for row in city["patrols"]
            if row["alley_id"] == alley and row["started_at"].date() in moment.days
            and is_known("patrols", row, city, moment)
        ]  # fmt: skip
        if not mine:
            assert alley not in rows.index
            continue
        entered = [row["recorded_at"] or row["ended_at"] for row in mine]
        same_day = sum(at.date() == row["started_at"].date() for at, row in zip(entered, mine, strict=True))
        late = sum(at - row["ended_at"] > timedelta(hours=24) for at, row in zip(entered, mine, strict=True))
        short = sum(row["ended_at"] - row["started_at"] < timedelta(minutes=5) for row in mine)
        without_time = sum(row["recorded_at"] is None for row in mine)
        expected = (len(mine), without_time, same_day, len(mine) - same_day, late, short)
        assert tuple(rows.loc[alley]) == expected
        counted += late
    assert counted > 0


def test_units_add_up(version) -> None:
    moment = ENDED[0]
    city = traces(version, moment.period, "city", None, moment.as_of)
    alleys = traces(version, moment.period, "alley", None, moment.as_of)
    assert city.iloc[0, 1:].tolist() == alleys.iloc[:, 1:].sum().tolist()
    with pytest.raises(ValueError, match="no such tier"):
        traces(version, moment.period, "street", None, moment.as_of)
