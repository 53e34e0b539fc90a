"""What was found or came back within 30 metres of each case: `earlier_find_until` and `recurrence_until`."""

from __future__ import annotations

import duckdb
import numpy as np
import pandas as pd

from analytics.places.neighbours import EARLIER, LATER, earlier_find_until, recurrence_until

SELF_FOUND = ("inspector", "alley_chief", "steward", "video")
_OWN = ", ".join(f"'{source}'" for source in SELF_FOUND)
# One row per case that may answer: where, when and of which class, numbered within what is looked at.
SPOTS = f"""
    select rowid as at_row, lon, lat, reported_at, closed_at, voided_at, source in ({_OWN}) as self_found,
        case when major_code is null then -1
             else dense_rank() over (order by scheme, kind, major_code) end as major,
        case when minor_code is null then -1
             else dense_rank() over (order by scheme, kind, major_code, minor_code) end as minor
    from {{0}} where located and {{1}} order by rowid"""
_MONTHS = """select distinct date_trunc('month', moment) as month from (
    select reported_at as moment from cases where located union all
    select closed_at from cases where located and closed_at is not null) order by month"""
_DAY = np.timedelta64(1, "D")


def add_neighbours(connection: duckdb.DuckDBPyConnection) -> None:
    """Fills the two columns of `cases`, month by month: nobody looks further than 30 days."""
    for (month,) in connection.execute(_MONTHS).fetchall():
        first = np.datetime64(month, "us")
        after = (first.astype("datetime64[M]") + 1).astype("datetime64[us]")
        connection.execute("create temp table near_rows (at_row bigint, earlier timestamp, later timestamp)")
        earlier = _between(connection, first - EARLIER, after)
        asked = earlier["reported_at"].to_numpy("datetime64[us]") >= first
        note(connection, earlier["at_row"], earlier_finds(earlier), None, asked)
        later = _closed_between(connection, first, after)
        closed = later["closed_at"].to_numpy("datetime64[us]")
        asked = (closed >= first) & (closed < after)
        note(connection, later["at_row"], None, recurrences(later, asked), asked)
        connection.execute("""update cases set earlier_find_until = coalesce(n.earlier, earlier_find_until),
                recurrence_until = coalesce(n.later, recurrence_until)
            from (select at_row, max(earlier) as earlier, max(later) as later from near_rows group by at_row) n
            where n.at_row = cases.rowid""")
        connection.execute("drop table near_rows")


def earlier_finds(spots: pd.DataFrame) -> np.ndarray:
    """Per row of SPOTS its `earlier_find_until`, found among these rows."""
    return earlier_find_until(
        **_places(spots), **_times(spots), classes=spots["major"].to_numpy(np.int64),
        self_found=spots["self_found"].to_numpy(bool),
    )  # fmt: skip


def recurrences(spots: pd.DataFrame, asked: np.ndarray) -> np.ndarray:
    """Per row of SPOTS its `recurrence_until`, found among these rows; for those that are not asked, none."""
    closed = np.where(asked, spots["closed_at"].to_numpy("datetime64[us]"), np.datetime64("NaT", "us"))
    classes = spots["minor"].to_numpy(np.int64)
    return recurrence_until(**_places(spots), **_times(spots), closed_at=closed, classes=classes)


def note(
    connection: duckdb.DuckDBPyConnection, rows: pd.Series, earlier: np.ndarray | None, later: np.ndarray | None,
    asked: np.ndarray,
) -> None:  # fmt: skip
    """Adds what was found of the asked rows to `near_rows`; what was not found stays out."""
    found = earlier if later is None else later
    told = np.flatnonzero(asked & ~np.isnat(found))
    frame = pd.DataFrame({"at_row": rows.to_numpy()[told], "found": found[told]})
    connection.register("found_near", frame)
    columns = "found::timestamp, null" if later is None else "null, found::timestamp"
    connection.execute(f"insert into near_rows select at_row, {columns} from found_near")
    connection.unregister("found_near")


def _between(connection: duckdb.DuckDBPyConnection, first: np.datetime64, after: np.datetime64) -> pd.DataFrame:
    sql = SPOTS.format("cases", "reported_at >= $first and reported_at < $after")
    return connection.execute(sql, {"first": first.item(), "after": after.item()}).df()


def _closed_between(connection: duckdb.DuckDBPyConnection, first: np.datetime64, after: np.datetime64) -> pd.DataFrame:
    """The cases closed then, and those that may follow one of them."""
    sql = SPOTS.format("cases", """((closed_at >= $first and closed_at < $after)
        or (reported_at >= $first and reported_at < $until))""")
    until = after + LATER + _DAY
    return connection.execute(sql, {"first": first.item(), "after": after.item(), "until": until.item()}).df()


def _places(spots: pd.DataFrame) -> dict[str, np.ndarray]:
    return {name: spots[name].to_numpy(float) for name in ("lon", "lat")}


def _times(spots: pd.DataFrame) -> dict[str, np.ndarray]:
    return {name: spots[name].to_numpy("datetime64[us]") for name in ("reported_at", "voided_at")}
