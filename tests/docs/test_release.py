"""The version has its entry in the changelog; the files that a container gets are enough to run on."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tomllib
from datetime import date
from pathlib import Path

import pytest

from tests.docs import town
from tests.docs.reading import ROOT
from tests.docs.test_container import STEPS

DRAW = """
from streamlit.testing.v1 import AppTest
test = AppTest.from_file("dashboard.py", default_timeout=120)
test.switch_page("pages/ranking.py")
test.query_params["period"] = "2018-08"
test.run()
assert not test.exception, test.exception
print(test.title[0].value)
"""


def test_the_changelog_begins_with_the_version_of_the_project() -> None:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    heads = re.findall(r"^## (\S+) — (\S+)$", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert heads[0][0] == version
    assert date.fromisoformat(heads[0][1])


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with what the container file copies, and nothing else."""
    folder = tmp_path_factory.mktemp("app")
    for line in re.findall(r"^COPY (.+)$", STEPS, re.MULTILINE):
        *sources, target = line.split()
        for source in sources:
            if (ROOT / source).is_dir():
                shutil.copytree(ROOT / source, folder / target, ignore=made_at_run_time)
            else:
                shutil.copy(ROOT / source, folder / target)
    return folder


def made_at_run_time(folder: str, names: list[str]) -> list[str]:
    """What stands in the product's folders once it has run."""
    made = ("store", "demo_city", "incoming") if Path(folder) == ROOT / "data" else ("__pycache__",)
    return [name for name in names if name.startswith(made)]


def test_what_is_shipped_imports_ranks_and_draws(shipped: Path, tmp_path: Path) -> None:
    town.write(tmp_path / "in")
    environment = {**os.environ, "LASTMILE_STORE": str(tmp_path / "store"), "PYTHONDONTWRITEBYTECODE": "1"}
    environment.pop("PYTHONPATH", None)
    for words in (["-m", "analytics", "import", str(tmp_path / "in"), "--json"],
                  ["-m", "analytics", "rank", "--tier", "district", "--period", "2018-08", "--json"],
                  ["-c", DRAW]):  # fmt: skip
        ran = subprocess.run([sys.executable, *words], cwd=shipped, env=environment, capture_output=True, text=True,
                             timeout=300)  # fmt: skip
        assert ran.returncode == 0, ran.stderr[-2000:]
    assert "区月评排名" in ran.stdout
