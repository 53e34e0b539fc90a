"""`python -m benchmarks.faults [--kills N] [--whole N] [--minutes M] [--layers]`: imports killed, and what came of it.

Readers look on all the time. After every kill the version that is served is whole, and holds what it held before, or
that and what the ledger has got since; at the end everything that was accepted is there exactly once. `--whole` of
the kills hit the real command or one of its two child processes; of the others every second one hits a forked
importer at a moment drawn evenly from an import's duration, and every second one just before or just after one of
the steps by which an import changes the disk, in turn. With `--layers` the versions are laid over an earlier one.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import random
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

from analytics.intake.confined import die_with_parent
from analytics.publishing import import_paths
from analytics.store.health import health
from analytics.store.increments import WHOLE_BELOW
from analytics.store.layers import base_of
from analytics.store.ledger import Ledger
from analytics.store.versions import Store
from benchmarks import killing
from benchmarks.killing import FORK
from tests.faults.small import ROWS_PER_FILE, Look, came_last, cases_file, leftovers, look, make_store, quiet

_HEAL_EVERY = 20
_OTHERS = 20_000  # a twentieth of them may be laid over before the whole is built again


@dataclass
class Outcome:
    """What came of the kills: where they hit, what readers saw meanwhile, and what was lost, twice or torn."""

    kills: int = 0
    phases: Counter[str] = field(default_factory=Counter)
    reads: int = 0
    imports: int = 0
    rows: int = 0
    seconds: float = 0.0
    lost: int = 0
    twice: int = 0
    torn: int = 0
    laid: int = 0  # of the looks: how many found a version that is laid over an earlier one
    problems: list[str] = field(default_factory=list)

    def told(self) -> dict:
        """As JSON."""
        return {**vars(self), "phases": dict(self.phases.most_common())}

    @property
    def survived(self) -> bool:
        """Whether nothing was lost, twice or torn, and the store had nothing to complain about."""
        return not (self.lost or self.twice or self.torn or self.problems)

    def judge(self, seen: Look, least: set[int], most: set[int]) -> None:
        """Counts what is wrong with one look: it must hold these files at least, and no others than those."""
        self.twice += seen.twice
        self.torn += sum(rows != ROWS_PER_FILE for rows in seen.files.values()) + len(set(seen.files) - most)
        self.lost += len(least - set(seen.files)) * ROWS_PER_FILE


def run(kills: int, real: int = 0, seed: int = 7, minutes: float = 60, others: int = 0) -> Outcome:
    """Kills imports and looks at the store after each, for so many minutes at most.

    The store holds so many `others`, of which the files do not speak.
    """
    outcome, chance, started = Outcome(), random.Random(seed), time.monotonic()
    with tempfile.TemporaryDirectory(prefix="last-mile-kills-") as place:
        trial = _Trial(Path(place), outcome, chance, others)
        with _readers(trial.store, outcome):
            trial.measure(real > 0)
            for number in count():
                if outcome.kills >= kills or time.monotonic() - started > minutes * 60:
                    break
                trial.kill(number, number < real)
                if number % _HEAL_EVERY == _HEAL_EVERY - 1:
                    trial.heal()
                    trial.measure(number < real)
            trial.heal()
        outcome.imports, outcome.rows = len(Ledger(trial.store).imports()), look(trial.store).rows
    outcome.seconds = round(time.monotonic() - started, 1)
    return outcome


class _Trial:
    """A store, the numbers of the files that somebody tried to import, and of those that were served last."""

    def __init__(self, folder: Path, outcome: Outcome, chance: random.Random, others: int = 0) -> None:
        self.folder, self.outcome, self.chance = folder, outcome, chance
        self.store = make_store(folder, others)
        self.numbers, self.served = {0}, {0}
        self.whole, self.command_seconds = killing.Whole(0, 0), 0.0
        self._next, self._turn = count(1), count()

    def _file(self) -> Path:
        number = next(self._next)
        self.numbers.add(number)
        return cases_file(self.folder, number)

    def measure(self, real: bool) -> None:
        """Imports that nobody kills: their duration grows with the ledger, and the kills are to hit all of it."""
        self.whole = killing.whole(self.store, self._file())
        if real:
            self.command_seconds = killing.command_seconds(self.store, self._file())
        self._look(all_of=self.numbers)

    def kill(self, number: int, real: bool) -> None:
        """One kill, and a look at what is served after it."""
        file = self._file()
        if real:
            where = killing.command(self.store, file, self.command_seconds, self.chance)
        elif number % 2:
            where = killing.at_moment(self.store, file, self.chance.uniform(0, self.whole.seconds * 1.05))
        else:
            step, after = divmod(next(self._turn), 2)
            where = killing.at_step(self.store, file, step % self.whole.steps + 1, bool(after))
        self.outcome.kills += not where.endswith("finished before")
        self.outcome.phases[where] += 1
        self._look(all_of=self.served)

    def _look(self, all_of: set[int]) -> None:
        seen = look(self.store)
        self.outcome.judge(seen, all_of, _accepted(self.store))
        self.served = set(seen.files)
        self.outcome.laid += base_of(self.store.version_path(self.store.current_id())) is not None

    def heal(self) -> None:
        """Every file is imported again, as an office would: nothing is lost, nothing appears twice."""
        before = _accepted(self.store)
        files = [cases_file(self.folder, number) for number in sorted(self.numbers)]
        try:
            import_paths(self.store, files, None, quiet)
        except Exception as error:  # noqa: BLE001 - what stands in the way of an import is what is looked for
            self.outcome.problems.append(repr(error))
        self._look(all_of=self.numbers | before)
        if look(self.store).shared != came_last(self.store):
            self.outcome.problems.append("the newest row of a key does not win")
        self.outcome.problems += health(self.store)["problems"] + leftovers(self.store)


def _accepted(store: Store) -> set[int]:
    """The numbers of the files of cases that the ledger holds."""
    files = [file["file"] for entry in Ledger(store).imports() for file in entry.manifest["files"]]
    return {int(name.removeprefix("cases_").removesuffix(".csv")) for name in files if name.startswith("cases_")}


@contextlib.contextmanager
def _readers(store: Store, outcome: Outcome) -> Iterator[None]:
    """A process that reads all the time: each look sees one version, whole, and never an older one than before."""
    stop, reads, found = FORK.Event(), FORK.Value("i", 0), FORK.Queue()

    def read() -> None:
        die_with_parent()
        judged, before = Outcome(), set()
        try:
            while not stop.is_set():
                seen = look(store)
                judged.judge(seen, before, set(seen.files))
                before = set(seen.files)
                reads.value += 1
                time.sleep(0.02)
        except Exception as error:  # noqa: BLE001 - handed to the one who waits
            judged.problems.append(f"a reader: {error!r}")
        found.put(judged)

    process = FORK.Process(target=read)
    process.start()
    try:
        yield
    finally:
        stop.set()
        judged = found.get(timeout=60)
        process.join()
        outcome.reads, outcome.problems = reads.value, outcome.problems + judged.problems
        outcome.lost, outcome.twice = outcome.lost + judged.lost, outcome.twice + judged.twice
        outcome.torn += judged.torn


def main(words: list[str]) -> int:
    """Runs the kills and prints what came of them; 1 where something was lost, twice or torn."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.faults")
    parser.add_argument("--kills", type=int, default=500, metavar="N", help="how many imports are killed (500)")
    parser.add_argument("--whole", type=int, default=20, metavar="N", help="of them, real commands with children (20)")
    parser.add_argument("--minutes", type=float, default=60, metavar="M", help="at most so long (60)")
    parser.add_argument("--layers", action="store_true", help="versions that are laid over an earlier one")
    options = parser.parse_args(words)
    if options.layers:
        os.environ[WHOLE_BELOW] = "1"
    others = _OTHERS if options.layers else 0
    found = run(options.kills, min(options.whole, options.kills), minutes=options.minutes, others=others)
    print(json.dumps(found.told()))
    return 0 if found.survived else 1


if __name__ == "__main__":
    assert threading.active_count() == 1, "forks need a process without threads"
    sys.exit(main(sys.argv[1:]))
