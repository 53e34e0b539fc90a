"""One cluster for all tests that ask one."""

from __future__ import annotations

import pytest

from tests.engines.cluster import cluster


@pytest.fixture(scope="session")
def address(tmp_path_factory):
    with cluster(tmp_path_factory.mktemp("spark") / "cluster") as address:
        yield address
