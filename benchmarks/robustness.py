"""`python -m benchmarks.robustness [--kills N] [--store DIR]`: tries to break it, and writes docs/robustness.md.

Faults, kills, bad input and attacks are the ones that the tests run, with as many kills as are asked for; the leaks
and the hostile words are tests that are run here. With `--results DIR` what was measured is kept there, part by part,
and a part that is there already is not measured again: a part can be run on another day, or on a quieter machine.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from analytics.intake.confined import convert
from analytics.intake.limits import Limits
from analytics.store.versions import Store
from benchmarks.large_file import measured
from benchmarks.robustness_document import written
from tests.faults.scenarios import SCENARIOS, CannotTry
from tests.intake.bad import catalogue, store

ROOT = Path(__file__).resolve().parents[1]
DOCUMENT = ROOT / "docs" / "robustness.md"
_LIMITS = Limits(memory=3 << 30, seconds_least=5, bytes_per_second=1e9)
PARTS = ("kills", "faults", "bad", "large", "leaks", "words", "sessions")
_REAL = 10  # of so many kills one hits the real command
# Part → the tests that are run for it; each writes beside its result what it has tried (tests/access/tally.py).
_TESTS = {
    "leaks": ("access/test_pages", "access/test_wire", "browser/test_districts", "access/test_sixteen"),
    "words": ("access/test_hostile_words",),
}


def main(words: list[str]) -> int:
    """Tries everything; 1 where something was not survived."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.robustness")
    parser.add_argument("--kills", type=int, default=500, metavar="N", help="how many imports are killed (500)")
    parser.add_argument("--minutes", type=float, default=120, metavar="M", help="the kills take at most so long (120)")
    parser.add_argument("--store", metavar="DIR", help="the store that the browser sessions read (else: no sessions)")
    parser.add_argument("--city", metavar="DIR", type=Path, help="the demo city's files that a large CSV is made of")
    parser.add_argument("--gigabytes", type=float, default=10, metavar="N", help="how large it is (10)")
    parser.add_argument("--results", metavar="DIR", help="keeps each part's result there, and takes those that are")
    parser.add_argument("--leaks", metavar="WORDS", help="only the tests of leaks that match (pytest's -k)")
    parser.add_argument("--parts", nargs="+", choices=PARTS, help="only these parts stand in the document")
    parser.add_argument("--note", default="", metavar="TEXT", help="a sentence about the run, below the table")
    options = parser.parse_args(words)
    with tempfile.TemporaryDirectory(prefix="last-mile-robustness-") as place:
        kept = Path(options.results or place)
        kept.mkdir(parents=True, exist_ok=True)
        parts = {
            "kills": lambda: _kills(options),
            "faults": _faults,
            "bad": _bad,
            "large": lambda: measured(options.city.resolve(), options.gigabytes) if options.city else {},
            "leaks": lambda: _tests("leaks", kept, options.leaks),
            "words": lambda: _tests("words", kept),
            "sessions": lambda: _sessions(options.store),
        }
        found = {name: _kept(kept, name, parts[name]) for name in options.parts or parts}
        if "kills" in found:
            found["kills"] = _together(found["kills"], kept)
    DOCUMENT.write_text(written(found, options.note), encoding="utf-8")
    kills = found.get("kills", {})
    failed = sum(kills.get(name, 0) for name in ("lost", "twice", "torn")) + len(kills.get("problems", ()))
    return 1 if failed or any(part.get("failed") for part in found.values()) else 0


def _kept(folder: Path, name: str, measure: Callable[[], dict]) -> dict:
    path = folder / f"{name}.json"
    if not path.exists():
        print(f"{name} …", file=sys.stderr)
        path.write_text(json.dumps(measure(), ensure_ascii=False), encoding="utf-8")
    return json.loads(path.read_text(encoding="utf-8"))


