"""Cases that were touched, and those around them for which what was found before or came back is now another.

A case answers for the cases near it as long as its place, its times of report and voiding, its class and its source
stay: one that has only gone on to a later stage changes nobody else.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import duckdb
import numpy as np
import pandas as pd

from analytics.contract.schema import tables
from analytics.store.layers import exchange, rows_with_keys
from analytics.store.near_cases import SELF_FOUND, SPOTS, earlier_finds, recurrences

# Cells of 33 m from south to north and, up to 60 degrees, of as much from west to east: near is in the 3 x 3 around.
_CELL = """cast(floor(lon / 0.0006) as bigint) as east, cast(floor(lat / 0.0003) as bigint) as north,
    hash({}) as class"""
_FARTHEST_LATITUDE = 60
# As which a case answers for the others.
_PLACE = ("located", "lon", "lat", "reported_at", "scheme", "kind", "major_code")
_ANSWERS = (*_PLACE, "minor_code", "voided_at")
_SPOT = ", ".join(("case_id", *_ANSWERS, "closed_at", "source"))
_IS_OWN = f"coalesce({{}}.source in ({', '.join(repr(source) for source in SELF_FOUND)}), false)"
_DAY = timedelta(days=1)


class FarNorth(Exception):
    """Cases where the cells are too narrow: the whole is to be built."""


@dataclass(frozen=True)
class _Question:
    """One of the two columns: who asks, in which class, looking from when how far back and ahead for reports.

    `asks`: of the asking case; another value in one of them may mean another answer.
    """

    column: str
    asker: str
    asks: tuple[str, ...]
    of_class: str
    moment: str
    back: timedelta
    ahead: timedelta
    answered: Callable[[pd.DataFrame, np.ndarray], np.ndarray]


_QUESTIONS = (
    _Question("earlier_find_until", "located and major_code is not null", _PLACE, "scheme, kind, major_code",
              "reported_at", 7 * _DAY, 0 * _DAY, lambda spots, _: earlier_finds(spots)),
    _Question("recurrence_until", "located and minor_code is not null and closed_at is not null",
              (*_PLACE, "minor_code", "closed_at"), "scheme, kind, major_code, minor_code", "closed_at",
              0 * _DAY, 31 * _DAY, recurrences),
)  # fmt: skip


def exchange_cases(connection: duckdb.DuckDBPyConnection) -> None:
    """Puts the rows of the temporary `chunk` into `cases`, in layers, and answers anew whatever that changes.

    What they take the place of is in `stood` (see layers.rows_with_keys). Raises FarNorth.
    """
    connection.execute("""create temp table fresh as select c.* exclude (point_area, first_month, last_month),
            s.earlier_find_until, s.recurrence_until, c.first_month, c.last_month
        from chunk c left join stood s on s.case_id = c.case_id""")
    exchange(connection, tables()["cases"], "fresh", "stood")
    _note_moved(connection)
    connection.execute("""create temp table asking (case_id varchar, asked integer);
        create temp table answers (case_id varchar, earlier timestamp, later timestamp, asked integer)""")
    for number, question in enumerate(_QUESTIONS):
        _ask(connection, question, number)
    rows_with_keys(connection, tables()["cases"], "asking", "may_change")
    for number, question in enumerate(_QUESTIONS):
        _answer(connection, question, number)
    _exchange_answers(connection)
    connection.execute("""drop table fresh; drop table moved; drop table asking; drop table may_change;
        drop table answers""")


def _note_moved(connection: duckdb.DuckDBPyConnection) -> None:
    """`moved`: the located cases, as they were and as they are, that answer otherwise for the cases near them."""
    same = " and ".join(f"f.{name} is not distinct from s.{name}" for name in _ANSWERS)
    connection.execute(f"""create temp table moved as
        with other as (
            select f.case_id from fresh f left join stood s on s.case_id = f.case_id
            where s.case_id is null or not ({same} and {_IS_OWN.format("f")} = {_IS_OWN.format("s")})
        )
        select * from fresh semi join other using (case_id) where located
        union all by name
        select * exclude (at_row) from stood semi join other using (case_id) where located""")
    if connection.execute(f"select exists (from moved where abs(lat) > {_FARTHEST_LATITUDE})").fetchone()[0]:
        raise FarNorth


def _ask(connection: duckdb.DuckDBPyConnection, question: _Question, number: int) -> None:
    """Adds to `asking` the cases whose answer may be another: touched ones, and those near one that answers otherwise.
    """
    other = " or ".join(f"f.{name} is distinct from s.{name}" for name in question.asks)
    connection.execute(f"""insert into asking
        select f.case_id, {number} from fresh f left join stood s on s.case_id = f.case_id
        where s.case_id is null or {other}""")
    for (month,) in connection.execute("select distinct date_trunc('month', reported_at) from moved").fetchall():
        _reach(connection, "moved", "date_trunc('month', reported_at) = $month", question, {"month": month})
        first, last = connection.execute("""select min(reported_at), max(reported_at) from moved
            where date_trunc('month', reported_at) = ?""", [month]).fetchone()
        connection.execute(f"""insert into asking select case_id, {number} from (
                select case_id, {_CELL.format(question.of_class)} from cases
                where {question.asker} and {question.moment} >= $first and {question.moment} <= $last
            ) semi join reach using (east, north, class)""",
            {"first": first - question.ahead, "last": last + question.back})


def _answer(connection: duckdb.DuckDBPyConnection, question: _Question, number: int) -> None:
    """Adds to `answers` what each asking case is answered, NULL for nothing; month by month of its own moment."""
    connection.execute(f"""create temp table askers as
        select * exclude (at_row), {question.asker} as does_ask from may_change
        semi join (from asking where asked = {number}) using (case_id);
        insert into answers select case_id, null, null, {number} from askers where does_ask is not true""")
    months = f"select distinct date_trunc('month', {question.moment}) from askers where does_ask"
    for (month,) in connection.execute(months).fetchall():
        mine = f"does_ask and date_trunc('month', {question.moment}) = $month"
        _reach(connection, "askers", mine, question, {"month": month})
        first, last = connection.execute(f"""select min({question.moment}), max({question.moment}) from askers
            where {mine}""", {"month": month}).fetchone()
        connection.execute(f"""create temp table near as
            select {_SPOT} from (
                select {_SPOT}, {_CELL.format(question.of_class)} from cases
                where located and reported_at >= $first and reported_at <= $last
            ) semi join reach using (east, north, class)
            union by name select {_SPOT} from askers where {mine}""",
            {"first": first - question.back, "last": last + question.ahead, "month": month})
        spots = connection.execute(SPOTS.format("near", "true").replace("rowid as at_row", "case_id", 1)).df()
        asked = connection.execute(f"""select a.case_id is not null as asked from near
            left join (select case_id from askers where {mine}) a using (case_id)
            where located order by near.rowid""", {"month": month}).fetchnumpy()["asked"]
        asked = np.asarray(asked, dtype=bool)
        found = question.answered(spots, asked)[asked]
        connection.register("found_near", pd.DataFrame({"case_id": spots["case_id"].to_numpy()[asked], "found": found}))
        columns = "found::timestamp, null" if number == 0 else "null, found::timestamp"
        connection.execute(f"insert into answers select case_id, {columns}, {number} from found_near")
        connection.unregister("found_near")
        connection.execute("drop table near")
    connection.execute("drop table askers")


def _reach(
    connection: duckdb.DuckDBPyConnection, rows: str, which: str, question: _Question, bound: dict[str, object]
) -> None:
    """`reach`: the cells on and beside these rows, by class."""
    connection.execute(f"""create or replace temp table reach as
        select distinct east + e as east, north + n as north, class
        from (select {_CELL.format(question.of_class)} from {rows} where {which}),
            (values (-1), (0), (1)) as easts(e), (values (-1), (0), (1)) as norths(n)""", bound)


def _exchange_answers(connection: duckdb.DuckDBPyConnection) -> None:
    """Puts the answers that are other than those stored into `cases`."""
    connection.execute("""create temp table patched as
        with told as (
            select case_id, max(earlier) as earlier, bool_or(asked = 0) as asked_earlier,
                max(later) as later, bool_or(asked = 1) as asked_later
            from answers group by case_id
        ), put as (
            select c.* exclude (at_row) replace (
                case when asked_earlier then told.earlier else c.earlier_find_until end as earlier_find_until,
                case when asked_later then told.later else c.recurrence_until end as recurrence_until
            ), c.earlier_find_until as was_earlier, c.recurrence_until as was_later
            from may_change c join told on told.case_id = c.case_id
        )
        select * exclude (was_earlier, was_later) from put
        where earlier_find_until is distinct from was_earlier or recurrence_until is distinct from was_later""")
    if connection.execute("select exists (from patched)").fetchone()[0]:
        exchange(connection, tables()["cases"], "patched", "may_change")
    connection.execute("drop table patched")
