"""The files of editions: one document in canonical JSON per draft, in the journal's folder, known by its SHA-256."""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path
from typing import Any

from analytics.contract.canonical import canonical
from analytics.editions.refusals import NotAllowed
from analytics.editions.states import State
from analytics.store.versions import Store

Paper = dict[str, Any]


def path_of(store: Store, edition: str, draft: int) -> Path:
    """Where the document of that draft lies."""
    return store.path / "journal" / "editions" / f"{edition}.{draft}.json"


def write(store: Store, edition: str, draft: int, paper: Paper) -> str:
    """Writes the document to disk and returns its SHA-256. It counts once the journal names that."""
    path = path_of(store, edition, draft)
    path.parent.mkdir(parents=True, exist_ok=True)
    content = canonical(paper)
    new = path.with_suffix(".new")
    with new.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    os.replace(new, path)
    return hashlib.sha256(content).hexdigest()


def read(store: Store, state: State) -> Paper:
    """The newest draft's document. Raises NotAllowed when its file is gone or not what the journal says."""
    path = path_of(store, state.id, state.draft)
    try:
        content = path.read_bytes()
    except FileNotFoundError as error:
        raise NotAllowed("paper_missing", edition=state.id, file=path.name) from error
    if hashlib.sha256(content).hexdigest() != state.document_sha256:
        raise NotAllowed("paper_changed", edition=state.id, file=path.name)
    return json.loads(content)
