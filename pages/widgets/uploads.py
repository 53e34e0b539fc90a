"""What is to be imported: uploaded files, or a folder of the server, and the mapping they come through."""

from __future__ import annotations

import itertools
import re
import shutil
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

import streamlit as st

from analytics.contract.labels import text
from analytics.contract.schema import DATA
from analytics.intake.mapping import Mapping, MappingError
from analytics.publishing import import_paths
from analytics.store.versions import Store
from pages.widgets import filters, jobs, screen

MAPPINGS = DATA / "mappings"
_LONGEST, _LONGEST_ENDING = 60, 20  # characters of a name: three bytes each must fit into 255
_NONE = "none"
_BUTTON, _HINT = "> span button p", "[data-testid=stFileUploaderDropzoneInstructions] span"


@dataclass(frozen=True)
class Wrong:
    """Why nothing can be begun: a label under importing.failed and its detail."""

    reason: str
    detail: str = ""


def choose(store: Store, language: str) -> Wrong | None:
    """Draws the form; begins the import when asked to, or gives the reason why it cannot."""
    word = lambda name, **values: text(f"importing.{name}", language, **values)  # noqa: E731
    shown = {each: word(f"source.{each}") for each in ("upload", "folder")}
    source = filters.switch("from", word("from"), list(shown), "upload", shown.get, label_visibility="collapsed")
    with st.form("import", border=True):
        left, right = st.columns([2.2, 1], gap="medium")
        with left:
            if source == "upload":
                translate(word("browse"), word("drop"))
                given: Any = st.file_uploader(word("files_label"), accept_multiple_files=True)
            else:
                given = st.text_input(word("folder_label"), placeholder=word("folder_hint"))
            st.caption(word("files_help"))
        with right:
            names = {_NONE: word("no_mapping")} | mappings(store)
            mapping = st.selectbox(word("mapping_label"), list(names), format_func=names.get, help=word("mapping_help"))
        asked = st.form_submit_button(word("start"), type="primary", icon=":material/upload_file:")
    if not asked:
        return None
    place, _, stem = mapping.partition("/")
    path = None if mapping == _NONE else _folders(store)[place] / f"{stem}.toml"
    return begin_upload(store, given, path) if source == "upload" else begin_folder(store, given, path)


def translate(button: str, hint: str) -> None:
    """Writes our own words over the ones that the upload box has built in."""
    zone = "[data-testid=stFileUploaderDropzone]"
    rules = [
        f"{zone} {part} {{ font-size: 0; }} {zone} {part}::after {{ content: '{words}'; font-size: .9rem; }}"
        for part, words in ((_BUTTON, button), (_HINT, hint))
    ]
    screen.html(f"<style>{' '.join(rules)}</style>")


def mappings(store: Store) -> dict[str, str]:
    """Place and file stem → what is mapped, of the mappings of this store, then of those shipped."""
    found = {}
    for place, folder in _folders(store).items():
        for path in sorted(folder.glob("*.toml")):
            try:
                found[f"{place}/{path.stem}"] = Mapping.load(path).name
            except MappingError:
                found[f"{place}/{path.stem}"] = path.stem
    return found


def _folders(store: Store) -> dict[str, Path]:
    return {"own": store.path / "mappings", "shipped": MAPPINGS}


def save_mapping(store: Store, stem: str, written: str) -> Path:
    """Keeps a mapping with the store under that name, or the next free one where it holds another."""
    folder = _folders(store)["own"]
    folder.mkdir(parents=True, exist_ok=True)
    for number in itertools.count(1):
        path = folder / f"{stem}{f'_{number}' if number > 1 else ''}.toml"
        if not path.exists() or path.read_text(encoding="utf-8") == written:
            path.write_text(written, encoding="utf-8")
            return path
    raise AssertionError("never reached")


def begin_kept(store: Store, file: Path, mapping: Path) -> None:
    """Begins to import a file of this visit: a copy, since the visit may end before the import does."""
    folder = Path(tempfile.mkdtemp(prefix="last_mile_upload_"))
    copy = folder / file.name
    shutil.copyfile(file, copy)
    jobs.start(store, "import", _work(store, [copy], mapping, folder))


def begin_folder(store: Store, given: str, mapping: Path | None) -> Wrong | None:
    """Begins to import a folder or file of the server; the reason why not, if there is one."""
    if not given or not given.strip():
        return Wrong("no_path")
    path = Path(given.strip()).expanduser()
    try:
        if not path.exists():
            return Wrong("missing", given)
        if path.is_dir() and not any(each.is_file() for each in path.iterdir()):
            return Wrong("empty_folder", given)
    except (OSError, ValueError):
        return Wrong("missing", given)
    jobs.start(store, "import", _work(store, [path], mapping))
    return None


def begin_upload(store: Store, given: Sequence[BinaryIO], mapping: Path | None) -> Wrong | None:
    """Begins to import uploaded files; the reason why not, if there is one."""
    if not given:
        return Wrong("no_files")
    folder = Path(tempfile.mkdtemp(prefix="last_mile_upload_"))
    try:
        paths = keep(given, folder)
    except OSError as error:
        shutil.rmtree(folder, ignore_errors=True)
        return Wrong("disk", str(error))
    jobs.start(store, "import", _work(store, paths, mapping, folder))
    return None


def keep(given: Sequence[BinaryIO], folder: Path) -> list[Path]:
    """Writes the uploaded files into the folder, each into a folder of its own: two may bear one name."""
    paths = []
    for number, file in enumerate(given):
        path = folder / f"{number:04d}" / safe_name(file.name)
        path.parent.mkdir()
        with path.open("wb") as target:
            shutil.copyfileobj(file, target)
        paths.append(path)
    return paths


def safe_name(name: str) -> str:
    """The last part of a name that a browser gave, with nothing in it that leads elsewhere."""
    last = re.split(r"[/\\]", name)[-1]
    last = "".join(sign for sign in last if sign.isprintable() and sign not in ':*?"<>|').strip(" .")
    stem, dot, ending = last.partition(".")
    return f"{stem[:_LONGEST]}{dot}{ending[-_LONGEST_ENDING:]}" if last else "file"


def _work(
    store: Store, paths: list[Path], mapping: Path | None, folder: Path | None = None
) -> Callable[[jobs.Progress], dict[str, Any]]:
    def work(progress: jobs.Progress) -> dict[str, Any]:
        try:
            return import_paths(store, paths, Mapping.load(mapping) if mapping else None, progress)
        finally:
            if folder:
                shutil.rmtree(folder, ignore_errors=True)

    return work
