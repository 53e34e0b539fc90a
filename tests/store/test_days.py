"""Through the real command: a day is laid over the version before from so many cases on; below, the whole is built."""

import json
import os
import subprocess
import sys
from pathlib import Path

from analytics.store.increments import WHOLE_BELOW
from analytics.store.layers import base_of
from analytics.store.versions import Store

ROOT = Path(__file__).resolve().parents[2]
AREAS = "area_code,parent_code,tier,name\n11,,city,京\n1101,11,district,东\n"
CASES = 1000


def imported(store: Store, *files: Path, **environment: str) -> Path:
    """Imports the files by the command and returns the file of the version that it published."""
    command = [sys.executable, "-m", "analytics", "import", *map(str, files), "--store", str(store.path), "--json"]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, env=os.environ | environment)
    assert done.returncode == 0, done.stderr
    return store.version_path(json.loads(done.stdout)["version"])


def cases(folder: Path, name: str, first: int, after: int, reworked: int = 0) -> Path:
    rows = [f"C{number},hotline,1101,2018-09-01 08:00,2018-09-02,{reworked}\n" for number in range(first, after)]
    path = folder / f"cases_{name}.csv"
    path.write_text("case_id,source,area_code,reported_at,dispose_due,rework_count\n" + "".join(rows))
    return path


def test_the_number_of_cases_decides_whether_a_day_is_laid_over_the_version_before(tmp_path):
    store = Store(tmp_path / "store")
    (tmp_path / "areas.csv").write_text(AREAS, encoding="utf-8")
    first = imported(store, tmp_path / "areas.csv", cases(tmp_path, "all", 0, CASES))
    assert base_of(first) is None
    # Ten that are new, ten that are there already and have been reworked since.
    day = imported(store, cases(tmp_path, "day", CASES - 10, CASES + 10, 1), **{WHOLE_BELOW: str(CASES)})
    assert base_of(day) == first
    assert store.version().rows("select count(*) as n, sum(rework_count) as reworked from cases") == [
        {"n": CASES + 10, "reworked": 20}]  # fmt: skip
    next_day = imported(store, cases(tmp_path, "next", CASES, CASES + 20, 2), **{WHOLE_BELOW: str(CASES + 1)})
    assert base_of(next_day) is None
    assert store.version().rows("select count(*) as n, sum(rework_count) as reworked from cases") == [
        {"n": CASES + 20, "reworked": 10 + 40}]  # fmt: skip
