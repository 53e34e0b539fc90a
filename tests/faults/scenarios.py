"""Faults that a store has to survive: what was published last stays served, nothing is lost, the next import heals.

Each takes an empty folder and raises AssertionError where the store did not survive.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import shutil
import subprocess
import threading
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from unittest import mock

from analytics.publishing import PublishingError, import_paths, rebuild, withdraw_import
from analytics.store.health import health
from analytics.store.journal import Journal
from analytics.store.ledger import Ledger, LedgerError
from analytics.store.versions import Store
from tests.faults.small import cases_file, check_serves, check_whole, leftovers, make_store, overwrite, quiet

NOBODY = 65534


class CannotTry(Exception):
    """This machine does not let the fault be made."""


def _problems(store: Store) -> str:
    document = health(store)
    assert document["ok"] == (not document["problems"])
    return " ".join(document["problems"])


def _heals(folder: Path, store: Store, *, number: int = 1, before: frozenset[int] = frozenset({0})) -> None:
    """The next import publishes everything, and nothing is left to complain about."""
    import_paths(store, [cases_file(folder, number)], None, quiet)
    check_serves(store, {*before, number})
    assert _problems(store) == "" and leftovers(store) == []


def version_cut_short(folder: Path) -> None:
    """The served version's file lost its end."""
    store = make_store(folder)
    path = store.version_path(store.pointed_id())
    os.truncate(path, path.stat().st_size // 3)
    assert check_whole(store) == set()  # the version before, which has the areas alone
    assert "cannot be read" in _problems(store)
    _heals(folder, store)


def version_overwritten(folder: Path) -> None:
    """Other bytes stand in the middle of the served version."""
    store = make_store(folder)
    path = store.version_path(store.pointed_id())
    overwrite(path, path.stat().st_size // 2, os.urandom(4096))
    assert "not what was built" in _problems(store) or "cannot be read" in _problems(store)
    # The same file again is no new import, and heals all the same.
    import_paths(store, [cases_file(folder, 0)], None, quiet)
    check_serves(store, {0})
    assert _problems(store) == ""


def every_version_cut_short(folder: Path) -> None:
    """Of every version the first bytes alone are left: none can even be opened."""
    store = make_store(folder)
    for name in store.version_ids():
        os.truncate(store.version_path(name), 1000)
    assert "no version can be opened" in _problems(store)
    _heals(folder, store)


def every_version_gone(folder: Path) -> None:
    """Somebody emptied the folder of versions."""
    store = make_store(folder)
    shutil.rmtree(store.versions)
    assert _problems(store)
    rebuild(store, quiet)
    check_serves(store, {0})
    _heals(folder, store)


def _pointer(content: bytes | None) -> Callable[[Path], None]:
    def fault(folder: Path) -> None:
        store = make_store(folder)
        if content is None:
            store.pointer.unlink()
        else:
            store.pointer.write_bytes(content)
        check_serves(store, {0})
        _heals(folder, store)

    return fault


def part_damaged(folder: Path) -> None:
    """An accepted part of the ledger is damaged: no version is built from it until the backup is put back."""
    store = make_store(folder)
    part = next(path for path in (store.ledger / "imports" / "i000002").glob("*_cases.parquet"))
    whole = part.read_bytes()
    overwrite(part, 0, bytes(len(whole)))
    new = cases_file(folder, 1)
    with contextlib.suppress(PublishingError):
        import_paths(store, [new], None, quiet)
        raise AssertionError("a version was built without an accepted part")
    check_serves(store, {0})
    assert "not published" in _problems(store)
    part.write_bytes(whole)
    import_paths(store, [new], None, quiet)
    check_serves(store, {0, 1})
    assert _problems(store) == "" and leftovers(store) == []


def manifest_damaged(folder: Path) -> None:
    """A manifest of the ledger is damaged."""
    store = make_store(folder)
    manifest = store.ledger / "imports" / "i000002" / "manifest.json"
    whole = manifest.read_bytes()
    manifest.write_bytes(whole[:40])
    with contextlib.suppress(LedgerError):
        import_paths(store, [cases_file(folder, 1)], None, quiet)
        raise AssertionError("an import went on beside a damaged manifest")
    check_serves(store, {0})
    assert "manifest of i000002" in _problems(store)
    manifest.write_bytes(whole)
    _heals(folder, store)


def journal_damaged(folder: Path) -> None:
    """The journal of decisions is damaged: figures are served, the damage is told, imports go on."""
    store = make_store(folder)
    with Journal(store).writing() as journal:
        journal.append(kind="test")
    entries = store.path / "journal" / "entries.jsonl"
    overwrite(entries, 2, b"\0\0\0\0")
    check_serves(store, {0})
    assert _problems(store)
    import_paths(store, [cases_file(folder, 1)], None, quiet)
    check_serves(store, {0, 1})


def orphans(folder: Path) -> None:
    """What a killed import leaves behind, all of it at once."""
    store = make_store(folder)
    halves = (store.versions / "v000003.building", store.versions / "v000003.building.wal", store.path / "CURRENT.new")
    for path in halves:
        path.write_bytes(b"half")
    (store.ledger / "imports" / ".i000003").mkdir()
    (store.ledger / "imports" / ".i000003" / "1_cases.parquet").write_bytes(b"half")
    (store.ledger / "raw" / ".abc").write_bytes(b"half")
    check_serves(store, {0})
    _heals(folder, store)


def clock_set_back(folder: Path) -> None:
    """The machine believes that it is 1999 when the second file comes: what came later still is newer."""
    store = make_store(folder)
    with mock.patch("analytics.accepting.datetime") as clock:
        clock.now.return_value = datetime(1999, 1, 1)
        import_paths(store, [cases_file(folder, 1)], None, quiet)
    for path in [*store.versions.iterdir(), store.pointer]:
        os.utime(path, (0, 0))
    check_serves(store, {0, 1})
    import_paths(store, [cases_file(folder, 2)], None, quiet)
    check_serves(store, {0, 1, 2})
    assert [entry.id for entry in Ledger(store).imports()] == ["i000001", "i000002", "i000003", "i000004"]


def withdrawn_and_again(folder: Path) -> None:
    """A wrong import is withdrawn, twice by mistake, and the right file comes after it."""
    store = make_store(folder)
    import_paths(store, [cases_file(folder, 1)], None, quiet)
    withdraw_import(store, "i000003", quiet)
    check_serves(store, {0})
    with contextlib.suppress(LedgerError):
        withdraw_import(store, "i000003", quiet)
        raise AssertionError("withdrawn twice")
    _heals(folder, store)


def two_at_once(folder: Path) -> None:
    """Several importers start at the same moment: one waits for the other."""
    store = make_store(folder)
    files = [cases_file(folder, number) for number in (1, 2)]
    importers = [threading.Thread(target=import_paths, args=(store, [file], None, quiet)) for file in files]
    for importer in importers:
        importer.start()
    for importer in importers:
        importer.join()
    assert check_whole(store) == {0, 1, 2}
    assert _problems(store) == "" and leftovers(store) == []


def older_format(folder: Path) -> None:
    """The store was written by another release: the version is not opened, and is built anew from the ledger."""
    store = make_store(folder)
    with mock.patch("analytics.store.versions.FORMAT", "another"):
        assert "no version can be opened" in _problems(store)
    with mock.patch("analytics.store.versions.FORMAT", "1"):
        rebuild(store, quiet)
    check_serves(store, {0})


def read_only(folder: Path) -> None:
    """Nobody may write into the folder: it is served, and an import says why it cannot be done."""
    store = make_store(folder)
    for path in [folder, *folder.parents[:3]]:
        with contextlib.suppress(OSError):
            path.chmod(0o755)
    new = cases_file(folder, 1)
    answers = _as_nobody(store, new)
    assert answers == [{0}, "PermissionError"], answers
    check_serves(store, {0})
    _heals(folder, store)


def _as_nobody(store: Store, new: Path) -> list:
    if os.geteuid() != 0:
        raise CannotTry("only root can become nobody")
    context = multiprocessing.get_context("fork")
    here, there = context.Pipe()

    def work() -> None:
        os.seteuid(NOBODY)
        try:
            there.send([check_whole(store), _attempt(store, new)])
        except Exception as error:  # noqa: BLE001 - told by the test
            there.send([repr(error)])

    process = context.Process(target=work)
    process.start()
    answers = here.recv()
    process.join()
    return answers


def _attempt(store: Store, new: Path) -> str:
    try:
        import_paths(store, [new], None, quiet)
    except Exception as error:  # noqa: BLE001 - its kind is the answer
        return type(error).__name__
    return "imported"


def disk_full(folder: Path) -> None:
    """The disk is full at every stage of an import: nothing changes, and once there is room it goes on."""
    with _small_disk(folder / "disk", megabytes=24) as disk:
        store = make_store(disk)
        filler, new = disk / "filler", cases_file(folder, 1)
        for room in (0, 64 << 10, 512 << 10, 2 << 20, 3 << 20, 4 << 20):
            free = shutil.disk_usage(disk).free
            filler.write_bytes(b"\0" * max(0, free - room))
            with contextlib.suppress(OSError, PublishingError):
                import_paths(store, [new], None, quiet)
            filler.unlink()
            assert 0 in check_whole(store)
        import_paths(store, [new], None, quiet)
        check_serves(store, {0, 1})
        assert _problems(store) == "" and leftovers(store) == []


@contextlib.contextmanager
def _small_disk(path: Path, megabytes: int) -> Iterator[Path]:
    path.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", str(path)]
    if os.geteuid() != 0 or subprocess.run(command, capture_output=True).returncode != 0:
        raise CannotTry("a small disk cannot be mounted here")
    try:
        yield path
    finally:
        subprocess.run(["umount", "-l", str(path)], check=True)


SCENARIOS: dict[str, Callable[[Path], None]] = {
    "the served version cut short": version_cut_short,
    "other bytes in the middle of the served version": version_overwritten,
    "all versions cut down to their first bytes": every_version_cut_short,
    "all versions deleted": every_version_gone,
    "the pointer gone": _pointer(None),
    "the pointer empty": _pointer(b""),
    "the pointer full of rubbish": _pointer(b"\xff\xfe\0\0"),
    "the pointer leading out of the store": _pointer(b"../../../../etc/passwd\n"),
    "the pointer naming a version that is not there": _pointer(b"v000099\n"),
    "an accepted part of the ledger overwritten": part_damaged,
    "a manifest of the ledger cut short": manifest_damaged,
    "the journal overwritten": journal_damaged,
    "everything that a killed import leaves behind": orphans,
    "the clock set back twenty years": clock_set_back,
    "an import withdrawn, withdrawn again, and corrected": withdrawn_and_again,
    "two imports at the same moment": two_at_once,
    "a store written by another release": older_format,
    "a folder that nobody may write to": read_only,
    "a full disk, at six stages of an import": disk_full,
}