def _kills(options: argparse.Namespace) -> dict:
    limits = ["--kills", str(options.kills), "--minutes", str(options.minutes), "--whole", str(options.kills // _REAL)]
    command = [sys.executable, "-m", "benchmarks.faults", *limits]
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    return json.loads(done.stdout)


def _together(kills: dict, folder: Path) -> dict:
    """The kills, and those of other runs that are kept beside them as kills_….json, added up; `runs` says how many."""
    every = [kills, *(json.loads(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("kills_*.json")))]
    phases = Counter()
    for each in every:
        phases.update(each["phases"])
    added = {name: sum(each[name] for each in every) for name, value in kills.items() if isinstance(value, int | float)}
    problems = [problem for each in every for problem in each["problems"]]
    return {**added, "phases": dict(phases.most_common()), "problems": problems, "runs": len(every)}


def _faults() -> dict:
    found: dict[str, list[str]] = {"survived": [], "failed": [], "not_tried": []}
    for what, scenario in SCENARIOS.items():
        with tempfile.TemporaryDirectory(prefix="last-mile-fault-") as folder:
            try:
                scenario(Path(folder))
                found["survived"].append(what)
            except CannotTry as reason:
                found["not_tried"].append(f"{what}: {reason}")
            except AssertionError as reason:
                found["failed"].append(f"{what}: {reason}")
    return found


def _bad() -> dict:
    """How many bad files there are and how many attacks and bombs, and those that became something else."""
    kinds, failed = catalogue.files(), []
    with tempfile.TemporaryDirectory(prefix="last-mile-bad-") as place:
        files = []
        for number, kind in enumerate(kinds):
            files.append(Path(place) / str(number) / kind.name)
            files[-1].parent.mkdir()
            files[-1].write_bytes(kind.make())
        out = Path(place) / "out"
        out.mkdir()
        for kind, report in zip(kinds, convert(files, None, out, limits=_LIMITS), strict=True):
            counts = (report.read, report.accepted, report.refused, report.non_data)
            code = report.code if report.status == "refused" else None
            if (counts, code) != (kind.counts, kind.refused) or counts[0] != sum(counts[1:]):
                failed.append(kind.what)
    attacks = sum(kind.group in ("attack", "bomb") for kind in kinds)
    return {"files": len(kinds) - attacks, "attacks": attacks, "rows": len(catalogue.rows()) + len(store.KINDS),
            "failed": failed}  # fmt: skip


def _tests(name: str, folder: Path, matching: str | None = None) -> dict:
    """How many of the part's tests were run, which failed, and how much of each kind they have tried together.

    Each file's result is kept on its own: a run that was broken off goes on with the next one.
    """
    each = [_kept(folder, f"{name}_{file.replace('/', '_')}", lambda file=file: _tested(file, folder, matching))
            for file in _TESTS[name]]  # fmt: skip
    tried = Counter()
    for found in each:
        tried.update(found["tried"])
    failed = [test for found in each for test in found["failed"]]
    return {"run": sum(found["run"] for found in each), "failed": failed, "matching": matching, **tried}


def _tested(file: str, folder: Path, matching: str | None) -> dict:
    report = folder / f"{file.replace('/', '_')}.xml"
    chosen = ["-k", matching] if matching else []
    command = [sys.executable, "-m", "pytest", "-q", "-m", "walk or not walk", f"tests/{file}.py", *chosen,
               f"--junitxml={report}"]  # fmt: skip
    subprocess.run(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    cases = list(ET.parse(report).getroot().iter("testcase"))
    bad = [case.get("name") for case in cases if case.find("failure") is not None or case.find("error") is not None]
    tried = Counter()
    for case in cases:
        for each in case.iter("property"):
            tried[each.get("name")] += int(each.get("value"))
    return {"run": sum(case.find("skipped") is None for case in cases), "failed": bad, "tried": tried}


def _sessions(place: str | None) -> dict:
    if not place:
        return {"rounds": []}
    from benchmarks import sessions

    return {"rounds": [each.told() for each in sessions.measured(Store(place))]}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
