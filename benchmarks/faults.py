"""`python -m benchmarks.faults [--kills N] [--whole N] [--minutes M]`: imports killed at random moments.

Readers look on all the time.
After every kill the version that is served is whole, it is the one before or the one after, and at the end everything
that was accepted is there exactly once. Kills hit a forked importer at a moment drawn evenly from an import's duration;
`--whole` of them hit the real command with its two child processes instead.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import multiprocessing
import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from unittest import mock

from analytics import publishing
from analytics.intake import converting
from analytics.intake.confined import die_with_parent
from analytics.publishing import import_paths
from analytics.store.health import health
from analytics.store.ledger import Ledger
from analytics.store.versions import Store
from tests.faults.small import came_last, cases_file, check_serves, check_whole, leftovers, make_store, quiet

_HEAL_EVERY = 20
_FORK = multiprocessing.get_context("fork")


@dataclass
class Outcome:
    """What came of the kills: how many, in which phase of the import, what readers saw meanwhile."""

    kills: int = 0
    phases: Counter[str] = field(default_factory=Counter)
    reads: int = 0
    imports: int = 0
    rows: int = 0
    seconds: float = 0.0

    def told(self) -> dict:
        """As JSON."""
        return {**vars(self), "phases": dict(self.phases.most_common()), "lost": 0, "twice": 0, "torn": 0}


def run(kills: int, whole: int = 0, seed: int = 7, minutes: float = 60) -> Outcome:
    """Kills imports and checks the store after each, for so many minutes at most.

    Raises AssertionError where something was lost or torn.
    """
    outcome, chance, started = Outcome(), random.Random(seed), time.monotonic()
    with tempfile.TemporaryDirectory(prefix="last-mile-kills-") as place:
        folder = Path(place)
        store = make_store(folder)
        with _readers(store, outcome):
            numbers = {0}
            duration = _timed(lambda: _forked(store, cases_file(folder, 1)).join())
            numbers.add(1)
            for number in range(2, kills + 2):
                if time.monotonic() - started > minutes * 60:
                    break
                file = cases_file(folder, number)
                numbers.add(number)
                if number - 2 < whole:
                    _kill_command(store, file, chance, outcome)
                else:
                    _kill_fork(store, file, chance.uniform(0, duration * 1.1), outcome)
                _check(store, numbers)
                if number % _HEAL_EVERY == 0:
                    _heal(store, folder, numbers)
            _heal(store, folder, numbers)
        outcome.imports, outcome.rows = len(Ledger(store).imports()), 30 * len(numbers) + 1
    outcome.seconds = round(time.monotonic() - started, 1)
    return outcome


def _check(store: Store, numbers: set[int]) -> None:
    found = check_whole(store)
    assert found <= numbers, f"files that nobody imported: {found - numbers}"


def _heal(store: Store, folder: Path, numbers: set[int]) -> None:
    """Every file is imported again, as an office would: nothing is lost, nothing appears twice."""
    accepted = set(Ledger(store).ids_in_force())
    import_paths(store, [cases_file(folder, number) for number in sorted(numbers)], None, quiet)
    check_serves(store, numbers, came_last(store))
    assert accepted <= set(Ledger(store).ids_in_force()), "an accepted import is gone"
    document = health(store)
    assert document["ok"], document["problems"]
    assert leftovers(store) == []


def _forked(store: Store, file: Path, phase: Path | None = None) -> multiprocessing.Process:
    process = _FORK.Process(target=_import_here, args=(store, file, phase))
    process.start()
    return process


def _import_here(store: Store, file: Path, phase: Path | None) -> None:
    """The whole import in this process: no new interpreter for reading and building, so that it takes minutes."""

    def build(place: Store, version: str, progress: Callable[[str, float], None]) -> list:
        told: list = []
        with mock.patch("builtins.print", lambda line, **_: told.append(json.loads(line))):
            publishing._build_child(str(place.path), version)
        return told[-1]["replaced"]

    def said(step: str, share: float) -> None:
        if phase:
            phase.write_text("reading the file" if step == file.name else step.split(":")[0])

    die_with_parent()
    with (
        mock.patch("analytics.publishing.convert", converting.convert),
        mock.patch("analytics.publishing.die_with_parent", lambda: None),
        mock.patch("analytics.publishing._build_in_child", build),
    ):
        import_paths(store, [file], None, said)


def _kill_fork(store: Store, file: Path, after: float, outcome: Outcome) -> None:
    phase = file.with_suffix(".phase")
    phase.write_text("starting")
    process = _forked(store, file, phase)
    process.join(after)
    if process.is_alive():
        os.kill(process.pid, signal.SIGKILL)
        outcome.phases[phase.read_text() or "starting"] += 1
    else:
        outcome.phases["done"] += 1
    process.join()
    outcome.kills += 1


def _kill_command(store: Store, file: Path, chance: random.Random, outcome: Outcome) -> None:
    """The real command; its children die with it, or one of them dies alone."""
    command = [sys.executable, "-m", "analytics", "import", str(file), "--store", str(store.path)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    time.sleep(chance.uniform(0.3, 5))
    children = _children(process.pid)
    for victim in children[:1] if children and chance.random() < 0.4 else [process.pid]:
        with contextlib.suppress(ProcessLookupError):
            os.kill(victim, signal.SIGKILL)
    process.wait()
    outcome.phases["a child of the command" if children else "the command"] += 1
    outcome.kills += 1


def _children(process: int) -> list[int]:
    with contextlib.suppress(OSError):
        return [int(word) for word in Path(f"/proc/{process}/task/{process}/children").read_text().split()]
    return []


@contextlib.contextmanager
def _readers(store: Store, outcome: Outcome) -> Iterator[None]:
    """A process that reads all the time: each look sees one version, whole."""
    stop, reads, torn = _FORK.Event(), _FORK.Value("i", 0), _FORK.Queue()

    def read() -> None:
        die_with_parent()
        while not stop.is_set():
            try:
                check_whole(store)
            except Exception as error:  # noqa: BLE001 - handed to the one who waits
                torn.put(repr(error))
                return
            reads.value += 1
            time.sleep(0.02)

    process = _FORK.Process(target=read)
    process.start()
    try:
        yield
        assert torn.empty(), torn.get()
    finally:
        stop.set()
        process.join()
        outcome.reads = reads.value


def _timed(work: Callable[[], None]) -> float:
    started = time.monotonic()
    work()
    return time.monotonic() - started


def main(words: list[str]) -> int:
    """Runs the kills and prints what came of them."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.faults")
    parser.add_argument("--kills", type=int, default=500, metavar="N", help="how many imports are killed (500)")
    parser.add_argument("--whole", type=int, default=20, metavar="N", help="of them, real commands with children (20)")
    parser.add_argument("--minutes", type=float, default=60, metavar="M", help="at most so long (60)")
    options = parser.parse_args(words)
    found = run(options.kills, min(options.whole, options.kills), minutes=options.minutes)
    print(json.dumps(found.told()))
    return 0


if __name__ == "__main__":
    assert threading.active_count() == 1, "forks need a process without threads"
    sys.exit(main(sys.argv[1:]))
