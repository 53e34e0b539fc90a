"""A short run of the kills of benchmarks/faults.py: forks, and the real command with its children."""

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_killed_imports_lose_nothing_and_readers_see_one_version_whole():
    # A process of its own: forks want one without threads.
    command = [sys.executable, "-m", "benchmarks.faults", "--kills", "12", "--whole", "2"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr[-3000:]
    found = json.loads(done.stdout)
    assert (found["kills"], found["lost"], found["twice"], found["torn"]) == (12, 0, 0, 0)
    assert found["reads"] > 10
