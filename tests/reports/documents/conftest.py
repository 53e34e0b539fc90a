"""The small city's rankings as documents, and files read back as a reader's program reads them."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest

from analytics.reports.documents import MONTHLY, Basis, write_document
from analytics.scoring import rank
from tests.pages import city


@pytest.fixture(scope="session")
def version(tmp_path_factory):
    store = city.make_store(tmp_path_factory.mktemp("documents"))
    return store.version()


@pytest.fixture(scope="session")
def made(version) -> Callable[..., tuple[Basis, io.BytesIO]]:
    """Makes a document: (its basis, the file)."""
    bases: dict[tuple, Basis] = {}

    def make(form: str, kind: str = MONTHLY, period: str = "2018-08", tier: str = "district",
             within: str | None = None, card: str = "monthly", language: str = "zh") -> tuple[Basis, io.BytesIO]:
        key = (kind, period, tier, within, card, language)
        if key not in bases:
            bases[key] = Basis(version, rank(version, period, tier, within, None, card), kind, language)
        buffer = io.BytesIO()
        write_document(bases[key], form, buffer)
        buffer.seek(0)
        return bases[key], buffer

    return make
