"""Sessions of a real Chromium on the dashboard: 1, 10 and 30 readers at once, each going from page to page.

Each reader opens the overview, goes on to the map, the ranking, the roll-call and the cases, changes a filter on each
and stays 5 to 15 seconds on what it sees. Counted are: what the server takes for one run of a page's script, from its
start to its end and in CPU seconds; how long it takes in the browser from the click until the last byte is there, and
until the page stands still; what went wrong; and the memory of the server. The browser draws thirty pages on the same
two cores: the server runs, where that is allowed (root), before everything else, so that its seconds are those of a
machine that only serves. The browser's own figures say what this machine can draw, not what a reader waits for on a
machine of his own; steps that it never came to draw are counted apart from errors (see benchmarks/walking.py).
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from analytics.store.versions import Store
from benchmarks import city
from benchmarks.figures import Figures, limit
from benchmarks.walking import Walk, walk_together
from tests.browser.conftest import free_port, wait_for

SESSIONS = (1, 10, 30, 30)
SERVER_SECONDS, SLOWEST = 1.0, 0.95  # of a script run, for that share of them, with ten sessions
GROWTH = 1.25  # of the server's memory, from the first thirty sessions to the second
ROOT = Path(__file__).resolve().parents[1]


@dataclass
class Round:
    """What so many sessions at once have met."""

    sessions: int
    walk: Walk
    runs: list[dict]
    server_cpu: float  # CPU seconds of the whole server
    rss_mb: float  # of the server after it
    load: float  # of the machine

    def told(self) -> dict:
        """As JSON."""
        seconds, cpu = [run["seconds"] for run in self.runs], [run["cpu"] for run in self.runs]
        return {
            "sessions": self.sessions, "pages": len(self.walk.seconds), "runs": len(self.runs),
            "errors": self.walk.errors, "undrawn": self.walk.undrawn, "no_choice": self.walk.no_choice,
            "delivered_p50": share(self.walk.delivered, 0.5), "delivered_p95": share(self.walk.delivered, SLOWEST),
            "browser_p50": share(self.walk.seconds, 0.5), "browser_p95": share(self.walk.seconds, SLOWEST),
            "script_p50": share(seconds, 0.5), "script_p95": share(seconds, SLOWEST),
            "script_cpu_p95": share(cpu, SLOWEST),
            "server_cpu_a_page": self.server_cpu / max(len(self.walk.seconds), 1),
            "rss_mb": self.rss_mb, "load": self.load, "slowest": self.slowest(),
        }  # fmt: skip

    def slowest(self) -> dict[str, float]:
        """Page → p95 seconds of its script, the slowest first."""
        by_page: dict[str, list[float]] = {}
        for run in self.runs:
            by_page.setdefault(run["page"], []).append(run["seconds"])
        found = {page: share(seconds, SLOWEST) for page, seconds in by_page.items()}
        return dict(sorted(found.items(), key=lambda item: -item[1]))


def run(size: int) -> dict[str, Figures]:
    """`sessions_10_script`: p95 of a script run's seconds with ten sessions, cold pages among them, at most a second.

    `sessions_30_errors` (none), `sessions_memory`: MB of the server after thirty sessions more, beside the first.
    """
    rounds = measured(city.store(size))
    found = {f"sessions_{each.sessions}_script": _script(each) for each in rounds[:-1]}
    wrong = sum(len(each.walk.errors) for each in rounds)
    found["sessions_errors"] = limit(1.0 + wrong, 1.0, "no error: 1")
    found["sessions_memory"] = limit(rounds[-1].rss_mb, rounds[-2].rss_mb * GROWTH, f"{GROWTH} × what it was (MB)")
    return found


def _script(each: Round) -> Figures:
    seconds = share([run["seconds"] for run in each.runs], SLOWEST)
    return {**limit(seconds, SERVER_SECONDS, f"{SERVER_SECONDS} s of the server, p95"), "rss_mb": round(each.rss_mb, 1)}


def measured(store: Store, sessions: tuple[int, ...] = SESSIONS, seed: int = 7) -> list[Round]:
    """A server of its own, and on it the rounds of sessions, one after the other."""
    with tempfile.TemporaryDirectory(prefix="last-mile-sessions-") as place, ExitStack() as after:
        notes, port = Path(place) / "runs.jsonl", free_port()
        notes.touch()
        command = [sys.executable, "-m", "benchmarks.timed_server", str(notes), "--server.address", "127.0.0.1",
                   "--server.port", str(port)]  # fmt: skip
        environment = {**os.environ, "LASTMILE_STORE": str(store.path.resolve())}
        server = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            preexec_fn=_before_others,
        )
        after.callback(server.wait, 30)
        after.callback(server.terminate)
        wait_for(f"http://127.0.0.1:{port}/_stcore/health", server)
        found = []
        for number, count in enumerate(sessions):
            found.append(_round(f"http://127.0.0.1:{port}", count, seed + number, server.pid, notes))
            print(json.dumps(found[-1].told(), ensure_ascii=False), file=sys.stderr)
        return found


def _round(address: str, count: int, seed: int, server: int, notes: Path) -> Round:
    before, at = len(notes.read_text().splitlines()), _cpu_seconds(server)
    walk = asyncio.run(walk_together(address, count, seed))
    time.sleep(1)
    runs = [json.loads(line) for line in notes.read_text().splitlines()[before:]]
    return Round(count, walk, runs, _cpu_seconds(server) - at, _rss_mb(server), os.getloadavg()[0])


def share(numbers: list[float], part: float) -> float:
    """The number that so large a part of them does not exceed."""
    if len(numbers) < 2:
        return numbers[0] if numbers else 0.0
    return statistics.quantiles(numbers, n=100, method="inclusive")[round(part * 100) - 1]


def _before_others() -> None:
    with contextlib.suppress(PermissionError):
        os.sched_setscheduler(0, os.SCHED_RR, os.sched_param(1))


def _cpu_seconds(process: int) -> float:
    words = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(words[11]) + int(words[12])) / os.sysconf("SC_CLK_TCK")


def _rss_mb(process: int) -> float:
    for line in Path(f"/proc/{process}/status").read_text().splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1]) / 1024
    return 0.0


if __name__ == "__main__":
    numbers = tuple(int(word) for word in sys.argv[2:]) or SESSIONS
    for each in measured(Store(sys.argv[1]), numbers):
        print(json.dumps(each.told(), ensure_ascii=False))
