"""Imports that run beside the pages: one at a time per store, looked at by whoever opens the page."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from analytics.store.versions import Store
from pages.widgets import gate

Progress = Callable[[str, float], None]


@dataclass
class Job:
    """One import or withdrawal: how far it is, and in the end its report or what went wrong."""

    kind: str  # import or withdraw
    step: str = ""
    share: float = 0.0
    report: dict[str, Any] | None = None
    error: Exception | None = None
    _ended: threading.Event = field(default_factory=threading.Event)

    @property
    def is_running(self) -> bool:
        return not self._ended.is_set()

    def wait(self, seconds: float | None = None) -> bool:
        """Waits for the end; whether it has come."""
        return self._ended.wait(seconds)


_jobs: dict[str, Job] = {}
_lock = threading.Lock()


def last(store: Store) -> Job | None:
    """The store's job that runs or ran last; None when there was none or its report was dismissed."""
    return _jobs.get(_name(store))


def dismiss(store: Store) -> None:
    """Forgets the last job's report."""
    with _lock:
        job = _jobs.get(_name(store))
        if job and not job.is_running:
            del _jobs[_name(store)]


def start(store: Store, kind: str, work: Callable[[Progress], dict[str, Any]]) -> Job:
    """Runs the work in a thread of its own, since a page's script ends when its reader goes elsewhere.

    While a job runs that one is given back and the new work is not begun.
    """
    with _lock:
        running = _jobs.get(_name(store))
        if running and running.is_running:
            return running
        job = _jobs[_name(store)] = Job(kind)
    gate.note("import", kind=kind)
    threading.Thread(target=_run, args=(job, work), daemon=True).start()
    return job


def _run(job: Job, work: Callable[[Progress], dict[str, Any]]) -> None:
    def progress(step: str, share: float) -> None:
        job.step, job.share = step, share

    try:
        job.report = work(progress)
    except Exception as error:  # whatever it is, the page has to say it
        job.error = error
    finally:
        job._ended.set()


def _name(store: Store) -> str:
    return str(store.path.resolve())
