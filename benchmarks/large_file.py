"""`python -m benchmarks.large_file CITY [GIGABYTES]`: one CSV of cases that large is imported; what memory that takes.

CITY is a folder of the demo city's files (`python -m analytics demo --out CITY`): its cases are written again and
again, each with a key and a place of its own and a long description, until the file is as large as was asked for.
Watched are the importing process and all its children together, every half second.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import duckdb

ROOT = Path(__file__).resolve().parents[1]
_ROW = 2043  # bytes of such a row in the CSV, on the average
_WITH_IT = ("areas", "grids", "alleys", "orgs", "calendar_days", "deadline_rules", "class_tags")
_WRITE = """
copy (
    select cases.* replace (
        case_id || '-' || copy as case_id, lon + copy * 0.00013 as lon, lat + copy * 0.00011 as lat,
        repeat('占道堆物,"未清理"; ' || md5(case_id || copy) || ' ', 27) as description
    )
    from read_parquet($cases) cases, range($copies) copies(copy)
) to '{file}' (header)
"""


def measured(city: Path, gigabytes: float) -> dict:
    """The file's bytes, how its rows were counted, the peak of memory in MB, and seconds."""
    with tempfile.TemporaryDirectory(prefix="last-mile-large-", dir=city.parent) as place:
        files, store = Path(place) / "in", Path(place) / "store"
        files.mkdir()
        for path in city.iterdir():
            if path.stem in _WITH_IT:
                shutil.copy(path, files)
        size = _write(city / "cases.parquet", files / "cases.csv", gigabytes)
        began = time.monotonic()
        with (Path(place) / "report.json").open("w+") as report:
            importing = subprocess.Popen(
                [sys.executable, "-m", "analytics", "import", str(files), "--store", str(store), "--json"],
                cwd=ROOT, stdout=report, stderr=subprocess.DEVNULL)
            peak = _watched(importing)
            report.seek(0)
            counts = json.load(report)["tables"]["cases"]
    return {"bytes": size, **counts, "peak_mb": peak, "seconds": time.monotonic() - began}


def _write(cases: Path, file: Path, gigabytes: float) -> int:
    with duckdb.connect(config={"memory_limit": "2GB", "preserve_insertion_order": False}) as connection:
        rows = connection.execute("select count(*) from read_parquet($cases)", {"cases": str(cases)}).fetchall()[0][0]
        copies = max(1, round(gigabytes * 1e9 / _ROW / rows))
        connection.execute(_WRITE.format(file=file), {"cases": str(cases), "copies": copies})
    return file.stat().st_size


def _watched(process: subprocess.Popen) -> float:
    peak = 0.0
    while process.poll() is None:
        peak = max(peak, sum(map(_rss_mb, _family(process.pid))))
        time.sleep(0.5)
    return peak


def _family(process: int) -> list[int]:
    """The process and all that it has started, as far as they still run."""
    found = [process]
    try:
        for task in os.listdir(f"/proc/{process}/task"):
            children = Path(f"/proc/{process}/task/{task}/children").read_text(encoding="ascii").split()
            found += [one for child in children for one in _family(int(child))]
    except OSError:
        pass
    return found


def _rss_mb(process: int) -> float:
    try:
        lines = Path(f"/proc/{process}/status").read_text(encoding="utf-8").splitlines()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS")), 0.0)


if __name__ == "__main__":
    print(json.dumps(measured(Path(sys.argv[1]).resolve(), float(sys.argv[2]) if sys.argv[2:] else 10.0)))
