"""Imports that are killed: at a moment, at one of the steps by which they change the disk, or as the real command."""

from __future__ import annotations

import contextlib
import json
import multiprocessing
import os
import pkgutil
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any
from unittest import mock

from analytics import publishing
from analytics.intake import converting
from analytics.intake.confined import die_with_parent
from analytics.publishing import import_paths
from analytics.store.versions import Store

FORK = multiprocessing.get_context("fork")
_STEPS = ("os.rename", "os.replace", "os.fsync", "os.unlink", "shutil.copyfile", "pathlib.Path.write_text")
_NUMBERS = re.compile(r"[0-9a-f]{64}|\d+")


@dataclass
class Whole:
    """An import that nobody killed: how long it took and how many steps it made."""

    seconds: float
    steps: int


class _Steps:
    """Counts the steps by which this process changes the disk, and ends it just before or just after one of them."""

    def __init__(self, told: Path, at: int = 0, after: bool = False) -> None:
        self.told, self.at, self.after, self.count = told, at, after, 0

    def wrapped(self, name: str, work: Callable[..., Any]) -> Callable[..., Any]:
        def step(*arguments: Any, **options: Any) -> Any:
            self.count += 1
            last = self.count == self.at
            if last:
                self.told.write_bytes(f"{name.rsplit('.')[-1]} {_meant(name, arguments)}".encode())
            if last and not self.after:
                os.kill(os.getpid(), signal.SIGKILL)
            done = work(*arguments, **options)
            if last:
                os.kill(os.getpid(), signal.SIGKILL)
            return done

        return step

    @contextlib.contextmanager
    def counted(self) -> Iterator[None]:
        with contextlib.ExitStack() as patches:
            for name in _STEPS:
                patches.enter_context(mock.patch(name, self.wrapped(name, pkgutil.resolve_name(name))))
            yield


def _meant(name: str, arguments: tuple) -> str:
    """What a step was about: the file's name, numbers and hashes left out."""
    target = arguments[-1] if name.endswith(("rename", "replace", "copyfile")) else arguments[0]
    path = os.readlink(f"/proc/self/fd/{target}") if isinstance(target, int) else os.fspath(target)
    return _NUMBERS.sub("…", Path(path).name).replace("……", "…")


def whole(store: Store, file: Path) -> Whole:
    """Imports the file in a fork that nobody kills."""
    steps, started = FORK.Value("i", 0), time.monotonic()
    process = FORK.Process(target=_import_here, args=(store, file, _Steps(_notes(file)), steps))
    process.start()
    process.join()
    assert process.exitcode == 0, "an import that nobody killed has failed"
    return Whole(time.monotonic() - started, steps.value)


def at_moment(store: Store, file: Path, after: float) -> str:
    """Kills a forked import so many seconds after its start; says in which phase it was."""
    notes = _notes(file)
    process = FORK.Process(target=_import_here, args=(store, file, _Steps(notes)))
    process.start()
    process.join(after)
    if process.is_alive():
        os.kill(process.pid, signal.SIGKILL)
    process.join()
    return (notes.read_text() or "starting") if process.exitcode else "finished before"


def at_step(store: Store, file: Path, step: int, after: bool) -> str:
    """Kills a forked import just before or just after its n-th step on the disk; says which step that was."""
    notes = _notes(file)
    process = FORK.Process(target=_import_here, args=(store, file, _Steps(notes, step, after)))
    process.start()
    process.join()
    when = "after" if after else "before"
    return f"{when}: {notes.read_text()}" if process.exitcode else "finished before"


def command(store: Store, file: Path, seconds: float, chance: Random) -> str:
    """Kills the real command at some moment, or one of its child processes alone; says which was at work."""
    words = [sys.executable, "-m", "analytics", "import", str(file), "--store", str(store.path)]
    process = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    time.sleep(chance.uniform(0.1, seconds))
    children = _children(process.pid)
    alone = bool(children) and chance.random() < 0.4
    at_work = _module(children[0]) if children else "none"
    for victim in children[:1] if alone else [process.pid]:
        with contextlib.suppress(ProcessLookupError):
            os.kill(victim, signal.SIGKILL)
    code = process.wait()
    if code == 0:
        return "command: finished before"
    return f"command: {'child killed' if alone else 'killed'}, child at work: {at_work}"


def command_seconds(store: Store, file: Path) -> float:
    """How long the real command takes for one more file."""
    started = time.monotonic()
    words = [sys.executable, "-m", "analytics", "import", str(file), "--store", str(store.path)]
    subprocess.run(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)
    return time.monotonic() - started


def _notes(file: Path) -> Path:
    notes = file.with_suffix(".phase")
    notes.write_text("")
    return notes


def _import_here(store: Store, file: Path, steps: _Steps, counted: Any = None) -> None:
    """The whole import in this process: no new interpreter for reading and building, so that hundreds take minutes."""

    def said(step: str, share: float) -> None:
        if not steps.at:
            steps.told.write_bytes(b"reading the file" if step == file.name else step.split(":")[0].encode())

    def build(place: Store, version: str, before: str | None, progress: Callable[[str, float], None]) -> list:
        told: list = []

        def heard(line: str, **_: Any) -> None:
            told.append(json.loads(line))
            if "step" in told[-1]:
                progress(told[-1]["step"], told[-1]["share"])

        with mock.patch("builtins.print", heard):
            publishing._build_child(str(place.path), version, before or "")
        return told[-1]["replaced"]

    die_with_parent()
    with (
        mock.patch("analytics.accepting.convert", _then(converting.convert, "accepting into the ledger", said)),
        mock.patch("analytics.publishing.die_with_parent", lambda: None),
        mock.patch("analytics.publishing._build_in_child", _then(build, "putting in force", said)),
        steps.counted(),
    ):
        import_paths(store, [file], None, said)
    if counted is not None:
        counted.value = steps.count


def _then(work: Callable[..., Any], phase: str, said: Callable[[str, float], None]) -> Callable[..., Any]:
    """The same work, after which the named phase begins."""

    def done(*arguments: Any, **options: Any) -> Any:
        result = work(*arguments, **options)
        said(phase, 0)
        return result

    return done


def _children(process: int) -> list[int]:
    with contextlib.suppress(OSError):
        return [int(word) for word in Path(f"/proc/{process}/task/{process}/children").read_text().split()]
    return []


def _module(process: int) -> str:
    """What a child of the command does, by the module that it was started with."""
    with contextlib.suppress(OSError):
        words = Path(f"/proc/{process}/cmdline").read_text().split("\0")
        if "analytics.publishing" in words:
            return "building"
        if "analytics.intake.confined" in words:
            return "reading"
    return "none"
