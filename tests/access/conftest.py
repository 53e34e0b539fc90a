"""The city of sixteen districts with sign-in on, and its pages as their clerks are sent them."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from analytics.store.versions import Store
from pages.widgets import filters, gate
from tests.access import sixteen
from tests.access.guarding import ACCESS
from tests.access.tally import TRIED
from tests.access.telling import Telling, opened

ROOT = Path(__file__).resolve().parents[2]


@dataclass
class Sixteen:
    """The city's store, what tells of its districts, and the files and choices that the page read last has offered."""

    store: Path
    telling: Telling
    patch: pytest.MonkeyPatch
    offered: dict[str, object] = field(default_factory=dict)
    choices: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def read(self, name: str, group: str, **parameters: str) -> AppTest:
        """Opens a page as somebody of a group; what it offers for download is kept."""
        self.sign_in(group)
        test = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=240)
        test.switch_page(f"pages/{name}.py")
        for key, value in parameters.items():
            test.query_params[key] = value
        test.run()
        TRIED["pages"] += 1
        assert not test.exception, test.exception[0].stack_trace
        return test

    def sign_in(self, group: str) -> None:
        """From now on, whoever reads is of that group."""
        told = {"email": f"someone@{group}", "groups": [group], "iat": time.time()}
        self.patch.setattr(gate, "claims", lambda: told)
        self.offered.clear()
        self.choices.clear()

    def files(self) -> dict[str, bytes]:
        """The files offered by what was read last, made and opened."""
        found = {}
        for name, content in self.offered.items():
            made = content() if callable(content) else content
            made = made.encode() if isinstance(made, str) else bytes(getattr(made, "getvalue", lambda m=made: m)())
            found[name] = opened(name, made)
        TRIED["files"] += len(found)
        return found

    def strangers(self, group: str, content: bytes) -> dict[str, list[str]]:
        """District → what the content tells of it, for districts that are not the group's."""
        return self.telling.strangers(group, content)


@pytest.fixture(scope="session")
def sixteen_store(tmp_path_factory: pytest.TempPathFactory) -> tuple[Store, Telling]:
    """The city's store, and what tells of its districts."""
    store = sixteen.make_store(tmp_path_factory.mktemp("sixteen"))
    return store, Telling.of(store.version())


@pytest.fixture(scope="module")
def sixteen_districts(
    sixteen_store: tuple[Store, Telling], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Sixteen]:
    """The city, with sign-in on and every file on offer kept."""
    access = tmp_path_factory.mktemp("access") / "access.toml"
    access.write_text(ACCESS, encoding="utf-8")
    store, telling = sixteen_store
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LASTMILE_ACCESS", str(access))
        patch.setenv("LASTMILE_STORE", str(store.path))
        city = Sixteen(store.path, telling, patch)
        shown = st.download_button

        def offer(label: str, data: object, file_name: str, *more: object, **options: object) -> bool:
            city.offered[file_name] = data
            return shown(label, data, file_name, *more, **options)

        def choose(widget: object, name: str, label: str, options: Sequence[str], *more: object) -> str:
            city.choices[name] = tuple(options)
            return chosen(widget, name, label, options, *more)

        chosen = filters._choose
        patch.setattr(filters, "_choose", choose)
        patch.setattr(st, "download_button", offer)
        yield city
