"""ClickHouse inside this process (`chdb`, requirements-bench.txt), its columns in memory: exact medians in one pass."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from datetime import datetime
from importlib.util import find_spec
from pathlib import Path

import pandas as pd

from analytics.contract.periods import Period

SELF_FOUND = "('inspector', 'alley_chief', 'steward', 'video')"
# No time is after an unknown one: a comparison with null is null, and counts as false.
_DUE = """dispose_due >= {start} and dispose_due < {end} and dispose_due <= {at}
    and not ifNull(suspended_at <= dispose_due and suspended_at <= {at}
        and not ifNull(resumed_at <= dispose_due and resumed_at <= {at}, 0), 0)"""
_CLOSED = "closed_at >= {start} and closed_at < {end} and closed_at <= {at}"
_FILED = "filed_at >= {start} and filed_at < {end} and filed_at <= {at}"
_DONE = "disposed_at >= {start} and disposed_at < {end} and disposed_at <= {at} and dispatched_at <= {at}"
_HOURS = "dateDiff('microsecond', dispatched_at, disposed_at) / 3.6e9"
_MONTH = f"""select subdistrict,
        countIf({_DUE} and disposed_at <= {{at}} and disposed_at <= dispose_due) as on_time_rate_n,
        countIf({_DUE}) as on_time_rate_d,
        countIf({_DUE} and ifNull(disposed_at > {{at}}, 1)) as overdue_open_rate_n,
        countIf({_DUE}) as overdue_open_rate_d,
        countIf({_CLOSED} and rework_count >= 1) as rework_rate_n, countIf({_CLOSED}) as rework_rate_d,
        countIf({_FILED} and source in {SELF_FOUND}) as self_found_share_n, countIf({_FILED}) as self_found_share_d,
        quantileExactInclusiveIf(0.5)({_HOURS}, {_DONE}) as handling_hours_median
    from cases where reported_at <= {{at}} and not ifNull(voided_at <= {{at}}, 0) and subdistrict is not null
        and (({_DUE}) or ({_CLOSED}) or ({_FILED}) or (disposed_at >= {{start}} and disposed_at < {{end}}))
    group by subdistrict"""
_HISTORY = f"""select period, subdistrict, quantileExactInclusive(0.5)({_HOURS}) as handling_hours_median
    from cases inner join months on toStartOfMonth(disposed_at) = months.first
    where disposed_at <= at and dispatched_at <= at and reported_at <= at and not ifNull(voided_at <= at, 0)
        and subdistrict is not null
    group by period, subdistrict"""


def is_there() -> bool:
    """Whether ClickHouse can be asked here."""
    return find_spec("chdb") is not None


class ClickHouse:
    """The cases of a frame in a table of ClickHouse that stays in memory."""

    def __init__(self, frame: pd.DataFrame) -> None:
        from chdb.session import Session

        self._session = Session()
        with tempfile.TemporaryDirectory(prefix="last-mile-clickhouse-") as place:
            self._load("cases", frame, Path(place) / "cases.parquet")

    def month(self, month: Period, moment: datetime) -> pd.DataFrame:
        """As `ranking.pandas_month`: n and d of each rate and the median hours of every subdistrict."""
        told = {"start": _time(month.start), "end": _time(month.end), "at": _time(moment)}
        return self._frame(_MONTH.format(**told)).set_index("subdistrict")

    def know_months(self, moments: Mapping[Period, datetime]) -> None:
        """What `history` asks of every month, and as known at which moment."""
        rows = [{"period": each.text, "first": each.first, "at": moment} for each, moment in moments.items()]
        with tempfile.TemporaryDirectory(prefix="last-mile-clickhouse-") as place:
            self._load("months", pd.DataFrame(rows), Path(place) / "months.parquet")

    def history(self) -> pd.DataFrame:
        """period, subdistrict, handling_hours_median: the exact median of every month in one pass."""
        return self._frame(_HISTORY)

    def close(self) -> None:
        """Gives the memory back."""
        self._session.close()

    def _load(self, table: str, frame: pd.DataFrame, file: Path) -> None:
        frame.to_parquet(file, index=False)
        self._session.query(f"create table {table} engine = Memory as select * from file('{file}', Parquet)")

    def _frame(self, sql: str) -> pd.DataFrame:
        return self._session.query(sql, "DataFrame")


def _time(value: datetime) -> str:
    return f"toDateTime64('{value:%Y-%m-%d %H:%M:%S}', 6)"
