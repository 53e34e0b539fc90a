"""The small city's store, made once; each test works on its own copy."""

import shutil
from pathlib import Path

import pytest

from analytics.store.versions import Store
from tests.editions.city import make_store


@pytest.fixture(scope="session")
def imported(tmp_path_factory: pytest.TempPathFactory) -> Store:
    return make_store(tmp_path_factory.mktemp("editions"))


@pytest.fixture
def store(imported: Store, tmp_path: Path) -> Store:
    shutil.copytree(imported.path, tmp_path / "store")
    return Store(tmp_path / "store")
