"""A store so small that an import takes no time, and what has to be true of it after every fault."""

from __future__ import annotations

import os
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from analytics.publishing import import_paths
from analytics.store.ledger import Ledger
from analytics.store.versions import Store

AREAS = "area_code,parent_code,tier,name\n11,,city,京\n1101,11,district,东\n1102,11,district,西\n"
ROWS_PER_FILE = 30
_OTHER = "OTHER"
_HEADER = "case_id,source,area_code,reported_at,dispose_due,rework_count\n"


def quiet(step: str, share: float) -> None:
    """Progress that nobody looks at."""


def make_store(folder: Path, others: int = 0) -> Store:
    """A store with two published imports: areas and so many other cases, and the first file of cases."""
    store = Store(folder / "store")
    areas, rest = folder / "areas.csv", folder / "cases-others.csv"
    areas.write_text(AREAS, encoding="utf-8")
    rows = [f"{_OTHER}{row},hotline,1101,2018-09-01 08:00,2018-09-02,0\n" for row in range(others)]
    rest.write_text(_HEADER + "".join(rows))
    import_paths(store, [areas, *([rest] if others else [])], None, quiet)
    import_paths(store, [cases_file(folder, 0)], None, quiet)
    return store


def cases_file(folder: Path, number: int) -> Path:
    """The file of that number: thirty cases of its own and one that every file has, with the file's number in it."""
    rows = [f"C{number}-{row},hotline,110{1 + row % 2},2018-09-01 08:00,2018-09-02,0\n" for row in range(ROWS_PER_FILE)]
    path = folder / f"cases_{number:05d}.csv"
    path.write_text(_HEADER + "".join(rows) + f"SHARED,hotline,1101,2018-09-01 08:00,2018-09-02,{number}\n")
    return path


@dataclass(frozen=True)
class Look:
    """What one look at the served version found."""

    files: dict[int, int]  # file number → how many of its own cases are there
    twice: int  # cases that are there more than once
    rows: int
    shared: int  # of the case that all files have, whose row it is


def look(store: Store) -> Look:
    """What is served now; the whole version is read from one connection."""
    version = store.version()
    try:
        rows = version.rows("select case_id, rework_count from cases where not starts_with(case_id, ?)", [_OTHER])
    finally:
        version.close()
    ids = Counter(row["case_id"] for row in rows)
    files = Counter(int(name[1:].split("-")[0]) for name in ids if name != "SHARED")
    shared = next((row["rework_count"] for row in rows if row["case_id"] == "SHARED"), -1)
    return Look(dict(files), sum(times > 1 for times in ids.values()), len(rows), shared)


def check_whole(store: Store) -> set[int]:
    """The numbers of the files that are served; each is there with all its rows, once."""
    found = look(store)
    assert not found.twice, "a case appears twice"
    assert set(found.files.values()) <= {ROWS_PER_FILE}, f"a file is there in part: {found}"
    return set(found.files)


def check_serves(store: Store, numbers: set[int], last: int | None = None) -> None:
    """Every one of these files is served whole, nothing else, and of the case that all have, the last file's row."""
    assert check_whole(store) == numbers
    newest = look(store).shared
    assert newest == (max(numbers) if last is None else last), "the newest row of a key does not win"


def came_last(store: Store) -> int:
    """The number of the file that the ledger got last."""
    name = Ledger(store).imports()[-1].manifest["files"][-1]["file"]
    return int(name.removeprefix("cases_").removesuffix(".csv"))


def leftovers(store: Store) -> list[str]:
    """Files of the store that belong to nothing."""
    hidden = [path.name for path in store.ledger.rglob(".*")]
    building = [path.name for path in store.versions.glob("*building*")]
    return hidden + building + [path.name for path in store.path.glob("*.new")]


def overwrite(path: Path, at: int, content: bytes) -> None:
    """Puts other bytes into the middle of a file, as a failing disk does: the file's times stay as they are."""
    times = path.stat()
    with path.open("r+b") as file:
        file.seek(at)
        file.write(content)
    os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))
