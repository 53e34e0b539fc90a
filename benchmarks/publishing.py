"""A day's import into the city, published: of the version before and what came, against building the whole anew."""

from __future__ import annotations

import os
import resource
import shutil
import sys
import tempfile
import time
from pathlib import Path

import pyarrow.parquet as pq

from analytics.contract.schema import tables
from analytics.publishing import import_paths, rebuild
from analytics.store.layers import base_of
from analytics.store.versions import Store, Version
from benchmarks import city
from benchmarks.figures import Figures, limit
from benchmarks.timing import peak_mb, peak_of_children_mb

ROWS = 20_000
SECONDS = 15.0
WHOLE_AT_MOST = 1_000_000  # cases; beyond that the whole takes minutes
_COLUMNS = ", ".join(f'"{name}"' for name in tables()["cases"].columns)
# Four of five are new, the last days' shifted by a day; one of five was open and has been dealt with.
_DAY = f"""
    with newest as (select max(reported_at) as at from cases),
    new as (
        select * replace ('N' || case_id as case_id, reported_at + interval 1 day as reported_at,
            null as parent_case_id, null as verified_at, filed_at + interval 1 day as filed_at,
            dispatched_at + interval 1 day as dispatched_at, null as accepted_at, null as disposed_at,
            null as feedback_at, null as checked_at, null as closed_at, null as voided_at, null as suspended_at,
            null as resumed_at, null as supervised_at, null as escalated_at, null as owner_named_at,
            dispose_due + interval 1 day as dispose_due, close_due + interval 1 day as close_due)
        from cases where voided_at is null and filed_at >= reported_at and dispatched_at >= filed_at
        order by reported_at desc, case_id limit {ROWS * 4 // 5}
    ),
    dealt_with as (
        select cases.* replace (newest.at as disposed_at, newest.at as checked_at, newest.at as closed_at)
        from cases, newest where disposed_at is null and dispatched_at is not null and voided_at is null
        order by reported_at desc, case_id limit {ROWS // 5}
    )
    select {_COLUMNS} from new union all by name select {_COLUMNS} from dealt_with"""


def run(size: int) -> dict[str, Figures]:
    """`publish_day`: CPU seconds / 2 (two cores) of importing and publishing a day's 20,000 cases, beside 15 s.

    `publish_whole`, up to a million cases: the same version built of the whole ledger. The two hold the same cases.
    """
    with tempfile.TemporaryDirectory(dir=city.folder(size)) as work:
        store = _linked(city.store(size), Path(work) / "store")
        file = Path(work) / "cases_day.parquet"
        # In a process of its own: what that holds is not ours, and a child seems to hold what its parent did.
        peak_mb(write_day, str(store.path), str(file))
        ours = _seconds(lambda: import_paths(store, [file], None, lambda *_: None))
        published = store.version()
        assert base_of(published.path) is not None or size < ROWS * 20, "it was made of the version before"
        found = {"publish_day": limit(ours / 2, SECONDS, f"{SECONDS:.0f} s on two cores")}
        found["publish_day"]["rss_mb"] = peak_of_children_mb()
        if size <= WHOLE_AT_MOST:
            whole = _seconds(lambda: rebuild(store, lambda *_: None))
            assert _digest(store.version()) == _digest(published)
            found["publish_whole"] = limit(ours, whole, "the whole built anew (CPU s)")
    return found


def write_day(store: str, file: str) -> None:
    """Writes the day's rows as Parquet."""
    pq.write_table(Store(store).version().arrow(_DAY), file)


def _linked(store: Store, folder: Path) -> Store:
    """The store once more, its files shared: none of them is ever written to again."""
    shutil.copytree(store.path, folder, copy_function=os.link, ignore=shutil.ignore_patterns(".lock", "CURRENT"))
    shutil.copy(store.pointer, folder)
    return Store(folder)


def _seconds(act) -> float:  # noqa: ANN001
    before, started = _used(), time.time()
    act()
    print(f"publishing: {time.time() - started:.1f} s by the clock", file=sys.stderr)
    return _used() - before


def _used() -> float:
    """CPU seconds of this process and of its children that have ended."""
    both = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(each.ru_utime + each.ru_stime for each in both)


def _digest(version: Version) -> list:
    columns = "case_id, district, dispose_due, earlier_find_until, recurrence_until, in_key_area"
    return version.rows(f"select count(*) as n, bit_xor(hash({columns})) as all_of_it from cases")
