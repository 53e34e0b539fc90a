"""Both sides of a comparison in turns, so that a busy moment of the machine falls on both; and what one side holds."""

from __future__ import annotations

import multiprocessing
import resource
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from benchmarks.figures import Figures, figures


@dataclass(frozen=True)
class Turns:
    """Median CPU seconds of both sides (all threads of the process), the spread of their ratio, their last answers.

    `spread` is (largest ratio - smallest) / median ratio over the rounds.
    """

    ours: float
    peer: float
    spread: float
    our_answer: Any
    peer_answer: Any

    def figures(self, peer_name: str, required: float, rss_mb: float | None = None, scale: float = 1.0) -> Figures:
        """As a benchmark's figures; `scale`: how many times more the whole is than what the peer was given."""
        return figures(self.ours, self.peer * scale, peer_name, required, rss_mb, self.spread)


def turns(ours: Callable[[], Any], peer: Callable[[], Any], rounds: int = 3, repeat: int = 1) -> Turns:
    """Runs both sides `rounds` times in turns, each time `repeat` times over (for what takes milliseconds)."""
    taken: list[tuple[float, float]] = []
    answers: list[Any] = [None, None]
    for _ in range(rounds):
        pair = []
        for number, side in enumerate((ours, peer)):
            started = time.process_time()
            for _ in range(repeat):
                answers[number] = side()
            pair.append((time.process_time() - started) / repeat)
        taken.append((pair[0], pair[1]))
    ratios = [peer / max(our, 1e-9) for our, peer in taken]
    spread = (max(ratios) - min(ratios)) / max(statistics.median(ratios), 1e-9)
    return Turns(*(statistics.median(side) for side in zip(*taken, strict=True)), spread, *answers)


def peak_of_children_mb() -> float:
    """The most memory that any ended child of this process held."""
    return round(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024, 1)


def peak_mb(target: Callable[..., Any], *arguments: Any) -> float:
    """The most memory that a process of its own held which did nothing but `target(*arguments)`."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    child = context.Process(target=_measured, args=(theirs, target, arguments))
    child.start()
    theirs.close()
    answer = ours.recv()
    child.join()
    return answer


def _measured(pipe: Any, target: Callable[..., Any], arguments: tuple[Any, ...]) -> None:
    target(*arguments)
    pipe.send(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
