"""Cases that lie outside the version's file, as Parquet by month: what a cluster wrote (see engines.spreading).

The folder is `cases/<id>/first_month=…/last_month=…/` in the store, beside `versions/`: the months, counted since
January 1970, between which the cases have any time that counts. A question that names its months reads the files of
these alone. The version's file names every one of them with its SHA-256 (`spread_files`); its `cases` is a view.
"""

from __future__ import annotations

import shutil
from collections.abc import Collection
from pathlib import Path

import duckdb

_CATALOGUE = "spread"
_MONTHS = "{'first_month': smallint, 'last_month': smallint}"


def folder_of(version: Path) -> Path:
    """Where the cases of that version lie, if a cluster wrote them."""
    return root_of(version) / version.stem


def root_of(version: Path) -> Path:
    """The folder below which the cases of every such version of the store lie."""
    return version.parent.parent / "cases"


def quoted(path: Path) -> str:
    """A file's name as SQL."""
    return "'" + str(path).replace("'", "''") + "'"


def lay(connection: duckdb.DuckDBPyConnection, path: Path, found: dict[str, str]) -> None:
    """Makes `cases` of the open version the view of these files: their names below `root_of`, with their SHA-256."""
    connection.execute("create table spread_files (file varchar, sha256 varchar)")
    connection.executemany("insert into spread_files values (?, ?)", sorted(found.items()))
    attach(connection, path)
    connection.execute(f"create view cases as select * from {_CATALOGUE}.main.cases")


def attach(connection: duckdb.DuckDBPyConnection, path: Path, catalogue: str = "") -> None:
    """Opens the way to the files of a version that is open, or attached as `catalogue`; nothing if it has none.

    Only to their folder, once the connection may reach no other file. Raises FileNotFoundError when that is not there.
    """
    files = files_of(connection, path, catalogue)
    if not files:
        return
    if not owner_of(path, files).is_dir():
        raise FileNotFoundError(owner_of(path, files))
    names = ", ".join(quoted(file.resolve()) for file in files)
    connection.execute(f"""set allowed_directories = [{quoted(root_of(path).resolve())}];
        attach ':memory:' as {_CATALOGUE} (read_write);
        create view {_CATALOGUE}.main.cases as select * from read_parquet([{names}],
            hive_partitioning = true, hive_types_autocast = false, hive_types = {_MONTHS})""")


def files_of(connection: duckdb.DuckDBPyConnection, path: Path, catalogue: str = "") -> dict[Path, str]:
    """The files of a version that is open, or attached as `catalogue`, each with the SHA-256 it was written with."""
    sql = """select count(*) from duckdb_tables() where table_name = 'spread_files'
        and database_name = coalesce(nullif(?, ''), current_database())"""
    if not connection.execute(sql, [catalogue]).fetchone()[0]:
        return {}
    table = f"{catalogue}.main.spread_files" if catalogue else "spread_files"
    rows = connection.execute(f"select file, sha256 from {table} order by file").fetchall()
    return {root_of(path) / file: sha256 for file, sha256 in rows}


def owner_of(path: Path, files: Collection[Path]) -> Path:
    """The folder in which all these files of a version lie: one published once more shares that of the one before."""
    return root_of(path) / next(iter(files)).relative_to(root_of(path)).parts[0]


def sweep(versions: Path, kept: Collection[Path]) -> None:
    """Removes the cases in the store of these `versions` that no kept file names."""
    root = root_of(versions / "any")
    named = {root / file.relative_to(root).parts[0] for file in kept}
    for folder in root.iterdir() if root.is_dir() else ():
        if folder not in named:
            shutil.rmtree(folder, ignore_errors=True)
