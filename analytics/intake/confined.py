"""Files are read in a child process with limits: whatever a file does to its reader, it does it there.

The child dies with its parent. A file that brings the child down, or takes more memory or time than allowed, is refused
by itself; the others are then read again without it.
"""

from __future__ import annotations

import ctypes
import errno
import json
import os
import pickle
import selectors
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TextIO

from analytics.contract.logs import warned
from analytics.intake.files import FileReport, clear_folder
from analytics.intake.limits import Limits

Progress = Callable[[str, float], None]
_DIE_WITH_PARENT = 1  # PR_SET_PDEATHSIG
_LOOK_SECONDS = 0.5


class ReadingError(RuntimeError):
    """The reading itself is at fault, not a file: nothing may be imported."""


@dataclass(frozen=True)
class Job:
    """What the child is asked to do; `refused` are positions of files that are not to be touched, and why."""

    files: list[Path]
    mapping: object
    out: Path
    refused: dict[int, str]
    limits: Limits


def convert(
    files: list[Path], mapping: object, out: Path, progress: Progress | None = None, limits: Limits | None = None
) -> list[FileReport]:
    """As `converting.convert`, in a child process. Raises ReadingError, and OSError when the disk is full."""
    job = Job(list(files), mapping, out, {}, limits or Limits.from_environment())
    while True:
        reports, fell = _Child(job, progress or (lambda name, share: None)).run()
        if fell is None:
            return reports
        job.refused[fell] = "too_demanding"
        warned("reading given up", file=job.files[fell].name)
        clear_folder(out)


class _Child:
    """One run of the child over all files."""

    def __init__(self, job: Job, progress: Progress) -> None:
        self.job, self.progress = job, progress
        self.at: int | None = None
        self.deadline = time.monotonic() + job.limits.seconds_least

    def run(self) -> tuple[list[FileReport], int | None]:
        """The reports; or the position of the file that the child fell over."""
        environment = {**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parents[2])}
        command = [sys.executable, "-m", "analytics.intake.confined"]
        with tempfile.TemporaryFile() as errors, subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors, env=environment
        ) as child:
            try:
                child.stdin.write(pickle.dumps(self.job))
                child.stdin.close()
                for said in _lines(child, self._is_over):
                    if "reports" in said:
                        return [_report(entry) for entry in said["reports"]], None
                    self._hear(said)
            finally:
                child.kill()
            child.wait()
            if self.at is None or self.at in self.job.refused:
                errors.seek(0)
                raise ReadingError(f"reading ended with {child.returncode}\n{errors.read().decode(errors='replace')}")
            return [], self.at

    def _hear(self, said: dict) -> None:
        if "failed" in said:
            raise ReadingError(said["failed"])
        if "disk" in said:
            raise OSError(said["disk"], os.strerror(said["disk"]))
        if "begins" in said:
            self.at = said["begins"]
            self.deadline = time.monotonic() + self.job.limits.seconds(self.job.files[self.at])
        else:
            self.progress(said["step"], said["share"])

    def _is_over(self) -> bool:
        return time.monotonic() > self.deadline


def _lines(child: subprocess.Popen, is_over: Callable[[], bool]) -> Iterator[dict]:
    """What the child says, one document a line, until it ends or its time is over."""
    waiting = b""
    with selectors.DefaultSelector() as selector:
        selector.register(child.stdout, selectors.EVENT_READ)
        while not is_over():
            if not selector.select(_LOOK_SECONDS):
                continue
            some = os.read(child.stdout.fileno(), 1 << 16)
            if not some:
                return
            *lines, waiting = (waiting + some).split(b"\n")
            yield from map(json.loads, lines)


def _report(entry: dict) -> FileReport:
    """The report that the child wrote down: JSON, since nothing that read a hostile file is to be unpickled."""
    part = entry["accepted_part"]
    parts = tuple(Path(path) for path in entry["issue_parts"])
    columns = tuple(entry["columns_present"])
    return FileReport(**{**entry, "accepted_part": Path(part) if part else None, "issue_parts": parts,
                         "columns_present": columns})  # fmt: skip


def die_with_parent() -> None:
    """Makes this process end when the one that started it does: it must not go on writing where another begins."""
    parent = os.getppid()
    ctypes.CDLL(None).prctl(_DIE_WITH_PARENT, signal.SIGKILL)
    if os.getppid() != parent:
        sys.exit(1)


def own_output() -> TextIO:
    """Standard output for this process alone: what libraries print there (DuckDB's progress) goes to standard error."""
    mine = os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    return mine


def _work() -> None:
    """The child's side."""
    die_with_parent()
    output = own_output()
    job: Job = pickle.loads(sys.stdin.buffer.read())  # noqa: S301 - from the parent
    job.limits.impose()
    from analytics.intake import converting

    def say(**document: object) -> None:
        print(json.dumps(document, default=str), file=output, flush=True)

    positions = {file: number for number, file in enumerate(job.files)}
    try:
        reports = converting.convert(
            job.files, job.mapping, job.out, lambda step, share: say(step=step, share=share),
            begins=lambda file: say(begins=positions[file]),
            refused={job.files[number]: code for number, code in job.refused.items()},
        )  # fmt: skip
    except AssertionError as error:
        say(failed=str(error))
    except OSError as error:
        say(disk=error.errno or errno.EIO)
    else:
        say(reports=[asdict(report) for report in reports])


if __name__ == "__main__":
    _work()
