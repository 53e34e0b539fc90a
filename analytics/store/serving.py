"""Whether what is served is all that was accepted: the newest version that was published, with every import in it."""

from __future__ import annotations

import fcntl
from dataclasses import dataclass
from datetime import datetime

from analytics.store.intactness import is_intact
from analytics.store.ledger import Ledger
from analytics.store.versions import NoVersion, Store, Version


@dataclass(frozen=True)
class Lag:
    """How a served version lags behind: the published one that cannot be read (None: it is this), and the imports that
    were accepted, or withdrawn, and are not yet in it. `built_at` is when it was built, local time."""

    instead_of: str | None
    waiting: tuple[str, ...]
    built_at: datetime

    def __bool__(self) -> bool:
        return bool(self.instead_of or self.waiting)


def lag(store: Store, version: Version) -> Lag:
    """How this version lags behind the store."""
    pointed, built = store.pointed_id(), datetime.fromtimestamp(version.path.stat().st_mtime)  # noqa: DTZ006  local
    return Lag(pointed if pointed and pointed != version.id else None, tuple(waiting(store, version)), built)


def waiting(store: Store, version: Version) -> list[str]:
    """Ids of the imports that were accepted and are not in the version, or were withdrawn and are."""
    served, ledger = set(version.meta.get("imports", "").split()), Ledger(store)
    accepted = set(ledger.ids_in_force()) - served
    return sorted(accepted | {name for name in served if ledger.is_withdrawn(name)})


def missing(store: Store, version: Version) -> list[str]:
    """Ids of the imports that are in the version and that the ledger no longer has: somebody has removed them."""
    ledger = Ledger(store)
    served = version.meta.get("imports", "").split()
    return [name for name in served if not (ledger.path / "imports" / name).exists()]


def is_writing(store: Store) -> bool:
    """Whether an import is under way: somebody holds the writer lock."""
    try:
        with Ledger(store).lock_path.open() as lock:
            fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except OSError:
        return False
    return False


def needs_building(store: Store) -> bool:
    """Whether the ledger holds more than is served, or what is served is damaged, of another format, or not there."""
    if not Ledger(store).ids_in_force() and not store.candidates():
        return False
    try:
        version = store.version()
    except NoVersion:
        return True
    try:
        return bool(lag(store, version)) or store.pointed_id() is None or is_intact(version.path) is False
    finally:
        version.close()
