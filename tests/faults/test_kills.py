"""A short run of the kills of benchmarks/faults.py: forks, and the real command with its children."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(("kills", "layers"), [(12, False), (8, True)])
def test_killed_imports_lose_nothing_and_readers_see_one_version_whole(kills, layers):
    # A process of its own: forks want one without threads.
    command = [sys.executable, "-m", "benchmarks.faults", "--kills", str(kills), "--whole", "2"]
    command += ["--layers"] if layers else []
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr[-3000:]
    found = json.loads(done.stdout)
    assert (found["kills"], found["lost"], found["twice"], found["torn"]) == (kills, 0, 0, 0)
    assert found["reads"] > 10
    assert found["laid"] >= kills if layers else found["laid"] == 0


BROKEN = """
import json, os, random, sys, tempfile
from pathlib import Path
from analytics.store.ledger import Ledger
from benchmarks import killing
from benchmarks.faults import Outcome, _Trial

def commit(self, import_id, folder, manifest):
    # In force before it is whole: first the manifest, then part by part.
    target = self.path / "imports" / import_id
    target.mkdir()
    (target / "manifest.json").write_text(json.dumps(manifest))
    for file in sorted(folder.iterdir()):
        os.rename(file, target / file.name)
    folder.rmdir()

if sys.argv[1] == "broken":
    Ledger.commit = commit
with tempfile.TemporaryDirectory() as place:
    trial = _Trial(Path(place), Outcome(), random.Random(1))
    trial.measure(False)
    steps = [killing.at_step(trial.store, trial._file(), step, True) for step in range(3, 8)]
    trial.heal()
    print(json.dumps({"survived": trial.outcome.survived, "steps": steps}))
"""


def test_a_ledger_that_is_not_written_as_one_is_found_out():
    for ledger, survived in (("sound", True), ("broken", False)):
        command = [sys.executable, "-c", BROKEN, ledger]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300)
        assert done.returncode == 0, done.stderr[-3000:]
        assert json.loads(done.stdout)["survived"] is survived, done.stdout
