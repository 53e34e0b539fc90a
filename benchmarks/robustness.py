"""`python -m benchmarks.robustness [--kills N]`: tries what is meant to do harm and writes docs/robustness.md.

Faults, kills, bad input and attacks are the ones that the tests run, with as many kills as are asked for.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path

from analytics.intake.confined import convert
from analytics.intake.limits import Limits
from tests.faults.scenarios import SCENARIOS, CannotTry
from tests.intake.bad import catalogue, store

ROOT = Path(__file__).resolve().parents[1]
DOCUMENT = ROOT / "docs" / "robustness.md"
_LIMITS = Limits(memory=3 << 30, seconds_least=5, bytes_per_second=1e9)
_HEAD = """# What a store survives

Written by `python -m benchmarks.robustness`. Every line but the last was tried in that run, and is a test in
`tests/faults` and `tests/intake` too (with fewer kills); pages with harm in every text: `tests/browser/test_harm.py`.

| tried | how many | lost | twice | torn | let in |
|---|---|---|---|---|---|
| faults of disk, files and clock | {faults} | 0 | 0 | 0 | |
| imports killed (SIGKILL) at a random moment | {kills} | {lost} | {twice} | {torn} | |
| reads by others meanwhile | {reads} | | | {torn} | |
| bad files and rows | {bad} | 0 | 0 | | 0 |
| attacks and bombs in files | {attacks} | | | | 0 |
| texts meant to run, in every text column, on every page | all | | | | 0 |

*Lost*: an accepted row that is not served after the next import. *Twice*: a row that is there twice. *Torn*: a reader
who saw part of an import. *Let in*: a file or row that became something else than the catalogue says.

The kills took {seconds:.0f} s and left {imports} accepted imports; {rows} rows were there, each exactly once.
Where they hit:

"""


def main(words: list[str]) -> int:
    """Tries everything; 1 where something was not survived."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.robustness")
    parser.add_argument("--kills", type=int, default=500, metavar="N", help="how many imports are killed (500)")
    parser.add_argument("--minutes", type=float, default=60, metavar="M", help="the kills take at most so long (60)")
    options = parser.parse_args(words)
    kills, faults = _kills(options), _faults()
    bad, attacks = _bad()
    bad += len(store.KINDS) + len(catalogue.rows())
    values = {**kills, "faults": len(faults), "bad": bad, "attacks": attacks}
    lines = ["| phase | kills |", "|---|---|", *(f"| {phase} | {count} |" for phase, count in kills["phases"].items())]
    text = _HEAD.format(**values) + "\n".join(lines) + "\n\n## Faults\n\n"
    text += "The last good version stays served, nothing accepted is lost, the next import heals:\n\n"
    text += "\n".join(f"- {what}" for what in faults)
    text += "\n\n## Bad input and attacks\n\nSee [bad_input.md](bad_input.md).\n"
    DOCUMENT.write_text(text, encoding="utf-8")
    return 0


def _kills(options: argparse.Namespace) -> dict:
    limits = ["--kills", str(options.kills), "--minutes", str(options.minutes)]
    command = [sys.executable, "-m", "benchmarks.faults", *limits]
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True)
    return json.loads(done.stdout)


def _faults() -> list[str]:
    survived = []
    for what, scenario in SCENARIOS.items():
        with tempfile.TemporaryDirectory(prefix="last-mile-fault-") as folder:
            try:
                scenario(Path(folder))
            except CannotTry as reason:
                print(f"not tried: {what}: {reason}", file=sys.stderr)
                continue
        survived.append(what)
    return survived


def _bad() -> tuple[int, int]:
    """How many bad files became what the catalogue says, and how many attacks and bombs. Raises AssertionError."""
    kinds = catalogue.files()
    with tempfile.TemporaryDirectory(prefix="last-mile-bad-") as place:
        files = []
        for number, kind in enumerate(kinds):
            files.append(Path(place) / str(number) / kind.name)
            files[-1].parent.mkdir()
            files[-1].write_bytes(kind.make())
        out = Path(place) / "out"
        out.mkdir()
        for kind, report in zip(kinds, convert(files, None, out, limits=_LIMITS), strict=True):
            assert report.read == report.accepted + report.refused + report.non_data, kind.what
            assert (report.code if report.status == "refused" else None) == kind.refused, kind.what
            assert (report.read, report.accepted, report.refused, report.non_data) == kind.counts, kind.what
    harmful = sum(kind.group in ("attack", "bomb") for kind in kinds)
    return len(kinds) - harmful, harmful


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
