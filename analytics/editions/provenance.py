"""Which code made an edition: the commit where there is one, a hash of the files that decide numbers, libraries."""

from __future__ import annotations

import hashlib
import platform
import subprocess
import tomllib
from functools import cache
from importlib.metadata import version as installed
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
LIBRARIES = ("duckdb", "numpy", "pandas", "scipy", "shapely")
# Below data/: made at run time, or words of the screens, which decide no number.
_LEFT_OUT = ("store*", "demo_city*", "incoming", "labels")


@cache
def code_version() -> dict[str, Any]:
    """version, commit (None without git), files_sha256 over analytics/ and data/, python and the libraries."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return {
        "version": project["version"],
        "commit": _commit(),
        "files_sha256": files_sha256(),
        "python": platform.python_version(),
        "libraries": {name: installed(name) for name in LIBRARIES},
    }


def files_sha256() -> str:
    """One hash over the names and contents of the files that decide numbers."""
    data = [each for each in (ROOT / "data").iterdir() if not any(each.match(name) for name in _LEFT_OUT)]
    files = [
        *(ROOT / "analytics").rglob("*.py"),
        *(ROOT / "analytics").rglob("*.sql"),
        *(file for place in data for file in ([place] if place.is_file() else place.rglob("*.toml"))),
    ]
    told = hashlib.sha256()
    for file in sorted(files):
        told.update(f"{file.relative_to(ROOT).as_posix()}\n".encode())
        told.update(hashlib.sha256(file.read_bytes()).digest())
    return told.hexdigest()


def _commit() -> str | None:
    """The commit that the product's files were taken from, marked where they were changed since."""
    try:
        asked = ["git", "-C", str(ROOT), "describe", "--always", "--abbrev=40", "--dirty", "--exclude=*"]
        done = subprocess.run(asked, capture_output=True, text=True, timeout=10, check=True)
    except (OSError, subprocess.SubprocessError):
        return None
    return done.stdout.strip() or None
