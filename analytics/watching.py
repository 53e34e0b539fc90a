"""The watched folder: files that were put there are imported and moved away, with what became of each beside it."""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from analytics.contract.logs import told, warned
from analytics.intake.files import discover
from analytics.intake.mapping import Mapping
from analytics.publishing import PublishingError, import_paths
from analytics.store.ledger import LedgerError
from analytics.store.versions import Store

DONE, FAILED = "done", "failed"
# Still being written by somebody, or a program's note to itself.
_UNFINISHED = (".part", ".tmp", ".crdownload", ".filepart")
_NOTICE_SECONDS = 60


@dataclass(frozen=True)
class Watch:
    """What is watched: a folder, for a store; files count once they have stood still for `settled_seconds`.

    `notice` is a command that gets a failure as JSON on its standard input; None for none.
    """

    store: Store
    folder: Path
    mapping: Mapping | None = None
    settled_seconds: float = 30
    notice: str | None = None


@dataclass
class Round:
    """What one look at the folder came to; `problem` is why nothing could be imported, None where it could."""

    import_id: str | None = None
    version: str | None = None
    done: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    waiting: list[str] = field(default_factory=list)
    problem: str | None = None


def look(watch: Watch) -> Round:
    """Imports the files that stand still, all in one import, and moves each away with its report.

    When nothing could be imported (a full disk, a failed build) the files stay, to be tried again. A file that was
    imported but not yet moved when the power went is known the next time, and moved then.
    """
    for name in (DONE, FAILED):
        (watch.folder / name).mkdir(parents=True, exist_ok=True)
    files, waiting = _settled(watch)
    found = Round(waiting=waiting)
    if not files:
        return found
    try:
        report = import_paths(watch.store, files, watch.mapping, lambda step, share: None)
    except (PublishingError, LedgerError, OSError) as error:
        found.problem, found.waiting = str(error), [*waiting, *(file.name for file in files)]
        _tell(watch, {"problem": found.problem, "waiting": found.waiting})
        return found
    found.import_id, found.version = report["import"], report["version"]
    stamp = datetime.now().strftime("%Y%m%dT%H%M%S")  # noqa: DTZ005  local civil time, a name only
    for file in files:
        _put_away(watch, file, report, stamp, found)
    if found.failed:
        refused = [each for each in report["files"] if each["status"] not in ("ok", "unchanged")]
        _tell(watch, {"failed": found.failed, "files": refused})
    told("watched", import_id=found.import_id, version=found.version, done=found.done, failed=found.failed)
    return found


def keep_looking(watch: Watch, every_seconds: float) -> Iterator[Round]:
    """Looks again and again; ends never."""
    while True:
        yield look(watch)
        time.sleep(every_seconds)


def _settled(watch: Watch) -> tuple[list[Path], list[str]]:
    """The files that nobody has written to for a while, and the names of those that are still moving."""
    still, moving = [], []
    for file in discover([watch.folder]):
        if file.name.startswith("~$") or file.name.lower().endswith(_UNFINISHED):
            continue
        aged = time.time() - file.stat().st_mtime
        # A clock that was set back makes a file of tomorrow: it has stood still as well.
        (still if aged >= watch.settled_seconds or aged < 0 else moving).append(file)
    return still, [file.name for file in moving]


def _put_away(watch: Watch, file: Path, report: dict, stamp: str, found: Round) -> None:
    mine = [each for each in report["files"] if each["file"].split(" → ")[0] == file.name]
    read = any(each["status"] in ("ok", "unchanged") for each in mine)
    target = watch.folder / (DONE if read else FAILED) / f"{stamp}_{file.name}"
    beside = {"import": report["import"], "version": report["version"], "files": mine}
    if read:
        beside["tables"] = {each["table"]: report["tables"].get(each["table"]) for each in mine if each["table"]}
    target.with_name(f"{target.name}.report.json").write_text(
        json.dumps(beside, ensure_ascii=False, indent=1), encoding="utf-8"
    )
    os.replace(file, target)
    (found.done if read else found.failed).append(file.name)


def _tell(watch: Watch, document: dict) -> None:
    """Writes the failure down and gives it to the command that somebody is told by."""
    warned("watch failed", **document)
    if not watch.notice:
        return
    text = json.dumps({"folder": str(watch.folder), **document}, ensure_ascii=False)
    try:
        subprocess.run(
            shlex.split(watch.notice), input=text, text=True, timeout=_NOTICE_SECONDS, check=True, capture_output=True
        )
    except (OSError, subprocess.SubprocessError) as error:
        warned("notice failed", command=watch.notice, problem=str(error))
