"""The ledger: raw bytes by SHA-256, and per import a folder of accepted parts, refused rows and a manifest.

An import's folder is written under a name that starts with a dot and becomes part of the ledger by one rename.
Withdrawing an import leaves its folder and adds a mark; nothing is ever deleted from the ledger.
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from analytics.contract.labels import both
from analytics.store.parts import Part, Sources, parts_by_table
from analytics.store.versions import Store


class LedgerError(RuntimeError):
    """The ledger does not hold what was asked of it."""


@dataclass(frozen=True)
class Import:
    """One import in the ledger: its id, folder, manifest and whether it was withdrawn."""

    id: str
    folder: Path
    manifest: dict
    withdrawn: bool

    def reads_same(self, sha256: str, mapping_sha256: str, table: str | None) -> bool:
        """Whether this import already read that very file through that very mapping (None: as any table)."""
        return self.manifest["mapping_sha256"] == mapping_sha256 and any(
            file["sha256"] == sha256 and file["status"] == "ok" and table in (None, file["table"])
            for file in self.manifest["files"]
        )


class Ledger:
    """The ledger of one store."""

    def __init__(self, store: Store) -> None:
        self.path = store.ledger
        self.lock_path = store.path / ".lock"

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Holds the store's one writer lock; also removes what a killed writer left half done."""
        self.path.mkdir(parents=True, exist_ok=True)
        for name in ("raw", "imports", "withdrawn"):
            (self.path / name).mkdir(exist_ok=True)
        with self.lock_path.open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            self._clear()
            try:
                yield
            finally:
                # A full disk gets its space back at once.
                self._clear()

    def _clear(self) -> None:
        for orphan in [*self.path.glob("imports/.*"), *self.path.glob("raw/.*")]:
            shutil.rmtree(orphan) if orphan.is_dir() else orphan.unlink()

    def imports(self) -> list[Import]:
        """Every import, oldest first, withdrawn ones included. Raises LedgerError for a damaged manifest."""
        found = []
        for folder in sorted(self.path.glob("imports/i*")):
            try:
                manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
            except (ValueError, FileNotFoundError) as error:
                raise LedgerError(both("refusals.manifest_damaged", import_id=folder.name, folder=folder)) from error
            found.append(Import(folder.name, folder, manifest, self.is_withdrawn(folder.name)))
        return found

    def ids_in_force(self) -> list[str]:
        """Ids of the imports that are not withdrawn, oldest first, without a look into them."""
        names = [folder.name for folder in sorted(self.path.glob("imports/i*"))]
        return [name for name in names if not self.is_withdrawn(name)]

    def is_withdrawn(self, import_id: str) -> bool:
        """Whether the import was taken back."""
        return (self.path / "withdrawn" / import_id).exists()

    def next_folder(self) -> tuple[str, Path]:
        """The id of the next import and the hidden folder in which to prepare it."""
        numbers = [int(folder.name[1:]) for folder in self.path.glob("imports/i*")]
        import_id = f"i{max(numbers, default=0) + 1:06d}"
        folder = self.path / "imports" / f".{import_id}"
        folder.mkdir()
        return import_id, folder

    def keep_raw(self, file: Path, sha256: str) -> None:
        """Copies the file's bytes under their hash, once."""
        target = self.path / "raw" / sha256
        if not target.exists():
            part = self.path / "raw" / f".{sha256}"
            shutil.copyfile(file, part)
            _flush(part)
            os.replace(part, target)

    def commit(self, import_id: str, folder: Path, manifest: dict) -> None:
        """Makes the prepared folder part of the ledger."""
        text = json.dumps(manifest, ensure_ascii=False, indent=1)
        (folder / "manifest.json").write_text(text, encoding="utf-8")
        for file in folder.iterdir():
            _flush(file)
        os.rename(folder, self.path / "imports" / import_id)
        _flush(self.path / "imports")

    def withdraw(self, import_id: str) -> None:
        """Marks an import as withdrawn. Raises LedgerError if there is none, or it is withdrawn already."""
        known = {entry.id: entry for entry in self.imports()}
        if import_id not in known:
            raise LedgerError(both("refusals.no_import", import_id=import_id))
        if known[import_id].withdrawn:
            raise LedgerError(both("refusals.withdrawn_already", import_id=import_id))
        mark = self.path / "withdrawn" / import_id
        mark.touch()
        _flush(mark.parent)

    def sources(self, wanted: Sequence[str] | None = None) -> Sources:
        """What a version is to be built from: everything that is not withdrawn, or exactly the wanted imports.

        Those may have been withdrawn. Raises LedgerError when one of them is not there.
        """
        parts: list[tuple[str, Part]] = []
        present: dict[str, set[str]] = {}
        issues: list[Path] = []
        known = {entry.id: entry for entry in self.imports()}
        missing = [name for name in wanted or () if name not in known]
        if missing:
            raise LedgerError(both("refusals.no_import", import_id=", ".join(missing)))
        chosen = wanted if wanted is not None else [entry.id for entry in known.values() if not entry.withdrawn]
        imports = [known[name] for name in chosen]
        for entry in imports:
            for order, file in enumerate(entry.manifest["files"]):
                if file.get("accepted_part"):
                    path = entry.folder / file["accepted_part"]
                    parts.append((file["table"], Part(entry.id, order, path, file["derived"])))
                issues += [entry.folder / name for name in file.get("issue_parts", ())]
                if file["status"] == "ok":
                    present.setdefault(file["table"], set()).update(file["columns_present"])
        return Sources(parts_by_table(parts), present, issues, [entry.id for entry in imports])


def _flush(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
