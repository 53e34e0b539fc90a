"""Indicators of a month for every subdistrict: rolled up and from the facts, against pandas, Polars and a bare scan.

Where chdb is installed (requirements-bench.txt) also against ClickHouse, the one peer whose exact medians over the
whole history are faster than DuckDB's: what is rolled up must be ahead of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import numpy as np
import pandas as pd

from analytics.contract.periods import Period
from analytics.indicators import compute, compute_periods, rollups
from analytics.indicators.answers import as_rows
from analytics.indicators.computing import from_facts
from analytics.store.freshness import months_told
from analytics.store.versions import Version
from benchmarks import city, clickhouse
from benchmarks.figures import Figures, limit
from benchmarks.timing import turns

TIER = "subdistrict"
RATES = ("on_time_rate", "overdue_open_rate", "rework_rate", "self_found_share")
MEDIAN = "handling_hours_median"
IDS = (*RATES, MEDIAN)
SELF_FOUND = ["inspector", "alley_chief", "steward", "video"]
TIMES = ["reported_at", "filed_at", "dispatched_at", "disposed_at", "closed_at", "voided_at", "suspended_at",
         "resumed_at", "dispose_due"]  # fmt: skip
_COLUMNS = f"select subdistrict, source, rework_count, {', '.join(TIMES)} from cases"
# What an engine must do at the least: read the month's rows of the same columns and group them.
_FLOOR = f"""select subdistrict, count(source), sum(rework_count), {", ".join(f"count({name})" for name in TIMES)},
        quantile_cont(epoch(disposed_at) - epoch(dispatched_at), 0.5)
    from cases where reported_at <= $as_of and ((filed_at >= $start and filed_at < $end)
        or (disposed_at >= $start and disposed_at < $end) or (closed_at >= $start and closed_at < $end)
        or (dispose_due >= $start and dispose_due < $end))
    group by subdistrict"""


def run(size: int) -> dict[str, Figures]:
    """CPU seconds for five indicators of all subdistricts, exact medians included, of the newest month and of all.

    pandas and Polars have the columns in memory already. Every answer is compared before a time is believed.
    """
    version = city.version(size)
    months = [Period.holding(day, "month") for day in months_told(version, 100)]
    month = months[-1]
    moments = {each: each.default_as_of(version.newest_known_at) for each in months}
    frame = version.frame(_COLUMNS)
    found = _month(version, month, moments[month], frame)
    every = turns(
        lambda: compute_periods(version, months, TIER, IDS),
        lambda: {each.text: pandas_month(frame, each, moment) for each, moment in moments.items()},
        rounds=2,
    )
    for text, rows in every.our_answer.groupby("period"):
        _check(rows, every.peer_answer[text])
    found["rank_all_months"] = every.figures(f"pandas, columns in memory, {len(months)} months", 100.0)
    if clickhouse.is_there():
        found |= _beside_clickhouse(version, moments, frame)
    return found


def _month(version: Version, month: Period, moment: datetime, frame: pd.DataFrame) -> dict[str, Figures]:
    import polars

    table = polars.from_pandas(frame)

    def rolled() -> pd.DataFrame:
        return compute(version, month, TIER, IDS)

    def exact() -> pd.DataFrame:
        return as_rows(from_facts(version, month, [TIER], IDS, None, moment), IDS)

    bound = {"start": month.start, "end": month.end, "as_of": moment}
    in_pandas = turns(rolled, lambda: pandas_month(frame, month, moment), repeat=3)
    in_polars = turns(rolled, lambda: polars_month(table, month, moment), repeat=3)
    bare = turns(exact, lambda: version.frame(_FLOOR, bound), repeat=3)
    against = turns(exact, lambda: polars_month(table, month, moment), repeat=3)
    assert rollups.read(version, {month: moment}, [TIER], IDS, None), "the month is rolled up"
    pd.testing.assert_frame_equal(in_pandas.our_answer, bare.our_answer, check_exact=True)
    _check(in_pandas.our_answer, in_pandas.peer_answer)
    _check(in_pandas.our_answer, in_polars.peer_answer)
    return {
        "rank_month": in_pandas.figures("pandas, columns in memory", 20.0),
        "rank_month_5ms": limit(in_pandas.ours, 0.005, "5 ms"),
        "rank_month_polars": in_polars.figures("Polars, columns in memory", 1.0),
        "rank_month_facts": bare.figures("DuckDB, the same columns scanned and grouped", 1 / 3),
        "rank_month_facts_polars": against.figures("Polars, columns in memory", 1.0),
    }


def _beside_clickhouse(
    version: Version, moments: Mapping[Period, datetime], frame: pd.DataFrame
) -> dict[str, Figures]:
    """The newest month, and the medians of all months."""
    peer, month = clickhouse.ClickHouse(frame), list(moments)[-1]
    peer.know_months(moments)
    one = turns(lambda: compute(version, month, TIER, IDS), lambda: peer.month(month, moments[month]), repeat=3)
    every = turns(lambda: compute_periods(version, list(moments), TIER, (MEDIAN,)), peer.history, repeat=3)
    peer.close()
    _check(one.our_answer, one.peer_answer)
    medians = every.peer_answer.set_index(["period", "subdistrict"])[MEDIAN]
    ours = every.our_answer.set_index(["period", "unit"])["value"]
    assert medians.index.isin(ours.index).all()
    np.testing.assert_allclose(ours.to_numpy(), medians.reindex(ours.index).to_numpy(), rtol=1e-9)
    return {
        "rank_month_clickhouse": one.figures("ClickHouse (chdb), columns in memory", 1.0),
        "rank_history_clickhouse": every.figures(f"ClickHouse (chdb), medians of {len(moments)} months", 1.0),
    }


def pandas_month(frame: pd.DataFrame, month: Period, moment: datetime) -> pd.DataFrame:
    """One row per subdistrict with data: n and d of each rate, and the median hours."""
    start, end = month.start, month.end
    known = (frame["reported_at"] <= moment) & ~(frame["voided_at"] <= moment)
    dated = [_within(frame, name, start, end) for name in ("dispose_due", "closed_at", "filed_at", "disposed_at")]
    frame = frame[known & np.logical_or.reduce(dated)]
    by, due_at = frame["subdistrict"], frame["dispose_due"]
    disposed = frame["disposed_at"] <= moment
    held = (frame["suspended_at"] <= due_at) & (frame["suspended_at"] <= moment)
    held &= ~((frame["resumed_at"] <= due_at) & (frame["resumed_at"] <= moment))
    due = _within(frame, "dispose_due", start, end) & (due_at <= moment) & ~held
    closed = _within(frame, "closed_at", start, end) & (frame["closed_at"] <= moment)
    filed = _within(frame, "filed_at", start, end) & (frame["filed_at"] <= moment)
    counted = pd.DataFrame({
        "on_time_rate_n": due & disposed & (frame["disposed_at"] <= due_at), "on_time_rate_d": due,
        "overdue_open_rate_n": due & ~disposed, "overdue_open_rate_d": due,
        "rework_rate_n": closed & (frame["rework_count"] >= 1), "rework_rate_d": closed,
        "self_found_share_n": filed & frame["source"].isin(SELF_FOUND), "self_found_share_d": filed,
    }).groupby(by).sum()  # fmt: skip
    done = frame[_within(frame, "disposed_at", start, end) & disposed & (frame["dispatched_at"] <= moment)]
    hours = (done["disposed_at"] - done["dispatched_at"]).dt.total_seconds() / 3600
    return counted.assign(handling_hours_median=hours.groupby(done["subdistrict"]).median())


def _within(frame: pd.DataFrame, name: str, start: datetime, end: datetime) -> pd.Series:
    return (frame[name] >= start) & (frame[name] < end)


def polars_month(table: Any, month: Period, moment: datetime) -> pd.DataFrame:
    """As `pandas_month`, by Polars' lazy engine."""
    from polars import col, lit

    start, end, at = lit(month.start), lit(month.end), lit(moment)

    def within(name: str) -> Any:
        return (col(name) >= start) & (col(name) < end)

    def true(condition: Any) -> Any:
        return condition.fill_null(False)

    disposed = true(col("disposed_at") <= at)
    held = true((col("suspended_at") <= col("dispose_due")) & (col("suspended_at") <= at))
    held &= ~true((col("resumed_at") <= col("dispose_due")) & (col("resumed_at") <= at))
    due = true(within("dispose_due") & (col("dispose_due") <= at)) & ~held
    closed = true(within("closed_at") & (col("closed_at") <= at))
    filed = true(within("filed_at") & (col("filed_at") <= at))
    done = true(within("disposed_at") & (col("dispatched_at") <= at)) & disposed
    counted = {
        "on_time_rate_n": due & disposed & true(col("disposed_at") <= col("dispose_due")), "on_time_rate_d": due,
        "overdue_open_rate_n": due & ~disposed, "overdue_open_rate_d": due,
        "rework_rate_n": closed & true(col("rework_count") >= 1), "rework_rate_d": closed,
        "self_found_share_n": filed & true(col("source").is_in(SELF_FOUND)), "self_found_share_d": filed,
    }  # fmt: skip
    hours = (col("disposed_at") - col("dispatched_at")).dt.total_microseconds() / 3.6e9
    rows = true(within("dispose_due") | within("closed_at") | within("filed_at") | within("disposed_at"))
    lazy = table.lazy().filter(true(col("reported_at") <= at) & ~true(col("voided_at") <= at) & rows)
    found = lazy.group_by("subdistrict").agg(
        *(condition.sum().alias(name) for name, condition in counted.items()),
        hours.filter(done).median().alias("handling_hours_median"),
    )
    return found.collect().to_pandas().dropna(subset=["subdistrict"]).set_index("subdistrict")


def _check(ours: pd.DataFrame, peers: pd.DataFrame) -> None:
    """The counts are equal, the medians too but for the last digits."""
    wide = ours.pivot(index="unit", columns="indicator")
    for name in RATES:
        for part, column in (("n", "numerator"), ("d", "denominator")):
            expected = peers[f"{name}_{part}"].reindex(wide.index).fillna(0).to_numpy(float)
            np.testing.assert_array_equal(wide[column, name].to_numpy(), expected, err_msg=f"{name} {column}")
    medians = peers["handling_hours_median"].reindex(wide.index).to_numpy(float)
    np.testing.assert_allclose(wide["value", "handling_hours_median"].to_numpy(), medians, rtol=1e-9)
