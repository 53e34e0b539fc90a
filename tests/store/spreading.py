"""A version whose cases lie as Parquet by month, as a cluster leaves them, made of one that has them in its file."""

from __future__ import annotations

from pathlib import Path

import duckdb

from analytics.store import intactness, spread


def spread_out(path: Path) -> Path:
    """Turns `cases` of the version into files beside it; nobody may have it open."""
    folder = spread.folder_of(path)
    folder.parent.mkdir(exist_ok=True)
    with duckdb.connect(str(path)) as connection:
        connection.execute(f"""copy (from cases order by reported_at, case_id) to {spread.quoted(folder)}
            (format parquet, partition_by (first_month, last_month))""")
        connection.execute("drop table cases")
        found = {str(file.relative_to(folder.parent)): intactness.sha256_of(file) for file in folder.rglob("*.parquet")}
        spread.lay(connection, path, found)
    intactness.note(path)
    return path


def files_of(path: Path) -> dict[Path, tuple[int, int]]:
    """The files of the version's cases, each with its first and last month."""
    def month(part: str) -> int:
        return int(part.split("=")[1])

    return {file: (month(file.parts[-3]), month(file.parts[-2]))
            for file in sorted(spread.folder_of(path).rglob("*.parquet"))}
